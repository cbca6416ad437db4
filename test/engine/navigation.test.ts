import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { keyOf, NameIndex, rangeOfName } from '../../server/src/engine/navigation/names.ts';
import { type Navigator, navigatorOf, rangesOf } from '../../server/src/engine/navigation/navigator.ts';
import { outlineOf } from '../../server/src/engine/navigation/outline.ts';
import { grammarOf } from '../../server/src/engine/openapi/grammar.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import type { SourceDocument } from '../../server/src/engine/syntax/sourceDocument.ts';
import type { OffsetRange } from '../../server/src/engine/syntax/sourceNode.ts';
import { createRandom, edits } from '../support/edits.ts';
import { describeTexts } from '../support/openapi.ts';
import { countSteps } from '../support/steps.ts';

/** Texts by file name, the entry first. `|` in `at` is the position, which has to be unique in its file. */
function open(texts: Readonly<Record<string, string>>) {
  const description = describeTexts(texts);
  const navigator = navigatorOf(description);
  const documentOf = (file: string): SourceDocument => description.documents.get(`file:///d/${file}`)!;
  const [entry = ''] = Object.keys(texts);
  return {
    /** What stands there, and the places of its definitions and uses. */
    look(at: string, file = entry): { name: string; definitions: readonly string[]; uses: readonly string[] } {
      return lookAt(navigator, documentOf(file), at);
    },
  };
}

function lookAt(navigator: Navigator, document: SourceDocument, at: string) {
  const cursor = at.indexOf('|');
  const text = at.replace('|', '');
  const start = document.text.indexOf(text);
  assert.ok(start >= 0 && document.text.indexOf(text, start + 1) < 0, `"${text}" is not unique`);
  const name = navigator.nameAt(document, start + cursor);
  if (name === undefined) return { name: '', definitions: [], uses: [] };
  return {
    name: `${name.role} of ${name.kind} ${name.text}`,
    definitions: navigator.definitionsOf(name).map((one) => placeOf(one.node.document, rangesOf(one).name)),
    uses: navigator.usesOf(name).map((one) => placeOf(one.node.document, rangeOfName(one))),
  };
}

/** `file:line text`, 1-based. */
function placeOf(document: SourceDocument, { start, end }: OffsetRange): string {
  const line = document.text.slice(0, start).split('\n').length;
  return `${document.uri.split('/').at(-1)}:${line} ${document.text.slice(start, end)}`;
}

const yaml = `openapi: 3.1.0
security:
  - oauth: [accounts:read]
tags:
  - name: accounts
paths:
  /accounts:
    get:
      operationId: listAccounts
      tags: [accounts]
      security:
        - 'oauth':
            - accounts:read
            - unknown:scope
          missing: []
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Account' }
              example: { $ref: '#/components/schemas/Account' }
          links:
            next: { operationId: listAccounts }
            same: { operationRef: '#/paths/~1accounts/get' }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://a.example
          scopes: { 'accounts:read': Read }
        password:
          tokenUrl: https://a.example
          scopes: { 'accounts:read': Read }
  schemas:
    Account:
      discriminator:
        propertyName: kind
        mapping:
          plain: Account
          other: '#/components/schemas/Account'
          file: ./more.json#/Saving
      properties:
        $ref: { type: string }
        security: { $ref: './more.json#/Saving' }
        items: { $ref: '#/components/schemas/Gone' }
`;
const json = `{
  "Saving": { "type": "object", "properties": { "account": { "$ref": "a.yaml#/components/schemas/Account" } } }
}
`;

