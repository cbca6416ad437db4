import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createStructureChecker } from '../../server/src/schemaCheck/checker.ts';
import { built } from '../support/dist.ts';
import { describeText, describeTexts } from '../support/openapi.ts';

const checker = createStructureChecker(built('server/structure.cjs'));
after(() => checker.dispose());

/** `pointer message` of each finding. */
async function invalid(text: string): Promise<string[]> {
  return (await checker.check(describeText(text))).map(({ pointer, message }) => `${pointer} ${message}`);
}

const valid: readonly [string, string][] = [
  [
    '2.0',
    'swagger: "2.0"\ninfo: { title: x, version: "1" }\npaths: { /a: { get: { responses: { 200: { description: x } } } } }\n',
  ],
  [
    '3.0.4',
    'openapi: 3.0.4\ninfo: { title: x, version: "1" }\npaths: { /a: { get: { responses: { 200: { description: x } } } } }\n',
  ],
  ['3.0.9', 'openapi: 3.0.9\ninfo: { title: x, version: "1" }\npaths: {}\n'],
  ['3.1.0', 'openapi: 3.1.0\ninfo: { title: x, version: "1" }\ncomponents: { schemas: { A: { type: string } } }\n'],
  ['3.1.2', 'openapi: 3.1.2\ninfo: { title: x, version: "1" }\nwebhooks: {}\n'],
  [
    '3.2.0',
    'openapi: 3.2.0\ninfo: { title: x, version: "1" }\npaths: { /a: { query: { responses: { 200: { description: x } } } } }\n',
  ],
];

for (const [version, text] of valid) {
  test(`${version}: valid`, async () => assert.deepEqual(await invalid(text), []));
  test(`${version}: reports an unknown field at its key`, async () => {
    assert.deepEqual(await invalid(text.replace('info: {', 'info: { titel: y,')), [
      '/info/titel "titel" is not a field of "info". Correct or remove it, or begin its name with "x-".',
    ]);
  });
}

test('reports the most specific error at each place', async () => {
  const text =
    'openapi: 3.2.0\ninfo: { title: x, version: 1 }\npaths:\n  /a:\n    get:\n      parameters: [{ name: x, in: nowhere, schema: {} }]\n      responses: { "200": {} }\n';
  const found = await invalid(text);
  assert.ok(
    found.some((line) => line === '/info/version "version" is not a string. Put its value in quotes.'),
    found.join('\n'),
  );
  assert.ok(
    found.some((line) => line.startsWith('/paths/~1a/get/parameters/0/in "in" has an invalid value. Use "query", ')),
    found.join('\n'),
  );
});

test('does not follow external references, and still reports other errors', async () => {
  const references = [
    '/etc/passwd',
    '/dev/zero',
    'file:///etc/hostname',
    'http://127.0.0.1:9/x',
    'missing.yaml',
    '#/nowhere',
  ];
  const paths = references.map((reference, index) => `  /p${index}: { $ref: ${JSON.stringify(reference)} }\n`).join('');
  const found = await invalid(`openapi: 3.0.3\ninfo: { title: x, version: "1" }\npaths:\n${paths}tagz: []\n`);
  assert.deepEqual(found, [
    '/tagz "tagz" is not a field of the document. Correct or remove it, or begin its name with "x-".',
  ]);
});

test('reports errors of another file in that file', async () => {
  const description = describeTexts({
    'a.yaml': 'openapi: 3.0.3\ninfo: { title: x, version: "1" }\npaths: { /a: { $ref: b.yaml } }\n',
    'b.yaml': 'get:\n  summery: x\n  responses: { "200": { description: x } }\n',
  });
  const [finding] = await checker.check(description);
  assert.equal(finding?.document.uri, 'file:///d/b.yaml');
  assert.equal(finding?.pointer, '/get/summery');
});

test('gives no errors for cycles and long chains', async () => {
  const schemas = Array.from(
    { length: 3000 },
    (_, index) => `    S${index}: { properties: { n: { $ref: "#/components/schemas/S${(index + 1) % 3000}" } } }\n`,
  ).join('');
  assert.deepEqual(
    await invalid(`openapi: 3.0.3\ninfo: { title: x, version: "1" }\npaths: {}\ncomponents:\n  schemas:\n${schemas}`),
    [],
  );
});

test('an aborted check gives no result, and the next one works', async () => {
  const abort = new AbortController();
  const description = describeText('openapi: 3.0.3\ninfo: { title: x, version: "1" }\npaths: {}\ntagz: []\n');
  const first = checker.check(description, abort.signal);
  abort.abort();
  assert.deepEqual(await first, []);
  assert.equal((await checker.check(description)).length, 1);
});

test('accepts the name of an HTTP scheme in any case', async () => {
  for (const version of ['3.0.4', '3.1.1', '3.2.0']) {
    const text = `openapi: ${version}\ninfo: { title: x, version: "1" }\npaths: {}\ncomponents: { securitySchemes: { a: { type: http, scheme: Bearer, bearerFormat: JWT }, b: { type: http, scheme: BASIC } } }\n`;
    assert.deepEqual(await invalid(text), []);
  }
});

