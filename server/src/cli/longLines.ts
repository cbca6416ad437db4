import { diffArrays, type StructuredPatchHunk } from 'diff';
import { hiddenParts } from '../engine/sensitive/mask.ts';
import type { OffsetRange } from '../engine/syntax/sourceNode.ts';
import { lineStartOf } from '../engine/syntax/text/lines.ts';
import { hasControls } from './output/text.ts';

/** A longer line cannot be read in a patch: a generated JSON file is one line. */
const maxLineLength = 1000;
/** How much unchanged text is shown on both sides of a change. */
const around = 40;
/** How much of a change is shown. */
const maxPart = 400;
/** With more differences in one line, comparing its parts would take long. */
const maxDifferences = 2000;

export function isTooLong({ lines }: StructuredPatchHunk): boolean {
  return lines.some((line) => line.length > maxLineLength);
}

/** The changes of a hunk with long lines, each with the text around it, as comments of a patch. */
export function commentsFor(
  hunk: StructuredPatchHunk,
  name: string,
  texts: { readonly before: string; readonly after: string },
  isTerminal: boolean,
  marked: readonly OffsetRange[],
): string {
  const old = linesFrom(texts.before, hunk.oldStart, hunk.oldLines);
  const fresh = linesFrom(texts.after, hunk.newStart, hunk.newLines);
  const changes = changesBetween(texts.before.slice(old.start, old.end), texts.after.slice(fresh.start, fresh.end));
  if (changes === undefined) return `# Line ${hunk.oldStart} of ${name} has too many changes to be shown.\n`;
  const secrets = { before: hiddenParts(texts.before, marked), after: hiddenParts(texts.after) };
  return changes
    .map(({ removed, added }) => {
      const from = widened(removed, old);
      const to = widened(added, fresh);
      const place = placeOf(texts.before, removed.start + old.start);
      const shown = [excerpt(texts.before, from), excerpt(texts.after, to)];
      const reason =
        overlaps(secrets.before, from) || overlaps(secrets.after, to)
          ? 'it contains a secret'
          : !isTerminal && shown.some(hasControls)
            ? 'it contains control characters or a command of a CI system'
            : undefined;
      if (reason !== undefined) return `# The change at ${name}:${place} is not shown: ${reason}.\n`;
      return `# ${name}:${place}, in a line that is too long for a patch:\n#-${shown[0]}\n#+${shown[1]}\n`;
    })
    .join('');
}

/** Lines counted from 1, their breaks included. */
function linesFrom(text: string, first: number, count: number): OffsetRange {
  let start = 0;
  for (let line = 1; line < first; line++) start = text.indexOf('\n', start) + 1;
  let end = start;
  for (let line = 0; line < count; line++) end = endOfLine(text, end);
  return { start, end };
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

interface Change {
  readonly removed: OffsetRange;
  readonly added: OffsetRange;
}

/** By the parts between commas and brackets; changes that are closer than what is shown around them are one. */
function changesBetween(before: string, after: string): readonly Change[] | undefined {
  const parts = diffArrays(partsOf(before), partsOf(after), { maxEditLength: maxDifferences });
  if (parts === undefined) return undefined;
  const changes: Change[] = [];
  let old = 0;
  let fresh = 0;
  for (const { value, removed, added } of parts) {
    const length = value.reduce((sum, part) => sum + part.length, 0);
    const [oldEnd, freshEnd] = [added ? old : old + length, removed ? fresh : fresh + length];
    const last = changes.at(-1);
    if (removed || added) {
      if (last !== undefined && old - last.removed.end < around) {
        changes[changes.length - 1] = {
          removed: { start: last.removed.start, end: oldEnd },
          added: { start: last.added.start, end: freshEnd },
        };
      } else changes.push({ removed: { start: old, end: oldEnd }, added: { start: fresh, end: freshEnd } });
    }
    old = oldEnd;
    fresh = freshEnd;
  }
  return changes;
}

function partsOf(text: string): string[] {
  return text.match(/[^,[\]{}\n]*[,[\]{}\n]|[^,[\]{}\n]+$/g) ?? [];
}

/** With the text around it, within the lines. */
function widened({ start, end }: OffsetRange, lines: OffsetRange): OffsetRange {
  return {
    start: Math.max(lines.start, lines.start + start - around),
    end: Math.min(lines.end, lines.start + end + around),
  };
}

function excerpt(text: string, { start, end }: OffsetRange): string {
  const shown = end - start > maxPart ? `${text.slice(start, start + maxPart)}…` : text.slice(start, end);
  return shown
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}

function overlaps(parts: readonly OffsetRange[], { start, end }: OffsetRange): boolean {
  return parts.some((part) => part.start < end && start < part.end);
}

/** `line:column`, both counted from 1. */
function placeOf(text: string, offset: number): string {
  const start = lineStartOf(text, offset);
  return `${text.slice(0, start).split('\n').length}:${offset - start + 1}`;
}
