import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringify } from 'yaml';
import { cursorAt } from '../../server/src/engine/completion/cursor.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import type { SourceNode } from '../../server/src/engine/syntax/sourceNode.ts';

/** `path slot token` at `|`; a quote that is open stands before the token, `:` behind a key that has a colon. */
function at(marked: string, name = 'a.yaml'): string | undefined {
  const offset = marked.indexOf('|');
  const document = parseSource(`file:///${name}`, marked.replace('|', ''));
  const cursor = cursorAt(document, offset);
  if (cursor === undefined) return undefined;
  const { path, slot, token } = cursor;
  return `/${path.join('/')} ${slot} ${token.quote}${token.text}${token.hasColon ? ':' : ''}`.trimEnd();
}

const head = 'openapi: 3.1.0\npaths:\n  /a:\n    get:\n';

test('reads block style: keys, values, items, and lines that are still empty', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['op|', '/ key op'],
    ['openapi: 3.1.0\nsec|', '/ key sec'],
    ['openapi: 3.1.0\nsecurity:|', '/security value'],
    ['openapi: 3.1.0\nsecurity: |', '/security value'],
    ['openapi: 3.1.0\nsecurity:\n  |', '/security key'],
    ['openapi: 3.1.0\nsecurity:\n  -|', '/security/0 value'],
    ['openapi: 3.1.0\nsecurity:\n  - |', '/security/0 value'],
    ['openapi: 3.1.0\nsecurity:\n- o|', '/security/0 value o'],
    ['openapi: 3.1.0\nsecurity:\n- a: []\n- o|', '/security/1 value o'],
    ['openapi: 3.1.0\nsecurity:\n  - a: []\n  - b:\n      - x\n      - |', '/security/1/b/1 value'],
    ['openapi: 3.1.0\nsecurity:\n  - a: []\n    |', '/security/0 key'],
    ['openapi: 3.1.0\nsecurity:\n  - a: []\n    b|: []', '/security/0 key b:'],
    ['openapi: 3.1.0\nsecurity:\n  - a: []\n|', '/ key'],
    [`${head}      security:\n        - o|\n      responses: {}\n  /b: {}\n`, '/paths//a/get/security/0 value o'],
    [`${head}      responses:\n        '200': {}\n        |\n  /b: {}\n`, '/paths//a/get/responses key'],
    [`${head}      responses:\n        '200': {}\n        '4|'\n  /b: {}\n`, "/paths//a/get/responses key '4"],
    [`${head}      responses:\n        '200': {}\n        '4|\n  /b: {}\n`, "/paths//a/get/responses key '4"],
    [`${head}      x-|\n  /b: {}\n`, '/paths//a/get key x-'],
    [`${head}      description: |-\n        $ref: x|\n`.replace('|-', '>-'), undefined],
    [`${head}      # sec|\n`, undefined],
    [`${head}      tags: a # b|\n`, undefined],
    [`${head}      $ref: #/comp|\n`, '/paths//a/get/$ref value #/comp'],
    [`${head}      $ref: '#/comp|'\n`, "/paths//a/get/$ref value '#/comp"],
    [`${head}      $ref: "#/comp|\n  /b: {}\n`, '/paths//a/get/$ref value "#/comp'],
    [`${head}      description: 'a\n      sec|\n`, '/paths//a/get key sec'],
    [`${head}      responses: {\n       a: {\n       b: c }}\n      sec|\n`, '/paths//a/get key sec'],
    [`${head}      "sec|\n`, '/paths//a/get key "sec'],
  ];
  for (const [text, expected] of cases) {
    assert.equal(at(text), expected, text);
    assert.equal(at(text.replaceAll('\n', '\r\n')), expected, `${text} with CRLF`);
  }
});

