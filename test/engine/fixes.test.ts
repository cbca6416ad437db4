import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { type Config, defaultConfig, gateways } from '../../server/src/engine/config/config.ts';
import { inventoryOf } from '../../server/src/engine/description/inventory.ts';
import type { Finding } from '../../server/src/engine/finding.ts';
import { reasonPlaceholder } from '../../server/src/engine/openapi/reason.ts';
import { applyEdits, toEdits } from '../../server/src/engine/textEdits/patch.ts';
import { describeText } from '../support/openapi.ts';

const scheme = (version: string): string =>
  version === '2.0'
    ? 'swagger: "2.0"\nhost: a.example\nschemes: [https]\nsecurity: [{ k: [] }]\nsecurityDefinitions: { k: { type: apiKey, in: header, name: K } }\n'
    : `openapi: ${version}\nservers: [{ url: https://a.example }]\nsecurity: [{ k: [] }]\ncomponents: { securitySchemes: { k: { type: apiKey, in: header, name: K } } }\n`;

const paths = 'paths:\n  /a:\n    get:\n      operationId: getA\n      responses:\n        "200": { description: x }\n';

function findings(text: string, config: Config): readonly Finding[] {
  return analyze(describeText(text), config).findings;
}

function apply(text: string, finding: Finding | undefined, index = 0): { text: string; title: string } {
  const fix = finding?.fixes()[index];
  assert.ok(fix);
  const edits = toEdits(fix.patches);
  assert.ok(edits, fix.title);
  return { text: applyEdits(text, [...edits.values()][0] ?? []), title: fix.title };
}

for (const version of ['2.0', '3.0.3', '3.1.0']) {
  for (const gateway of gateways) {
    for (const echo of [false, true]) {
      test(`${version}, ${gateway}: the ${echo ? 'operation' : 'API'} is limited in its words`, () => {
        // One read by who is known: a finding for those who want everything.
        const config: Config = { ...defaultConfig, gateway, profile: 'strict' };
        const before = scheme(version) + paths;
        const finding = findings(before, config).find(
          (one) => one.ruleId === 'missing-rate-limit' && one.echo === echo,
        );
        const { text, title } = apply(before, finding);
        const [operation] = inventoryOf(describeText(text)).operations;
        const hasKey = gateway !== 'aws' && gateway !== 'azure' && !(gateway === 'ibm' && echo);
        assert.ok(operation);
        assert.ok(operation.rateLimit.includes('response-429'));
        assert.equal(
          operation.rateLimit.some((evidence) => evidence.startsWith('x-')),
          hasKey,
          `${title}: ${operation.rateLimit.join(', ')}`,
        );
        if (gateway === 'aws' || gateway === 'azure') assert.match(title, /has no key for limits in OpenAPI/);
        assert.deepEqual(
          findings(text, config)
            .filter(({ pillar }) => pillar === 'rate-limiting')
            .map(({ message }) => message),
          [],
        );
      });
    }
  }
}

test('writes the rate-limit extension of the document before the configured one', () => {
  const text = `${scheme('3.0.3')}${paths}  /b:\n    get:\n      x-kong-plugin-rate-limiting: { config: { minute: 5 } }\n      responses: { "4XX": { description: x } }\n    post:\n      responses: { "4XX": { description: x } }\n      security: []\n      x-portcullis-public: x\n`;
  const finding = findings(text, { ...defaultConfig, gateway: 'tyk' }).find(
    ({ ruleId, pointer }) => ruleId === 'missing-rate-limit' && pointer.endsWith('/post'),
  );
  assert.equal(finding?.fixes()[0]?.title, 'Limit this operation with "x-kong-plugin-rate-limiting"');
});

test('writes the extension that the document uses where the document has it', () => {
  const text = `${scheme('3.0.3')}paths:
  /a:
    post: { x-throttling-tier: Unlimited, responses: { "200": { description: x } } }
  /b:
    post: { x-throttling-tier: Unlimited, responses: { "200": { description: x } } }
`;
  const finding = findings(text, { ...defaultConfig, gateway: 'tyk' }).find(
    ({ ruleId }) => ruleId === 'missing-rate-limit',
  );
  const fixed = apply(text, finding);
  assert.equal(fixed.title, 'Limit the API with "x-throttling-tier"');
  assert.equal(fixed.text.match(/x-throttling-tier: 60PerMin/g)?.length, 2);
  assert.doesNotMatch(fixed.text, /Unlimited|x-wso2/);
});

