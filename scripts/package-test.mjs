// The package holds what is on the list, within its size, and nothing else.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const vsix = join(root, 'portcullis.vsix');
const limit = 1.5 * 1024 * 1024;
const { size } = statSync(vsix);
assert.ok(size <= limit, `portcullis.vsix has ${size} bytes, more than ${limit}`);

const allowed =
  /^(dist\/client\/(node\.cjs|browser\.js)|dist\/server\/(node|structure)\.cjs|dist\/server\/browser\.js|dist\/rules\/[a-z0-9-]+\.md|syntaxes\/[\w.]+\.json|docs\/images\/icon\.png|docs\/walkthrough\/\w+\.md|examples\/bank\.yaml|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/;
const listed = execFileSync('npx', ['vsce', 'ls', '--no-dependencies'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n');
assert.deepEqual(
  listed.filter((name) => !allowed.test(name)),
  [],
);

// The npm package works where nothing else is installed.
const folder = mkdtempSync(join(tmpdir(), 'portcullis-npm-'));
try {
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root, encoding: 'utf8' }),
  );
  execFileSync('npm', ['install', '--prefix', folder, '--offline', '--no-audit', '--no-fund', join(folder, filename)], {
    stdio: 'ignore',
  });
  const portcullis = (...args) =>
    spawnSync(join(folder, 'node_modules/.bin/portcullis'), args, { cwd: root, encoding: 'utf8' });
  assert.equal(portcullis('check', 'examples/bank.fixed.yaml').status, 0);
  assert.equal(portcullis('check', 'examples/bank.yaml').status, 1);
  assert.match(portcullis('explain', 'plaintext-server').stdout, /^# plaintext-server/);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`package: ${listed.length} files, ${(size / 1024).toFixed(0)} KB, installed from npm's package and run`);
