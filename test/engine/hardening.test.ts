import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { type Config, defaultConfig } from '../../server/src/engine/config/config.ts';
import { rules } from '../../server/src/engine/rules/index.ts';
import { describeText } from '../support/openapi.ts';

const ids = ['unbounded-string', 'unbounded-number', 'unbounded-array', 'open-object', 'unspecified-schema'];
const own = rules.filter(({ meta }) => ids.includes(meta.id));

/** `rule place "message"` of each finding. */
function found(text: string, config: Config = defaultConfig): readonly string[] {
  return analyze(describeText(text), config, own).findings.map(
    ({ ruleId, severity, pointer, message, related }) =>
      `${severity} ${ruleId} ${pointer.split('/').at(-1)} ${message.split('"')[1]}${/ and ([\d,]+ more)/.exec(message)?.[0] ?? ''} [${related.map((place) => place.message).join(', ')}]`,
  );
}

function body(properties: string, response = '{}'): string {
  const schema = `{ type: object, properties: { ${properties} } }`;
  const content = `content: { application/json: { schema: ${response} } }`;
  return `openapi: 3.1.0
info: { title: t, version: "1" }
paths:
  /orders:
    post:
      requestBody: { content: { application/json: { schema: ${schema} } } }
      responses: { "201": { description: ok, ${content} } }
`;
}

const properties = [
  'note: { type: string }',
  'currency: { type: string }',
  'nick: { type: string, description: At most 20 characters. }',
  'id: { type: integer }',
  'percentage: { type: number }',
  'size: { type: integer, description: "A size between 1 and 10." }',
  'tags: { type: array, items: { type: string, enum: [a] } }',
  'recipients: { type: array, items: { type: boolean } }',
].join(', ');

test('reports one finding for each kind, about what has a known constraint', () => {
  assert.deepEqual(found(body(properties)), [
    'information unbounded-string currency currency and 1 more [nick]',
    'information unbounded-number percentage percentage and 1 more [size]',
    'information unbounded-array recipients recipients []',
  ]);
});

test('reports nothing where no constraint is known', () => {
  assert.deepEqual(found(body('note: { type: string }, id: { type: integer }, tags: { type: array, items: {} }')), []);
});

test('reports each place in the profile strict', () => {
  const all = found(body(properties), { ...defaultConfig, profile: 'strict' });
  assert.deepEqual(
    all.map((line) => line.split(' ').slice(1, 3).join(' ')),
    [
      'open-object schema',
      ...['note', 'currency', 'nick'].map((name) => `unbounded-string ${name}`),
      ...['id', 'percentage', 'size'].map((name) => `unbounded-number ${name}`),
      ...['tags', 'recipients'].map((name) => `unbounded-array ${name}`),
    ],
  );
});

test('reports an open body by default only where the resource returns what the server decides', () => {
  const user = '{ properties: { name: { const: a }, isAdmin: { type: boolean }, balance: { type: number } } }';
  assert.deepEqual(found(body('name: { const: a }', user)), ['information open-object schema POST /orders []']);
  assert.deepEqual(found(body('name: { const: a }', '{ properties: { name: {} } }')), []);
  assert.deepEqual(found(body('isAdmin: { type: boolean }, balance: { const: 0 }', user)), []);
});

test('reports schemas that accept anything by default as bodies, and where another program reads them', () => {
  const bodyOf = (schema: string, path = '/orders') => `openapi: 3.1.0
info: { title: t, version: "1" }
paths: { ${path}: { patch: { requestBody: { content: { application/json: { schema: ${schema} } } }, responses: {} } } }
`;
  assert.deepEqual(found(bodyOf('{ type: object }')), ['information unspecified-schema schema PATCH /orders []']);
  assert.deepEqual(found(bodyOf('{ type: array, items: {} }')), [
    'information unspecified-schema items PATCH /orders []',
  ]);
  assert.deepEqual(found(bodyOf('{ properties: { engine_options: { type: object }, metadata: { type: object } } }')), [
    'information unspecified-schema engine_options engine_options []',
  ]);
  assert.deepEqual(found(bodyOf('{ properties: { data: { type: object } } }')), []);
  assert.deepEqual(found(bodyOf('{ type: object }', '/webhooks')), []);
});

test('a suppressed place leaves the finding to the others', () => {
  const text = body(
    'currency: { type: string, x-portcullis-ignore: { unbounded-string: the gateway limits it } }, iban: { type: string }',
  );
  assert.deepEqual(found(text), ['information unbounded-string iban iban []']);
});
