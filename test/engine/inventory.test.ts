import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { type InventoryOperation, inventoryOf } from '../../server/src/engine/description/inventory.ts';
import { describeText, describeTexts } from '../support/openapi.ts';

/** The facts of the one operation, or of the one named by `METHOD path`. */
function facts(text: string, name?: string): InventoryOperation {
  const { operations } = inventoryOf(describeText(text));
  const found = operations.find(({ method, path }) => name === undefined || `${method} ${path}` === name);
  assert.ok(found, `no operation ${name}`);
  return found;
}

const head = 'openapi: 3.1.0\n';
const get = (fields = ''): string => `paths:\n  /a:\n    get:\n${fields}      responses: {}\n`;

const securityCases: readonly [string, string, string, string][] = [
  ['nothing anywhere', head + get(), 'none', 'nowhere'],
  ['root', `${head}security: [{ k: [] }]\n${get()}`, 'required', 'root'],
  [
    'own wins over root',
    `${head}security: [{ k: [] }]\n${get('      security: [{ j: [] }]\n')}`,
    'required',
    'operation',
  ],
  ['own empty array', `${head}security: [{ k: [] }]\n${get('      security: []\n')}`, 'none', 'operation'],
  ['root empty array', `${head}security: []\n${get()}`, 'none', 'root'],
  ['an empty alternative', `${head}security: [{ k: [] }, {}]\n${get()}`, 'optional', 'root'],
  ['only the empty alternative', `${head}${get('      security: [{}]\n')}`, 'optional', 'operation'],
  [
    'null is present, and no requirement',
    `${head}security: [{ k: [] }]\n${get('      security:\n')}`,
    'none',
    'operation',
  ],
];

for (const [name, text, authentication, declaredAt] of securityCases) {
  test(`security: ${name}`, () => {
    const operation = facts(text);
    assert.deepEqual([operation.authentication, operation.declaredAt], [authentication, declaredAt]);
  });
}

test('lists required schemes that are not defined, including names of JavaScript properties', () => {
  const text = `${head}security: [{ constructor: [], toString: [] }]\n${get()}components:\n  securitySchemes:\n    toString: { type: http, scheme: bearer }\n`;
  assert.deepEqual(facts(text).undefinedSchemes, ['constructor']);
  assert.equal(JSON.stringify(facts(text).security), '[{"constructor":[],"toString":[]}]');
});

const serverCases: readonly [string, string, readonly string[], string][] = [
  ['none', '', [], 'unknown'],
  ['https', 'servers: [{ url: "https://a.example" }]\n', ['https://a.example'], 'https'],
  ['plain', 'servers: [{ url: "http://a.example" }]\n', ['http://a.example'], 'http'],
  [
    'both',
    'servers: [{ url: "http://a.example" }, { url: "https://a.example" }]\n',
    ['http://a.example', 'https://a.example'],
    'mixed',
  ],
  [
    'web sockets',
    'servers: [{ url: "ws://a.example" }, { url: "wss://a.example" }]\n',
    ['ws://a.example', 'wss://a.example'],
    'mixed',
  ],
  [
    'loopback beside https',
    'servers: [{ url: "http://localhost:80" }, { url: "https://a.example" }]\n',
    ['http://localhost:80', 'https://a.example'],
    'https',
  ],
  [
    'loopback only',
    'servers: [{ url: "http://127.0.0.9" }, { url: "http://[::1]:8080/x" }, { url: "http://dev.localhost" }]\n',
    ['http://127.0.0.9', 'http://[::1]:8080/x', 'http://dev.localhost'],
    'local',
  ],
  ['relative', 'servers: [{ url: /v1 }]\n', ['/v1'], 'unknown'],
  [
    'relative beside plain',
    'servers: [{ url: /v1 }, { url: "http://a.example" }]\n',
    ['/v1', 'http://a.example'],
    'http',
  ],
  [
    'variables',
    'servers: [{ url: "{s}://a.example/{v}", variables: { s: { default: https, enum: [https, http] }, v: { default: v1 } } }]\n',
    ['https://a.example/v1', 'http://a.example/v1'],
    'mixed',
  ],
];

