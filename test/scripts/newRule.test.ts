import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const root = join(import.meta.dirname, '../..');
const copy = mkdtempSync(join(tmpdir(), 'portcullis-new-rule-'));
after(() => rmSync(copy, { recursive: true, force: true }));

const list = 'server/src/engine/rules/index.ts';
const mutators = 'test/mutation/mutators/transport.ts';
for (const path of [
  'scripts',
  'server/src/engine/rules',
  'server/src/engine/rule',
  'server/src/engine/fixes',
  'test/mutation',
]) {
  mkdirSync(join(copy, path), { recursive: true });
  cpSync(join(root, path), join(copy, path), { recursive: true });
}
writeFileSync(join(copy, 'package.json'), JSON.stringify({ type: 'module', version: '7.8.9' }));

function read(path: string): string {
  return readFileSync(join(copy, path), 'utf8');
}

function scaffold(...args: readonly string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(copy, 'scripts/new-rule.mjs'), ...args]);
  return { status, output: `${stdout}${stderr}` };
}

/** Lines of the second text that the first does not have; every line of the first has to be there still. */
function added(before: string, now: string): readonly string[] {
  const left = before.split('\n');
  const more = now.split('\n').filter((line) => {
    if (line !== left[0]) return true;
    left.shift();
    return false;
  });
  assert.deepEqual(left, []);
  return more;
}

test('writes the rule, its page, its sorted lines in the list, and a mutator', () => {
  const listBefore = read(list);
  const mutatorsBefore = read(mutators);
  const { status, output } = scaffold('transport', 'middling-cipher');
  assert.equal(status, 0);
  assert.match(read('server/src/engine/rules/transport/middling-cipher.ts'), /since: '7\.8\.9'/);
  assert.match(read('server/src/engine/rules/transport/middling-cipher.md'), /^# middling-cipher\n/);

  assert.deepEqual(added(listBefore, read(list)), [
    "import middlingCipher from './transport/middling-cipher.ts';",
    '  middlingCipher,',
  ]);
  const lines = read(list).split('\n');
  for (const pattern of [/^import \w+ from '(.+)\.ts';$/, /^ {2}(\w+),$/]) {
    const keys = lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);
    assert.deepEqual(keys, keys.toSorted());
  }

  assert.equal(added(mutatorsBefore, read(mutators)).at(-1), "  'middling-cipher': () => undefined,");
  assert.match(output, /RULE=middling-cipher npm run test:fast/);
  assert.match(output, /group\.ts: .*\bgroupReports\b/);
});

test('changes nothing where the rule exists, the pillar is unknown, or the id is no kebab case', () => {
  const before = read(list);
  for (const args of [['transport', 'plaintext-server'], ['traffic', 'new-thing'], ['transport', 'NewThing'], []]) {
    assert.equal(scaffold(...args).status, 2);
  }
  assert.equal(read(list), before);
});
