import assert from 'node:assert/strict';
import { test } from 'node:test';
import { YAMLException } from 'js-yaml';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import { toValue } from '../../server/src/engine/syntax/toValue.ts';
import type { TreeChunk, TreeNode } from '../../server/src/engine/syntax/tree.ts';
import { type ReadText, readEvents } from '../../server/src/engine/syntax/yaml/readEvents.ts';
import { readStrictYaml } from '../../server/src/engine/syntax/yaml/readStrictYaml.ts';
import { corpusFiles, options } from '../support/corpus.ts';
import { createRandom, edits, type Random } from '../support/edits.ts';

/** `EDITS` and `SEED` in the environment make it a longer run, or another one. */
const count = Number(process.env['EDITS'] ?? 60_000);
const seed = Number(process.env['SEED'] ?? 1);

const empty = parseSource('file:///a.yaml', '');

function chunkOf(start: number, end: number): TreeChunk {
  return { document: empty, start, end, holder: '', root: undefined, marks: [], problems: [] };
}

const fields = ['kind', 'style', 'from', 'to', 'keyFrom', 'keyTo', 'index', 'value', 'isAnchored'] as const;

/** Where two trees are not the same, in any field. */
function difference(strict: TreeNode, other: TreeNode, at = ''): string | undefined {
  for (const field of fields) {
    const values = [strict[field], other[field]];
    if (!Object.is(values[0], values[1])) return `${at} ${field}: ${values.map((value) => JSON.stringify(value))}`;
  }
  for (const list of ['keys', 'children'] as const) {
    if (strict[list].length !== other[list].length) return `${at} ${list}: ${strict[list].length}`;
  }
  const key = strict.keys.findIndex((key, index) => key !== other.keys[index]);
  if (key >= 0) return `${at} key: ${strict.keys[key]} and ${other.keys[key]}`;
  for (const [index, child] of strict.children.entries()) {
    if (child.parent !== strict) return `${at}/${index} parent`;
    const inside = difference(child, other.children[index]!, `${at}/${index}`);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

function tryEvents(text: string): ReadText | undefined {
  try {
    return readEvents(text, chunkOf(0, text.length));
  } catch (error) {
    if (error instanceof YAMLException || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What the strict reader says, held against the other one. */
function read(text: string, start = 0, end = text.length): TreeNode | undefined {
  const strict = readStrictYaml(text, chunkOf(start, end));
  if (strict === undefined) return undefined;
  const part = text.slice(start, end);
  const other = tryEvents(part);
  assert.ok(other?.root !== undefined && other.marks.length === 0, `only one takes ${JSON.stringify(part)}`);
  assert.equal(difference(strict, other.root), undefined, JSON.stringify(part));
  return strict;
}

const taken: readonly (readonly [string, unknown])[] = [
  // Maps and sequences
  ['a: 1', { a: 1 }],
  ['  a: 1\n  b:\n      c: d\n  e: f\n', { a: 1, b: { c: 'd' }, e: 'f' }],
  ['a:\n- b\n- c\nd: e\n', { a: ['b', 'c'], d: 'e' }],
  [
    'a:\n  - b: 1\n    c: 2\n  -   d: 3\n      e: 4\n',
    {
      a: [
        { b: 1, c: 2 },
        { d: 3, e: 4 },
      ],
    },
  ],
  ['- - x\n  - y\n- - - z\n', [['x', 'y'], [['z']]]],
  ['-\n  a: 1\n-\n  - b\n', [{ a: 1 }, ['b']]],
  ['a:\nb: # c\nc:\n\n  # d\nd:', { a: null, b: null, c: null, d: null }],
  ['- \n-\n- # c\n-', [null, null, null, null]],
  ['a: 1\na: 2\n', { a: 2 }],
  ['# c\n\n  # d\n a : 1 # e\n # f\n b:  2\n   \n', { a: 1, b: 2 }],
  ['a: 1\r\nb:\r\n  - c\r\n  # d\r\n\r\n  - e\r\n', { a: 1, b: ['c', 'e'] }],
  ['<<: {a: 1}\n', { a: 1 }],
  // Keys
  ['"a b": 1\n\'c\' : 2\n"": 3\n"\\x41": 4\n', { 'a b': 1, c: 2, '': 3, A: 4 }],
  [
    'null: 1\n200: 2\na:b: 3\na#b: 4\n/p/{id}: 5\n-a: 6\n$ref: 7\n',
    { null: 1, 200: 2, 'a:b': 3, 'a#b': 4, '/p/{id}': 5, '-a': 6, $ref: 7 },
  ],
  // Plain scalars
  [
    '- ~\n- NULL\n- true\n- False\n- -1\n- +.5e3\n- 0x1F\n- 0o17\n- -.INF\n',
    [null, null, true, false, -1, 500, 31, 15, Number.NEGATIVE_INFINITY],
  ],
  [
    '- truest\n- 1.2.3\n- 2020-01-01\n- a:b\n- a#b\n- "\n  x"\n- -a\n- .a\n- --a\n',
    ['truest', '1.2.3', '2020-01-01', 'a:b', 'a#b', ' x', '-a', '.a', '--a'],
  ],
  ['a: b  c  \n  d\n\n   - e\n\n\n  "f"\n', { a: 'b  c d\n- e\n\n"f"' }],
  ['a:\n  b\n  c # d\ne: f\n', { a: 'b c', e: 'f' }],
  ['a: b\n# c\n', { a: 'b' }],
  ['- b\n c\n- d\n', ['b c', 'd']],
  ['a: é 😀\u2028\u0085\n', { a: 'é 😀\u2028\u0085' }],
  // Quoted scalars
  ["- 'it''s'\n- 'a\n\n  b  \n  c'\n- ''\n- '\\n'\n", ["it's", 'a\nb c', '', '\\n']],
  [
    '- "\\"\\\\\\/\\b\\n\\t\\u00e9\\U0001F600\\_\\\n  x"\n- "a  \\\n   b\n\n\n  c "\n',
    ['"\\/\b\n\té😀\u00a0x', 'a  b\n\nc '],
  ],
  ['a:\n  "b"\nc:\n  \'d\n  e\'\n', { a: 'b', c: 'd e' }],
  // Block scalars
  ['a: |\n  b\n   c\n\n  d # e\n\n\nf: 1\n', { a: 'b\n c\n\nd # e\n', f: 1 }],
  ['a: |-\n  b\n\nc: |+\n  d\n\n\ne: |+\n\nf: |\ng: >-\n', { a: 'b', c: 'd\n\n\n', e: '\n', f: '', g: '' }],
  ['a: > # b\n  c\n  d\n\n  e\n    f\n\n    g\n  h\n\n\n  i\n', { a: 'c d\ne\n  f\n\n  g\nh\n\ni\n' }],
  ['a: >\n\n\n  b\n \n  c', { a: '\n\nb\nc\n' }],
  ['- |\n a\n  \n b\n# c\n- >\n    d\n  # e\n', ['a\n \nb\n', 'd\n']],
  ['a: |\r\n  b\r\n\r\n  c\r\n', { a: 'b\n\nc\n' }],
  ['a: |\n  b\n  \tc\nd: >\n  \te\n  f\n', { a: 'b\n\tc\n', d: '\te\nf\n' }],
  // Flow style
  [
    'a: []\nb: {}\nc: [ ]\nd: [1, "x", \'y\', [z], {k: v}, ]\n',
    { a: [], b: {}, c: [], d: [1, 'x', 'y', ['z'], { k: 'v' }] },
  ],
  ['a: {b, c: , "d":1, e: f:g, -1: -2 , "h" : i}\n', { a: { b: null, c: null, d: 1, e: 'f:g', '-1': -2, h: 'i' } }],
  ['a: [\n  b c\n\n  d, # e\n  f\n  ]\nb: {a\n  : 1,\n b: [2],\n }\n', { a: ['b c\nd', 'f'], b: { a: 1, b: [2] } }],
  ['- [a, b] # c\n-\n  {d: e}\n', [['a', 'b'], { d: 'e' }]],
];

/** One text a line; `↵` is a line break, `→` a tab. */
function texts(lines: string): readonly string[] {
  const texts = lines.trim().split('\n');
  return texts.map((line) => line.replaceAll('↵', '\n').replaceAll('→', '\t'));
}

const wellFormed = texts(`
a
"a"
[a]
{a: 1}
|↵ a
# c↵
---↵a: 1↵
a: 1↵...↵
%YAML 1.2↵---↵a: 1↵
a: &b c↵
a: *b↵
a: !b c↵
&a b: c↵
? a↵: b↵
: a↵
[a]: b↵
{a: b}: c↵
a:→b↵
a: b→↵
a: b→c↵
a: "b"→# c↵
a: "b↵ → c"↵
a: [b: c]↵
a: {? b}↵
a: ?b↵
a: :b↵
---a: 1↵
a: ---↵
a: |2↵   b↵
a: >+1↵  b↵
a: |↵  b↵   
a: |
`);

const malformed = texts(`
a: b: c↵
a: - b↵
a: "b" c↵
a: "b"# c↵
a: 1↵  b: 2↵
a:↵  b: 1↵ c: 2↵
a:↵  - b↵ - c↵
a:↵  b: 1↵  - c↵
a:↵→b: 1↵
a: 1↵- b↵
- a↵b: 1↵
- a↵  b: 1↵
a↵b: 1↵
a: 1↵b↵
a: b↵  # c↵  d↵
a: b # c↵  d↵
a: b↵  c↵  d: e↵
a: "b↵c"↵
a: 'b↵
a: "\\q"↵
a: "\\x4"↵
"a↵ b": c↵
"a":b↵
a: [b]c↵
a: [b] c↵
a: [↵b]↵
a: [b↵
a: {b]↵
a: [b,,c]↵
a: [b,→c]↵
a: [,]↵
a: [-]↵
a: {- b}↵
a: {b c: d: e}↵
a: |↵   ↵ b↵
a: |x↵  b↵
a: |--↵  b↵
a: |#↵  b↵
a: @b↵
a: \`b\`↵
a: %b↵
`);

const oddCharacters = [
  ...[
    'a: b\0c\n',
    'a: 1 # \0\n',
    'a: | # \0\n b\n',
    'a: b\u0007\n',
    'a: b\ud800\n',
    'a: \udc00b\n',
    'a: b\uffff\n',
    'a\u0080: 1\n',
  ],
  ...['a: |\n  b\u007f\n', 'a: "\u0001"\n', 'a: b\r  c\n', 'a: 1 # c\rb: 2\n', 'a: |\r  b\n', '\ufeffa: 1\n'],
];

test('reads plain YAML', () => {
  for (const [text, value] of taken) {
    const root = read(text);
    assert.deepEqual(root && structuredClone(toValue(root)), value, JSON.stringify(text));
  }
});

test('leaves rare, odd or broken YAML to the other readers', () => {
  for (const text of [...wellFormed, ...malformed, ...oddCharacters, '']) {
    assert.equal(readStrictYaml(text, chunkOf(0, text.length)), undefined, JSON.stringify(text));
  }
  for (const text of wellFormed) assert.ok(tryEvents(text), JSON.stringify(text));
  for (const text of malformed) assert.equal(tryEvents(text), undefined, JSON.stringify(text));
});

test('reads a chunk within its bounds at any offset', () => {
  const text = 'x: {\n  a: |\n    b\n  c: d\n  e: f\n';
  const ends = [...text].map((_, index) => index + 1).filter((end) => read(text, 5, end) !== undefined);
  assert.ok(ends.length >= 15, `${ends}`);
  assert.equal(read(text, 5, 5), undefined);
});

test('leaves text that is nested too deeply to the reader that reports it', () => {
  const levels = Array.from({ length: 10_000 }, (_, index) => index);
  const deep = ['- '.repeat(10_000), `a: ${'['.repeat(10_000)}${']'.repeat(10_000)}`, `a: ${'{a: '.repeat(10_000)}`];
  deep.push(
    levels
      .slice(0, 2000)
      .map((level) => `${' '.repeat(level)}a:\n`)
      .join(''),
  );
  for (const text of deep) assert.equal(readStrictYaml(text, chunkOf(0, text.length)), undefined);
});

test('takes steps in proportion to the text', () => {
  const many = 200_000;
  const long = [
    `a: b\n${' \n'.repeat(many)}`,
    `a: |\n${'  \n'.repeat(many)}`,
    `a: b${'  \n\n c'.repeat(many)}\n`,
    `a: b${' '.repeat(many)}c\n`,
    `- ${'"x\n  '.repeat(many)}`,
    `a: [${'b, '.repeat(many)}]\n`,
    '# c\n'.repeat(many),
    `a: "${'\\n'.repeat(many)}"\n`,
    '- b\n'.repeat(many),
  ];
  for (const text of long) {
    const before = performance.now();
    readStrictYaml(text, chunkOf(0, text.length));
    // A tenth of a second for a million characters is slow; what is quadratic takes minutes.
    assert.ok(performance.now() - before < 3000, JSON.stringify(text.slice(0, 20)));
  }
});

test('reads the same tree as js-yaml after random edits', (context) => {
  const random = createRandom(seed);
  const chunks = [...smallChunks(), ...taken.map(([text]) => text)];
  let done = 0;
  let strict = 0;
  const compare = (text: string): void => {
    done++;
    if (read(text) !== undefined) strict++;
  };
  while (done < count) {
    for (const edited of edits(random.pick(chunks), random, 10)) compare(edited);
    for (let index = 0; index < 10; index++) compare(mutated(random.pick(chunks), random));
    for (let index = 0; index < 10; index++) {
      const text = block(random, random.pick([0, 0, 2]), 3);
      compare(text);
      compare(mutated(text, random));
      compare(text.trimEnd());
    }
  }
  context.diagnostic(`${done} texts, ${strict} of them taken, SEED=${seed}`);
  assert.ok(strict > count / 10, `${strict}`);
});

test('reads the corpus as js-yaml does, and nearly all of it without js-yaml', options, (context) => {
  const all = { chunks: 0, characters: 0 };
  const strict = { chunks: 0, characters: 0 };
  for (const { path, text } of corpusFiles()) {
    const document = parseSource(`file://${path}`, text);
    if (document.language === 'json') continue;
    for (const { start, end } of document.chunks) {
      if (start === end || tryEvents(text.slice(start, end)) === undefined) continue;
      all.chunks++;
      all.characters += end - start;
      if (read(text, start, end) === undefined) continue;
      strict.chunks++;
      strict.characters += end - start;
    }
  }
  context.diagnostic(`${strict.chunks} of ${all.chunks} chunks, ${strict.characters} of ${all.characters} characters`);
  assert.ok(strict.chunks > 0.99 * all.chunks && strict.characters > 0.99 * all.characters);
});

/** Chunks as real documents are cut; none where there is no corpus. */
function smallChunks(): readonly string[] {
  if ('skip' in options) return [];
  const chunks: string[] = [];
  for (const { path, text } of corpusFiles()) {
    const document = parseSource(`file://${path}`, text);
    if (document.language === 'json' || text.length > 500_000) continue;
    for (const { start, end } of document.chunks) if (end - start < 2000) chunks.push(text.slice(start, end));
  }
  return chunks;
}

const pieces = [
  ...[
    ...' :#-"\'{}[],|>\t\n\r\\?!&*%@`~=.0a\0\u0080\ufeff\ud800é',
    '\u{1f600}',
    '\r\n',
    '\n\n',
    '  \n',
    '\n  ',
    '\n    ',
  ],
  ...[
    '- ',
    '-\n',
    ': ',
    ':\n',
    ' #',
    ' # c\n',
    '\n# c\n',
    '|\n',
    '>-\n',
    '|+\n',
    '| # c\n',
    '>2\n',
    "'",
    '""',
    "''",
    '\\n',
    '\\x41',
  ],
  ...[
    'null',
    'true',
    '1',
    '-1',
    '---',
    '\n---\n',
    '...',
    '<<: ',
    '"k": ',
    'text more',
    'x: y\n',
    '  x: y\n',
    '- x\n',
    '  - x\n',
  ],
  ...[
    '[a, {b: c}]',
    '[a,\n  b]',
    'k: |\n  a\n   b\n\n',
    'k: >\n    a\n    b\n\n      c\n',
    '"a\n  b"',
    "'it''s'",
    '::',
    '--',
  ],
] as const;

/** Something in it is put in, taken out, moved or repeated. */
function mutated(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const kind = random.next();
  if (kind < 0.6) return text.slice(0, at) + random.pick(pieces) + text.slice(at + random.pick([0, 0, 1, 3]));
  if (kind < 0.8) {
    const line = text.lastIndexOf('\n', at - 1) + 1;
    const width = random.below(6);
    const rest = text.slice(line);
    return text.slice(0, line) + (random.next() < 0.5 ? ' '.repeat(width) + rest : rest.slice(width));
  }
  if (kind < 0.9) return text.slice(0, at) + text.slice(at + random.below(20));
  const from = random.below(text.length);
  return text.slice(0, at) + text.slice(from, from + random.below(60)) + text.slice(at);
}

const keys = ['a', 'b', '"q"', "'s'", 'x y', 'null', '1', 'a#b', 'a:b', '-k', '<<', '$ref', 'c ', '/p/{id}'];
const scalars = [
  ...['v', '1', 'true', '~', '"d"', "'s'", '"a\\n\\"b"', "'it''s'", 'plain text', '', '', '# c', 'v # c', 'v#c', 'a:b'],
  ...['[]', '{}', '[a, b]', '{a: b, c}', '{"a":1, b: [x, -1], }', '*x', '&x y', '!t z', '- y', '? z', '\tv', 'v\t'],
  ...['[a,\nb\n]', '{a: b\n,c\n: d}', '[a b\nc, d]', '[a # c\n,b]', '"x\ny\\\n z"', "'x\n\ny'", 'text\nmore: x'],
  ...[
    'text\nmore',
    'text\nmore\n\nand',
    '\ntext\nmore',
    '\n"d"',
    '|\nlit\n x\n',
    '>-\nf\ng\n\n  h\ni\n',
    '>+\n\nf\n\n\n',
    '|-\n',
  ],
  ...['> # c\nx', '|2\nx', '|\n\nx\n  \ny'],
];

/** A block collection at `indent`, with the continuations of its scalars somewhere near where they belong. */
function block(random: Random, indent: number, depth: number): string {
  const lineBreak = random.next() < 0.05 ? '\r\n' : '\n';
  const isMap = random.next() < 0.65;
  let text = '';
  for (let entries = 1 + random.below(3); entries > 0; entries--) {
    if (random.next() < 0.1) text += random.pick(['\n', '# c\n', `${' '.repeat(indent + 1)}# c\n`, '   \n']);
    text += ' '.repeat(indent) + (isMap ? `${random.pick(keys)}:` : '-');
    if (depth > 0 && random.next() < 0.45) {
      if (!isMap && random.next() < 0.5) text += ` ${block(random, indent + 2, depth - 1).trimStart()}`;
      else text += lineBreak + block(random, indent + random.pick(isMap ? [0, 1, 2, 2, 4] : [1, 2, 3]), depth - 1);
    } else {
      const width = indent + random.pick([0, 1, 2, 2, 3]);
      const scalar = random.pick(scalars).replaceAll('\n', lineBreak + ' '.repeat(width));
      text += ` ${scalar}${lineBreak}`;
    }
  }
  return text;
}
