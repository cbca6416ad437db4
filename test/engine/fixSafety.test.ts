import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { isMisspelling } from '../../server/src/engine/fixes/misspelling.ts';
import { toEdits } from '../../server/src/engine/textEdits/patch.ts';
import { describeText } from '../support/openapi.ts';

/** The safety and title of the first fix of the rule's first finding. */
function firstFix(ruleId: string, text: string): string {
  const { findings } = analyze(describeText(text), { ...defaultConfig, profile: 'strict' });
  const finding = findings.find((one) => one.ruleId === ruleId);
  assert.ok(finding, ruleId);
  const [fix] = finding.fixes();
  assert.ok(fix, ruleId);
  return `${fix.safety}: ${fix.title}`;
}

function requiring(requirement: string, schemes: string): string {
  return `openapi: 3.1.0
servers: [{ url: https://a.example }]
security: [${requirement}]
paths: { /accounts: { get: { responses: { "200": { description: x }, "401": { description: x } } } } }
components: { securitySchemes: { ${schemes} } }
`;
}

test('recognizes names with one wrong letter', () => {
  for (const [name, meant] of [
    ['bearerAuht', 'bearerAuth'],
    ['bearrAuth', 'bearerAuth'],
    ['bearerrAuth', 'bearerAuth'],
    ['bearerAuzh', 'bearerAuth'],
    ['bearerauth', 'bearerAuth'],
    ['apiKye', 'apiKey'],
  ] as const) {
    assert.ok(isMisspelling(name, meant), name);
    assert.ok(isMisspelling(meant, name), name);
  }
  for (const [name, meant] of [
    ['bearerAuth', 'bearerAuth'],
    ['key1', 'key2'],
    ['keyA', 'keyB'],
    ['key', 'keyA'],
    ['api_key', 'apikey'],
    ['beaerrAtuh', 'bearerAuth'],
    ['partner', 'bearerAuth'],
  ] as const) {
    assert.ok(!isMisspelling(name, meant), name);
    assert.ok(!isMisspelling(meant, name), name);
  }
});

test('corrects a scheme safely where a single one can be meant', () => {
  const bearer = 'bearerAuth: { type: http, scheme: bearer }';
  const oauth =
    'oauth: { type: oauth2, flows: { clientCredentials: { tokenUrl: "https://a.example", scopes: { read: x } } } }';
  const fix = (requirement: string, schemes: string) =>
    firstFix('undefined-security-scheme', requiring(requirement, schemes));
  assert.equal(fix('{ bearerAuht: [] }', bearer), 'safe: Use "bearerAuth"');
  assert.equal(fix('{ oauthh: [read] }', oauth), 'safe: Use "oauth"');
  assert.equal(fix('{ oauthh: [write] }', oauth), 'unsafe: Use "oauth"');
  assert.equal(fix('{ barerAuht: [] }', bearer), 'unsafe: Use "bearerAuth"');
  const two = 'mainKez: { type: http, scheme: bearer }, mainKex: { type: apiKey, in: header, name: K }';
  assert.match(fix('{ mainKey: [] }', two), /^unsafe: Use /);
});

test('documents 401 and 429 safely where credentials are required and a limit is declared', () => {
  const text = `openapi: 3.1.0
servers: [{ url: https://a.example }]
security: [{ bearerAuth: [] }]
x-rate-limit: 60/min
paths: { /accounts: { get: { responses: { "200": { description: x } } } } }
components: { securitySchemes: { bearerAuth: { type: http, scheme: bearer, bearerFormat: opaque } } }
`;
  assert.equal(firstFix('missing-401-response', text), 'safe: Document "401"');
  const refused = text.replace('description: x }', 'description: x }, "403": { description: Bad credentials }');
  assert.match(firstFix('missing-401-response', refused), /^unsafe: Document "401", where a "403" refuses/);
  const forbidden = text.replace('description: x }', 'description: x }, "403": { description: No administrator }');
  assert.equal(firstFix('missing-401-response', forbidden), 'safe: Document "401"');
  assert.equal(firstFix('missing-429-response', text), 'safe: Document "429" with "Retry-After"');
  assert.equal(firstFix('missing-rate-limit', text.replace(/x-rate-limit.*\n/, '')).split(':')[0], 'unsafe');
});

test('documents 401 as the other operations do, and not safely where AWS answers otherwise', () => {
  const document = (others: string, responses = '', extension = ''): readonly [string, string | undefined] => {
    const text = `openapi: 3.1.0
servers: [{ url: https://a.example }]
security: [{ k: [] }]
paths:
  /accounts: { get: { responses: { "200": { description: x } } } }
${others}components: { securitySchemes: { k: { type: apiKey, in: header, name: K${extension} } }${responses} }
`;
    const finding = analyze(describeText(text), defaultConfig).findings.find(
      ({ ruleId }) => ruleId === 'missing-401-response',
    );
    const [fix] = finding?.fixes() ?? [];
    assert.ok(fix);
    const [edits] = toEdits(fix.patches)?.values() ?? [];
    return [fix.safety, edits?.[0]?.text.replace(/^, "401": /, '')];
  };
  const other = (path: string, response: string) =>
    `  /${path}: { get: { responses: { "200": { description: x }, "401": ${response} } } }\n`;
  const plain = '{ description: Authentication is required. }';
  assert.deepEqual(document(''), ['safe', plain]);
  assert.deepEqual(document(other('b', '{ description: No. }')), ['safe', plain], 'one is no habit');
  assert.deepEqual(document(other('b', '{ description: No. }') + other('c', '{ description: No. }')), [
    'safe',
    '{ description: No. }',
  ]);
  const shared = ', responses: { Unauthorized: { description: No. } }';
  const reference = '{ $ref: "#/components/responses/Unauthorized" }';
  assert.deepEqual(document('', shared), ['safe', reference]);
  assert.deepEqual(document(other('b', reference), shared), ['safe', reference]);
  assert.deepEqual(document('', '', ', x-amazon-apigateway-authtype: awsSigv4'), ['unsafe', plain]);
});

test('names guessed scopes in the title, and gives a write no scope for reading alone', () => {
  const text = (method: string, scopes: string) => `openapi: 3.1.0
servers: [{ url: https://a.example }]
paths:
  /accounts:
    get: { security: [{ oauth: ["read"] }], responses: { "200": { description: x }, "401": { description: x } } }
  /transfers:
    ${method}: { responses: { "200": { description: x }, "401": { description: x } } }
components:
  securitySchemes:
    oauth: { type: oauth2, flows: { clientCredentials: { tokenUrl: "https://a.example", scopes: { ${scopes} } } } }
`;
  const fix = (method: string, scopes: string) => firstFix('unauthenticated-operation', text(method, scopes));
  assert.equal(fix('get', 'read: x, write: x'), 'unsafe: Require "oauth" with "read" here');
  assert.equal(fix('post', 'read: x, write: x'), 'unsafe: Require "oauth" with "write" here');
  assert.equal(fix('post', 'read: x'), 'unsafe: Require "oauth" with "read" here');
});

test('removes scopes that nothing enforces only on request', () => {
  const text = requiring('{ key: [admin] }', 'key: { type: apiKey, in: header, name: K }').replace('3.1.0', '3.0.3');
  assert.equal(firstFix('misplaced-scope', text), 'unsafe: Remove the scopes');
});
