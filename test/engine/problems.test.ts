import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { problemsOf } from '../../server/src/engine/analyze/problems.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { describeTexts } from '../support/openapi.ts';

/** As `code severity text`, in the order in which they are given. */
function told(texts: Readonly<Record<string, string>>): readonly string[] {
  return problemsOf(describeTexts(texts)).map(
    ({ code, severity, document, range }) => `${code} ${severity} ${document.slice(range.start, range.end)}`,
  );
}

const head = 'openapi: 3.1.0\n';

test('reports unreadable documents as errors and remote references as information', () => {
  const references = {
    '#/components/schemas/Gone': 'missing-target error',
    'gone.yaml': 'missing-file error',
    'ftp://host/a.yaml': 'unsupported-scheme error',
    'https://host/a.yaml': 'remote information',
    'http://host/a.yaml': 'remote information',
  };
  for (const [reference, expected] of Object.entries(references)) {
    const text = `${head}components: { schemas: { A: { $ref: "${reference}" } } }\n`;
    assert.deepEqual(told({ 'a.yaml': text }), [`${expected} "${reference}"`]);
  }
  assert.deepEqual(told({ 'a.yaml': `${head}components: { schemas: { A: { $ref: 7 } } }\n` }), [
    'not-a-string error 7',
  ]);
  assert.deepEqual(told({ 'a.yaml': `${head}x-a: { b: 1, b: 2 }\n` }), ['duplicate-key warning b']);
});

test('a limit that is reached is a warning, and rules about absence go on', () => {
  const wide = Array.from({ length: 1000 }, (_, index) => `k${index}: 1`).join(', ');
  const merging = Array.from({ length: 200 }, (_, index) => `  u${index}: { <<: *w }\n`).join('');
  const text = `${head}x-a:\n  w: &w { ${wide} }\n${merging}paths: { /a: { post: { responses: {} } } }\n`;
  assert.deepEqual(told({ 'a.yaml': text }), ['too-many-merged-entries warning <<']);
  const { findings, pausedRules } = analyze(describeTexts({ 'a.yaml': text }), defaultConfig);
  assert.deepEqual(pausedRules, []);
  assert.ok(findings.some(({ ruleId }) => ruleId === 'missing-security-scheme'));
});

test('a target is not missing while a brace is open', () => {
  const schemas = {
    A: { $ref: '#/components/schemas/B' },
    B: { type: 'object', properties: { c: { $ref: '#/components/schemas/C' } } },
    C: {},
  };
  const whole = JSON.stringify({ openapi: '3.1.0', components: { parameters: {}, schemas } }, undefined, 2);
  assert.deepEqual(told({ 'a.json': whole }), []);
  for (let at = whole.indexOf('"components"'); at < whole.length; at++) {
    if (whole[at] !== '"' || whole[at - 1] !== ' ') continue;
    for (const typed of ['"x": {', '"x": [', '{', '"x', '"x": {"y":']) {
      const broken = told({ 'a.json': `${whole.slice(0, at)}${typed}${whole.slice(at)}` });
      assert.deepEqual(
        broken.filter((line) => line.startsWith('missing-target')),
        [],
        `${typed} at ${at}`,
      );
    }
  }
});

test('a target that was missing before is missing while a brace is open', () => {
  const text = (more: string) =>
    `{"openapi":"3.1.0","components":{"schemas":{"A":{"$ref":"#/components/schemas/Z"}},${more}"headers":{}}}`;
  const last = describeTexts({ 'a.json': text('') });
  const codes = problemsOf(describeTexts({ 'a.json': text('"x":{') }), last).map(({ code }) => code);
  assert.ok(codes.includes('missing-target'));
});

test('a version of which nothing is read is an error, unless it is still being typed', () => {
  assert.deepEqual(told({ 'a.yaml': 'swagger: "1.2"\ninfo: { title: A }\napis: []\n' }), [
    'unread-version error "1.2"',
  ]);
  assert.deepEqual(told({ 'a.yaml': 'openapi: 1.0.0\ninfo: { title: A }\n' }), ['unread-version error 1.0.0']);
  assert.deepEqual(told({ 'a.yaml': 'openapi: 4.0.0\npaths: {}\n' }), []);
  assert.deepEqual(told({ 'a.yaml': 'openapi: 3\ninfo: { title: A }\n' }), []);
});

test('reports each reference of a circle, and not those that only lead into it', () => {
  const circle = (names: readonly string[]): string =>
    names
      .map((name, index) => `${name}: { $ref: "#/components/schemas/${names[(index + 1) % names.length]}" }`)
      .join(', ');
  for (const names of [['A'], ['A', 'B'], ['A', 'B', 'C']]) {
    const text = `${head}components: { schemas: { ${circle(names)}, Into: { $ref: "#/components/schemas/A" } } }\n`;
    const codes = told({ 'a.yaml': text }).map((line) => line.split(' ').slice(0, 2).join(' '));
    assert.deepEqual(
      codes,
      names.map(() => 'circular error'),
    );
  }
  const files = {
    'a.yaml': `${head}paths: { /a: { $ref: b.yaml } }\n`,
    'b.yaml': '$ref: c.yaml\n',
    'c.yaml': '$ref: b.yaml\n',
  };
  assert.deepEqual(told(files), ['circular error c.yaml', 'circular error b.yaml']);
});

