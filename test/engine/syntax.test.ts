import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import type { SourceNode } from '../../server/src/engine/syntax/sourceNode.ts';
import { toValue } from '../../server/src/engine/syntax/toValue.ts';

const yaml = (text: string) => parseSource('file:///a.yaml', text);
const json = (text: string) => parseSource('file:///a.json', text);
const plain = (text: string): string => JSON.stringify(toValue(yaml(text).root as SourceNode));
const codes = (document: { problems: readonly { code: string }[] }): string[] =>
  document.problems.map(({ code }) => code);

/** Each node with its text and pointer, keys included: what a reader can check by eye. */
function shown(text: string, document = yaml(text)): string[] {
  const lines: string[] = [];
  const visit = (node: SourceNode): void => {
    const key = node.keyRange === undefined ? '' : `${text.slice(node.keyRange.start, node.keyRange.end)} → `;
    if (node.kind === 'scalar' || node.kind === 'alias')
      lines.push(`${node.pointer}: ${key}${text.slice(node.start, node.end)}`);
    for (const { value } of node.ownEntries()) visit(value);
    for (const item of node.ownItems()) visit(item);
  };
  if (document.root !== undefined) visit(document.root);
  return lines;
}

const positions: readonly [string, string, readonly string[]][] = [
  ['CRLF', 'a: 1\r\nb:\r\n  c: "x"\r\n', ['/a: a → 1', '/b/c: c → "x"']],
  ['a byte order mark', '\uFEFFa: 1\nb: 2\n', ['/a: a → 1', '/b: b → 2']],
  ['surrogate pairs and combining marks', '"🔒é": "e\u0301 🔑"\nb: 2\n', ['/🔒é: "🔒é" → "e\u0301 🔑"', '/b: b → 2']],
  ['quotes are part of a scalar', "a: 'it''s'\nb: \"\\u0041\"\n", ["/a: a → 'it''s'", '/b: b → "\\u0041"']],
  [
    'block scalars begin at their header',
    'a: |-\n  one\n  two\nb: >\n  three\n\n',
    ['/a: a → |-\n  one\n  two', '/b: b → >\n  three'],
  ],
  [
    'absent values stand behind their indicator',
    'a:\nb:\n  - \n  - 1\nc: {d: , e}\n',
    ['/a: a → ', '/b/0: ', '/b/1: 1', '/c/d: d → ', '/c/e: e → '],
  ],
  [
    'keys that are no text',
    '200: a\nnull: b\ntrue: c\n1.5: d\n',
    ['/200: 200 → a', '/null: null → b', '/true: true → c', '/1.5: 1.5 → d'],
  ],
  [
    'sequences at the indentation of their key',
    'a:\n- b: 1\n  c: 2\n- - 3\n',
    ['/a/0/b: b → 1', '/a/0/c: c → 2', '/a/1/0: 3'],
  ],
  ['comments anywhere', '# 1\na: # 2\n  # 3\n  b: 1 # 4\n# 5\n', ['/a/b: b → 1']],
];

for (const [name, text, expected] of positions)
  test(`positions: ${name}`, () => assert.deepEqual(shown(text), expected));

test('reads scalars by the YAML 1.2 core schema', () => {
  const text = 'a: [yes, on, No, true, null, ~, 012, 0o14, 0x1F, 1e3, .5, -1, 1_000, 2024-01-01, "1", 1:30, .inf]';
  assert.equal(
    plain(text),
    '{"a":["yes","on","No",true,null,null,12,12,31,1000,0.5,-1,"1_000","2024-01-01","1","1:30",null]}',
  );
});

test("follows aliases and merge keys, and prefers a map's own keys", () => {
  const text = 'base: &b { x: 1, y: 2 }\nother: &o { z: 3, y: 9 }\nd:\n  <<: [*b, *o]\n  y: 3\ne: *b\n';
  assert.equal(plain(text), '{"base":{"x":1,"y":2},"other":{"z":3,"y":9},"d":{"y":3,"x":1,"z":3},"e":{"x":1,"y":2}}');
  assert.equal(yaml(text).root?.at('e', 'x')?.pointer, '/base/x');
});

test('resolves anchors across chunks to their latest definition', () => {
  assert.equal(
    plain('paths:\n  /a: &p {x: 1}\n  /b: *p\n  /c: &p {x: 2}\n  /d: *p\n'),
    '{"paths":{"/a":{"x":1},"/b":{"x":1},"/c":{"x":2},"/d":{"x":2}}}',
  );
});

