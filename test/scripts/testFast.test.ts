import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');

function testFast(rule: string): { readonly status: number | null; readonly stdout: string } {
  // The runner of this test tells its children that they are its own.
  const { NODE_TEST_CONTEXT: _parent, ...env } = process.env;
  const script = join(root, 'scripts/test-fast.mjs');
  return spawnSync(process.execPath, [script, '--test-reporter=tap'], {
    cwd: root,
    env: { ...env, RULE: rule },
    encoding: 'utf8',
  });
}

test('checks the page and the mutator of the rule that RULE names, and no others', () => {
  const { status, stdout } = testFast('weak-cookie');
  assert.equal(status, 0, stdout);
  assert.deepEqual(stdout.match(/\S+\.md$/gm), ['transport/weak-cookie.md', 'transport/weak-cookie.md']);
  assert.match(stdout, /\b(\d+) of \1 plantings/);
});

test('fails where RULE names no rule', () => {
  assert.notEqual(testFast('weak-biscuit').status, 0);
});
