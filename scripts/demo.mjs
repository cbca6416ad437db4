// The main job in one run: find, show, fix a copy, show the difference and what is left.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'dist/cli.cjs');
const folder = mkdtempSync(join(tmpdir(), 'portcullis-demo-'));
const portcullis = (cwd, ...args) => spawnSync(process.execPath, [cli, ...args], { cwd, encoding: 'utf8' });

function title(text) {
  console.log(`\n${text}\n${'='.repeat(text.length)}\n`);
}

function must(result, ...codes) {
  if (codes.includes(result.status)) return result;
  throw new Error(`portcullis ended with ${result.status}: ${result.stderr}`);
}

try {
  copyFileSync(join(root, 'examples/bank.yaml'), join(folder, 'bank.yaml'));
  title('1. What is wrong with examples/bank.yaml');
  process.stdout.write(must(portcullis(folder, 'check', 'bank.yaml'), 1).stdout);
  title('2. What the first remedy of each finding changes in a copy');
  process.stdout.write(must(portcullis(folder, 'fix', '--unsafe', '--dry-run', 'bank.yaml'), 0).stdout);
  must(portcullis(folder, 'fix', '--unsafe', 'bank.yaml'), 0);
  title('3. What is left');
  process.stdout.write(must(portcullis(folder, 'check', 'bank.yaml'), 0, 1).stdout);
  const lines = (file) => readFileSync(file, 'utf8').split('\n').length;
  console.log(
    `${lines(join(root, 'examples/bank.yaml'))} lines became ${lines(join(folder, 'bank.yaml'))}. Your file is untouched.`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
