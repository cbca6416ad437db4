import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import type { SourceNode } from '../../server/src/engine/syntax/sourceNode.ts';
import { type Patch, type PatchValue, Placeholder } from '../../server/src/engine/textEdits/fix.ts';
import { applyEdits, toEdits } from '../../server/src/engine/textEdits/patch.ts';

type Step = number | string;

function nodeAtPath(text: string, path: readonly Step[]): SourceNode {
  let node = parseSource(
    text.startsWith('{"') || text.startsWith('{\n') ? 'file:///a.json' : 'file:///a.yaml',
    text,
  ).root;
  for (const step of path) {
    node =
      typeof step === 'number' ? node?.ownItems()[step] : node?.ownEntries().findLast(({ key }) => key === step)?.value;
  }
  assert.ok(node, path.join('/'));
  return node;
}

type Make = (at: (...path: Step[]) => SourceNode) => readonly Patch[];

/** The text after the patches; `undefined` where no edit is offered. */
function patched(text: string, make: Make): string | undefined {
  const root = nodeAtPath(text, []);
  const at = (...path: Step[]): SourceNode => {
    let node: SourceNode | undefined = root;
    for (const step of path) {
      node =
        typeof step === 'number'
          ? node?.ownItems()[step]
          : node?.ownEntries().findLast(({ key }) => key === step)?.value;
    }
    assert.ok(node, path.join('/'));
    return node;
  };
  const edits = toEdits(make(at));
  return edits === undefined ? undefined : applyEdits(text, [...edits.values()][0] ?? []);
}

const set =
  (path: string, value: PatchValue, after?: readonly string[]): Make =>
  (at) => [{ op: 'set', at: at(), path: path.split('.'), value, ...(after === undefined ? {} : { after }) }];
const replace =
  (path: readonly Step[], value: PatchValue): Make =>
  (at) => [{ op: 'replace', at: at(...path), value }];
const remove =
  (...path: Step[]): Make =>
  (at) => [{ op: 'remove', at: at(...path) }];
const rename =
  (path: readonly Step[], key: string): Make =>
  (at) => [{ op: 'rename', at: at(...path), key }];
const append =
  (path: readonly Step[], value: PatchValue): Make =>
  (at) => [{ op: 'append', at: at(...path), value }];
const insert =
  (path: readonly Step[], index: number, value: PatchValue): Make =>
  (at) => [{ op: 'insert', at: at(...path), index, value }];

const comment =
  (path: readonly Step[], ...text: string[]): Make =>
  (at) => [{ op: 'comment', at: at(...path), text }];
const recomment =
  (old: string, text: string | undefined): Make =>
  (at) => {
    const start = at().document.text.indexOf(old);
    return [
      { op: 'recomment', at: at(), start, end: start + old.length, ...(text === undefined ? {} : { text: [text] }) },
    ];
  };