const info = 'info: { title: x, version: "1" }';
const responses = 'responses: { "200": { description: x } }';

const messages: readonly [string, string, string][] = [
  [
    'a missing field',
    'openapi: 3.0.3\ninfo: { title: x }\npaths: {}\n',
    '/info "version" is missing from "info". Add it.',
  ],
  [
    'a field without a value',
    `openapi: 3.1.0\n${info}\npaths: { /a: { get: { summary: , ${responses} } } }\n`,
    '/paths/~1a/get/summary "summary" has no value. Add a string, or remove the field.',
  ],
  [
    'a value of the wrong type',
    `openapi: 3.0.3\n${info}\npaths: {}\ntags: { a: b }\n`,
    '/tags "tags" has the wrong type. Use an array.',
  ],
  [
    'an item of the wrong type',
    `openapi: 3.0.3\n${info}\npaths: { /a: { get: { tags: [[]], ${responses} } } }\n`,
    '/paths/~1a/get/tags/0 "tags[0]" has the wrong type. Use a string.',
  ],
  [
    'a value of none of several types',
    `openapi: 3.0.3\n${info}\npaths: {}\ncomponents: { schemas: { A: { additionalProperties: x } } }\n`,
    '/components/schemas/A/additionalProperties "additionalProperties" has the wrong type. Use an object or a boolean.',
  ],
  [
    'a value of another alternative',
    `openapi: 3.0.3\n${info}\npaths: {}\ncomponents: { securitySchemes: { a: { type: key } } }\n`,
    '/components/securitySchemes/a/type "type" is invalid or does not match the fields next to it. Correct its value or those fields.',
  ],
  [
    'a path without a slash',
    `openapi: 3.0.3\n${info}\npaths: { a: {} }\n`,
    '/paths/a "a" is not a path. Begin it with "/".',
  ],
  [
    'a status code',
    `openapi: 3.0.3\n${info}\npaths: { /a: { get: { responses: { "2000": { description: x } } } } }\n`,
    '/paths/~1a/get/responses/2000 "2000" is not a status code. Use a code such as "404", or "default".',
  ],
  [
    'the name of a component',
    `openapi: 3.1.0\n${info}\npaths: {}\ncomponents: { schemas: { "A B": {} } }\n`,
    '/components/schemas/A B "A B" is not a component name. Use only letters, digits, ".", "-" and "_".',
  ],
  [
    'a negative length',
    `openapi: 3.0.3\n${info}\npaths: {}\ncomponents: { schemas: { A: { type: string, maxLength: -1 } } }\n`,
    '/components/schemas/A/maxLength "maxLength" is out of range. Use a number of at least 0.',
  ],
  [
    'an empty list',
    `openapi: 3.0.3\n${info}\npaths: {}\ncomponents: { schemas: { A: { type: string, enum: [] } } }\n`,
    '/components/schemas/A/enum "enum" has too few items. Use at least 1 item.',
  ],
  [
    'a repeated item',
    `openapi: 3.0.3\n${info}\npaths: {}\ncomponents: { schemas: { A: { type: object, required: [a, a] } } }\n`,
    '/components/schemas/A/required "required" contains an item twice. Remove one of the two.',
  ],
  [
    'a repeated operation ID in 2.0',
    `swagger: "2.0"\n${info}\npaths: { /a: { get: { operationId: x, ${responses} }, put: { operationId: x, ${responses} } } }\n`,
    '/paths/~1a/put/operationId "x" is the "operationId" of two operations. Rename one of them.',
  ],
  [
    'a repeated parameter in 2.0',
    `swagger: "2.0"\n${info}\npaths: { /a: { get: { parameters: [{ name: q, in: query, type: string }, { name: q, in: query, type: integer }], ${responses} } } }\n`,
    '/paths/~1a/get/parameters/1/name "q" is the name of two query parameters. Remove or rename one of them.',
  ],
  [
    'an undeclared path parameter in 2.0',
    `swagger: "2.0"\n${info}\npaths: { "/a/{id}": { get: { ${responses} } } }\n`,
    '/paths/~1a~1{id} "/a/{id}" does not declare every parameter of its path. Add {id}.',
  ],
  [
    'a path parameter that one of two operations declares',
    `openapi: 3.1.0\n${info}\npaths: { "/a/{id}": { get: { parameters: [{ name: id, in: path, required: true, schema: {} }], ${responses} }, put: { ${responses} } } }\n`,
    '/paths/~1a~1{id}/put "PUT /a/{id}" does not declare every parameter of its path. Add {id}.',
  ],
  [
    'a placeholder that is in a path twice',
    `openapi: 3.2.0\n${info}\npaths: { "/a/{id}/b/{id}": { get: { parameters: [{ name: id, in: path, required: true, schema: {} }], ${responses} } } }\n`,
    '/paths/~1a~1{id}~1b~1{id}/get "{id}" is in the path of "GET /a/{id}/b/{id}" twice. Rename one of the two.',
  ],
  [
    'a scheme without its fields',
    `openapi: 3.0.3\n${info}\npaths: {}\ncomponents: { securitySchemes: { a: { type: http } } }\n`,
    '/components/securitySchemes/a "scheme" is missing from "a". Add it.',
  ],
  [
    'a body without a schema in 2.0',
    `swagger: "2.0"\n${info}\npaths: { /a: { post: { parameters: [{ name: order, in: body, required: true }], ${responses} } } }\n`,
    '/paths/~1a/post/parameters/0 "schema" is missing from "parameters[0]". Add it.',
  ],
  [
    'a scheme without a flow in 2.0',
    `swagger: "2.0"\n${info}\npaths: {}\nsecurityDefinitions: { login: { type: oauth2, authorizationUrl: "https://a.example/x", scopes: {} } }\n`,
    '/securityDefinitions/login "flow" is missing from "login". Add it.',
  ],
];

