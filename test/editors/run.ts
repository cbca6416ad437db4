import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Drives the packaged server from Neovim and Emacs, with the set-up that `docs/editors.md` prints. */
const root = join(import.meta.dirname, '../..');
const editors: readonly { name: string; command: string; language: string; args: (setUp: string) => string[] }[] = [
  {
    name: 'Neovim',
    command: process.env['NVIM_PATH'] ?? 'nvim',
    language: 'lua',
    args: (setUp) => ['--clean', '--headless', '-c', `luafile ${setUp}`, '-c', `luafile ${driver('neovim.lua')}`],
  },
  {
    name: 'Emacs',
    command: process.env['EMACS_PATH'] ?? 'emacs',
    language: 'elisp',
    args: (setUp) => ['--batch', '-l', driver('packages.el'), '-l', setUp, '-l', driver('eglot.el')],
  },
];

const folder = mkdtempSync(join(tmpdir(), 'portcullis-editors-'));
try {
  const bin = installCommand(folder);
  const page = readFileSync(join(root, 'docs/editors.md'), 'utf8');
  const only = process.argv.slice(2);
  for (const { name, command, language, args } of editors) {
    if (only.length > 0 && !only.includes(name)) continue;
    const version = spawnSync(command, ['--version'], { encoding: 'utf8' });
    if (version.error !== undefined)
      throw new Error(`"${command}" cannot be started: CONTRIBUTING.md says how to get it.`);
    console.log(`${name}: ${version.stdout.split('\n')[0]}`);
    const setUp = join(folder, `${name}.${language}`);
    writeFileSync(setUp, new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(page)?.[1] ?? '');
    const { status } = spawnSync(command, args(setUp), {
      cwd: createWorkspace(name),
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, HOME: folder, XDG_STATE_HOME: folder, PATH: `${bin}${delimiter}${process.env['PATH']}` },
      timeout: 180_000,
    });
    if (status !== 0) throw new Error(`${name} ended with ${status}`);
  }
  console.log('other editors: every request was answered');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function driver(name: string): string {
  return join(import.meta.dirname, name);
}

/** The `portcullis` of the package, as npm would install it; returns the folder of the command. */
function installCommand(target: string): string {
  run(process.execPath, join(root, 'scripts/package.mjs'), '--out', target);
  const archive = readdirSync(target).find((name) => name.endsWith('.tgz'));
  run('tar', '-xzf', join(target, archive!), '-C', target);
  const bin = join(target, 'bin');
  mkdirSync(bin);
  const command = join(bin, 'portcullis');
  writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${join(target, 'package/dist/cli.cjs')}" "$@"\n`);
  chmodSync(command, 0o755);
  return bin;
}

function run(command: string, ...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
}

function createWorkspace(name: string): string {
  const workspace = join(folder, `workspace-${name}`);
  cpSync(join(root, 'test/vscode/fixtures/nav'), workspace, { recursive: true });
  mkdirSync(join(workspace, '.git'));
  cpSync(join(root, 'examples/bank.yaml'), join(workspace, 'bank.yaml'));
  return workspace;
}