/** Operation × style: before, patch, after. `undefined`: rather no fix. */
const cases: readonly [string, string, Make, string | undefined][] = [
  // set, block YAML
  ['new key at the end', 'a: 1\n', set('b', 2), 'a: 1\nb: 2\n'],
  [
    'after a key, its comment and its children',
    'a:\n  x: 1 # c\nz: 2\n',
    set('b', 2, ['a']),
    'a:\n  x: 1 # c\nb: 2\nz: 2\n',
  ],
  ['maps on the way are made', 'a: 1\n', set('b.c.d', 'x'), 'a: 1\nb:\n  c:\n    d: x\n'],
  [
    'into an existing map',
    'a:\n    b: 1\n\nz: 1\n',
    set('a.c', [{ k: [] }]),
    'a:\n    b: 1\n    c:\n        - k: []\n\nz: 1\n',
  ],
  ['a value that is there is replaced', 'a: 1 # c\n', set('a', 2), 'a: 2 # c\n'],
  ['an empty map is filled', 'a: {}\nb: 1\n', set('a.c', 1), 'a:\n  c: 1\nb: 1\n'],
  ['an absent value is filled', 'a:\n  get:\nb: 1\n', set('a.get', { x: 1 }), 'a:\n  get:\n    x: 1\nb: 1\n'],
  ['no newline at the end', 'a: 1', set('b', 2), 'a: 1\nb: 2'],
  ['CRLF', 'a: 1\r\nb: 2\r\n', set('c.d', 3), 'a: 1\r\nb: 2\r\nc:\r\n  d: 3\r\n'],
  ['byte order mark', '\uFEFFa: 1\n', set('b', 2), '\uFEFFa: 1\nb: 2\n'],
  ['sequences of the document stand unindented', 'x:\n- 1\n', set('s', [{ k: [] }]), 'x:\n- 1\ns:\n- k: []\n'],
  [
    'sequences indented as the nearest',
    'x:\n- 1\na:\n  y:\n    - 1\n',
    set('a.s', [2]),
    'x:\n- 1\na:\n  y:\n    - 1\n  s:\n    - 2\n',
  ],
  [
    'collections beside it are in flow style',
    'r:\n  "200": {a: b}\n',
    set('r.429', { c: ['d'] }),
    'r:\n  "200": {a: b}\n  "429": {c: [d]}\n',
  ],
  ['mixed line ends: as its neighbour', 'a: 1\r\nb:\n  c: 1\n', set('b.d', 2), 'a: 1\r\nb:\n  c: 1\n  d: 2\n'],
  [
    'an absent value with a comment',
    'a:\n  get: # later\nb: 1\n',
    set('a.get.x', 1),
    'a:\n  get: # later\n    x: 1\nb: 1\n',
  ],
  ['`null` is filled', 'a: null # c\n', set('a.x', 1), 'a: # c\n  x: 1\n'],
  [
    'before what is commented out',
    'a:\n  b: 1\n  # c: 2\nd: 1\n',
    set('a.e', 1),
    'a:\n  b: 1\n  e: 1\n  # c: 2\nd: 1\n',
  ],
  ['document markers', '---\na: 1\n...\n', set('b', 2), '---\na: 1\nb: 2\n...\n'],
  ['Unicode', 'ключ: 漢😀\n', set('né', 'é👩‍🚀'), 'ключ: 漢😀\nné: "é👩\\u200d🚀"\n'],
  ['quotes of the document', "a: 'x'\nb: 'y'\n", set('c', 'yes'), "a: 'x'\nb: 'y'\nc: 'yes'\n"],
  ['beside a reference nothing is written', 'a:\n  $ref: "#/b"\nb: {}\n', set('a.c', 1), undefined],
  ['after a block scalar', 'a: |\n  text\n\nz: 1\n', set('b', 1, ['a']), 'a: |\n  text\nb: 1\n\nz: 1\n'],
  [
    'after one that keeps its line breaks',
    'a: |+\n  text\n\nz: 1\n',
    set('b', 1, ['a']),
    'a: |+\n  text\n\nb: 1\nz: 1\n',
  ],
  ['status codes are quoted as their siblings', 'r:\n  200: x\n', set('r.429', 'w'), 'r:\n  200: x\n  429: w\n'],
  [
    'status codes are quoted as their siblings (2)',
    "r:\n  '200': x\n",
    set('r.429', 'w'),
    "r:\n  '200': x\n  '429': w\n",
  ],
  ['an alias is followed to its definition', 'a: &x\n  b: 1\nc: *x\n', set('c.d', 2), 'a: &x\n  b: 1\n  d: 2\nc: *x\n'],
  ['an alias at the end of the path is replaced', 'a: &x 1\nc: *x\n', set('c', 2), 'a: &x 1\nc: 2\n'],
  [
    'a key that a merge key brings in',
    'a: &x { b: 1 }\nc:\n  <<: *x\n',
    set('c.b', 2),
    'a: &x { b: 1 }\nc:\n  <<: *x\n  b: 2\n',
  ],
  [
    'below a map that a merge key brings in: it would be hidden',
    'a: &x { b: { d: 1 } }\nc:\n  <<: *x\n',
    set('c.b.e', 2),
    undefined,
  ],
  ['an anchored empty map', 'a: &x {} # c\nc: *x\n', set('a.d', 2), 'a: &x # c\n  d: 2\nc: *x\n'],
  ['an anchored map', 'a: &x\n  b: 1\nc: *x\n', set('a.d', 2), 'a: &x\n  b: 1\n  d: 2\nc: *x\n'],
  // set, flow YAML and JSON
  ['flow map', 'a: {b: 1}\n', set('a.c', 'x, y'), 'a: {b: 1, c: "x, y"}\n'],
  ['flow map with spaces', 'a: { b: 1 }\n', set('a.c', 2), 'a: { b: 1, c: 2 }\n'],
  ['flow map on lines', 'a: {\n  b: 1\n}\n', set('a.c', 2), 'a: {\n  b: 1,\n  c: 2\n}\n'],
  ['flow map on lines, comment behind', 'a: {\n  b: 1 # c\n}\n', set('a.c', 2), 'a: {\n  b: 1, # c\n  c: 2\n}\n'],
  [
    'flow map on lines, in the middle',
    'a: {\n  b: 1, # c\n  d: 1\n}\n',
    set('a.c', 2, ['b']),
    'a: {\n  b: 1, # c\n  c: 2,\n  d: 1\n}\n',
  ],
  ['flow map with a comma at its end', 'a: {\n  b: 1,\n}\n', set('a.c', 2), 'a: {\n  b: 1,\n  c: 2,\n}\n'],
  ['a document on one line', '{a: {b: 1}}', set('c.d', 2), '{a: {b: 1}, c: {d: 2}}'],
  ['an empty document on one line', '{a: {}}', set('a.c', ['yes']), '{a: {c: ["yes"]}}'],
  ['compact JSON', '{"a":{"b":1}}', set('a.c', [1]), '{"a":{"b":1,"c":[1]}}'],
  ['JSON on one line', '{"a": {}}', set('a.c', { d: 1 }), '{"a": {"c": {"d": 1}}}'],
  [
    'pretty JSON',
    '{\n  "a": 1\n}\n',
    set('b.c', ['x']),
    '{\n  "a": 1,\n  "b": {\n    "c": [\n      "x"\n    ]\n  }\n}\n',
  ],
  [
    'JSON with tabs',
    '{\n\t"a": {\n\t\t"b": 1\n\t}\n}\n',
    set('a.c', 2),
    '{\n\t"a": {\n\t\t"b": 1,\n\t\t"c": 2\n\t}\n}\n',
  ],
  [
    'pretty JSON whose neighbours stand on one line',
    '{\n  "a": { "x": 1 }\n}\n',
    set('b.c', ['x']),
    '{\n  "a": { "x": 1 },\n  "b": { "c": ["x"] }\n}\n',
  ],
  ['an empty JSON object', '{\n  "a": {}\n}\n', set('a.b', 1), '{\n  "a": {\n    "b": 1\n  }\n}\n'],
  // replace
  ['a plain scalar', 'a: x # c\n', replace(['a'], 'w'), 'a: w # c\n'],
  ['a quoted one keeps its quotes', "a: 'x'\n", replace(['a'], 'it is'), "a: 'it is'\n"],
  ['text that looks like something else', 'a: x\n', replace(['a'], '012'), 'a: "012"\n'],
  [
    'a value that is there already stays as it is written',
    'a: { b: 0x10 } # c\n',
    replace(['a'], { b: 16 }),
    'a: { b: 0x10 } # c\n',
  ],
  ['a scalar by a map', 'a: x\nb: 1\n', replace(['a'], { c: 1 }), 'a:\n  c: 1\nb: 1\n'],
  ['a flow list by a block list', 's: []\nb: 1\n', replace(['s'], [{ k: ['r'] }]), 's:\n  - k:\n      - r\nb: 1\n'],
  ['a list with a comment behind it', 's: [] # c\n', replace(['s'], [1]), 's: # c\n  - 1\n'],
  ['a block collection', 'a:\n  b: 1\n  c: 2\nz: 1\n', replace(['a'], 3), 'a: 3\nz: 1\n'],
  ['an item', 'a:\n  - x\n  - y\n', replace(['a', 1], 'z'), 'a:\n  - x\n  - z\n'],
  ['in JSON', '{"a": "x"}', replace(['a'], 'y"'), '{"a": "y\\""}'],
  ['an alias itself', 'a: &x 1\nb: *x\n', replace(['b'], 2), 'a: &x 1\nb: 2\n'],
  ['a block scalar', 'a: |\n  x\n  y\n\nb: 1\n', replace(['a'], 'z'), 'a: z\n\nb: 1\n'],
  [
    'a block collection with a comment behind its key',
    'a: # c\n  b: 1\nz: 1\n',
    replace(['a'], { d: 2 }),
    'a: # c\n  d: 2\nz: 1\n',
  ],
  ['the same by a scalar', 'a: # c\n  b: 1\nz: 1\n', replace(['a'], 3), 'a: 3 # c\nz: 1\n'],
  ['what is anchored', 'a: &x 1\nb: *x\n', replace(['a'], 2), 'a: &x 2\nb: *x\n'],
  ['a tag would make it something else: rather not', 'a: !!str 1\n', replace(['a'], 2), undefined],
  ['an item by a map', 's:\n  - x\n  - y\n', replace(['s', 0], { a: 1, b: 2 }), 's:\n  - a: 1\n    b: 2\n  - y\n'],
  ['an item of a list in a list', 's:\n  - - x\n    - y\n', replace(['s', 0, 1], 'z'), 's:\n  - - x\n    - z\n'],
  // rename
  ['a key', 'a: 1 # c\n', rename(['a'], 'b'), 'b: 1 # c\n'],
  ['a quoted key', '"a": 1\n', rename(['a'], 'b c'), '"b c": 1\n'],
  ['a key in an item', 's:\n  - old: []\n', rename(['s', 0, 'old'], 'new'), 's:\n  - new: []\n'],
  ['a key in JSON', '{"a":1}', rename(['a'], 'b'), '{"b":1}'],
  // remove
  ['an entry with its line', 'a: 1\nb: 2 # c\nc: 3\n', remove('b'), 'a: 1\nc: 3\n'],
  ['an entry with its children', 'a:\n  x: 1\n  y: 2\nb: 1\n', remove('a'), 'b: 1\n'],
  ['the last entry of the file', 'a: 1\nb: 2', remove('b'), 'a: 1'],
  ['the only entry', 'a:\n  b: 1\nc: 1\n', remove('a', 'b'), 'a: {}\nc: 1\n'],
  ['a key that is there already: rather not', 'a: 1\nb: 2\n', rename(['a'], 'b'), undefined],
  ['an anchor that is in use: rather not', 'a: &x 1\nb: *x\n', remove('a'), undefined],
  ['an alias would mean another anchor: rather not', 'a: &x 1\nb: &x 2\nc: *x\n', remove('b'), undefined],
  ['the only entry, a comment above it', 'a:\n  # why\n  b: 1 # c\nc: 1\n', remove('a', 'b'), 'a: {}\n  # why\nc: 1\n'],
  [
    'the first key of an item, a comment below',
    's:\n  - a: 1\n    # why\n    b: 2\n',
    remove('s', 0, 'a'),
    's:\n  - # why\n    b: 2\n',
  ],
  [
    'a line of a flow map',
    'a: {\n  b: 1, # b\n  # why\n  c: 2 # c\n}\n',
    remove('a', 'b'),
    'a: {\n  # why\n  c: 2 # c\n}\n',
  ],
  ['its last line', 'a: {\n  b: 1, # b\n  # why\n  c: 2 # c\n}\n', remove('a', 'c'), 'a: {\n  b: 1 # b\n  # why\n}\n'],
  ['a comment within would be lost: rather not', 'a:\n  # why\n  x: 1\nb: 1\n', remove('a'), undefined],
  ['a comment above stays', '# about a\na: 1\nb: 2\n', remove('a'), '# about a\nb: 2\n'],
  ['an item', 's:\n  - a\n  - b\n', remove('s', 0), 's:\n  - b\n'],
  ['the only item', 's:\n  - a\nb: 1\n', remove('s', 0), 's: []\nb: 1\n'],
  ['an item that is a map', 's:\n  - k: []\n  - {}\n', remove('s', 1), 's:\n  - k: []\n'],
  ['the first key of an item', 's:\n  - a: 1\n    b: 2\n', remove('s', 0, 'a'), 's:\n  - b: 2\n'],
  ['in a flow list', 's: [a, b, c]\n', remove('s', 1), 's: [a, c]\n'],
  ['the last in a flow list', 's: [a, b]\n', remove('s', 1), 's: [a]\n'],
  ['beside an anchor in flow style', 's: [a, &x b, *x]\n', remove('s', 0), 's: [&x b, *x]\n'],
  ['in compact JSON', '{"a":1,"b":2}', remove('b'), '{"a":1}'],
  ['in pretty JSON', '{\n  "a": 1,\n  "b": 2\n}', remove('a'), '{\n  "b": 2\n}'],
  // append, insert
  ['to a block list', 's:\n  - a # c\nb: 1\n', append(['s'], 'x'), 's:\n  - a # c\n  - x\nb: 1\n'],
  ['a map to an unindented list', 's:\n- a: 1\n', append(['s'], { b: 1, c: 2 }), 's:\n- a: 1\n- b: 1\n  c: 2\n'],
  ['at the front', 's:\n  - a\n', insert(['s'], 0, 'x'), 's:\n  - x\n  - a\n'],
  ['to an empty list', 's: []\n', append(['s'], 'x'), 's:\n  - x\n'],
  ['before an anchor in flow style', 's: [&x b, *x]\n', insert(['s'], 0, 'a'), 's: [a, &x b, *x]\n'],
  ['to an absent list', 's:\nb: 1\n', append(['s'], 'x'), 's:\n  - x\nb: 1\n'],
  [
    'in the middle, above a comment',
    's:\n  - a\n  # b\n  - b\n',
    insert(['s'], 1, 'x'),
    's:\n  - a\n  - x\n  # b\n  - b\n',
  ],
  ['a list in a list', 's:\n  - - a\n', append(['s', 0], 'x'), 's:\n  - - a\n    - x\n'],
  ['to a flow list on lines', 's: [\n  a # c\n]\n', append(['s'], 'x'), 's: [\n  a, # c\n  x\n]\n'],
  ['to a flow list', 's: [a]\n', append(['s'], 'x: y'), 's: [a, "x: y"]\n'],
  ['to a JSON list on lines', '{\n  "s": [\n    1\n  ]\n}', append(['s'], 2), '{\n  "s": [\n    1,\n    2\n  ]\n}'],
  // comment
  ['comment above a key', 'a:\n  b: 1\n', comment(['a', 'b'], 'why'), 'a:\n  # why\n  b: 1\n'],
  ['above an item', 's:\n  - a: 1\n  - b\n', comment(['s', 1], 'why'), 's:\n  - a: 1\n  # why\n  - b\n'],
  ['above the first item', 's:\n  - a: 1\n', comment(['s', 0, 'a'], 'why'), 's:\n  # why\n  - a: 1\n'],
  ['above the root', '---\r\na: 1\r\n', comment([], 'why'), '---\r\n# why\r\na: 1\r\n'],
  ['byte order mark', '\uFEFFa: 1\n', comment([], 'why'), '\uFEFF# why\na: 1\n'],
  ['above the line of a flow map', 'a: { b: 1 }\n', comment(['a', 'b'], 'why'), '# why\na: { b: 1 }\n'],
  ['within a flow map of many lines', 'a: {\n  b: 1 }\n', comment(['a', 'b'], 'why'), 'a: {\n  # why\n  b: 1 }\n'],
  ['one line, whatever it is given', 'a: 1\n', comment([], 'x\ny: 2'), '# x y: 2\na: 1\n'],
  ['never in JSON', '{"a": 1}', comment(['a'], 'why'), undefined],
  ['other text', 'a: 1 # old\n', recomment('# old', '# new'), 'a: 1 # new\n'],
  ['a comment behind a value goes', 'a: 1  # old\nb: 2\n', recomment('# old', undefined), 'a: 1\nb: 2\n'],
  ['a comment goes with its line', 'a:\n  # old\n  b: 1\n', recomment('# old', undefined), 'a:\n  b: 1\n'],
  ['the last line goes with the break before it', 'a: 1\n# old', recomment('# old', undefined), 'a: 1'],
  ['what is no comment stays', 'a: "x # old"\n', recomment('# old"', undefined), undefined],
];