test('finds what names mean, where they are defined and where they are used, across files and formats', () => {
  const { look } = open({ 'a.yaml': yaml, 'more.json': json });
  const account = {
    definitions: ['a.yaml:38 Account'],
    uses: [
      'a.yaml:21 #/components/schemas/Account',
      'a.yaml:42 Account',
      'a.yaml:43 #/components/schemas/Account',
      'more.json:2 a.yaml#/components/schemas/Account',
    ],
  };
  assert.deepEqual(look("schema: { $ref: '#/comp|onents"), {
    name: 'use of reference #/components/schemas/Account',
    ...account,
  });
  assert.deepEqual(look('    Acc|ount:'), { name: 'definition of object Account', ...account });
  assert.deepEqual(look('plain: Ac|count'), { name: 'use of schema Account', ...account });
  assert.deepEqual(look('"a.yaml#/comp|', 'more.json').definitions, account.definitions);
  const saving = ['more.json:2 Saving'];
  assert.deepEqual(look('file: ./mor|e').definitions, saving);
  assert.deepEqual(look('"Sav|ing"', 'more.json'), {
    name: 'definition of object Saving',
    definitions: saving,
    uses: ['a.yaml:44 ./more.json#/Saving', 'a.yaml:47 ./more.json#/Saving'],
  });
});

test('finds schemes and scopes, with the scopes of all flows', () => {
  const { look } = open({ 'a.yaml': yaml, 'more.json': json });
  const scheme = { definitions: ['a.yaml:28 oauth'], uses: ['a.yaml:3 oauth', 'a.yaml:12 oauth'] };
  assert.deepEqual(look("- '|oauth'"), { name: 'use of scheme oauth', ...scheme });
  assert.deepEqual(look('    oauth|:\n'), { name: 'definition of scheme oauth', ...scheme });
  const scope = {
    definitions: ['a.yaml:33 accounts:read', 'a.yaml:36 accounts:read'],
    uses: ['a.yaml:3 accounts:read', 'a.yaml:13 accounts:read'],
  };
  assert.deepEqual(look('oauth: [acc|'), { name: 'use of scope accounts:read', ...scope });
  assert.deepEqual(look("scopes: { '|accounts:read': Read }\n        password"), {
    name: 'definition of scope accounts:read',
    ...scope,
  });
  const unknown = { name: 'use of scope unknown:scope', definitions: [], uses: ['a.yaml:14 unknown:scope'] };
  assert.deepEqual(look('unknown|:scope'), unknown);
  assert.deepEqual(look('miss|ing: []'), {
    name: 'use of scheme missing',
    definitions: [],
    uses: ['a.yaml:15 missing'],
  });
});

test('finds operations by id and by reference, and tags', () => {
  const { look } = open({ 'a.yaml': yaml, 'more.json': json });
  const uses = ['a.yaml:24 listAccounts', 'a.yaml:25 #/paths/~1accounts/get'];
  assert.deepEqual(look('operationId: list|Accounts }'), {
    name: 'use of operation listAccounts',
    definitions: ['a.yaml:9 listAccounts'],
    uses,
  });
  assert.deepEqual(look("operationRef: '#|").uses, uses);
  assert.deepEqual(look('    g|et:'), { name: 'definition of object get', definitions: ['a.yaml:8 get'], uses });
  assert.deepEqual(look('tags: [acc|'), {
    name: 'use of tag accounts',
    definitions: ['a.yaml:5 accounts'],
    uses: ['a.yaml:10 accounts'],
  });
});

test('knows no names in examples, and none where properties only look like fields', () => {
  const { look } = open({ 'a.yaml': yaml, 'more.json': json });
  assert.equal(look("example: { $ref: '#|").name, '');
  assert.equal(look('$ref: { ty|pe').name, '');
  assert.deepEqual(look('schemas/Go|ne'), {
    name: 'use of reference #/components/schemas/Gone',
    definitions: [],
    uses: ['a.yaml:48 #/components/schemas/Gone'],
  });
});

