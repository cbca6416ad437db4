import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument } from 'yaml';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import type { SourceNode } from '../../server/src/engine/syntax/sourceNode.ts';
import { toValue } from '../../server/src/engine/syntax/toValue.ts';
import { corpusFiles, options } from '../support/corpus.ts';

/** Larger YAML takes the slow parser minutes in sum; the large files are compared by hand before a release. */
const maxLength = 1_200_000;

test('reads the same values as "yaml" and JSON.parse', options, (context) => {
  let files = 0;
  for (const { name, path, text } of corpusFiles()) {
    const document = parseSource(`file://${path}`, text);
    if (document.root === undefined) continue;
    if (document.language === 'json') {
      if (document.isBroken) continue;
      // Both ways through JSON.stringify, so that numbers are compared as they are written.
      assert.equal(
        JSON.stringify(toValue(document.root)),
        JSON.stringify(JSON.parse(text.replace(/^\uFEFF/, ''))),
        name,
      );
    } else if (text.length <= maxLength) {
      const expected = parseDocument(text, { uniqueKeys: false, logLevel: 'error' });
      if (expected.errors.length > 0) continue;
      assert.ok(expected.contents);
      compare(document.root, expected.contents, text, name);
    }
    files++;
  }
  context.diagnostic(`${files} documents compared`);
  assert.ok(files > 100);
});

/** Kinds, keys, values and where the scalars stand. */
function compare(root: SourceNode, expected: Node, text: string, name: string): void {
  const stack: [SourceNode, unknown][] = [[root, expected]];
  for (let pair = stack.pop(); pair !== undefined; pair = stack.pop()) {
    const [ours, theirs] = pair;
    const where = `${name}#${ours.pointer}`;
    if (isMap(theirs)) {
      assert.equal(ours.kind, 'map', where);
      const own = ours.ownEntries();
      assert.deepEqual(
        own.map(({ key }) => key),
        theirs.items.map((item) => keyOf(item as Pair, text)),
        where,
      );
      for (const [index, { value }] of own.entries()) stack.push([value, theirs.items[index]!.value]);
    } else if (isSeq(theirs)) {
      assert.equal(ours.kind, 'sequence', where);
      assert.equal(ours.ownItems().length, theirs.items.length, where);
      for (const [index, item] of ours.ownItems().entries()) stack.push([item, theirs.items[index]]);
    } else if (isAlias(theirs)) {
      assert.equal(ours.kind, 'alias', where);
    } else {
      assert.equal(ours.kind, 'scalar', where);
      const value = isScalar(theirs) ? theirs.value : null;
      assert.ok(
        Object.is(ours.scalar, typeof value === 'bigint' ? Number(value) : value),
        `${where}: ${String(ours.scalar)} and ${String(value)}`,
      );
      if (isScalar(theirs) && theirs.range && theirs.source !== '' && !theirs.type?.startsWith('BLOCK')) {
        assert.deepEqual([ours.start, ours.end], theirs.range.slice(0, 2), where);
      }
    }
  }
}

function keyOf({ key }: Pair, text: string): string {
  if (isScalar(key))
    return typeof key.value === 'string' ? key.value : text.slice(...(key.range!.slice(0, 2) as [number, number]));
  return '';
}