test('ends at alias cycles, exponential aliases and long merge chains', () => {
  assert.equal(plain('a: &a\n  b: *a\n  c: 1\n'), '{"a":{"b":null,"c":1}}');
  const laughs = [
    'a0: &a0 [x]',
    ...Array.from(
      { length: 12 },
      (_, index) => `a${index + 1}: &a${index + 1} [${Array(9).fill(`*a${index}`).join(', ')}]`,
    ),
  ].join('\n');
  assert.deepEqual(
    yaml(laughs).problems.map(({ code }) => code),
    ['too-many-aliases'],
  );
  const chain = [
    'm0: &m0 {k0: 1}',
    ...Array.from({ length: 300 }, (_, index) => `m${index + 1}: &m${index + 1}\n  <<: *m${index}\n  k${index + 1}: 1`),
  ].join('\n');
  assert.equal(yaml(chain).root?.get('m300')?.entries().length, 301);
});

for (const [name, first, line] of [
  ['a chain that doubles', 'a0: &a0 text', (index: number) => `&a${index} [*a${index - 1}, *a${index - 1}]`],
  ['a chain that grows', 'a0: &a0 text', (index: number) => `&a${index} [*a${index - 1}]`],
  ['a long text', `a0: &a0 ${'long '.repeat(1_000)}`, () => '[*a0]'],
] as const) {
  test(`aliases repeat a bounded number of characters, and the first that is not followed is a problem: ${name}`, () => {
    const lines = Array.from({ length: 3_000 }, (_, index) => `a${index + 1}: ${line(index + 1)}\n`);
    const document = yaml(`${first}\n${lines.join('')}`);
    const aliases = document.root!.ownEntries().flatMap(({ value }) => value.ownItems());
    const isCut = aliases.map((alias) => alias.resolved === alias);
    const cut = isCut.indexOf(true);
    assert.ok(cut > 30 && isCut.every((is, index) => is === index >= cut));
    const [problem, ...others] = document.problems;
    assert.equal(problem?.code, 'too-many-aliases');
    assert.match(problem.message, /more than 10,000,000 characters/);
    assert.equal(problem.range.start, aliases[cut]!.start);
    assert.deepEqual(others, []);
  });
}

test('lets many aliases repeat a map of ordinary size', () => {
  const uses = Array.from({ length: 2_000 }, (_, index) => `u${index}: *w\n`).join('');
  const document = yaml(`w: &w {text: ${'word '.repeat(400)}}\n${uses}`);
  assert.deepEqual(document.problems, []);
});

/** `count` maps that merge a map of `size` entries; `merge` writes what stands behind `<<: `. */
function merging(count: number, size: number, merge = '*w'): string {
  const wide = Array.from({ length: size }, (_, index) => `k${index}: ${index}`).join(', ');
  const maps = Array.from({ length: count }, (_, index) => `u${index}: {<<: ${merge}, own: 1}\n`);
  return `w: &w {${wide}}\nl: &l [*w]\n${maps.join('')}`;
}

for (const merge of ['*w', '[*w]', '*l', '{<<: *w}', '[{<<: [*w]}]']) {
  test(`merge keys bring in a bounded number of entries, and the first that is not followed is a problem: ${merge}`, () => {
    const document = yaml(merging(2000, 1000, merge));
    const sizes = Array.from({ length: 2000 }, (_, index) => document.root!.get(`u${index}`)!.entries().length);
    const cut = sizes.indexOf(1);
    assert.ok(cut > 0 && sizes.every((size, index) => size === (index < cut ? 1001 : 1)));
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 110_000);
    assert.equal(document.root!.at(`u${cut - 1}`, 'k999')?.scalar, 999);
    assert.equal(document.root!.at(`u${cut}`, 'k999'), undefined);
    const [problem, ...others] = document.problems;
    assert.equal(problem?.code, 'too-many-merged-entries');
    assert.match(problem.message, /more than 100,000 entries/);
    assert.ok(document.text.slice(document.root!.get(`u${cut}`)!.start, problem.range.end).endsWith('<<'));
    assert.deepEqual(others, []);
  });
}

test('lets many maps merge a map of ordinary size', () => {
  const document = yaml(merging(2000, 20));
  assert.deepEqual(document.problems, []);
  assert.equal(document.root!.get('u1999')!.entries().length, 21);
});