for (const [name, before, make, after] of cases) {
  test(`${name}: ${JSON.stringify(before)}`, () => assert.equal(patched(before, make), after));
}

test('patches that need the same new map create it once', () => {
  const make: Make = (at) => [
    { op: 'set', at: at(), path: ['components', 'a', 'x'], value: 1 },
    { op: 'set', at: at(), path: ['components', 'b'], value: 2 },
    { op: 'set', at: at(), path: ['components', 'a', 'w'], value: 3 },
  ];
  assert.equal(patched('o: 1\n', make), 'o: 1\ncomponents:\n  a:\n    x: 1\n    w: 3\n  b: 2\n');
});

test('adds to the value of another patch without changing it', () => {
  const value = { x: 1, list: [] };
  const make: Make = (at) => [
    { op: 'set', at: at(), path: ['a'], value },
    { op: 'set', at: at(), path: ['a', '__proto__'], value: 2 },
    { op: 'set', at: at(), path: ['b'], value },
    { op: 'insert', at: at('l'), index: 0, value: 1 },
    { op: 'insert', at: at('l'), index: 0, value: 2 },
  ];
  assert.equal(
    patched('l: []\n', make),
    'l:\n  - 1\n  - 2\na:\n  x: 1\n  list: []\n  __proto__: 2\nb:\n  x: 1\n  list: []\n',
  );
  assert.deepEqual(value, { x: 1, list: [] });
});