test('requires alternatives that differ in scopes alone once, where no scope is known', () => {
  const oauth =
    '{ type: oauth2, flows: { clientCredentials: { tokenUrl: https://a.example, scopes: { all: a, cars: c, vans: v, bikes: b } } } }';
  const secured = ['cars', 'vans', 'bikes']
    .map((kind) => `  /${kind}:\n    get: { security: [{ oauth: [all] }, { oauth: [${kind}] }], responses: {} }\n`)
    .join('');
  const text = `openapi: 3.1.0\nservers: [{ url: https://a.example }]\npaths:\n${secured}  /other:\n    get: { responses: {} }\ncomponents: { securitySchemes: { oauth: ${oauth} } }\n`;
  const finding = findings(text, defaultConfig).find(({ ruleId }) => ruleId === 'unauthenticated-operation');
  const { text: fixed, title } = apply(text, finding);
  assert.ok(!/"oauth" or "oauth"/.test(title), title);
  assert.ok(!/oauth: \[\] ?\}, \{ oauth: \[\]/.test(fixed), fixed);
});

test('adds every kind of security scheme, at the root and at an operation', () => {
  const bare =
    'openapi: 3.1.0\nservers: [{ url: https://a.example }]\npaths:\n  /a:\n    post:\n      responses: { "429": { description: x, headers: { Retry-After: {} } } }\n';
  for (const ruleId of ['missing-security-scheme', 'unauthenticated-operation']) {
    const finding = findings(bare, defaultConfig).find((one) => one.ruleId === ruleId);
    const titles = finding?.fixes().map(({ title }) => title) ?? [];
    for (const kind of ['OAuth 2.0', 'OpenID Connect', 'bearer token', 'API key', 'mutual TLS'])
      assert.ok(
        titles.some((title) => title.includes(kind)),
        kind,
      );
    for (const index of titles.keys()) {
      const { text, title } = apply(bare, finding, index);
      const completed = text.replace(reasonPlaceholder, 'Shown on the home page.');
      assert.deepEqual(
        findings(completed, defaultConfig)
          .filter((one) => one.ruleId === ruleId)
          .map(({ message }) => message),
        [],
        title,
      );
    }
  }
  const kinds =
    findings(bare.replace('3.1.0', '3.0.3'), defaultConfig)[0]
      ?.fixes()
      .map(({ title }) => title) ?? [];
  assert.ok(!kinds.some((title) => title.includes('mutual TLS')), 'mutual TLS came with 3.1');
});