test('does not report known fields of an object with another error as unknown', async () => {
  const schemes = `a: { type: apikey, in: header, name: x }, b: { type: oauth2, flows: { implicit: { scopes: {} } } }`;
  for (const version of ['3.1.0', '3.2.0'])
    assert.deepEqual(
      await invalid(`openapi: ${version}\n${info}\npaths: {}\ncomponents: { securitySchemes: { ${schemes} } }\n`),
      [
        '/components/securitySchemes/a/type "type" has an invalid value. Use "apiKey", "http", "mutualTLS", "oauth2" or "openIdConnect".',
        '/components/securitySchemes/b/flows/implicit "authorizationUrl" is missing from "implicit". Add it.',
      ],
    );
});

test('reports an unknown field of an object with errors elsewhere', async () => {
  const found = await invalid(
    `openapi: 3.1.0\n${info}\nsecurityy: []\npaths: { /a: { get: { tags: x, ${responses} } } }\n`,
  );
  assert.deepEqual(found.map((line) => line.split(' ')[0]).sort(), ['/paths/~1a/get/tags', '/securityy']);
});

test('reports all errors that the schema does not express, in every version', async () => {
  for (const version of ['3.0.3', '3.1.0', '3.2.0']) {
    const paths = `{ "/users/{id}": { get: { operationId: x, ${responses} } }, /b: { get: { operationId: x, parameters: [{ name: zz, in: path, required: true, schema: {} }], ${responses} } } }`;
    assert.deepEqual(await invalid(`openapi: ${version}\n${info}\npaths: ${paths}\n`), [
      '/paths/~1users~1{id} "/users/{id}" does not declare every parameter of its path. Add {id}.',
      '/paths/~1b/get/operationId "x" is the "operationId" of two operations. Rename one of them.',
      '/paths/~1b/get/parameters/0/name "zz" is a path parameter, but the path does not contain it. Add it there, or remove it.',
    ]);
  }
});

test('reports no parameter as missing that a reference may declare', async () => {
  const path = (reference: string): string =>
    `openapi: 3.1.0\n${info}\npaths: { "/a/{id}": { parameters: [{ $ref: "${reference}" }], get: { ${responses} } } }\ncomponents: { parameters: { id: { name: id, in: path, required: true, schema: {} } } }\n`;
  assert.deepEqual(await invalid(path('#/components/parameters/id')), []);
  assert.deepEqual(await invalid(path('missing.yaml#/id')), []);
});

/** The parameters of `POST /a`, the place below them, and the message. */
const parameters2: readonly [string, string, string][] = [
  [
    '{ name: a, in: body, schema: {} }, { name: b, in: body, schema: {} }',
    '',
    '"POST /a" has 2 body parameters. Keep one of them.',
  ],
  [
    '{ name: a, in: body, schema: {} }, { name: b, in: formData, type: string }',
    '',
    '"POST /a" has body parameters and form parameters. Keep one kind.',
  ],
  [
    '{ name: id, in: path, required: true, type: string }',
    '/parameters/0/name',
    '"id" is a path parameter, but the path does not contain it. Add it there, or remove it.',
  ],
  [
    '{ name: f, in: formData, type: file }',
    '/parameters/0',
    '"POST /a" has a file parameter but no form media type. Add "multipart/form-data" to "consumes".',
  ],
  ['{ name: q, in: query, type: array }', '/parameters/0/type', '"q" is an array without "items". Add "items".'],
];

for (const [parameters, place, expected] of parameters2)
  test(`2.0: explains an error that the schema does not express: ${expected}`, async () => {
    const text = `swagger: "2.0"\n${info}\npaths: { /a: { post: { parameters: [${parameters}], ${responses} } } }\n`;
    assert.deepEqual(await invalid(text), [`/paths/~1a/post${place} ${expected}`]);
  });

for (const [subject, text, expected] of messages)
  test(`explains ${subject} and how to correct it`, async () => assert.deepEqual(await invalid(text), [expected]));