test('accepts a schema that refers to itself in a property', () => {
  const text = `${head}components: { schemas: { Node: { properties: { next: { $ref: "#/components/schemas/Node" } } } } }\n`;
  assert.deepEqual(told({ 'a.yaml': text }), []);
});

test('masks secrets in messages of document problems', () => {
  const secret = `${'AKIA'}Q3EGRTZ7VN5KWL2M`;
  const text = `${head}x-a: { ${secret}: 1, ${secret}: 2 }\ncomponents: { schemas: { A: { $ref: "#/${secret}" } } }\n`;
  const problems = problemsOf(describeTexts({ 'a.yaml': text }));
  assert.equal(problems.length, 2);
  for (const { message } of problems) assert.ok(message.includes('AKIA…') && !message.includes('KWL2M'), message);
});

test('percent-decodes a fragment before reading it as a JSON Pointer', () => {
  const keys =
    'paths: { /a: { get: {} } }\ncomponents: { schemas: { L: {}, "a/b": {}, "a%2Fb": {}, "c d": {}, "e%": {} } }\n';
  const leads = (fragment: string): boolean =>
    told({ 'a.yaml': `${head}${keys}webhooks: { w: { $ref: "#${fragment}" } }\n` }).length === 0;
  for (const fragment of [
    '%2Fcomponents/schemas/L',
    '%2fcomponents%2Fschemas%2fL',
    '/components/schemas/%4C',
    '/components/schemas/c%20d',
    '/components/schemas/a~1b',
    '/components/schemas/a%7E1b',
    '/components/schemas/e%',
    '/components/schemas/a%252Fb',
    // Most tools cut before they decode, and documents rely on it.
    '/components/schemas/a%2Fb',
    '/paths/%2Fa',
  ]) {
    assert.ok(leads(fragment), fragment);
  }
  for (const fragment of ['components/schemas/L', '/components/schemas/%2FL', '/components/schemas/c%2520d'])
    assert.ok(!leads(fragment), fragment);
});

test('reports the server of which not all URLs are checked', () => {
  const server = (sizes: readonly number[]): string => {
    const values = (size: number): string =>
      `{ default: v0, enum: [${Array.from({ length: size }, (_, index) => `v${index}`).join(', ')}] }`;
    const variables = sizes.map((size, index) => `a${index}: ${values(size)}`).join(', ');
    const url = `https://${sizes.map((_, index) => `{a${index}}`).join('.')}.example`;
    return `${head}servers: [{ url: "${url}", variables: { ${variables} } }]\n`;
  };
  assert.deepEqual(told({ 'a.yaml': server([16, 16]) }), []);
  assert.deepEqual(told({ 'a.yaml': server([257]) }), ['too-many-server-urls information "https://{a0}.example"']);
  assert.deepEqual(told({ 'a.yaml': server([16, 17]) }), [
    'too-many-server-urls information "https://{a0}.{a1}.example"',
  ]);
});

test('reports that not all paths are compared', () => {
  const paths = (size: number): string =>
    `${head}paths:\n${Array.from({ length: size }, (_, index) => `  /p${index}/{id}: { get: { responses: {} } }\n`).join('')}`;
  assert.deepEqual(told({ 'a.yaml': paths(200) }), []);
  assert.deepEqual(told({ 'a.yaml': paths(201) }), ['too-many-paths information paths']);
});

test('reports a pattern that is too long to be checked', () => {
  const schema = (length: number): string =>
    `${head}components: { schemas: { A: { properties: { a: { type: string, pattern: ${'a'.repeat(length)} } } } } }\n`;
  assert.deepEqual(told({ 'a.yaml': schema(2000) }), []);
  assert.deepEqual(told({ 'a.yaml': schema(2001) }), [`too-long-pattern information ${'a'.repeat(2001)}`]);
});

test('reports a composition that is not read to its end', () => {
  const composed = (size: number): string => {
    const members = Array.from({ length: size }, (_, index) => `{ minLength: ${index % 9} }`).join(', ');
    const schema = `{ type: string, allOf: [${members}] }`;
    return `${head}paths: { /a: { get: { parameters: [{ in: query, name: q, schema: ${schema} }], responses: {} } } }\n`;
  };
  assert.deepEqual(told({ 'a.yaml': composed(999) }), []);
  assert.match(told({ 'a.yaml': composed(1000) }).join(), /^too-many-schemas information \{ type: string/);
});
