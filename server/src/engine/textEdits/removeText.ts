import type { SourceNode } from '../syntax/sourceNode.ts';
import {
  dashOf,
  isFirstOnLine,
  lineEndOf,
  lineStartOf,
  nextLineOf,
  placeBehindHolder,
  startInFlow,
} from '../syntax/text/lines.ts';
import type { RawEdit, RawEdits } from './edits.ts';
import { childrenOf } from './style.ts';

/** Removes some entries or items of a collection, but not all: each with its key or dash and its comma. */
export function writeRemovals(holder: SourceNode, removed: ReadonlySet<SourceNode>): RawEdits {
  const edits: RawEdit[] = [];
  const children = childrenOf(holder);
  for (let first = 0; first < children.length; first++) {
    if (!removed.has(children[first]!)) continue;
    let last = first;
    while (last + 1 < children.length && removed.has(children[last + 1]!)) last++;
    const run = children.slice(first, last + 1);
    const edit = holder.style === 'flow' ? inFlow : inBlock;
    const added = edit(run, children[first - 1], children[last + 1]);
    if (added === undefined) return undefined;
    edits.push(...added);
    first = last;
  }
  return edits;
}

/** True for a block collection on lines of its own, below its key or dash. */
export function isBelowHolder(node: SourceNode): boolean {
  const { text } = node.document;
  return node.parent?.style === 'block' && node.style === 'block' && isFirstOnLine(text, node.start);
}

/** Takes out all that a collection below its key or dash holds: `{}` or `[]` behind that; the comments between stay. */
export function writeEmptied(holder: SourceNode): RawEdits {
  const place = placeBehindHolder(holder);
  const edits = inBlock(childrenOf(holder), undefined, undefined);
  if (place === undefined || edits === undefined) return undefined;
  return [{ start: place, end: place, marked: holder.kind === 'map' ? ' {}' : ' []' }, ...edits];
}

type RemoveRun = (
  run: readonly SourceNode[],
  previous: SourceNode | undefined,
  next: SourceNode | undefined,
) => RawEdits;

const inBlock: RemoveRun = (run, _previous, next) => {
  const { text } = run[0]!.document;
  const starts = [...run, ...(next === undefined ? [] : [next])].map((node) => node.keyRange?.start ?? dashOf(node));
  const edits: RawEdit[] = [];
  for (const [index, node] of run.entries()) {
    const start = starts[index];
    if (start === undefined) return undefined;
    if (isFirstOnLine(text, start)) {
      edits.push(wholeLines(text, start, node.end));
      continue;
    }
    // It shares its line with a dash: what comes next takes its place.
    if (next === undefined) return undefined;
    const below = text.slice(lineEndOf(text, node.end), starts.at(-1));
    const comment = /^(?:\s*\n)?[ \t]*#/.exec(below);
    if (comment !== null && run.length > 1) return undefined;
    const end = comment === null ? starts.at(-1) : lineEndOf(text, node.end) + comment[0].length - 1;
    return end === undefined ? undefined : [{ start, end, marked: '' }];
  }
  return joinAtEnd(text, edits);
};

/** From the start of a line to the end of another, with a line break. */
function wholeLines(text: string, start: number, end: number): RawEdit {
  const lineStart = lineStartOf(text, start);
  const lineEnd = lineEndOf(text, end);
  const next = nextLineOf(text, lineEnd);
  if (next !== undefined) return { start: lineStart, end: next, marked: '' };
  return { start: breakBefore(text, lineStart), end: lineEnd, marked: '' };
}

function breakBefore(text: string, lineStart: number): number {
  return Math.max(0, lineStart - (text[lineStart - 2] === '\r' ? 2 : 1));
}

/** At the end of a text without a final line break, the last lines go with the break before them: as one. */
function joinAtEnd(text: string, edits: RawEdit[]): readonly RawEdit[] {
  for (let index = edits.length - 1; index > 0; index--) {
    const edit = edits[index]!;
    const above = edits[index - 1]!;
    if (above.end <= edit.start) break;
    edits.splice(index - 1, 2, { start: breakBefore(text, above.start), end: edit.end, marked: '' });
  }
  return edits;
}

const inFlow: RemoveRun = (run, previous, next) => {
  const { text } = run[0]!.document;
  const first = run[0]!;
  const last = run.at(-1)!;
  const areLines = run.every(
    (node) => isFirstOnLine(text, startInFlow(node)) && /^\s*(,\s*)?((#|\/\/).*)?$/.test(restOfLine(node)),
  );
  if (!areLines) {
    if (next !== undefined) return [{ start: startInFlow(first), end: startInFlow(next), marked: '' }];
    return previous === undefined ? undefined : [{ start: previous.end, end: last.end, marked: '' }];
  }
  const edits: RawEdit[] = run.map((node) => wholeLines(text, startInFlow(node), node.end));
  const hasComma = /^\s*,/.test(restOfLine(last));
  if (next !== undefined || hasComma) return edits;
  const comma = previous === undefined ? null : /^\s*,/.exec(text.slice(previous.end, startInFlow(first)));
  if (previous === undefined || comma === null) return undefined;
  const end = previous.end + comma[0].length;
  return [{ start: end - 1, end, marked: '' }, ...edits];
};

function restOfLine(node: SourceNode): string {
  const { text } = node.document;
  return text.slice(node.end, lineEndOf(text, node.end));
}
