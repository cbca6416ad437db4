import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'docs/internal/worked-example.md'), 'utf8');
const copy = mkdtempSync(join(tmpdir(), 'portcullis-worked-example-'));
after(() => rmSync(copy, { recursive: true, force: true }));

/** The code of the first block with this fence behind a heading. */
function blockUnder(heading: string, fence: string): string {
  const section = text.slice(text.indexOf(`## ${heading}`));
  const start = section.indexOf(`\n${fence}`);
  assert.ok(text.includes(`## ${heading}`) && start >= 0, heading);
  const begin = section.indexOf('\n', start + 1) + 1;
  return section.slice(begin, section.indexOf(`\n${/^`+/.exec(fence)?.[0]}\n`, begin) + 1);
}

/** What `RULE=open-server-host npm run test:fast` runs. */
function testRule(): { readonly failed: number; readonly output: string } {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { stdout } = spawnSync(process.execPath, ['scripts/test-fast.mjs', '--test-reporter=spec'], {
    cwd: copy,
    env: { ...env, RULE: 'open-server-host' },
    encoding: 'utf8',
  });
  return { failed: Number(/^ℹ fail (\d+)$/m.exec(stdout)?.[1]), output: stdout };
}

test('the worked example leads from an empty file to tests that pass', () => {
  for (const path of ['scripts', 'server/src', 'test', 'examples', 'package.json']) {
    mkdirSync(join(copy, path, '..'), { recursive: true });
    cpSync(join(root, path), join(copy, path), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  const made = spawnSync(process.execPath, ['scripts/new-rule.mjs', 'transport', 'open-server-host'], { cwd: copy });
  assert.equal(made.status, 0, String(made.stderr));

  const rule = join(copy, 'server/src/engine/rules/transport/open-server-host');
  writeFileSync(`${rule}.md`, blockUnder('2. The page', '````markdown'));
  const afterPage = testRule();
  assert.equal(afterPage.failed, 3, afterPage.output);
  assert.match(afterPage.output, /expected finding open-server-host openapi\.yaml:4/);

  writeFileSync(`${rule}.ts`, blockUnder('3. The rule', '```ts'));
  assert.equal(testRule().failed, 1);

  const mutators = join(copy, 'test/mutation/mutators/transport.ts');
  const before = readFileSync(mutators, 'utf8');
  const now = before.replace("  'open-server-host': () => undefined,\n", () => blockUnder('4. The mutator', '```ts'));
  assert.notEqual(now, before);
  writeFileSync(mutators, now);
  const done = testRule();
  assert.equal(done.failed, 0, done.output);
  assert.match(done.output, /12 of 12 plantings/);
});
