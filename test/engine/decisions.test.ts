import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { fixAll } from '../../server/src/engine/analyze/fixAll.ts';
import { type Config, defaultConfig } from '../../server/src/engine/config/config.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import { describeText } from '../support/openapi.ts';

/** What an author has decided and written down: an echo, and a finding for those who want everything. */
const decisions: Readonly<Record<string, string>> = {
  'public-operation': `openapi: 3.1.0
security: [{ key: [] }]
paths:
  /branches:
    get: { security: [], responses: { "200": { description: Branches } } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: K } } }
`,
  'unauthenticated-operation': `openapi: 3.1.0
paths:
  /currencies:
    get: { summary: No authentication is needed., responses: { "200": { description: Currencies } } }
  /accounts:
    get: { security: [{ key: [] }], responses: { "200": { description: Accounts } } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: K } } }
`,
  'missing-security-scheme': `openapi: 3.1.0
info: { title: Stations, version: "1", description: Open data of the railway. }
paths:
  /stations:
    get: { responses: { "200": { description: Stations } } }
`,
  'missing-rate-limit': `openapi: 3.1.0
info: { title: Bank, version: "1", description: Everybody may make 60 requests per minute. }
security: [{ key: [] }]
paths:
  /transfers:
    post: { responses: { "201": { description: Made } } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: K } } }
`,
  'optional-authentication': `openapi: 3.1.0
info: { title: Instruments, version: "1", description: A free & open API. }
paths:
  /instruments:
    get: { security: [{ key: [] }, {}], responses: { "200": { description: Instruments } } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: K } } }
`,
  'missing-retry-after': `openapi: 3.1.0
paths:
  /accounts:
    get: { responses: { "429": { description: Slow down } } }
`,
  'sensitive-data-over-plaintext': `openapi: 3.1.0
servers: [{ url: "http://bank.example" }]
paths:
  /branches:
    get:
      parameters: [{ name: address, in: query, schema: { type: string } }]
      responses: { "200": { description: Branches } }
`,
};

function counted(text: string, ruleId: string, profile: Config['profile']): readonly boolean[] {
  const { findings } = analyze(describeText(text), { ...defaultConfig, profile });
  const found = findings.filter((finding) => finding.ruleId === ruleId);
  assert.ok(found.length > 0, `${ruleId} says something`);
  return found.map(({ echo }) => !echo);
}

for (const [ruleId, text] of Object.entries(decisions)) {
  test(`${ruleId}: what is decided and written down is an echo, except where everything counts`, () => {
    assert.ok(!counted(text, ruleId, 'recommended').includes(true));
    assert.ok(counted(text, ruleId, 'strict').includes(true));
  });
}

test('what the introduction explains is documented, except where everything counts', () => {
  const text = `openapi: 3.1.0
info: { title: Bank, version: "1", description: "401: the key is missing. 400: the body is wrong." }
security: [{ key: [] }]
paths:
  /transfers:
    post:
      requestBody: { required: true, content: { application/json: { schema: { type: object } } } }
      responses: { "201": { description: Made } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: K } } }
`;
  const ids = (profile: Config['profile']) =>
    new Set(analyze(describeText(text), { ...defaultConfig, profile }).findings.map(({ ruleId }) => ruleId));
  for (const id of ['missing-401-response', 'undocumented-invalid-input']) {
    assert.ok(!ids('recommended').has(id), id);
    assert.ok(ids('strict').has(id), id);
  }
});

test('a success response documents errors by the word "error" in its schema, not by "default"', () => {
  const api = (schema: string) => `openapi: 3.1.0
paths:
  /transfers:
    post:
      requestBody: { required: true, content: { application/json: { schema: { type: object } } } }
      responses: { "201": { description: Made, content: { application/json: { schema: { $ref: "#/components/schemas/${schema}" } } } } }
components: { schemas: { ${schema}: { properties: { id: { type: string } } } } }
`;
  const isReported = (schema: string) =>
    analyze(describeText(api(schema)), defaultConfig).findings.some(
      ({ ruleId }) => ruleId === 'undocumented-invalid-input',
    );
  assert.equal(isReported('DefaultResult'), true);
  assert.equal(isReported('ResultOrError'), false);
});

