import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainPlace } from '../../server/src/engine/navigation/explainPlace.ts';
import { describeText } from '../support/openapi.ts';

const api = `openapi: 3.1.0
info: { title: Bank, version: '1' }
servers:
  - url: '{scheme}://{host}.bank.example/{gone}'
    variables:
      scheme: { default: https, enum: [https, http] }
      host: { default: api }
  - url: http://localhost:8080
security: [{ oauth: [accounts:read], mtls: [] }, { gone: [] }]
x-kong-plugin-rate-limiting: { config: { minute: 60, hour: 1000 } }
paths:
  /accounts:
    servers: [{ url: http://admin:hunter2secret@10.1.2.3/v1 }]
    get:
      parameters: [{ name: taxId, in: query, schema: { type: string } }]
      responses:
        '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Account' } } } }
    post:
      security: []
      x-kong-plugin-rate-limiting: { enabled: false, config: { minute: 5 } }
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Account' } } } }
      responses: { '204': { description: Done } }
  /rates:
    get:
      security: [{ oauth: [] }, {}]
      servers: [{ url: /v2 }, { url: https://b.example }]
      responses: { '204': { description: Done } }
components:
  securitySchemes:
    oauth: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://a.example', scopes: { 'accounts:read': Read } } } }
    mtls: { type: mutualTLS }
  schemas:
    Account:
      type: object
      properties:
        iban: { type: string, readOnly: true }
        color: { type: string }
        code: { type: string, x-sensitive: true }
`;

/** The explanation at the end of a text. */
function explain(at: string, text = api): readonly string[] | undefined {
  const description = describeText(text);
  const index = text.indexOf(at);
  assert.ok(index >= 0, at);
  const found = explainPlace(description.entry, index + at.length - 1, description);
  return (
    found && [
      found.title,
      ...found.lines,
      ...(found.operations ?? []).map(({ method, path }) => `-> ${method} ${path}`),
      description.entry.slice(found.range.start, found.range.end),
    ]
  );
}

test('explains security requirements with their alternatives and where they apply', () => {
  assert.deepEqual(explain('\nsecur'), [
    'Security requirements',
    'Required: oauth: accounts:read + mtls; or gone (undefined).'
      .replace('Required', 'One of these is enough')
      .replace('; or', ';'),
    'A scheme that is not defined protects nothing.',
    'They apply to 1 operation without requirements of their own.',
    '-> get /accounts',
    'security',
  ]);
  assert.deepEqual(explain('post:\n      secur'), [
    'Security requirements',
    'No authentication is required.',
    'They replace the requirements at the root.',
    'security',
  ]);
  assert.deepEqual(explain('security: [{ oauth: [] }, {'), [
    'Security requirements',
    'Required: oauth.',
    'An empty alternative accepts anonymous requests as well.',
    'They replace the requirements at the root.',
    'security',
  ]);
});

test('explains what a server means: transport, host, variables and who uses it', () => {
  assert.deepEqual(explain("url: '{sch"), [
    'Server {scheme}://{host}.bank.example/{gone}',
    'Some of its URLs use plain HTTP: what is sent there can be read and changed on the way.',
    'With its variables it stands for https://api.bank.example/{gone}, http://api.bank.example/{gone}.',
    'The variable "gone" is not declared, so its values are not known.',
    'Used by no operation.',
    "'{scheme}://{host}.bank.example/{gone}'",
  ]);
  assert.match(explain('http://local')?.[1] ?? '', /^A development host/);
  const inner = explain('http://admin') ?? [];
  assert.equal(inner[0]?.includes('hunter2secret'), false, inner[0]);
  assert.deepEqual(inner.slice(1, -1), [
    'Plain HTTP: all that is sent, credentials included, can be read and changed on the way.',
    'An internal host: only a private network reaches it, so the document shows how that network is built.',
    'Used by 2 operations.',
    '-> get /accounts',
    '-> post /accounts',
  ]);
  assert.deepEqual(explain('{}]\n      serv'), [
    'Servers',
    '/v2: A relative URL: transport and host are those from which the description is downloaded.',
    'https://b.example: HTTPS: what is sent is encrypted on the way.',
    'Used by 1 operation.',
    '-> get /rates',
    'servers',
  ]);
});

