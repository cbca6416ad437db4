import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readJson } from '../../server/src/engine/syntax/json/readJson.ts';
import { readStrictJson, readStrictMembers } from '../../server/src/engine/syntax/json/readStrictJson.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import type { TreeChunk, TreeNode } from '../../server/src/engine/syntax/tree.ts';

function chunkOf(text: string): TreeChunk {
  const document = parseSource('file:///a.json', text);
  return { document, start: 0, end: text.length, holder: '', root: undefined, marks: [], problems: [] };
}

/** All that the tree says, as data. */
function view(node: TreeNode): unknown {
  const { kind, style, start, end, keyRange, value, keys, children } = node;
  const places = children.map((child, index) => child.parent === node && child.index === index);
  return { kind, style, start, end, keyRange, value, keys, places, children: children.map(view) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const token = fc.constantFrom(
  ...['{', '}', '[', ']', ',', ':', '"', '\\', '"a"', '"a":', '0', '01', '-', '-0', '1.5e+3', '1.', 'true', 'tru'],
  ...[
    'null',
    'nulls',
    ' ',
    '\n',
    '\t',
    '\f',
    '\u00a0',
    '\ufeff',
    '"\\u12"',
    '"\\ud800"',
    '"\\x"',
    '"\n"',
    '"\u0001"',
    '// c',
  ],
);

test('reads well-formed JSON as the tolerant reader does, and leaves other JSON to it', () => {
  const whole = fc.json().map((json) => [...json]);
  const spaced = fc.jsonValue().map((value) => [...JSON.stringify(value, null, 2)]);
  const mistakes = fc.array(fc.tuple(fc.nat(200), fc.nat(3), token), { maxLength: 2 });
  const texts = fc
    .tuple(fc.oneof(whole, spaced, fc.array(token, { maxLength: 12 })), fc.oneof(fc.constant([]), mistakes))
    .map(([characters, edits]) => {
      for (const [at, removed, added] of edits) characters.splice(at, removed, added);
      return characters.join('');
    });
  let strict = 0;
  fc.assert(
    fc.property(texts, (text) => {
      const root = readStrictJson(text, chunkOf(text));
      assert.equal(root !== undefined, isJson(text), text);
      if (root === undefined) return;
      strict++;
      const tolerant = readJson(text, chunkOf(text), false);
      assert.deepEqual(tolerant.problems, []);
      assert.deepEqual(view(root), view(tolerant.root!));
    }),
    { numRuns: 3000 },
  );
  assert.ok(strict > 500, `${strict}`);
});

test('reads the members of an object up to the last comma', () => {
  for (const [text, isFollowed, holds] of [
    ['"a": 1, "b": [2]\n', false, true],
    ['"a": 1, "b": [2],\n', true, true],
    ['"a": 1, "b": [2],\n', false, false],
    ['"a": 1, "b": [2]\n', true, false],
    ['"a": 1,,\n', true, false],
    ['"a": 1},\n', true, false],
    ['"a": 1 "b": 2,', true, false],
    [' \n', false, false],
  ] as const) {
    assert.equal(readStrictMembers(text, chunkOf(text), isFollowed) !== undefined, holds, text);
  }
});

test('leaves text that is nested too deeply to the reader that reports it', () => {
  const text = '['.repeat(10_000) + ']'.repeat(10_000);
  assert.equal(readStrictJson(text, chunkOf(text)), undefined);
});
