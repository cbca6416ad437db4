import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { complete } from '../../server/src/engine/completion/complete.ts';
import type { Completion } from '../../server/src/engine/completion/completion.ts';
import type { Gateway } from '../../server/src/engine/config/config.ts';
import { createNavigator, NameIndexes, startsOf } from '../../server/src/engine/navigation/navigator.ts';
import { detectVersion } from '../../server/src/engine/openapi/version.ts';
import { rules } from '../../server/src/engine/rules/index.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import { createRandom, edits } from '../support/edits.ts';
import { describeTexts } from '../support/openapi.ts';

interface Options {
  readonly file?: string;
  readonly gateway?: Gateway;
  readonly files?: readonly string[];
  readonly reported?: readonly string[];
  /** The entry before a brace was opened. */
  readonly before?: string;
}

/** What is offered at `|` in one of the texts, of which the first is the entry. */
function offered(
  texts: Readonly<Record<string, string>>,
  { file, gateway, files = [], before, reported = [] }: Options = {},
) {
  const plain = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.replace('|', '')]));
  const [entryName = ''] = Object.keys(texts);
  const name = file ?? entryName;
  const documents = new Map(
    Object.entries(plain).map(([key, text]) => [`file:///d/${key}`, parseSource(`file:///d/${key}`, text)]),
  );
  const description = describeTexts(plain);
  const entry = documents.get(`file:///d/${entryName}`)!;
  const navigator = createNavigator({
    entry,
    version: detectVersion(entry)!.version,
    documents: [...documents.values()],
    starts: startsOf(description),
    loader: {
      load: (uri) => {
        const document = documents.get(uri);
        return document === undefined ? { failure: 'missing-file', message: '' } : { document };
      },
    },
    indexes: new NameIndexes(),
  });
  const document = documents.get(`file:///d/${name}`)!;
  const { items } = complete(document, texts[name]!.indexOf('|'), {
    navigator,
    description,
    unbroken: before === undefined ? description : describeTexts({ [entryName]: before }),
    gateway,
    rules: rules.map(({ meta }) => meta),
    reported: new Set(reported),
    files: files.map((one) => `file:///d/${one}`),
  });
  return { items, text: plain[name]! };
}

const labels = (...parameters: Parameters<typeof offered>): readonly string[] =>
  offered(...parameters).items.map(({ label }) => label);

/** The text after an item is chosen; `‸` where something is to be filled in. */
function chosen(text: string, label: string, name = 'a.yaml', options: Options = {}): string {
  const { items, text: plain } = offered({ [name]: text }, options);
  const item = items.find((one) => one.label === label);
  assert.ok(item, `${label} is not among ${items.map((one) => one.label).join(', ')}`);
  return plain.slice(0, item.replace.start) + filled(item) + plain.slice(item.replace.end);
}

function filled({ text, placeholders }: Completion): string {
  let marked = '';
  let last = 0;
  for (const { start, end } of placeholders) {
    marked += `${text.slice(last, start)}‸${text.slice(start, end)}`;
    last = end;
  }
  return marked + text.slice(last);
}

const schemes = `components:
  securitySchemes:
    oauth:
      type: oauth2
      description: Customers sign in.
      flows: { password: { tokenUrl: 'https://a.example', scopes: { read: Read it, write: Write it } } }
    key: { type: apiKey, in: header, name: X-Key }
`;

test('offers the schemes that are defined, in the style of the text', () => {
  const head = 'openapi: 3.1.0\n';
  assert.deepEqual(labels({ 'a.yaml': `${head}security:\n  - |\n${schemes}` }), ['oauth', 'key']);
  assert.deepEqual(labels({ 'a.yaml': `${head}security:\n  - oauth: []\n    |\n${schemes}` }), ['key']);
  const cases: readonly (readonly [string, string])[] = [
    ['security:\n  - |\n', 'security:\n  - oauth: [‸]\n'],
    ['security:\n  - oa|\n', 'security:\n  - oauth: [‸]\n'],
    ['security:\n  -|\n', 'security:\n  - oauth: [‸]\n'],
    ['security:\n  - oa|: [read]\n', 'security:\n  - oauth: [read]\n'],
    ['security:\n  - "oa|\n', 'security:\n  - "oauth": [‸]\n'],
    ["security:\n  - 'oa|'\n", "security:\n  - 'oauth': [‸]\n"],
    ['security:\n  |\n', 'security:\n  - oauth: [‸]\n'],
    ['security: |\n', 'security: [{ oauth: [‸] }]\n'],
    ['security:|\n', 'security: [{ oauth: [‸] }]\n'],
    ['security: [|]\n', 'security: [{ oauth: [‸] }]\n'],
    ['security: [{ |\n', 'security: [{ oauth: [‸]\n'],
    ['security: [{ o|: [] }]\n', 'security: [{ oauth: [] }]\n'],
  ];
  for (const [before, after] of cases)
    assert.equal(chosen(head + before + schemes, 'oauth'), head + after + schemes, before);
  assert.equal(chosen(`${head}security:\n  - |\n${schemes}`, 'key'), `${head}security:\n  - key: []\n${schemes}`);
  const { items } = offered({ 'a.yaml': `${head}security:\n  - |\n${schemes}` });
  assert.equal(items[0]?.detail, 'oauth2 password');
  assert.equal(items[0]?.documentation, 'Customers sign in.\n\nScopes: read, write');
});