test('explains the servers of Swagger 2.0', () => {
  const text = 'swagger: "2.0"\nhost: a.example\nschemes: [https, http]\npaths: {}\n';
  assert.deepEqual(explain('[https, ht', text)?.slice(0, 2), [
    'Server http://a.example',
    'Plain HTTP: all that is sent, credentials included, can be read and changed on the way.',
  ]);
});

test('explains sensitive fields: class, reason, consequence, senders and receivers', () => {
  assert.deepEqual(explain('iba'), [
    'Sensitive data: bank-account',
    'Payments can be collected from the account.',
    '"iban" is taken for it because of its name.',
    'Returned by 1 operation.',
    'Not sensitive here? Add it to "sensitive.remove" in portcullis.yaml.',
    '-> get /accounts',
    'iban',
  ]);
  assert.equal(explain('colo'), undefined);
  const marked = explain('        cod') ?? [];
  assert.equal(marked[2], '"code" is taken for it because an extension says so.');
  assert.deepEqual(marked.slice(3, 5), ['Sent to 1 operation.', 'Returned by 1 operation.']);
  assert.equal(explain('name: tax')?.[0], 'Sensitive data: government-id');
});

test('explains the rate limit of a gateway, and one that limits nothing', () => {
  assert.deepEqual(explain('\nx-kong'), [
    'Rate limit x-kong-plugin-rate-limiting',
    'Limit: 60 per minute, 1000 per hour.',
    'It limits 2 operations.',
    '-> get /accounts',
    '-> get /rates',
    'x-kong-plugin-rate-limiting',
  ]);
  assert.deepEqual(explain('[]\n      x-kong')?.slice(1, -1), [
    'It limits no operation here: it is off, not filled in, or not read at this place.',
  ]);
});

const written: readonly (readonly [string, string])[] = [
  [
    'x-kong-plugin-rate-limiting-advanced: { config: { limit: [5, 100], window_size: [1, 60] } }',
    '5 per 1 seconds, 100 per 60 seconds',
  ],
  ['x-wso2-throttling-tier: 60PerMin', '60PerMin'],
  [
    'x-apisix-plugins: { limit-count: { count: 60, time_window: 60 }, limit-conn: { conn: 3 } }',
    '60 per 60 seconds, 3 at the same time',
  ],
  ['x-apisix-plugins: { limit-req: { rate: 2, burst: 1 } }', '2 per second'],
  [
    'x-42c-local-strategy: { x-42c-strategy: { protections: [{ x-42c-request-limiter_0.1: { hits: 60, window: 60 } }] } }',
    '60 per 60 seconds',
  ],
  ['x-kuadrant: { rate_limit: { rates: [{ limit: 60, duration: 1, unit: minute }] } }', '60 per minute'],
  ['x-google-ratelimit: [{ name: SpikeArrest, rate-literal: 10ps }]', '10ps'],
  ['x-rate-limit: 60/min', '60/min'],
];
for (const [extension, amount] of written) {
  test(`reads the amount of ${extension.split(':')[0]}`, () => {
    const text = `openapi: 3.1.0\npaths:\n  /a:\n    get:\n      ${extension}\n`;
    assert.equal(explain('      x-', text)?.[1], `Limit: ${amount}.`);
  });
}

test('reads the amounts at the root of a description', () => {
  const tyk =
    'openapi: 3.1.0\nx-tyk-api-gateway: { upstream: { rateLimit: { enabled: true, rate: 60, per: 1m } } }\npaths: { /a: { get: {} } }\n';
  assert.equal(explain('x-tyk', tyk)?.[1], 'Limit: 60 per 1m.');
  const google =
    'openapi: 3.0.0\nx-google-api-management: { quota: { limits: { read: { metric: reads, values: 60 } } } }\npaths: { /a: { get: {} } }\n';
  assert.equal(explain('x-google', google)?.[1], 'Limit: 60 per minute.');
});
