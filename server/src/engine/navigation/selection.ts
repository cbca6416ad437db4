import { nodeAt } from '../syntax/nodeAt.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { OffsetRange, SourceNode } from '../syntax/sourceNode.ts';
import { rangeOfName } from './names.ts';

/** What a selection at an offset grows to, the smallest first: the text, with its quotes, its entry, its map, and so on. */
export function selectionsAt(document: SourceDocument, offset: number): readonly OffsetRange[] {
  const found = nodeAt(document, offset);
  const ranges: OffsetRange[] = [];
  if (found !== undefined) {
    const { node, isKey } = found;
    if (isKey) ranges.push(rangeOfName(found), ...(node.keyRange === undefined ? [] : [node.keyRange]));
    else if (node.kind === 'scalar') ranges.push(rangeOfName(found));
    if (!isKey) ranges.push({ start: node.start, end: node.end });
    for (let one: SourceNode | undefined = node; one !== undefined; one = one.parent) {
      if (one !== node) ranges.push({ start: one.start, end: one.end });
      if (one.keyRange !== undefined)
        ranges.push({ start: one.keyRange.start, end: Math.max(one.end, one.keyRange.end) });
    }
  }
  ranges.push({ start: 0, end: document.length });
  const growing: OffsetRange[] = [];
  let last: OffsetRange = { start: offset, end: offset };
  for (const range of ranges) {
    const isWider = range.end - range.start > last.end - last.start;
    if (range.start > last.start || range.end < last.end || !isWider) continue;
    growing.push(range);
    last = range;
  }
  return growing;
}