test('inserts into the deeper map first at the end of a file', () => {
  const make: Make = (at) => [
    { op: 'set', at: at(), path: ['z'], value: 1 },
    { op: 'set', at: at('a', 'b'), path: ['d'], value: 2 },
    { op: 'set', at: at('a'), path: ['e'], value: 3 },
  ];
  assert.equal(patched('a:\n  b:\n    c: 1\n', make), 'a:\n  b:\n    c: 1\n    d: 2\n  e: 3\nz: 1\n');
});

/** Several patches at once: before, patches, after. */
const together: readonly [string, string, readonly Make[], string | undefined][] = [
  [
    'moving into a shared component',
    'a:\n  "429": { description: x }\nc: {}\n',
    [set('c.Many', { description: 'x' }), replace(['a', '429'], { $ref: '#/c/Many' })],
    'a:\n  "429": { $ref: "#/c/Many" }\nc:\n  Many:\n    description: x\n',
  ],
  [
    'moving into a shared component, JSON',
    '{"a":{"429":{"description":"x"}},"c":{}}',
    [set('c.Many', { description: 'x' }), replace(['a', '429'], { $ref: '#/c/Many' })],
    '{"a":{"429":{"$ref":"#/c/Many"}},"c":{"Many":{"description":"x"}}}',
  ],
  [
    'what is moved with a comment of its own stays',
    'a:\n  b:\n    # why\n    c: 1\nd: {}\n',
    [set('d.B', { c: 1 }), replace(['a', 'b'], { $ref: '#/d/B' })],
    undefined,
  ],
  ['removing and adding in one map', 'a:\n  b: 1\n  c: 2\n', [remove('a', 'c'), set('a.d', 3)], 'a:\n  b: 1\n  d: 3\n'],
  ['removing all and adding', 'a:\n  b: 1\n', [remove('a', 'b'), set('a.d', 3)], 'a:\n  d: 3\n'],
  ['removing all', 'a:\n  b: 1\n  c: 2\nd: 1\n', [remove('a', 'c'), remove('a', 'b')], 'a: {}\nd: 1\n'],
  [
    'removing all at the end of the file',
    'a: 1\ns:\n  - b\n  # why\n  - c\n  - d',
    [remove('s', 0), remove('s', 1), remove('s', 2)],
    'a: 1\ns: []\n  # why',
  ],
  ['removing the end of a flow list', 's: [a, b, c]\n', [remove('s', 1), remove('s', 2)], 's: [a]\n'],
  ['appending twice to an empty list', 's: []\n', [append(['s'], 1), append(['s'], 2)], 's:\n  - 1\n  - 2\n'],
  ['appending twice to a list in flow style', 's: [0]\n', [append(['s'], 1), append(['s'], 2)], 's: [0, 1, 2]\n'],
  [
    'inserting twice at one place',
    's:\n  - z\n',
    [insert(['s'], 0, 'a'), insert(['s'], 0, 'b')],
    's:\n  - a\n  - b\n  - z\n',
  ],
  ['two keys into JSON', '{"a":1}', [set('b', 2), set('c', 3)], '{"a":1,"b":2,"c":3}'],
  ['the same key twice, alike', 'a: 1\n', [set('b.c', 2), set('b.c', 2)], 'a: 1\nb:\n  c: 2\n'],
  ['the same key twice, not alike', 'a: 1\n', [set('b', 2), set('b', 3)], undefined],
  ['the same removal twice', 'a: 1\nb: 2\n', [remove('b'), remove('b')], 'a: 1\n'],
  [
    'renaming and filling',
    'a:\n  b: 1\n',
    [rename(['a'], 'x'), (at) => [{ op: 'set', at: at('a'), path: ['c'], value: 2 }]],
    'x:\n  b: 1\n  c: 2\n',
  ],
];

