import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { detectVersion } from '../../server/src/engine/openapi/version.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import { describeTexts } from '../support/openapi.ts';

/** What is written and not looked at has to be told. */
function told(texts: Readonly<Record<string, string>>): readonly string[] {
  const { findings } = analyze(describeTexts(texts), defaultConfig);
  return findings
    .filter(({ ruleId }) => ['misplaced-security', 'unrecognized-method', 'unsupported-version'].includes(ruleId))
    .map(({ ruleId, document, pointer }) => `${ruleId} ${document.uri.slice('file:///d/'.length)}#${pointer}`);
}

test('reports keys without effect in files that references lead to', () => {
  assert.deepEqual(
    told({
      'a.yaml':
        'openapi: 3.1.0\npaths: { /a: { $ref: a.json }, /b: { get: { responses: { "200": { $ref: "c.yaml#/ok" } } } } }\n',
      'a.json': '{ "security": [{ "key": [] }], "GET": { "responses": {} } }',
      'c.yaml': 'ok: { description: ok, security: [] }\n',
    }),
    [
      'misplaced-security a.json#/security',
      'unrecognized-method a.json#/GET',
      'misplaced-security c.yaml#/ok/security',
    ],
  );
});

test('reports methods without effect in webhooks, callbacks and shared path items', () => {
  const item = '{ PUT: { responses: {} } }';
  assert.deepEqual(
    told({
      'a.yaml': [
        'openapi: 3.1.0',
        `webhooks: { b: ${item} }`,
        `components: { pathItems: { p: ${item} }, callbacks: { c: { "{$url}": ${item} } } }`,
        '',
      ].join('\n'),
    }),
    ['/webhooks/b/PUT', '/components/pathItems/p/PUT', '/components/callbacks/c/{$url}/PUT'].map(
      (pointer) => `unrecognized-method a.yaml#${pointer}`,
    ),
  );
});

test('reports nothing in examples, extensions and names', () => {
  const text = [
    'openapi: 3.1.0',
    'x-a: { info: { security: [] }, GET: {} }',
    'paths: { /security: { x-Post: {}, get: { responses: { "200": { description: ok, content: { a/b: { example: { security: [] } } } } } } } }',
    'components: { schemas: { security: { properties: { security: { enum: [a] } }, default: { security: [] } } }, headers: { security: { schema: {} } } }',
    '',
  ].join('\n');
  assert.deepEqual(told({ 'a.yaml': text }), []);
});

test('reads an unknown version as the nearest one that is known', () => {
  for (const [head, version, isKnown] of [
    ['openapi: 3.0.4', '3.0', true],
    ['openapi: 3.1.0-rc1', '3.1', true],
    ['openapi: 3.2', '3.2', true],
    ['swagger: 2.0', '2.0', true],
    ['swagger: "2"', '2.0', false],
    ['swagger: "1.2"', '2.0', false],
    ['swagger: 3.0.0', '3.0', false],
    ['openapi: 3', '3.0', false],
    ['openapi: 3.x', '3.0', false],
    ['openapi: v3.1.0', '3.1', false],
    ['openapi: 3.3.0', '3.2', false],
    ['openapi: 3.10.0', '3.2', false],
    ['openapi: 4.0.0', '3.2', false],
    ['openapi: "2.1"', '2.0', false],
  ] as const) {
    const detected = detectVersion(parseSource('file:///a.yaml', `${head}\npaths: {}\n`));
    assert.deepEqual([detected?.version, detected?.isKnown], [version, isKnown], head);
  }
  // A version of the API in the wrong place.
  const api = detectVersion(parseSource('file:///a.yaml', 'openapi: 1.0.0\npaths: {}\ncomponents: {}\n'));
  assert.equal(api?.version, '3.0');
  for (const other of ['openapi: 4\nkind: Tool\n', 'swagger: { paths: {} }\n', 'openapi: latest\npaths: {}\n']) {
    assert.equal(detectVersion(parseSource('file:///a.yaml', other)), undefined);
  }
});
