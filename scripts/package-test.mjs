// What `npm run package` made holds what it needs and nothing else, works where it is installed, and can be reproduced.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const isWindows = process.platform === 'win32';
const vsix = 'portcullis.vsix';
const tarball = `portcullis-${version}.tgz`;
const scratch = mkdtempSync(join(tmpdir(), 'portcullis-package-'));
try {
  const files = checkExtension(readFileSync(join(root, vsix)));
  await checkCommand(join(root, tarball), join(scratch, 'command'));
  // A plain `npm pack` keeps the manifest of the extension, whose `main` is not in the package.
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', scratch], npmOptions(root));
  await checkCommand(join(scratch, tarball), join(scratch, 'plain'));
  // Builds again. By npm, whose scripts run on a newer Node than the one that is tried here.
  execFileSync('npm', ['run', 'package', '--', '--out', scratch], npmOptions(root));
  for (const name of [vsix, tarball]) {
    assert.ok(readFileSync(join(scratch, name)).equals(readFileSync(join(root, name))), `${name} cannot be reproduced`);
  }
  console.log(`package: ${files} files in the extension; the command was installed and run`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function npmOptions(cwd) {
  return { cwd, encoding: 'utf8', shell: isWindows, stdio: ['ignore', 'pipe', 'pipe'] };
}

function checkExtension(archive) {
  const limit = 2.5 * 1024 * 1024;
  assert.ok(archive.length <= limit, `${vsix} has ${archive.length} bytes, more than ${limit}`);
  const files = readZip(archive);
  const allowed =
    /^(\[Content_Types\]\.xml|extension\.vsixmanifest|extension\/(dist\/client\/(node\.cjs|browser\.js)|dist\/server\/(node|structure)\.cjs|dist\/server\/browser\.js|dist\/report\/page\.(js|css)|dist\/rules\/[a-z0-9-]+\.md|docs\/reference\/portcullis\.schema\.json|dist\/THIRD-PARTY-NOTICES\.txt|syntaxes\/[\w.]+\.json|docs\/images\/(icon\.png|side-bar\.svg)|docs\/walkthrough\/\w+\.(md|png)|examples\/bank\.yaml|package(\.nls)?\.json|readme\.md|changelog\.md|LICENSE\.txt))$/;
  assert.deepEqual(
    [...files.keys()].filter((name) => !allowed.test(name)),
    [],
  );
  const manifest = JSON.parse(files.get('extension/package.json'));
  assert.equal(manifest.type, undefined, 'the worker of a browser loads no extension that is a module');
  const { grammars, walkthroughs } = manifest.contributes;
  const needed = [
    ...[manifest.main, manifest.browser, manifest.icon],
    ...grammars.map(({ path }) => path),
    ...walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown)),
    // What the client asks for by path.
    ...['dist/server/node.cjs', 'dist/server/structure.cjs', 'dist/server/browser.js', 'examples/bank.yaml'],
    'dist/THIRD-PARTY-NOTICES.txt',
    'dist/report/page.js',
    'dist/report/page.css',
    'docs/reference/portcullis.schema.json',
  ];
  for (const path of needed) assert.ok(files.has(posix.join('extension', path)), `${vsix} lacks ${path}`);
  checkPages(files);
  return files.size;
}

/**
 * VS Code shows the page and the changelog of an extension without a base address, and loads pictures over HTTPS alone:
 * nothing relative works there, whatever is packed, nor has a picture in a `data:` URL been shown since VS Code 1.103.
 */
function checkPages(files) {
  for (const name of ['extension/readme.md', 'extension/changelog.md']) {
    for (const target of targetsOf(files.get(name).toString())) {
      assert.match(target, /^(#|https:)/, `${name}: "${target}" leads nowhere where the extension is installed`);
    }
  }
  for (const [name, text] of files) {
    if (!/^extension\/(dist|docs)\/.*\.md$/.test(name)) continue;
    for (const target of targetsOf(text.toString())) checkTarget(files, name, target);
  }
}

function checkTarget(files, name, target) {
  if (/^(#|https:|command:)/.test(target)) return;
  const path = posix.join(posix.dirname(name), target.replace(/#.*/, ''));
  assert.ok(files.has(path), `${name}: "${target}" is not in the package`);
}

/** Targets of links and pictures, those of examples left out. */
function targetsOf(markdown) {
  const text = markdown.replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, '').replaceAll(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)|\b(?:src|href)="([^"]+)/g)].map(([, link, attribute]) => link ?? attribute);
}

async function checkCommand(archive, folder) {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{}');
  const options = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  execFileSync('npm', ['install', ...options, archive], npmOptions(folder));
  const installed = join(folder, 'node_modules/portcullis');
  const listed = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(installed.length + 1)
        .replaceAll('\\', '/'),
    );
  const allowed =
    /^(dist\/cli\.cjs|dist\/cli\/commands\.cjs|dist\/server\/(node|structure)\.cjs|dist\/rules\/[a-z0-9-]+\.md|dist\/THIRD-PARTY-NOTICES\.txt|package\.json|README\.md|LICENSE)$/;
  assert.deepEqual(
    listed.filter((name) => !allowed.test(name)),
    [],
  );
  assert.ok(listed.includes('LICENSE') && listed.includes('dist/THIRD-PARTY-NOTICES.txt'));

  const command = join(folder, 'node_modules/.bin/portcullis');
  const portcullis = (...args) => spawnSync(command, args, { cwd: root, encoding: 'utf8', shell: isWindows });
  assert.equal(portcullis('--version').stdout.trim(), version);
  assert.equal(portcullis('check', '--structure', 'examples/bank.fixed.yaml').status, 0);
  assert.equal(portcullis('check', 'examples/bank.yaml').status, 1);
  assert.match(portcullis('explain', 'plaintext-server').stdout, /plaintext-server/);
  assert.match(await startServer(command), /"capabilities"/);

  // There is no API yet, and Node says so instead of looking for the extension's `main`.
  const node = (...args) => spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  for (const program of ["require('portcullis')", "import('portcullis')"]) {
    assert.match(node('-e', program).stderr, /ERR_PACKAGE_PATH_NOT_EXPORTED/);
  }
  const read = "console.log(require('portcullis/package.json').version)";
  assert.equal(node('-e', read).stdout.trim(), version);
  // Programs that start the command find it.
  const find = "console.log(require.resolve('portcullis/dist/cli.cjs'))";
  assert.equal(node(node('-e', find).stdout.trim(), '--version').stdout.trim(), version);
}

/** What the language server answers to the first message of a client. */
async function startServer(command) {
  const params = { processId: null, rootUri: null, capabilities: {} };
  const message = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  const server = spawn(command, ['lsp', '--stdio'], { shell: isWindows, stdio: ['pipe', 'pipe', 'ignore'] });
  server.stdin.write(`Content-Length: ${Buffer.byteLength(message)}\r\n\r\n${message}`);
  let answer = '';
  for await (const part of server.stdout) {
    answer += part;
    if (/"capabilities"/.test(answer)) server.stdin.end();
  }
  return answer;
}

/** Names and contents, by the central directory at the end of the archive. */
function readZip(archive) {
  const files = new Map();
  const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field));
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const header = archive.readUInt32LE(at + 42);
    const from = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
    const packed = archive.subarray(from, from + archive.readUInt32LE(at + 20));
    files.set(name, archive.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return files;
}