const jsonSchemes = '"components": { "securitySchemes": { "key": { "type": "http", "scheme": "basic" } } }';

test('offers schemes in JSON, with quotes and commas', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['"security": [{ "|" }],', '"security": [{ "key": [] }],'],
    ['"security": [{ | }],', '"security": [{ "key": [] }],'],
    ['"security": [|],', '"security": [{ "key": [] }],'],
    ['"security": [{ "k|": [] }],', '"security": [{ "key": [] }],'],
    ['"security": [{ | "other": [] }],', '"security": [{ "key": [], "other": [] }],'],
  ];
  for (const [before, after] of cases) {
    const [head, tail] = ['{ "openapi": "3.1.0", ', ` ${jsonSchemes} }`];
    assert.equal(chosen(head + before + tail, 'key', 'a.json'), head + after + tail, before);
  }
  const broken = `{ "openapi": "3.1.0",\n"security": [{ "k|\n"x-a": 1,\n${jsonSchemes} }`;
  const whole = `{ "openapi": "3.1.0", ${jsonSchemes} }`;
  const value = `{ "openapi": "3.1.0",\n"security": |\n${jsonSchemes} }`;
  assert.ok(chosen(value, 'key', 'a.json', { before: whole }).includes('"security": [{ "key": [] }],\n"comp'));
  assert.ok(chosen(broken, 'key', 'a.json', { before: whole }).includes('"security": [{ "key": [],\n"x-a"'));
});

test('offers the scopes that the scheme declares', () => {
  const head = 'openapi: 3.1.0\nsecurity:\n  - oauth:';
  assert.deepEqual(labels({ 'a.yaml': `${head} [|]\n${schemes}` }), ['read', 'write']);
  assert.deepEqual(labels({ 'a.yaml': `${head} [read, |]\n${schemes}` }), ['write']);
  assert.deepEqual(labels({ 'a.yaml': `${head}\n      - read\n      - w|\n${schemes}` }), ['write']);
  assert.equal(chosen(`${head}\n      |\n${schemes}`, 'read'), `${head}\n      - read\n${schemes}`);
  assert.equal(chosen(`${head} |\n${schemes}`, 'read'), `${head} [read]\n${schemes}`);
  assert.equal(chosen(`${head} [re|\n${schemes}`, 'read'), `${head} [read\n${schemes}`);
  assert.deepEqual(labels({ 'a.yaml': `openapi: 3.1.0\nsecurity: [{ key: [|] }]\n${schemes}` }), []);
  const colons = schemes.replace('read: Read it', "'a:read': Read it");
  for (const typed of [' [a:|\n', ' [a:|]\n', '\n      - a:|\n', "\n      - 'a:|\n", ' [a:r|\n'])
    assert.deepEqual(labels({ 'a.yaml': `${head}${typed}${colons}` }), ['a:read'], typed);
});

test('offers targets of the right kind, quoted as the others are, with paths to other files', () => {
  const entry = (schema: string): string => `openapi: 3.1.0
paths:
  /a:
    $ref: ./b.yaml
  /b:
    get:
      responses:
        '200': { $ref: '#/components/responses/Ok' }
        '201':
          description: d
          content:
            application/json:
              schema: ${schema}
components:
  responses:
    Ok: { description: Fine. }
  schemas:
    Account: { type: object, description: An account. }
    Amount: { type: string }
`;
  const other = 'get: { responses: { "200": { $ref: "a.yaml#/components/responses/Ok" } } }\n';
  const texts = (schema: string) => ({ 'a.yaml': entry(schema), 'b.yaml': other });
  const files = ['a.yaml', 'b.yaml', 'schemas/money.yaml'];
  assert.deepEqual(labels(texts('{ $ref: | }'), { files }), [
    '#/components/schemas/Account',
    '#/components/schemas/Amount',
    './b.yaml',
    './schemas/money.yaml',
  ]);
  for (const typed of [
    '{ $ref: | }',
    "{ $ref: '|' }",
    "{ $ref: '#/comp|' }",
    '{ $ref: #/comp| }',
    "{ $ref: '#/comp| }",
  ]) {
    const closed = typed === "{ $ref: '#/comp| }" ? '' : ' }';
    const { items, text } = offered(texts(typed));
    const item = items.find(({ label }) => label === '#/components/schemas/Account');
    assert.ok(item, typed);
    const after = text.slice(0, item.replace.start) + item.text + text.slice(item.replace.end);
    assert.ok(after.includes(`{ $ref: '#/components/schemas/Account'${closed}`), `${typed}: ${after}`);
  }
  const fragment = { ...texts('{}'), 'b.yaml': 'get:\n  responses:\n    default:\n      $ref: |\n' };
  assert.deepEqual(labels(fragment, { file: 'b.yaml' }), ['./a.yaml#/components/responses/Ok']);
  const named = { ...texts('{}'), 'b.yaml': "get:\n  responses:\n    default:\n      $ref: './a.yaml#/|'\n" };
  assert.deepEqual(labels(named, { file: 'b.yaml' }), ['./a.yaml#/components/responses/Ok']);
});