const nested: readonly (readonly [name: string, file: string, before: string, open: string, after: string])[] = [
  ['open brackets', 'a.yaml', 'a: 1\nx: ', '[', '\nz: 2\n'],
  ['open braces', 'a.yaml', 'a: 1\nx: ', '{b: ', '\nz: 2\n'],
  ['dashes', 'a.yaml', 'a: 1\nx:\n  ', '- ', '1\nz: 2\n'],
  ['question marks', 'a.yaml', 'a: 1\nx:\n  ', '? ', '1\nz: 2\n'],
  ['brackets in text that is broken before', 'a.yaml', 'a: 1\nx: ["b" "c", ', '[', '\nz: 2\n'],
  ['open brackets', 'a.json', '{\n  "a": 1,\n  "x": ', '[', '\n}\n'],
  ['open braces', 'a.json', '{\n  "a": 1,\n  "x": ', '{"b": ', '\n}\n'],
  ['brackets in one line', 'a.json', '{"a":1,"x":', '[', '}'],
  ['brackets behind a comment', 'a.jsonc', '{\n  // c\n  "a": 1,\n  "x": ', '[', '\n}\n'],
];

for (const [name, file, before, open, after] of nested) {
  for (const count of [600, 100_000]) {
    test(`reports where the text becomes too deep, and reads what is before: ${count} ${name} in ${file}`, () => {
      const document = parseSource(`file:///${file}`, before + open.repeat(count) + after);
      const deep = document.problems.filter(({ code }) => code === 'nesting-too-deep');
      assert.equal(deep.length, 1);
      assert.match(deep[0]!.message, /more than 500 levels/);
      const level = (deep[0]!.range.start - before.length) / open.length;
      assert.ok(level > 495 && level < 505, `reported at level ${level}`);
      assert.equal(document.root?.get('a')?.scalar, 1);
      if (file === 'a.yaml' && name !== 'brackets in text that is broken before') {
        assert.equal(document.root?.get('z')?.scalar, 2);
      }
      let depth = 0;
      for (
        let level = document.root?.get('x');
        level !== undefined;
        level = level.items()[0] ?? level.entries()[0]?.value
      )
        depth++;
      assert.ok(depth < 510, `${depth} levels are in the tree`);
    });
  }
}

test('reports nesting that is too deep for closed brackets as for open ones', () => {
  for (const file of ['a.yaml', 'a.json']) {
    const text = `{"a": 1, "x": ${'['.repeat(600)}${']'.repeat(600)}}`;
    const { problems, root } = parseSource(`file:///${file}`, text);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['nesting-too-deep'],
    );
    assert.equal(root?.get('a')?.scalar, 1);
  }
});

test('shows the first hundred problems of broken JSON, and the number of the others', () => {
  const { problems } = parseSource('file:///a.json', `{"a": [1${' 1'.repeat(5000)}]}`);
  assert.equal(problems.length, 101);
  const last = problems.at(-1);
  assert.equal(last?.code, 'more-problems');
  assert.match(last.message, /^4900 more problems from here on are not shown\./);
  assert.ok(problems.every(({ range }) => range.start <= last.range.start));
});

test('reports a file of more than 64 MB instead of reading it', () => {
  const { problems, root } = parseSource('file:///a.yaml', ' '.repeat(64 * 1024 * 1024 + 1));
  assert.equal(root, undefined);
  assert.match(problems[0]?.message ?? '', /larger than 64 MB/);
});

test('treats names of JavaScript properties as data', () => {
  const root = yaml('__proto__: {polluted: 1}\nconstructor: 2\ntoString: 3\nhasOwnProperty: 4\n').root;
  assert.deepEqual(
    root?.entries().map(({ key }) => key),
    ['__proto__', 'constructor', 'toString', 'hasOwnProperty'],
  );
  assert.equal(root?.get('valueOf'), undefined);
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
});

const broken: readonly [string, string, readonly string[], string][] = [
  [
    'a key without colon',
    'openapi: 3.1.0\ninfo\npaths:\n  /a: 1\n',
    ['missing-colon'],
    '{"openapi":"3.1.0","paths":{"/a":1}}',
  ],
  ['an unclosed quote', 'a: "x\nb: 2\nc: 3\n', ['missing-char'], '{"a":"x","b":2,"c":3}'],
  ['an unclosed bracket', 'a: [1,\nb: 2\n', ['bad-indent'], '{"a":[1],"b":2}'],
  ['a tab as indentation', 'a:\n\tb: 1\nc: 2\n', ['tab-as-indent'], '{"c":2}'],
];