/** What a description documents about its credentials, and the titles of the fixes that define a scheme. */
const documentedCredentials: Readonly<Record<string, readonly [info: string, operation: string, titles: RegExp]>> = {
  nothing: ['A shop.', '', /^Add a bearer token as "bearerAuth", a guess, and require/],
  'a key without its place': [
    'Get an API key from your dashboard.',
    '',
    /^Add an API key in a header as "apiKey", a guess, and require/,
  ],
  'a JWT that is a body': [
    'Registers a self-signed JWT.',
    '',
    /^Add a bearer token as "bearerAuth", a guess, and require/,
  ],
  'a JWT': ['Send a JWT in the header.', '', /^Add a bearer token as "bearerAuth", as the description says, and/],
  'a header': ['Send your key in the header X-Shop-Key.', '', /^Add an API key in a header, "X-Shop-Key",/],
  'a query parameter': [
    'Send your key as a query parameter: https://a.example/a?api_key=1',
    '',
    /^Add an API key, "api_key", as .* sent in the URL,/,
  ],
  'a parameter': [
    '',
    'parameters: [{ name: X-Api-Key, in: header, schema: { type: string } }]',
    /^Define "X-Api-Key" as/,
  ],
  'OAuth 2.0': [
    'Authentication uses OAuth 2.0.',
    '',
    /^Add OAuth 2.0 .* as "oauth2", as the description says, and require/,
  ],
  'basic authentication': ['Use HTTP Basic authentication.', '', /^Add Basic authentication as/],
  'a bearer token': ['Send a bearer token in the header.', '', /^Add a bearer token as/],
  'a refusal that names a query parameter': [
    '',
    'x-a: 1',
    /^Add an API key, whose name is a guess, as .* sent in the URL,/,
  ],
};
for (const [name, [info, operation, title]] of Object.entries(documentedCredentials)) {
  test(`defines the credential that is documented: ${name}`, () => {
    const refusal = operation === 'x-a: 1' ? 'Failed to resolve API key query parameter' : 'Unauthorized';
    const text = `openapi: 3.0.3\ninfo: { title: A, version: "1", description: "${info}" }\npaths:\n  /a:\n    delete:\n      responses: { "401": { description: ${refusal} } }\n      ${operation}\n`;
    const finding = findings(text, defaultConfig).find(({ ruleId }) => ruleId === 'missing-security-scheme');
    assert.match(apply(text, finding).title, title);
    assert.ok(!apply(text, finding).title.includes(',,'));
    const titles = finding?.fixes().map((fix) => fix.title) ?? [];
    const isGuess = title.source.includes('a guess, and');
    assert.equal(titles.filter((one) => one.includes(', a guess, and')).length > 0, isGuess);
    assert.deepEqual([...new Set(finding?.fixes().map((fix) => fix.isGuess ?? fix.asksReason ?? false))], [isGuess]);
    assert.equal(
      findings(apply(text, finding).text, defaultConfig).some(({ ruleId }) => ruleId === 'missing-security-scheme'),
      false,
    );
  });
}

test('a fix at an anchor says how many aliases it affects', () => {
  const text =
    'openapi: 3.1.0\nservers:\n  - &main\n    url: http://a.example\npaths:\n  /a:\n    servers: [*main]\n    get: { responses: {} }\n';
  const finding = findings(text, defaultConfig).find(({ ruleId }) => ruleId === 'plaintext-server');
  const { text: fixed, title } = apply(text, finding);
  assert.equal(title, 'Use "https" (and at 1 alias of it)');
  assert.ok(fixed.includes('servers: [*main]'));
});

test('encrypts a server URL without its port 80, and keeps other ports', () => {
  const servers = (urls: string): string => `openapi: 3.1.0\nservers: [${urls}]\n${paths}`;
  const fix = (urls: string): { text: string; title: string } => {
    const text = servers(urls);
    const finding = findings(text, defaultConfig).find(({ ruleId }) => ruleId === 'plaintext-server');
    return apply(text, finding);
  };
  const cases = [
    ['http://a.example:80/v1', 'https://a.example/v1'],
    ['http://a.example:80', 'https://a.example'],
    ['http://a.example:8080/v1', 'https://a.example:8080/v1'],
    ['http://a.example/x:80', 'https://a.example/x:80'],
  ];
  for (const [before, after] of cases) {
    assert.equal(fix(`{ url: ${before} }`).text, servers(`{ url: ${after} }`));
  }
});

test('removes a plain server next to the same URL with https', () => {
  const text = `openapi: 3.1.0\nservers:\n  - url: http://a.example:80/v1\n  - url: https://a.example/v1\n${paths}`;
  const finding = findings(text, defaultConfig).find(({ ruleId }) => ruleId === 'plaintext-server');
  assert.deepEqual(
    finding?.fixes().map(({ title }) => title),
    ['Remove "http://a.example:80/v1"'],
  );
});