const operation = (rest: string, more = ''): string => `openapi: 3.1.0
paths:
  /a:
    get:
      operationId: a
${rest}  /b: {}
${more}`;

test('offers the refusals that are not documented yet', () => {
  const responses = (lines: string): string => operation(`      responses:\n${lines}`);
  assert.deepEqual(labels({ 'a.yaml': responses("        '200': { description: ok }\n        |\n") }), [
    '401',
    '403',
    '429',
  ]);
  assert.deepEqual(labels({ 'a.yaml': responses("        '401': { description: ok }\n        '4|'\n") }), [
    '403',
    '429',
  ]);
  assert.equal(
    chosen(responses('        "200": { description: ok }\n        |\n'), '429'),
    responses(`        "200": { description: ok }
        "429":
          description: Too many requests. Try again after the time given in "Retry-After".
          headers:
            Retry-After:
              description: Seconds to wait before the next request.
              schema:
                type: integer
                minimum: 0
`),
  );
  const shared = 'components:\n  responses:\n    Unauthorized: { description: Sign in. }\n';
  const before = operation("      responses:\n        '200': {}\n        '4|\n", shared);
  const after = operation(
    "      responses:\n        '200': {}\n        '401':\n          $ref: '#/components/responses/Unauthorized'\n",
    shared,
  );
  assert.equal(chosen(before, '401'), after);
  const open = operation("      security: []\n      responses:\n        '200': {}\n        |\n");
  assert.deepEqual(labels({ 'a.yaml': open }), ['429']);
  const flow = operation("      responses: { '200': { description: ok }, | }\n");
  assert.ok(chosen(flow, '403').includes("}, '403': { description: The credential does not grant this operation. } }"));
});

test('offers headers of responses', () => {
  const text = operation(
    "      responses:\n        '429':\n          description: d\n          headers:\n            R|\n",
  );
  assert.deepEqual(labels({ 'a.yaml': text }), ['Retry-After', 'RateLimit', 'RateLimit-Policy']);
});

test('offers the rate-limit extension of the gateway in use, and our own', () => {
  const own = ['x-portcullis-ignore', 'x-portcullis-public', 'x-portcullis-role'];
  const kong = operation('      x-|\n', 'x-kong-name: a\n');
  assert.deepEqual(labels({ 'a.yaml': kong }), ['x-kong-plugin-rate-limiting', ...own]);
  assert.equal(
    chosen(kong, 'x-kong-plugin-rate-limiting'),
    operation(
      '      x-kong-plugin-rate-limiting:\n        enabled: true\n        config:\n          minute: ‸60\n          policy: local\n',
      'x-kong-name: a\n',
    ),
  );
  assert.deepEqual(labels({ 'a.yaml': operation('      x-|\n') }, { gateway: 'apisix' }), ['x-apisix-plugins', ...own]);
  assert.ok(labels({ 'a.yaml': operation('      x-|\n') }).length > 10);
  assert.deepEqual(labels({ 'a.yaml': 'openapi: 3.1.0\nx-tyk-a: 1\nx-|\npaths: {}\n' }), [
    'x-tyk-api-gateway',
    'x-portcullis-ignore',
  ]);
  assert.deepEqual(labels({ 'a.yaml': operation('      sum|\n') }), []);
});

