import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { parseConfig } from '../../server/src/engine/config/parseConfig.ts';
import { gradeOf, type Score, scoredPillars, scoreOf } from '../../server/src/engine/score/score.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import { subjectOf, tryFix } from '../support/fixTrial.ts';
import { describeText } from '../support/openapi.ts';

function scored(document: object | string): Score {
  const description = describeText(typeof document === 'string' ? document : JSON.stringify(document));
  const score = scoreOf(description, analyze(description, defaultConfig).findings);
  assert.ok(score);
  return score;
}

const tooMany = { description: 'Too many requests', headers: { 'Retry-After': { schema: { type: 'integer' } } } };
const unauthorized = { description: 'No valid credentials' };

interface State {
  readonly url: string;
  readonly security?: object;
  readonly scheme?: object;
  readonly isLimited?: boolean;
  readonly isTyped?: boolean;
}

/** One bank in a state between open and hardened. */
function bank({ url, security, scheme, isLimited = false, isTyped = false }: State): object {
  const refusals = { ...(security && { 401: unauthorized }), ...(isLimited && { 429: tooMany }) };
  const text = isTyped ? { type: 'string', maxLength: 34, pattern: '^[A-Z0-9]+$' } : { type: 'string' };
  const account = {
    type: 'object',
    properties: { iban: text, balance: { type: 'string' }, ownerName: { type: 'string' } },
  };
  const payment = {
    type: 'object',
    properties: { toIban: text, amount: { type: 'string', pattern: '^\\d{1,9}\\.\\d{2}$' } },
    ...(isTyped && { additionalProperties: false, required: ['toIban', 'amount'] }),
  };
  const operation = (summary: string, scope: string, more: object): object => ({
    summary,
    ...(security && { security: [JSON.parse(JSON.stringify(security).replace('SCOPE', scope))] }),
    ...more,
  });
  const json = (schema: object): object => ({ content: { 'application/json': { schema } } });
  return {
    openapi: '3.1.0',
    info: { title: 'Bank', version: '1' },
    servers: [{ url }],
    paths: {
      '/accounts': {
        get: operation('List the accounts', 'accounts:read', {
          responses: {
            200: { description: 'Accounts', ...json({ type: 'array', maxItems: 50, items: account }) },
            ...refusals,
          },
        }),
      },
      '/payments': {
        post: operation('Transfer money', 'payments:write', {
          parameters: [
            { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', format: 'uuid' } },
          ],
          requestBody: { required: true, ...json(payment) },
          responses: { 201: { description: 'Accepted' }, 400: { description: 'Invalid' }, ...refusals },
        }),
      },
    },
    ...(scheme && { components: { securitySchemes: { customer: scheme } } }),
  };
}

const basic = { type: 'http', scheme: 'basic' };
const oauth = {
  type: 'oauth2',
  flows: {
    authorizationCode: {
      authorizationUrl: 'https://login.bank.example/authorize',
      tokenUrl: 'https://login.bank.example/token',
      scopes: { 'accounts:read': 'Read accounts', 'payments:write': 'Transfer money' },
    },
  },
};
const http = 'http://api.bank.example';
const https = 'https://api.bank.example';
const states: readonly State[] = [
  { url: http },
  { url: http, scheme: basic, security: { customer: [] } },
  { url: https, scheme: basic, security: { customer: [] } },
  { url: https, scheme: oauth, security: { customer: ['SCOPE'] } },
  { url: https, scheme: oauth, security: { customer: ['SCOPE'] }, isLimited: true, isTyped: true },
];

test('one bank in five states scores in their order, with five points between', () => {
  const values = states.map((state) => scored(bank(state)).value);
  for (const [index, value] of values.entries()) {
    const next = values[index + 1] ?? Number.POSITIVE_INFINITY;
    assert.ok(next - value >= 5, `${values}`);
  }
});

test('the fixed example bank has 100 points and the vulnerable one an error', () => {
  const example = (name: string): Score =>
    scored(readFileSync(join(import.meta.dirname, '../../examples', name), 'utf8'));
  assert.deepEqual(
    { value: example('bank.fixed.yaml').value, letter: example('bank.fixed.yaml').letter },
    { value: 100, letter: 'A' },
  );
  const vulnerable = example('bank.yaml');
  assert.ok(vulnerable.value < 70 && vulnerable.letter >= 'C', `${vulnerable.value} ${vulnerable.letter}`);
});

test('an open error caps the letter at C', () => {
  const document = bank(states.at(-1)!) as { paths: Record<string, object> };
  const operations = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`/accounts${index}`, document.paths['/accounts']]),
  );
  const open = { post: { summary: 'Transfer money', responses: { 204: { description: 'Done' } } } };
  const score = scored({ ...document, paths: { ...operations, '/payments': open } });
  assert.ok(score.value >= 80, String(score.value));
  assert.equal(score.letter, 'C');
});