test('replaces a flow by the authorization code flow, and keeps what is declared', () => {
  const replace = (ruleId: string, flows: string): { title: string; flows: string } => {
    const head = 'openapi: 3.1.0\npaths: {}\ncomponents: { securitySchemes: { a: { type: oauth2, flows: ';
    const text = `${head}${flows} } } }\n`;
    const { text: after, title } = apply(
      text,
      findings(text, defaultConfig).find((one) => one.ruleId === ruleId),
    );
    return { title, flows: after.slice(head.length, -' } } }\n'.length) };
  };
  assert.deepEqual(
    replace('implicit-flow', '{ implicit: { authorizationUrl: "https://a.example/login/", scopes: {} } }'),
    {
      title: 'Use the authorization code flow, with a guessed "tokenUrl"',
      flows:
        '{ authorizationCode: { authorizationUrl: "https://a.example/login/", tokenUrl: https://a.example/token, scopes: {} } }',
    },
  );
  assert.deepEqual(replace('password-flow', '{ password: { tokenUrl: "http://a.example/x/token?a=b", scopes: {} } }'), {
    title: 'Use the authorization code flow, with a guessed "authorizationUrl"',
    flows:
      '{ authorizationCode: { tokenUrl: "http://a.example/x/token?a=b", scopes: {}, authorizationUrl: https://a.example/x/authorize } }',
  });
  assert.match(
    replace('password-flow', '{ password: { tokenUrl: "https://a.example", scopes: {} } }').flows,
    /a.example\/oauth2\/authorize/,
  );
  assert.match(replace('password-flow', '{ password: { scopes: {} } }').flows, /auth.example.com\/oauth2\/authorize/);
  const both =
    '{ implicit: { authorizationUrl: "https://a.example/a", scopes: { r: R, w: W } }, authorizationCode: { authorizationUrl: "https://a.example/a", tokenUrl: "https://a.example/t", scopes: { r: Read } } }';
  assert.deepEqual(replace('implicit-flow', both), {
    title: 'Remove the implicit flow',
    flows:
      '{ authorizationCode: { authorizationUrl: "https://a.example/a", tokenUrl: "https://a.example/t", scopes: { r: Read, w: W } } }',
  });
});

test('documents invalid input as the other operations do', () => {
  const body = 'requestBody: { required: true, content: { application/json: { schema: { type: object } } } }';
  const operation = (path: string, responses: string) =>
    `  /${path}: { post: { ${body}, responses: { ${responses} } } }\n`;
  const document = (others: string) => {
    const text = `openapi: 3.1.0\npaths:\n${operation('a', '"201": { description: x }')}${others}components: { responses: { Bad: { description: x } } }\n`;
    const { text: after, title } = apply(
      text,
      findings(text, defaultConfig).find(({ ruleId }) => ruleId === 'undocumented-invalid-input'),
    );
    return `${title}: ${/"?4\d\d"?: (\{[^}]*\})/.exec(after.split('\n')[2]!)?.[1]}`;
  };
  const shared = (status: string) => `"${status}": { $ref: "#/components/responses/Bad" }`;
  assert.equal(document(''), 'Document "400": { description: The input is invalid. }');
  assert.equal(document(operation('b', shared('422'))), 'Document "422": { description: The input is invalid. }');
  assert.equal(
    document(operation('b', shared('422')) + operation('c', shared('422'))),
    'Document "422": { $ref: "#/components/responses/Bad" }',
  );
});

test('requires no scheme that protects nothing', () => {
  const text = (open: string, at: string) => `openapi: 3.1.0
servers: [{ url: https://a.example }]
paths:
  /a: { get: { security: [{ ${open}: [] }], responses: {} }, post: { ${at}responses: {} } }
  /b: { get: { security: [{ ${open}: [] }], responses: {} }, post: { security: [{ key: [] }], responses: {} } }
components:
  securitySchemes:
    ${open}: { type: http, scheme: basic }
    other: { type: http, scheme: basic, description: No authentication. }
    key: { type: apiKey, in: header, name: X-Key }
`;
  const titles = (ruleId: string, open: string, at = '') => {
    const finding = findings(text(open, at), defaultConfig).find((one) => one.ruleId === ruleId);
    assert.ok(finding);
    return finding.fixes().flatMap(({ title, asksReason }) => (asksReason ? [] : title.replace(/ here.*/, '')));
  };
  assert.deepEqual(titles('unauthenticated-operation', 'always_allowed'), ['Require "key"']);
  assert.deepEqual(titles('unauthenticated-operation', 'session'), ['Require "session"']);
  assert.deepEqual(titles('optional-authentication', 'public', 'security: [{}], '), ['Require "key" instead']);
});
