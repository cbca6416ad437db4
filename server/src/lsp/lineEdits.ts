import { diffArrays } from 'diff';
import type { SourceEdit } from '../engine/textEdits/fix.ts';

/** With more changed lines, the whole text is replaced, because computing a difference is quadratic. */
const maxDifferences = 2000;

/** The difference between two texts by lines, so that cursors and folds elsewhere stay in place. */
export function lineEdits(before: string, after: string): readonly SourceEdit[] {
  const old = linesOf(before);
  const changes = diffArrays(old, linesOf(after), { maxEditLength: maxDifferences });
  if (changes === undefined) return [edit(0, before.length, after)];
  const edits: SourceEdit[] = [];
  let start = 0;
  for (let index = 0; index < changes.length; index++) {
    const { value, added, removed } = changes[index]!;
    const length = value.reduce((sum, line) => sum + line.length, 0);
    if (!added && !removed) {
      start += length;
      continue;
    }
    const next = changes[index + 1];
    const isReplaced = removed && next?.added;
    const text = added ? value.join('') : isReplaced ? next.value.join('') : '';
    const end = removed ? start + length : start;
    edits.push(edit(start, end, text));
    start = end;
    if (isReplaced) index++;
  }
  return edits;
}

/** Splits a text into lines with their line breaks. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

function edit(start: number, end: number, text: string): SourceEdit {
  return { start, end, text, placeholders: [] };
}