test('the same weakness costs more where exposure is greater', () => {
  const limits = scoredPillars.indexOf('rate-limiting');
  const [read, write] = scored(bank(states[3]!)).operations;
  assert.ok(read![limits]! > write![limits]!);
});

test('an unrelated operation changes no other operation', () => {
  for (const state of states) {
    const document = bank(state) as { paths: object };
    const before = scored(document);
    const limited = { responses: { 200: { description: 'OK' }, 401: unauthorized, 429: tooMany } };
    const more = { get: { summary: 'List the branches', security: [{ customer: ['accounts:read'] }], ...limited } };
    const after = scored({
      ...document,
      paths: { ...document.paths, '/branches': state.security ? more : { get: limited } },
    });
    assert.deepEqual(after.operations.slice(0, 2), before.operations);
  }
});

test('gains are sorted, and each names the operations that it is about', () => {
  const { gains, operations } = scored(bank(states[0]!));
  assert.ok(gains.length > 2);
  const points = gains.map((gain) => gain.points);
  assert.deepEqual(
    points,
    [...points].sort((a, b) => b - a),
  );
  for (const gain of gains) for (const index of gain.operations) assert.ok(index in operations);
});

test('a description without operations has no score', () => {
  const description = describeText('openapi: 3.1.0\ninfo: { title: A, version: "1" }\ncomponents: {}\n');
  assert.equal(scoreOf(description, analyze(description, defaultConfig).findings), undefined);
});

test('the example in the reference has the score and the gains that it says', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/reference/score.md'), 'utf8');
  const { value, letter, gains } = scored(/```yaml\n([\s\S]*?)```/.exec(page)![1]!);
  assert.match(page, new RegExp(`the score is \\*\\*${value.toFixed(1)} \\(${letter}\\)\\*\\*`));
  assert.match(
    page.replaceAll('\n', ' '),
    new RegExp(`${gains[0]!.points} points, a rate limit ${gains[1]!.points}\\.`),
  );
});

const shop = `openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: https://a.example }]
security: [{ key: [] }]
paths:
  /orders:
    get: { summary: Orders, responses: { "200": { description: ok }, "401": { description: No key } } }
  /orders/export:
    post:
      summary: Export all orders
      security: []
      responses: { "202": { description: Started } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key } } }
`;

function graded(text: string, config = defaultConfig): readonly [number, number | undefined] {
  const description = describeText(text);
  const { value, withAccepted } = gradeOf(description, analyze(description, config))!;
  return [value, withAccepted];
}

test('what is accepted costs nothing and is told, however it is accepted', () => {
  const [open, none] = graded(shop);
  assert.equal(none, undefined);
  const rule = 'public-operation';
  const accepted = [
    graded(shop.replace('security: []', `security: [] # portcullis-ignore ${rule} -- run by a partner`)),
    graded(shop.replace('security: []', `security: []\n      x-portcullis-ignore: { ${rule}: run by a partner }`)),
    graded(shop.replace('security: []', 'security: []\n      x-portcullis-public: run by a partner')),
    graded(shop, {
      ...defaultConfig,
      ...parseConfig(
        parseSource(
          'file:///d/portcullis.yaml',
          `accept: [{ rule: ${rule}, at: "a.yaml#/paths/~1orders~1export", reason: run by a partner }]`,
        ),
        { rules: [rule] },
      ).config,
    }),
  ];
  for (const [value, withAccepted] of accepted) {
    assert.ok(value > open);
    assert.equal(withAccepted, open);
  }
});