test('finds names in shared files as the description reads them, its schemes in them, and whole files', () => {
  const { look } = open({
    'a.json': `{ "openapi": "3.0.3", "paths": { "/a": { "$ref": "paths/a.yaml" } },
  "components": { "$ref": "common.yaml#/components" } }`,
    'paths/a.yaml': `get:
  security: [{ key: [] }]
  responses:
    default: { $ref: '../common.yaml#/components/responses/Error' }
`,
    'common.yaml': `components:
  securitySchemes:
    key: { type: apiKey, in: header, name: k }
  responses:
    Error: { description: e }
    Unused: { $ref: '#/components/responses/Error' }
`,
  });
  assert.deepEqual(look('[{ ke|y', 'paths/a.yaml').definitions, ['common.yaml:3 key']);
  assert.deepEqual(look('    ke|y:', 'common.yaml').uses, ['a.yaml:2 key']);
  assert.deepEqual(look('    Err|or:', 'common.yaml').uses, [
    'a.yaml:4 ../common.yaml#/components/responses/Error',
    'common.yaml:6 #/components/responses/Error',
  ]);
  assert.deepEqual(look('paths/|a.yaml').definitions, ['a.yaml:1 ']);
});

test('finds schemes by URI in OpenAPI 3.2, parents of tags and default mappings', () => {
  const { look } = open({
    'a.yaml': `openapi: 3.2.0
tags: [{ name: top }, { name: below, parent: top }]
paths:
  /a:
    get:
      security: [{ './s.yaml#/components/securitySchemes/x': [go] }, { x: [] }]
components:
  securitySchemes:
    x: { $ref: './s.yaml#/components/securitySchemes/x' }
  schemas:
    A: { discriminator: { propertyName: k, defaultMapping: B } }
    B: {}
`,
    's.yaml': `components:
  securitySchemes:
    x: { type: oauth2, flows: { password: { scopes: { go: '' } } } }
`,
  });
  assert.deepEqual(look("[{ './s|").definitions, ['s.yaml:3 x']);
  assert.deepEqual(look('[g|o]').definitions, ['s.yaml:3 go']);
  assert.deepEqual(look('scopes: { g|o', 's.yaml').uses, ['a.yaml:6 go']);
  assert.deepEqual(look('    x|: { type', 's.yaml').uses, [
    'a.yaml:6 ./s.yaml#/components/securitySchemes/x',
    'a.yaml:9 ./s.yaml#/components/securitySchemes/x',
  ]);
  assert.deepEqual(look('parent: t|op').definitions, ['a.yaml:2 top']);
  assert.deepEqual(look('defaultMapping: |B').definitions, ['a.yaml:12 B']);
});

test('finds definitions and uses in Swagger 2.0, and groups of tags', () => {
  const { look } = open({
    'a.yaml': `swagger: "2.0"
tags: [{ name: one }]
x-tagGroups: [{ name: all, tags: [one] }]
paths:
  /a:
    get:
      security: [{ o: [read] }]
      parameters: [{ $ref: '#/parameters/P' }]
      responses: { 200: { schema: { $ref: '#/definitions/D' } } }
parameters:
  P: { name: p, in: query, type: string }
definitions:
  D: { type: object }
securityDefinitions:
  o: { type: oauth2, flow: implicit, scopes: { read: '' } }
`,
  });
  assert.deepEqual(look('[{ o|: [').definitions, ['a.yaml:15 o']);
  assert.deepEqual(look('scopes: { re|ad').uses, ['a.yaml:7 read']);
  assert.deepEqual(look('parameters/|P').definitions, ['a.yaml:11 P']);
  assert.deepEqual(look('  D|: {').uses, ['a.yaml:9 #/definitions/D']);
  assert.deepEqual(look('[{ name: o|ne').uses, ['a.yaml:3 one']);
});

test('finds names in what aliases and merge keys bring in', () => {
  const { look } = open({
    'a.yaml': `openapi: 3.1.0
x-common: &common
  security: [{ key: [] }]
  tags: &tags [one]
paths:
  /a:
    get:
      <<: *common
    put:
      tags: *tags
components:
  securitySchemes: { key: { type: http, scheme: basic } }
`,
  });
  assert.deepEqual(look('[{ k|ey').definitions, ['a.yaml:12 key']);
  assert.deepEqual(look('securitySchemes: { k|ey').uses, ['a.yaml:3 key']);
  assert.equal(look('&tags [o|ne').name, 'use of tag one');
});