for (const [name, servers, urls, transport] of serverCases) {
  test(`servers: ${name}`, () => {
    const operation = facts(head + servers + get());
    assert.deepEqual([operation.servers, operation.transport], [urls, transport]);
  });
}

test('takes servers from the operation, else the path item, else the root', () => {
  const text = `${head}servers: [{ url: "https://root.example" }]
paths:
  /a:
    servers: [{ url: "https://path.example" }]
    get: { responses: {} }
    put: { servers: [{ url: "http://operation.example" }], responses: {} }
`;
  assert.deepEqual(facts(text, 'get /a').servers, ['https://path.example']);
  assert.equal(facts(text, 'put /a').transport, 'http');
});

test('takes schemes of Swagger 2.0 from the operation, else the root, and reports unknown transport without any', () => {
  const swagger = (rest: string, own = ''): string =>
    `swagger: "2.0"\n${rest}paths:\n  /a:\n    get:\n${own}      responses: {}\n`;
  assert.deepEqual(facts(swagger('host: a.example\nbasePath: /v1\nschemes: [https, http]\n')).servers, [
    'https://a.example/v1',
    'http://a.example/v1',
  ]);
  assert.equal(facts(swagger('host: a.example\nschemes: [http]\n', '      schemes: [https]\n')).transport, 'https');
  assert.equal(facts(swagger('schemes: [http]\n')).transport, 'http');
  assert.equal(facts(swagger('host: a.example\n')).transport, 'unknown');
  assert.equal(facts(swagger('host: localhost:3000\nschemes: [http]\n')).transport, 'local');
});

const limitCases: readonly [string, string, readonly string[]][] = [
  ['429', get().replace('{}', '{ "429": { description: x } }'), ['response-429']],
  ['4XX is none', get().replace('{}', '{ 4XX: { description: x } }'), []],
  [
    'a header',
    get().replace('{}', '{ 200: { description: x, headers: { X-RateLimit-Limit: {} } } }'),
    ['header:X-RateLimit-Limit'],
  ],
  [
    'a header in any case',
    get().replace('{}', '{ 200: { description: x, headers: { ratelimit: {} } } }'),
    ['header:ratelimit'],
  ],
  ['another header', get().replace('{}', '{ 200: { description: x, headers: { X-Corporate-Limit: {} } } }'), []],
  ['Kong', get('      x-kong-plugin-rate-limiting: { config: { minute: 5 } }\n'), ['x-kong-plugin-rate-limiting']],
  ['Kong, disabled', get('      x-kong-plugin-rate-limiting: { enabled: false, config: { minute: 5 } }\n'), []],
  ['WSO2', `x-wso2-throttling-tier: Gold\n${get()}`, ['x-wso2-throttling-tier']],
  ['WSO2, unlimited', `x-throttling-tier: Unlimited\n${get()}`, []],
  [
    'Tyk',
    `x-tyk-api-gateway: { middleware: { operations: { op: { rateLimit: { enabled: true, rate: 1, per: 1s } } } } }\n${get('      operationId: op\n')}`,
    ['x-tyk-api-gateway'],
  ],
  [
    'Tyk, another operation',
    `x-tyk-api-gateway: { middleware: { operations: { op: { rateLimit: { enabled: true } } } } }\n${get('      operationId: other\n')}`,
    [],
  ],
  ['APISIX', get('      x-apisix-plugins: { limit-count: { count: 2 } }\n'), ['x-apisix-plugins']],
  ['API7', get('      x-adc-plugin-limit-req: { rate: 2 }\n'), ['x-adc-plugin-limit-req']],
  ['Zuplo', get('      x-zuplo-route: { policies: { inbound: [auth, rate-limit-inbound] } }\n'), ['x-zuplo-route']],
  [
    'IBM',
    `x-ibm-configuration: { assembly: { execute: [{ ratelimit: { version: 2.0.0 } }] } }\n${get()}`,
    ['x-ibm-configuration'],
  ],
  [
    '42Crunch',
    get(
      '      x-42c-local-strategy: { x-42c-strategy: { protections: [{ x-42c-request-limiter_0.1: { hits: 1 } }] } }\n',
    ),
    ['x-42c-local-strategy'],
  ],
  ['Kuadrant', get('      x-kuadrant: { rate_limit: { rates: [{ limit: 1 }] } }\n'), ['x-kuadrant']],
  [
    'Google, OpenAPI 3',
    `x-google-api-management: { quota: { limits: { l: { metric: m, values: 1 } } } }\n${get()}`,
    ['x-google-api-management'],
  ],
  ['Apigee', get('      x-google-ratelimit: [{ name: s, rate-literal: 10ps }]\n'), ['x-google-ratelimit']],
  ['generic, at the path', get().replace('    get:', '    x-rate-limit: 60/min\n    get:'), ['x-rate-limit']],
  ['generic, off', get('      x-rateLimit: { enabled: false, limit: 1 }\n'), []],
];