test("a signature of one's own is no weak scheme, except where everything counts", () => {
  const text = `openapi: 3.1.0
paths: {}
components: { securitySchemes: { signed: { type: http, scheme: acme-hmac-sha256 } } }
`;
  const found = (profile: Config['profile']) =>
    analyze(describeText(text), { ...defaultConfig, profile }).findings.filter(
      ({ ruleId }) => ruleId === 'weak-http-scheme',
    );
  assert.equal(found('recommended').length, 0);
  assert.equal(found('strict').length, 1);
});

test('reading that costs little is no finding where everybody who asks is known, except where everything counts', () => {
  const api = (path: string, method = 'get') => `openapi: 3.1.0
security: [{ key: [] }]
paths:
  ${path}:
    ${method}: { responses: { "200": { description: Done } } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: K } } }
`;
  assert.ok(!counted(api('/accounts'), 'missing-rate-limit', 'recommended').includes(true));
  assert.ok(counted(api('/accounts'), 'missing-rate-limit', 'strict').includes(true));
  assert.ok(counted(api('/accounts/search'), 'missing-rate-limit', 'recommended').includes(true));
  assert.ok(counted(api('/analytics'), 'missing-rate-limit', 'recommended').includes(true));
  assert.ok(counted(api('/accounts', 'post'), 'missing-rate-limit', 'recommended').includes(true));
});

test('what manages or has switched off limits does not tell of one', () => {
  const api = (operation: string) => `openapi: 3.1.0
security: [{ key: [] }]
paths:
  /policies:
    post: { ${operation} }
components: { securitySchemes: { key: { type: apiKey, in: header, name: K } } }
`;
  const answer = (schema: string) =>
    api(`responses: { "200": { description: Done, content: { application/json: { schema: ${schema} } } } }`);
  const isCounted = (text: string) => counted(text, 'missing-rate-limit', 'recommended').includes(true);
  assert.ok(isCounted(api('x-wso2-throttling-tier: Unlimited, responses: {}')));
  assert.ok(isCounted(answer('{ properties: { rate_limit: { type: integer }, kind: { enum: [rate-limiting] } } }')));
  assert.ok(!isCounted(answer('{ properties: { errorCode: { enum: [NONE, RATE_LIMITED] } } }')));
  assert.ok(!isCounted(answer('{ properties: { meta: { properties: { dailyQuota: { type: integer } } } } }')));
});

test('reading that is left open in several places is decided, and one exception may be an oversight', () => {
  const api = (paths: readonly string[]) => `openapi: 3.1.0
security: [{ key: [] }]
paths:
  /orders:
    get: { responses: { "200": { description: Orders } } }
${paths.map((path) => `  ${path}:\n    get: { security: [{}], responses: { "200": { description: Done } } }\n`).join('')}
components: { securitySchemes: { key: { type: apiKey, in: header, name: K } } }
`;
  const isCounted = (profile: Config['profile'], ...paths: readonly string[]) =>
    counted(api(paths), 'optional-authentication', profile).includes(true);
  assert.ok(!isCounted('recommended', '/formats', '/collections'));
  assert.ok(isCounted('strict', '/formats', '/collections'));
  assert.ok(isCounted('recommended', '/formats'));
  assert.ok(isCounted('recommended', '/formats', '/users'));
});