test('keeps names where the text is broken elsewhere', () => {
  const { look } = open({
    'a.yaml': `openapi: 3.1.0
paths:
  /broken:
    get: { security: [
  /a:
    get:
      security: [{ key: [] }]
components:
  securitySchemes:
    key: { type: http, scheme: basic }
`,
  });
  assert.deepEqual(look('security: [{ k|ey').definitions, ['a.yaml:10 key']);
  assert.deepEqual(look('    k|ey: {').uses, ['a.yaml:7 key']);
});

test('the index of names equals a fresh one after every edit', () => {
  const random = createRandom(Number(process.env['SEED'] ?? 1));
  const starts = new Map([['', 'OpenAPI']] as const);
  const reading = { grammar: grammarOf('3.1'), starts };
  const asJson = JSON.stringify(parse(yaml), undefined, 2);
  const aliased = yaml.replace('security:\n  -', 'security: &s\n  -').replace('tags: [accounts]', 'security: *s');
  for (const text of [yaml, asJson, aliased]) {
    const uri = text === asJson ? 'file:///a.json' : 'file:///a.yaml';
    const index = new NameIndex();
    let document = parseSource(uri, text);
    index.update(document, reading);
    for (const edited of edits(text, random, 300)) {
      document = parseSource(uri, edited, { previous: document });
      const fresh = new NameIndex().update(parseSource(uri, edited), reading);
      assert.deepEqual(namesOf(index.update(document, reading)), namesOf(fresh), edited);
    }
  }
});

function namesOf(index: NameIndex): readonly string[] {
  const names = [...index.all()];
  for (const name of names) assert.ok([...index.get(keyOf(name))].includes(name));
  return names.map((name) => `${rangeOfName(name).start} ${name.role} ${name.kind} ${name.text}`);
}

const many = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('');

/** Documents in which one name is used as often as the document is long, and defined as often. */
const repeated: Readonly<Record<string, (count: number) => readonly [text: string, at: string]>> = {
  'a scope in many flows': (count) => [
    `openapi: 3.1.0\nsecurity:\n${many(count, () => '  - o: [read]\n')}components:\n  securitySchemes:\n    o:\n      flows:\n${many(count, (index) => `        f${index}: { scopes: { read: a } }\n`)}`,
    '[read]',
  ],
  'an operationId that is written many times': (count) => [
    `openapi: 3.1.0\npaths:\n${many(count, (index) => `  /${index}: { get: { operationId: same, responses: { 200: { links: { a: { operationId: same } } } } } }\n`)}`,
    'same',
  ],
  'references to one schema': (count) => [
    `openapi: 3.1.0\ncomponents:\n  schemas:\n    A: {}\n${many(count, (index) => `    B${index}: { $ref: '#/components/schemas/A' }\n`)}`,
    'A: {}',
  ],
  'tags of many names': (count) => [
    `openapi: 3.1.0\ntags:\n${many(count, (index) => `  - name: t${index}\n`)}paths:\n${many(count, (index) => `  /${index}: { get: { tags: [t0] } }\n`)}`,
    't0]',
  ],
};

for (const [what, write] of Object.entries(repeated)) {
  test(`the work for ${what} grows with the document`, () => {
    const stepsOf = (count: number): number => {
      const [text, at] = write(count);
      const navigator = navigatorOf(describeTexts({ 'a.yaml': text }));
      const { entry } = navigator.sources;
      let found = 0;
      const steps = countSteps(() => {
        const name = navigator.nameAt(entry, text.indexOf(at) + 1);
        if (name !== undefined) found = navigator.usesOf(name).length;
        found += outlineOf(entry, navigator.reading(entry)).length;
      });
      assert.ok(found >= count);
      return steps;
    };
    const [small, large] = [stepsOf(100), stepsOf(400)];
    assert.ok(large < small * 5.5, `${small} steps became ${large}`);
  });
}