for (const [name, text, evidence] of limitCases) {
  test(`rate limit: ${name}`, () => assert.deepEqual(facts(head + text).rateLimit, evidence));
}

test('lists webhooks, callbacks and the methods of each version', () => {
  const text = `openapi: 3.2.0
security: [{ k: [] }]
paths:
  /a:
    query: { responses: {} }
    additionalOperations:
      COPY: { responses: {} }
    post:
      callbacks:
        done:
          "{$request.body#/url}":
            post: { responses: {} }
      responses: {}
webhooks:
  fired:
    post: { responses: {} }
`;
  const { operations } = inventoryOf(describeText(text));
  assert.deepEqual(
    operations.map(({ kind, method, pointer, declaredAt, line }) => [kind, method, pointer, declaredAt, line]),
    [
      ['operation', 'query', '/paths/~1a/query', 'root', 5],
      ['operation', 'COPY', '/paths/~1a/additionalOperations/COPY', 'root', 7],
      ['operation', 'post', '/paths/~1a/post', 'root', 8],
      ['callback', 'post', '/paths/~1a/post/callbacks/done/{$request.body#~1url}/post', 'nowhere', 12],
      ['webhook', 'post', '/webhooks/fired/post', 'root', 16],
    ],
  );
  assert.deepEqual(
    inventoryOf(describeText(text.replace('3.2.0', '3.1.0'))).operations.map(({ method }) => method),
    ['post', 'post', 'post'],
  );
});

test('follows references across files and ends at a cycle', () => {
  const description = describeTexts({
    'a.yaml': 'openapi: 3.0.3\npaths:\n  /a: { $ref: "p.yaml#/item" }\n  /b: { $ref: "#/paths/~1b" }\n',
    'p.yaml': 'item:\n  get:\n    responses:\n      "429": { $ref: "r.json" }\n',
    'r.json': '{ "headers": { "RateLimit": { "$ref": "#/h" } }, "h": {} }',
  });
  const [operation] = inventoryOf(description).operations;
  assert.deepEqual(operation?.rateLimit, ['response-429', 'header:RateLimit']);
  assert.equal(operation?.pointer, '/paths/~1a/get');
  assert.equal(description.documents.size, 3);
});

test('separates sensitive data of requests and responses', () => {
  const text = `${head}paths:
  /a:
    post:
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/User" } } } }
      responses:
        "200": { description: x, content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/User" } } } } }
components:
  schemas:
    User:
      type: object
      properties:
        password: { type: string, writeOnly: true }
        email: { type: string, readOnly: true }
        friend: { $ref: "#/components/schemas/User" }
        iban: { type: string }
`;
  assert.deepEqual(facts(text).sensitive, {
    request: ['bank-account', 'credential'],
    response: ['bank-account', 'contact'],
  });
});

