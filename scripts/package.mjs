// Makes portcullis.vsix and portcullis-<version>.tgz from dist/. `--out FOLDER` writes them there instead of here.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { extensionManifest } from './manifest.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { out: { type: 'string', default: root } } });
const out = resolve(values.out);
// One date for all entries, so that the same sources give the same bytes.
process.env['TZ'] = 'UTC';
process.env['SOURCE_DATE_EPOCH'] ??= lastCommit();

/** Without git (an archive of the sources), the first date that a zip file can hold. */
function lastCommit() {
  try {
    return execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return String(Date.UTC(1980, 0, 1) / 1000);
  }
}

async function packExtension() {
  const stage = mkdtempSync(join(tmpdir(), 'portcullis-pack-'));
  try {
    const page = 'docs/marketplace.md';
    for (const path of [
      ...(await listFiles({ cwd: root, packageManager: PackageManager.None })),
      page,
      '.vscodeignore',
    ]) {
      mkdirSync(join(stage, dirname(path)), { recursive: true });
      cpSync(join(root, path), join(stage, path), { preserveTimestamps: true });
    }
    writeFileSync(join(stage, 'package.json'), extensionManifest(readFileSync(join(root, 'package.json'), 'utf8')));
    await createVSIX({
      cwd: stage,
      packagePath: join(out, 'portcullis.vsix'),
      readmePath: page,
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** The files are those of `npm pack` here; the page and the manifest are for people who install a command. */
function packCommand() {
  const [{ files }] = JSON.parse(npm('pack', '--dry-run', '--json', '--silent', '--ignore-scripts'));
  const stage = mkdtempSync(join(tmpdir(), 'portcullis-pack-'));
  try {
    for (const { path } of files) {
      mkdirSync(join(stage, dirname(path)), { recursive: true });
      cpSync(join(root, path), join(stage, path));
    }
    cpSync(join(root, 'docs/npm.md'), join(stage, 'README.md'));
    const { name, version, description, license, type, keywords, engines, bin, exports } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    );
    const manifest = { name, version, description, license, type, keywords };
    const loading = { engines: { node: engines.node }, bin, exports };
    writeFileSync(join(stage, 'package.json'), `${JSON.stringify({ ...manifest, ...loading }, null, 2)}\n`);
    process.stdout.write(npm('pack', stage, '--silent', '--pack-destination', out));
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function npm(...args) {
  // `npm` is a script of the shell on Windows.
  return execFileSync('npm', args, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });
}

await packExtension();
packCommand();
