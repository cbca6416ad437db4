import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { cli, measure, root } from './process.ts';
import { fixed, table } from './table.ts';

/** What is shipped, and what it costs before it does anything. */
export function shipped(folder: string): void {
  const row = table('What is shipped', ['what', 'measured', 'target']);
  const node = measure({ command: process.execPath, args: ['-e', '0'] }, 9);
  const version = measure({ command: process.execPath, args: [cli, '--version'] }, 9);
  row('`node -e 0`, ms', fixed((node?.seconds ?? 0) * 1000, 0), '–');
  row('`portcullis --version`, ms', fixed((version?.seconds ?? 0) * 1000, 0), '80');
  const vsix = join(folder, 'portcullis.vsix');
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', vsix];
  const { status } = spawnSync(join(root, 'node_modules/.bin/vsce'), ['package', ...options], { cwd: root });
  row('VSIX, MB', status === 0 ? fixed(statSync(vsix).size / 1e6, 2) : 'not built', '1.5');
}