for (const [name, before, makes, after] of together) {
  test(`together: ${name}`, () =>
    assert.equal(
      patched(before, (at) => makes.flatMap((make) => make(at))),
      after,
    ));
}

test('writes colons of JSON as the document does', () => {
  const spaced = '{\n  "a" : {\n    "b" : 1\n  }\n}\n';
  assert.equal(patched(spaced, set('a.c', { d: 1 })), spaced.replace('1\n', '1,\n    "c" : {\n      "d" : 1\n    }\n'));
});

test('writes on one line where nearly all small collections of the document are', () => {
  const flow =
    'a: { x: 1 }\nb: { x: 1 }\nc: { x: [1, 2] }\nd:\n  e: { f: 1 }\n  g: {}\n  h:\n    i:\n      j: { k: 1 }\n';
  const add = (text: string, value: PatchValue) => patched(text, set('d.h.m', value))?.split('\n').slice(9).join('|');
  assert.equal(add(flow.replace('j: { k: 1 }', 'j: 1'), [{ k: [] }]), '    m:|      - k: []|', 'beside a block map');
  assert.equal(add(flow, [{ k: [] }]), '    m: [{ k: [] }]|');
  assert.equal(add(flow, ['x']), '    m:|      - x|', 'one list shows nothing about lists');
  assert.equal(add(flow, { k: 'x'.repeat(100) })?.startsWith('    m:|'), true, 'a long line');
  const block = flow.replaceAll(/\{ x: 1 \}/g, '\n  x: 1');
  assert.equal(patched(block, set('d.h.m', [{ k: [] }]))?.endsWith('    m:\n      - k: []\n'), true);
});

