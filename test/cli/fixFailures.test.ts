import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock, test } from 'node:test';
import { fix } from '../../server/src/cli/commands/fix.ts';
import { rules } from '../../server/src/engine/rules/index.ts';

const text = `openapi: 3.1.0
info: { title: A, version: "1" }
servers: [{ url: http://a.example }]
security: [{ k: [] }]
paths: { /a: { get: { responses: { "200": { description: x }, "429": { description: y } } } } }
components: { securitySchemes: { k: { type: apiKey, in: header, name: K } } }
`;

/** The exit code and what is written to stderr. */
async function run(path: string, ...more: readonly string[]): Promise<readonly [number, string]> {
  const lines: string[] = [];
  const written = mock.method(process.stderr, 'write', (line: string) => lines.push(line) > 0);
  try {
    const code = await fix(['--no-config', ...more, path]);
    return [code, lines.join('')];
  } finally {
    written.mock.restore();
  }
}

test('fix: a rule that fails is reported, the exit code is 2, and the other fixes are applied', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-fix-'));
  const path = join(folder, 'api.yaml');
  const rule = rules.find(({ meta }) => meta.id === 'missing-401-response');
  assert.ok(rule);
  const original = rule.visit;
  try {
    writeFileSync(path, text);
    const fail = (): never => {
      throw new Error('boom');
    };
    for (const visit of [
      { OpenAPI: fail },
      {
        *OpenAPI({ root }: { root: object }) {
          yield { at: root, message: Object.keys(rule.meta.messages)[0], data: {}, fixes: fail };
        },
      },
    ]) {
      Object.assign(rule, { visit });
      writeFileSync(path, text);
      const [code, told] = await run(path, '--unsafe');
      assert.match(told, /the rule "missing-401-response" failed on ".*api\.yaml": boom\n/);
      assert.equal(told.split('failed on').length, 2, told);
      assert.equal(code, 2);
      assert.match(readFileSync(path, 'utf8'), /https:/);
    }
    Object.assign(rule, { visit: original });
    assert.deepEqual((await run(path))[0], 0);
  } finally {
    Object.assign(rule, { visit: original });
    rmSync(folder, { recursive: true });
  }
});