test('offers rule ids and roles where they suppress or state something', () => {
  const only = (text: string): readonly string[] => labels({ 'a.yaml': text });
  const ignored = operation('      summary: a # portcullis-ignore missing-rate-l|\n');
  assert.deepEqual(only(ignored), ['missing-rate-limit']);
  assert.ok(chosen(ignored, 'missing-rate-limit').includes('# portcullis-ignore missing-rate-limit -- ‸state why\n'));
  const any = { 'a.yaml': operation('      summary: a # portcullis-ignore |\n') };
  assert.equal(labels(any, { reported: ['weak-cookie'] })[0], 'weak-cookie');
  assert.deepEqual(only(operation('      summary: a # portc|\n')), ['portcullis-ignore', 'portcullis-ignore-file']);
  const reasoned = operation(
    '      # portcullis-ignore-file public-operation, missing-rate-l| -- because\n      summary: a\n',
  );
  assert.ok(chosen(reasoned, 'missing-rate-limit').includes('public-operation, missing-rate-limit -- because\n'));
  const extension = operation('      x-portcullis-ignore:\n        missing-rate-l|\n');
  assert.ok(chosen(extension, 'missing-rate-limit').includes('        missing-rate-limit: ‸state why\n'));
  assert.deepEqual(only(operation('      x-portcullis-ignore: [missing-rate-l|]\n')), ['missing-rate-limit']);
  assert.deepEqual(only(operation('      x-portcullis-role: [log|]\n')), ['login', 'logout']);
});

test('offers operations, tags and schemas by their names', () => {
  const text = (link: string, tag = 'one', mapping = 'P'): string => `openapi: 3.1.0
tags:
  - name: one
    description: The first.
paths:
  /a:
    get:
      operationId: getA
      tags: [${tag}]
      responses:
        '200':
          description: ok
          links: { a: { ${link} } }
components:
  schemas:
    P:
      discriminator:
        propertyName: kind
        mapping: { p: ${mapping} }
`;
  assert.deepEqual(labels({ 'a.yaml': text('operationId: |') }), ['getA']);
  assert.deepEqual(labels({ 'a.yaml': text("operationRef: '|'") }), ['#/paths/~1a/get']);
  assert.deepEqual(labels({ 'a.yaml': text('operationId: getA', '|') }), ['one']);
  assert.deepEqual(labels({ 'a.yaml': text('operationId: getA', 'one', '|') }), ['P', '#/components/schemas/P']);
});

test('says nothing where the position is not about security or references', () => {
  const texts = [
    'op|\n',
    'openapi: 3.1.0\ninfo:\n  ti|\n',
    operation('      description: sec|\n'),
    operation('      |summary: a\n'),
    operation('      # a comment |\n'),
    operation('      parameters:\n        - na|\n'),
    operation(
      '      responses:\n        default:\n          content:\n            application/json:\n              example:\n                $ref: |\n',
    ),
    operation('      x-other:\n        security:\n          - |\n', schemes),
    `openapi: 3.1.0\ncomponents:\n  schemas:\n    A:\n      properties:\n        security:\n          - |\n`,
  ];
  for (const text of texts)
    assert.deepEqual(labels({ 'a.yaml': text.startsWith('op|') ? `openapi: 3.1.0\n${text}` : text }), [], text);
});

test('stays right while other parts are half typed', () => {
  const before = operation('      responses: { "200": { description: [\n', `security:\n  - |\n${schemes}`);
  assert.deepEqual(labels({ 'a.yaml': before }), ['oauth', 'key']);
  const within = operation('      security:\n        - |\n      responses: { "200": { description: [\n', schemes);
  assert.deepEqual(labels({ 'a.yaml': within }), ['oauth', 'key']);
});

test('whatever is typed, what is offered replaces the token at the position and nothing else', () => {
  const random = createRandom(Number(process.env['SEED'] ?? 1));
  const yaml = operation(
    '      security:\n        - oauth: [read]\n      responses: { "200": { $ref: "#/a" } }\n',
    schemes,
  );
  const json = JSON.stringify(parse(yaml), undefined, 2);
  let count = 0;
  for (const [name, text] of [
    ['a.yaml', yaml],
    ['a.json', json],
  ] as const) {
    for (const edited of edits(text, random, 400)) {
      const document = parseSource(`file:///d/${name}`, edited);
      const version = detectVersion(document)?.version ?? '3.1';
      const loader = { load: () => ({ failure: 'missing-file', message: '' }) as const };
      const navigator = createNavigator({
        entry: document,
        version,
        documents: [document],
        starts: new Map(),
        loader,
        indexes: new NameIndexes(),
      });
      for (let times = 0; times < 20; times++) {
        const offset = random.below(edited.length + 1);
        const { items } = complete(document, offset, {
          navigator,
          description: undefined,
          unbroken: undefined,
          gateway: undefined,
          rules: [],
          reported: new Set(),
          files: [],
        });
        for (const { replace } of items) {
          assert.ok(replace.start <= offset && replace.end >= offset && replace.end <= edited.length, edited);
          assert.ok(!/[\r\n]/.test(edited.slice(replace.start, replace.end)), edited);
          count++;
        }
      }
    }
  }
  assert.ok(count > 100);
});