test('reads flow style and JSON, closed or not', () => {
  const cases: readonly (readonly [string, string | undefined, string?])[] = [
    ['openapi: 3.1.0\nsecurity: [|', '/security/0 value'],
    ['openapi: 3.1.0\nsecurity: [|]\n', '/security/0 value'],
    ['openapi: 3.1.0\nsecurity: [{ o|', '/security/0 key o'],
    ['openapi: 3.1.0\nsecurity: [{ a: [], o| }]\n', '/security/0 key o'],
    ['openapi: 3.1.0\nsecurity: [{ a: [x, |] }]\n', '/security/0/a/1 value'],
    ['openapi: 3.1.0\nsecurity: [{ a: [x|', '/security/0/a/0 value x'],
    ['openapi: 3.1.0\nsecurity: [\n  { a: [x,\n    y|', '/security/0/a/1 value y'],
    ['openapi: 3.1.0\nsecurity: [{ a: [] |', undefined],
    [`${head}      schema: { $ref: '#/|' }\n`, "/paths//a/get/schema/$ref value '#/"],
    [`${head}      schema: { $ref: #/c| }\n`, '/paths//a/get/schema/$ref value #/c'],
    [`${head}      schema: { $ref: '#/\n  /b: { get: { security: [{ k|\n`, '/paths//b/get/security/0 key k'],
    ['{ "openapi": "3.1.0", "security": [{ "|" }] }', '/security/0 key "', 'a.json'],
    ['{ "openapi": "3.1.0", "security": [{ "o|" }] }', '/security/0 key "o', 'a.json'],
    ['{ "openapi": "3.1.0", "security": [{ "o|": [] }] }', '/security/0 key "o:', 'a.json'],
    ['{ "openapi": "3.1.0", "security": [{ "o|', '/security/0 key "o', 'a.json'],
    ['{\n  "openapi": "3.1.0",\n  "security": [{ "o": ["a", "|', '/security/0/o/1 value "', 'a.json'],
    [
      '{\n  "paths": {\n    "/a": {\n      "get": { "x": { "$ref": "#/|\n    }\n  }\n}\n',
      '/paths//a/get/x/$ref value "#/',
      'a.json',
    ],
    ['{ "openapi": "3.1.0" |}', undefined, 'a.json'],
    ['{ "openapi": |}', '/openapi value', 'a.json'],
    ['{ "openapi": "3.1.0", "paths": {\n "/a": {},\n "/b": { | }\n} }', '/paths//b key', 'a.json'],
  ];
  for (const [text, expected, name] of cases) {
    assert.equal(at(text, name), expected, text);
    assert.equal(at(text.replaceAll('\n', '\r\n'), name), expected, `${text} with CRLF`);
  }
});

test('finds the way to every key and value of a document in both formats', () => {
  const value = {
    openapi: '3.1.0',
    security: [{ a: ['x', 'y'] }],
    paths: { '/a': { get: { tags: ['t'], responses: { 200: { description: 'd' } } }, parameters: [{ name: 'n' }] } },
    components: { schemas: { A: { allOf: [{ type: 'object' }, { items: { type: 'string' } }] } } },
  };
  for (const [name, text] of [
    ['a.json', JSON.stringify(value, undefined, 2)],
    ['b.json', JSON.stringify(value)],
    ['a.yaml', stringify(value)],
    ['b.yaml', stringify(value, { indentSeq: false })],
    ['c.yaml', stringify(value, { collectionStyle: 'flow' })],
  ] as const) {
    const document = parseSource(`file:///${name}`, text);
    let count = 0;
    const visit = (node: SourceNode): void => {
      const children = [...node.ownEntries().map((entry) => entry.value), ...node.ownItems()];
      for (const child of children) visit(child);
      const range = node.keyRange;
      const path = node.pointer.replaceAll('~1', '/').replaceAll('~0', '~');
      const expectAt = (offset: number, expected: string): void => {
        const cursor = cursorAt(document, offset);
        assert.equal(cursor && `/${cursor.path.join('/')}`, expected, `${name} ${offset}`);
        count++;
      };
      if (range !== undefined) expectAt(range.end - 1, path.slice(0, path.lastIndexOf(`/${node.key}`)) || '/');
      if (node.kind === 'scalar') expectAt(node.end - 1, path);
    };
    visit(document.root!);
    assert.equal(count, 27);
  }
});