test('many statements that give personal data away are one finding', () => {
  const reads = ['articles', 'comments', 'videos', 'podcasts'].map(
    (name) => `  /${name}:
    get:
      security: []
      responses:
        "200": { description: Done, content: { application/json: { schema: { properties: { email: { type: string } } } } } }
`,
  );
  const text = `openapi: 3.1.0
security: [{ key: [] }]
paths:
${reads.join('')}components: { securitySchemes: { key: { type: apiKey, in: header, name: K } } }
`;
  assert.deepEqual(counted(text, 'public-operation', 'recommended'), [true]);
});

test('the token of a link that a mail brings has to be in its URL, except where everything counts', () => {
  const api = (path: string) => `openapi: 3.1.0
paths:
  ${path}:
    get:
      parameters: [{ name: token, in: query, schema: { type: string } }]
      responses: { "200": { description: Done } }
`;
  const found = (path: string, profile: Config['profile']) =>
    analyze(describeText(api(path)), { ...defaultConfig, profile }).findings.some(
      ({ ruleId }) => ruleId === 'sensitive-data-in-url',
    );
  assert.ok(!found('/users/verify-email', 'recommended'));
  assert.ok(found('/users/verify-email', 'strict'));
  assert.ok(found('/users', 'recommended'));
});

test('all safe fixes complete what is an echo by decision, and leave the decision', () => {
  const text = `openapi: 3.1.0
info: { title: Bank, version: "1", description: Everybody may make 60 requests per minute. }
security: [{ key: [] }]
paths:
  /transfers:
    post: { responses: { "201": { description: Made } } }
  /accounts:
    get: { responses: { "200": { description: Accounts }, "401": { description: Who }, "429": { description: Slow down } } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: K } } }
`;
  const entry = parseSource('file:///api.yaml', text);
  const { applied, texts } = fixAll({
    entry,
    loader: { load: () => ({ failure: 'missing-file', message: '' }) },
    config: defaultConfig,
    // Whatever is offered: of echoes, only what is safe may come of it.
    choose: (finding) => finding.fixes()[0],
  });
  assert.match([...texts.values()].join(), /Retry-After/);
  assert.ok(!applied.some(({ ruleId }) => ruleId === 'missing-rate-limit'), JSON.stringify(applied));
});

test('reports a write without a limit beside an operation that declares or describes one', () => {
  const limited = {
    'a 429': 'responses: { "200": { description: Languages }, "429": { description: Slow down } }',
    'a rate-limit header':
      'responses: { "200": { description: Languages, headers: { RateLimit: { schema: { type: string } } } } }',
    'an extension': 'x-rate-limit: 60/min, responses: { "200": { description: Languages } }',
    'its text': 'description: Limited to 10 requests per minute., responses: { "200": { description: Languages } }',
    'another number for "too many"': 'responses: { "403": { description: The request limit is exceeded. } }',
    'its tag': 'tags: [slow], responses: { "200": { description: Languages } }',
  };
  for (const [by, rest] of Object.entries(limited)) {
    const text = `openapi: 3.1.0
security: [{ key: [] }]
tags: [{ name: slow, description: These calls are throttled. }, { name: rate-limit, description: Rate limits. }]
paths:
  /languages:
    get: { ${rest} }
${[1, 2, 3, 4].map((n) => `  /transfers${n}:\n    post: { tags: [rate-limit], responses: { "201": { description: Made } } }\n`).join('')}components: { securitySchemes: { key: { type: apiKey, in: header, name: K } } }
`;
    const found = analyze(describeText(text), defaultConfig).findings.filter(
      ({ ruleId, echo }) => ruleId === 'missing-rate-limit' && !echo,
    );
    assert.deepEqual(
      found.map(({ severity, pointer, operations }) => [severity, pointer, operations]),
      [['warning', '/paths/~1transfers1/post', 4]],
      `limited by ${by}`,
    );
  }
});