test('patches that contradict each other give no edits', () => {
  assert.equal(
    patched('a: { b: 1 }\n', (at) => [...remove('a')(at), ...replace(['a', 'b'], 2)(at)]),
    undefined,
  );
});

test('keeps JSON in a file with a YAML name as JSON', () => {
  const root = parseSource('file:///a.yaml', '{\n  "a": 1\n}\n').root;
  assert.ok(root);
  const [edits] = toEdits([{ op: 'set', at: root, path: ['b', 'c'], value: 'x' }])?.values() ?? [];
  assert.equal(applyEdits(root.document.text, edits ?? []), '{\n  "a": 1,\n  "b": {\n    "c": "x"\n  }\n}\n');
});

test('edits only the well-formed parts of a broken document', () => {
  const broken = 'a:\n  b: 1\nc: { d: 1\ne:\n  f: 1\n';
  assert.equal(patched(broken, set('a.x', 2)), 'a:\n  b: 1\n  x: 2\nc: { d: 1\ne:\n  f: 1\n');
  assert.equal(patched(broken, set('c', 2)), undefined);
  assert.equal(patched('{\n  a: {"b": 1}}', set('c.d', 2)), undefined);
});

test('marks placeholders without their quotes', () => {
  const root = nodeAtPath('a: 1\n', []);
  const edits = toEdits([{ op: 'set', at: root, path: ['u'], value: new Placeholder('yes') }]);
  const [edit] = [...(edits ?? new Map()).values()][0];
  assert.equal(edit.text, '\nu: "yes"');
  assert.deepEqual(
    edit.placeholders.map(({ start, end }: { start: number; end: number }) => edit.text.slice(start, end)),
    ['yes'],
  );
});