test('follows a chain of ten thousand references', () => {
  const links = Array.from(
    { length: 10_000 },
    (_, index) => `    r${index}: { $ref: "#/components/responses/r${index + 1}" }\n`,
  ).join('');
  const text = `${head}paths:\n  /a:\n    get:\n      responses:\n        "429": { $ref: "#/components/responses/r0" }\ncomponents:\n  responses:\n${links}    r10000: { description: x, headers: { RateLimit: {} } }\n`;
  assert.deepEqual(facts(text).rateLimit, ['response-429', 'header:RateLimit']);
});

/** A response whose schema is `schema`, next to shared schemas with an IBAN and a phone number. */
function returning(version: string, schema: string): string {
  return `openapi: ${version}
info: { title: x, version: "1" }
paths:
  /a:
    get:
      responses: { "200": { description: x, content: { application/json: { schema: ${schema} } } } }
components:
  schemas:
    Account: { type: object, properties: { iban: { type: string } } }
    Named: { $ref: "#/components/schemas/Account", properties: { phoneNumber: { type: string } } }
    Alias: { $ref: "#/components/schemas/Named" }
`;
}

for (const [name, schema, before31, since31] of [
  [
    'an operation',
    '{ $ref: "#/components/schemas/Account", properties: { password: { type: string } } }',
    ['bank-account'],
    ['bank-account', 'credential'],
  ],
  ['a shared schema', '{ $ref: "#/components/schemas/Named" }', ['bank-account'], ['bank-account', 'contact']],
  [
    'a schema behind two references',
    '{ $ref: "#/components/schemas/Alias" }',
    ['bank-account'],
    ['bank-account', 'contact'],
  ],
  [
    'a composed schema',
    '{ allOf: [{ $ref: "#/components/schemas/Alias" }] }',
    ['bank-account'],
    ['bank-account', 'contact'],
  ],
  [
    'a property',
    '{ properties: { owner: { $ref: "#/components/schemas/Account", properties: { password: { type: string } } } } }',
    ['bank-account'],
    ['bank-account', 'credential'],
  ],
] as const) {
  test(`applies properties next to "$ref" since 3.1, and ignores them before: ${name}`, () => {
    assert.deepEqual(facts(returning('3.0.4', schema)).sensitive.response, before31);
    for (const version of ['3.1.1', '3.2.0'])
      assert.deepEqual(facts(returning(version, schema)).sensitive.response, since31);
  });
}

test('reads a property named "$ref" as a property', () => {
  const schema = '{ type: object, properties: { $ref: { type: string }, password: { type: string } } }';
  for (const version of ['3.0.4', '3.1.1']) {
    const description = describeText(returning(version, schema));
    assert.deepEqual(description.referenceProblems, []);
    assert.deepEqual(inventoryOf(description).operations[0]?.sensitive.response, ['credential']);
  }
});

test('reads the properties of a querystring parameter as query parameters', () => {
  const description = describeText(`openapi: 3.2.0
info: { title: x, version: "1" }
servers: [{ url: https://bank.example }]
security: [{ key: [] }]
paths:
  /find:
    get:
      parameters:
        - name: q
          in: querystring
          content:
            application/x-www-form-urlencoded:
              schema: { type: object, required: [term], properties: { term: { type: string }, password: { type: string } } }
      responses: { "200": { description: x } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
`);
  assert.deepEqual(
    description.operations[0]?.parameters.map((one) => [one.in, one.name, one.isRequired]),
    [
      ['querystring', 'q', false],
      ['query', 'term', true],
      ['query', 'password', false],
    ],
  );
  assert.deepEqual(
    analyze(description, defaultConfig).findings.flatMap(({ ruleId, pointer }) =>
      ruleId === 'sensitive-data-in-url' ? pointer.split('/').at(-1) : [],
    ),
    ['password'],
  );
});