for (const [name, text, expected, value] of broken) {
  test(`broken: ${name}: one problem, and the rest is whole`, () => {
    const document = yaml(text);
    assert.deepEqual(codes(document), expected);
    assert.ok(document.isBroken);
    const rest = JSON.parse(value) as Record<string, unknown>;
    const actual = JSON.parse(JSON.stringify(toValue(document.root as SourceNode))) as Record<string, unknown>;
    for (const key of Object.keys(rest)) assert.deepEqual(actual[key], rest[key], key);
  });
}

test('accepts a closing bracket at the indentation of its key', () => {
  assert.equal(plain('a: {\n  "b": 1,\n  "c": [\n    2\n]\n}\nd: 4\n'), '{"a":{"b":1,"c":[2]},"d":4}');
  assert.equal(yaml('a: {\n  "b": 1\n}\nd: 4\n').problems.length, 0);
});

test('reports duplicate keys once with the first place, and keeps both values', () => {
  const text = 'paths:\n  /a: 1\n  /a: 2\n200: x\n"200": y\n';
  const document = yaml(text);
  assert.deepEqual(
    document.problems.map(({ code, range, related }) => [
      code,
      text.slice(range.start, range.end),
      related?.[0]?.range.start,
    ]),
    [
      ['duplicate-key', '/a', 9],
      ['duplicate-key', '"200"', 23],
    ],
  );
  assert.equal(document.isBroken, false);
  assert.equal(document.root?.at('paths', '/a')?.scalar, 2);
});

test('reads several documents in a file, unknown tags and binary files', () => {
  assert.deepEqual(codes(yaml('a: 1\n---\nb: 2\n')), ['multiple-documents']);
  assert.equal(plain('---\na: !Ref x\nb: !!python/object y\nc: !!binary aGk=\n'), '{"a":"x","b":"y","c":"aGk="}');
  assert.deepEqual(codes(yaml('a: \0')), ['binary']);
  for (const text of ['', '  \n', '# only a comment\n', '\uFEFF']) assert.equal(yaml(text).root, undefined);
});

test('reports comments, trailing commas and single quotes in JSON', () => {
  assert.deepEqual(codes(json('{"a": 1, /* c */ "b": [1,], \'c\': 2}')).slice(0, 2), [
    'invalid-comment-token',
    'value-expected',
  ]);
  assert.deepEqual(codes(parseSource('file:///a.jsonc', '{"a": 1, // c\n "b": [1,]}')), []);
  assert.equal(
    JSON.stringify(toValue(json('{"a": {"b": [1, {"c": "\\ud800"}]}}').root as SourceNode)),
    '{"a":{"b":[1,{"c":"\\ud800"}]}}',
  );
});

test('reads any nesting without exhausting the stack', () => {
  for (const text of [
    '['.repeat(100_000),
    '{"a":'.repeat(20_000),
    Array.from({ length: 5000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
  ]) {
    assert.ok(yaml(text).problems.length > 0);
    json(text);
  }
});

const sample = `openapi: 3.1.0
info: { title: "A", version: '1' }
servers:
  - url: &u https://a.example
paths:
  /a:
    get:
      description: |
        text: with colon
         # no comment
      security: [{ k: [] }]
      responses: { "200": { description: ok } }
  "/b":
    $ref: "#/paths/~1a"
components:
  securitySchemes:
    k: { type: apiKey, in: header, name: *u }
`;

test('reads every prefix and damaged text without an exception, and keeps the chunks that are not damaged', () => {
  const before = new Map(shown(sample).map((line) => [line.slice(0, line.indexOf(':')), line]));
  for (let length = 0; length <= sample.length; length++) yaml(sample.slice(0, length));
  for (let at = 0; at <= sample.length; at++) {
    for (const character of [':', '"', '[', '{', '-', '\t', '#', '\n', '&', '?']) {
      const text = sample.slice(0, at) + character + sample.slice(at);
      const document = yaml(text);
      // The server's chunk is far from the paths: damage there leaves it alone, unless it opens what runs to the end.
      if (at < sample.indexOf('paths:') || !document.isBroken || document.chunks.length < 5) continue;
      const after = shown(text, document);
      assert.ok(after.includes(before.get('/openapi') ?? ''), `${at} ${character}`);
    }
  }
});

test('reads any text without an exception', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      yaml(text);
      json(text);
    }),
    { numRuns: 500 },
  );
});