/** Text that looks like something else, to some reader. */
const treacherous = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'-?:,[]{}#&*!|>\'"%@`~=< \n\ta0\u0085\u2028\ufeff\u{e0041}') }),
  fc.string({ unit: fc.constantFrom(...'0123456789+-_.:eExob TZ'), maxLength: 8 }),
  fc.constantFrom(...'yes On NULL ~ n 012 0o7 0b1 1_000 1e3 1.e5 .5 -.INF .nan 1:30 190:20:30.15 << ='.split(' ')),
  fc.constantFrom('2001-12-14', '2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43', ' x', 'x ', '--- a', '...'),
);

/** As readers of either version of YAML take it. */
function readAs(text: string, version: '1.1' | '1.2'): unknown {
  const document = parseDocument(text, { version, schema: version === '1.1' ? 'yaml-1.1' : 'core' });
  assert.deepEqual(document.errors, []);
  return document.toJS();
}

test('writes any text so that YAML 1.2 and 1.1 read it back, in block and flow style', () => {
  fc.assert(
    fc.property(treacherous, (text) => {
      // A lone half of a surrogate pair is no character: it has no place in a file.
      const value = text.replaceAll(/\p{Cs}/gu, '');
      const make: Make = (at) => [
        { op: 'set', at: at(), path: ['k'], value },
        { op: 'set', at: at('f'), path: ['k'], value },
        { op: 'append', at: at('l'), value },
        { op: 'set', at: at('m'), path: [value], value: 1 },
        { op: 'set', at: at('f'), path: [`x${value}`], value: 1 },
      ];
      const after = patched('a: 1\nf: { z: 1 }\nl:\n  - x\nm:\n  z: 1\n', make);
      assert.ok(after !== undefined, JSON.stringify(value));
      const expected = {
        a: 1,
        f: { z: 1, k: value, [`x${value}`]: 1 },
        l: ['x', value],
        m: { z: 1, [value]: 1 },
        k: value,
      };
      for (const version of ['1.1', '1.2'] as const) assert.deepEqual(readAs(after, version), expected, after);
    }),
    { numRuns: 1000 },
  );
});