test('a decision that is due has no price of its own', () => {
  const config = parseConfig(
    parseSource('file:///d/portcullis.yaml', 'attest: { advisories: { reason: read every week, until: 2026-01-01 } }'),
    { rules: [], today: '2027-01-01' },
  ).config;
  const description = describeText(shop);
  const analysis = analyze(description, config);
  assert.ok(analysis.findings.some(({ ruleId }) => ruleId === 'expired-acceptance'));
  assert.deepEqual(graded(shop, config), graded(shop));
});

test('whichever rule is accepted in the bank, the score does not fall, and with what is accepted it stays', () => {
  const text = readFileSync(join(import.meta.dirname, '../../examples/bank.yaml'), 'utf8');
  const description = describeText(text);
  const open = analyze(description, defaultConfig);
  const before = gradeOf(description, open)!;
  const ids = new Set(open.findings.filter(({ echo }) => !echo).map(({ ruleId }) => ruleId));
  assert.ok(ids.size > 10);
  for (const id of ids) {
    const source = parseSource(
      'file:///d/portcullis.yaml',
      `accept: [{ rule: ${id}, at: a.yaml, reason: behind the VPN }]`,
    );
    const after = gradeOf(description, analyze(description, parseConfig(source, { rules: [id] }).config))!;
    assert.ok(after.value >= before.value, id);
    assert.equal(after.withAccepted, before.withAccepted, id);
  }
});

test('to require authentication where an operation is documented as public does not lower the score', () => {
  const read = (more: string): string =>
    `get: { summary: Read, ${more}responses: { "200": { description: ok }, "401": { description: No key } } }`;
  const text = `openapi: 3.1.0
info: { title: Phone, version: "1" }
servers: [{ url: https://a.example }]
security: [{ basic: [] }, { oauth: [calls] }]
paths:
  /calls: { ${read('')} }
  /numbers: { ${read('description: This endpoint is public and needs no authentication., security: [], ')} }
components:
  securitySchemes:
    basic: { type: http, scheme: basic }
    oauth: { type: oauth2, flows: { implicit: { authorizationUrl: https://a.example/login, scopes: { calls: Calls } } } }
`;
  const subject = subjectOf(parseSource('file:///d/a.yaml', text), {
    load: () => ({ failure: 'missing-file', message: '' }),
  });
  const echo = subject!.findings.find(({ ruleId }) => ruleId === 'public-operation');
  assert.equal(echo?.echo, true);
  const fixes = echo.fixes().filter(({ title }) => title.startsWith('Require'));
  assert.ok(fixes.length > 0);
  for (const fix of fixes) assert.deepEqual(tryFix(subject!, echo, fix)?.problems, []);
  const { gains } = scored(text);
  const weak = gains.find(({ finding }) => finding.ruleId === 'basic-authentication')!;
  assert.deepEqual(weak.operations, [0], 'it is no finding about what is public');
});

test('to secure one operation of an open API does not lower the score', () => {
  const text = `openapi: 3.1.0
info: { title: Patents, version: "1", description: No authentication is required. }
servers: [{ url: https://a.example }]
paths:
  /patents: { get: { summary: List the patents, responses: { "200": { description: Patents } } } }
  /fields: { get: { summary: List the fields, responses: { "200": { description: Fields } } } }
`;
  const subject = subjectOf(parseSource('file:///d/a.yaml', text), {
    load: () => ({ failure: 'missing-file', message: '' }),
  })!;
  const fixes = subject.findings
    .filter(({ ruleId }) => ruleId === 'unauthenticated-operation')
    .flatMap((echo) => echo.fixes().map((fix) => [echo, fix] as const));
  assert.ok(fixes.length > 2);
  for (const [echo, fix] of fixes)
    assert.deepEqual(
      tryFix(subject, echo, fix)?.problems.filter((problem) => problem.includes('score')),
      [],
      fix.title,
    );
});