test('an operation that requires no scheme is as severe as what it does, whatever others require', () => {
  const key = 'parameters: [{ name: X-Api-Key, in: header, required: true, schema: { type: string } }]';
  const email = 'schema: { type: object, properties: { email: { type: string } } }';
  const operations = {
    'get /stations': 'responses: { "200": { description: OK } }',
    'get /members': `responses: { "200": { description: OK, content: { application/json: { ${email} } } } }`,
    'put /stock': `${key}, responses: { "204": { description: OK } }`,
    'get /stock/{apiKey}':
      'parameters: [{ name: apiKey, in: path, required: true, schema: { type: string } }], responses: { "200": { description: OK } }',
    'get /invitations/{accessToken}':
      'parameters: [{ name: accessToken, in: path, required: true, schema: { type: string } }], responses: { "200": { description: OK } }',
    'post /stock': 'responses: { "204": { description: OK } }',
  };
  const secured = [1, 2, 3, 4, 5, 6].map(
    (n) =>
      `  /secured${n}:\n    get: { servers: [{ url: "https://s.example" }], security: [{ key: [] }], responses: { "401": { description: No } } }\n`,
  );
  const severities = Object.entries(operations).map(([what, rest]) => {
    const [method = '', path = ''] = what.split(' ');
    const { findings } = analyze(
      describeText(`openapi: 3.1.0
servers: [{ url: "https://a.example" }]
paths:
  ${path}:
    ${method}: { ${rest} }
${secured.join('')}components: { securitySchemes: { key: { type: apiKey, in: header, name: K } } }
`),
      defaultConfig,
    );
    const found = findings.find(({ ruleId }) => ruleId === 'unauthenticated-operation');
    return [what, found?.echo === false && found.severity];
  });
  assert.deepEqual(severities, [
    // It reads data that looks public.
    ['get /stations', 'information'],
    ['get /members', 'error'],
    ['put /stock', 'warning'],
    ['get /stock/{apiKey}', 'warning'],
    ['get /invitations/{accessToken}', false],
    ['post /stock', 'error'],
  ]);
});

test('a missing scheme weighs what its worst operation does, however many others take a key or none', () => {
  const key = 'parameters: [{ name: X-Api-Key, in: header, required: true, schema: { type: string } }], ';
  const api = (paths: readonly string[], components = '') => `openapi: 3.1.0
info: { title: Stations, version: "1", description: Open data of the railway. }
paths:
  /trains:
    get: { ${key}responses: { "200": { description: Trains } } }
${paths.join('')}${components}`;
  const reads = [1, 2, 3, 4].map((n) => `  /stations${n}:\n    get: { responses: { "200": { description: OK } } }\n`);
  const write = '  /tickets:\n    post: { responses: { "201": { description: Bought } } }\n';
  const secured = '  /seats:\n    get: { security: [{ token: [] }], responses: { "200": { description: Seats } } }\n';
  const scheme = 'components: { securitySchemes: { token: { type: http, scheme: bearer } } }\n';
  const ids = ['missing-security-scheme', 'missing-security', 'unauthenticated-operation'];
  const worst = (text: string) =>
    analyze(describeText(text), defaultConfig).findings.find(({ ruleId, echo }) => ids.includes(ruleId) && !echo)
      ?.severity;
  for (const paths of [[], reads]) {
    assert.equal(worst(api(paths)), 'warning');
    assert.equal(worst(api(paths, scheme)), 'warning');
    assert.equal(worst(api([...paths, secured], scheme)), 'warning');
    assert.equal(worst(api([...paths, write])), 'error');
    assert.equal(worst(api([...paths, write], scheme)), 'error');
  }
});

test('an introduction that mentions no callers opens nothing', () => {
  const api = (description: string) => `openapi: 3.1.0
info: { title: Stations, version: "1"${description} }
paths:
  /stations:
    get: { responses: { "200": { description: Stations } } }
`;
  for (const description of ['', ', description: Where trains stop.'])
    assert.deepEqual(counted(api(description), 'missing-security-scheme', 'recommended'), [true]);
  assert.deepEqual(counted(api(', description: Open data.'), 'missing-security-scheme', 'recommended'), [false]);
});
