import { tryEdits } from '../syntax/parseSource.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { strandsComment } from '../syntax/text/lines.ts';
import { Drafts } from './draft.ts';
import type { RawEdit } from './edits.ts';
import type { DocumentEdits, Fix, Patch, SourceEdit } from './fix.ts';
import { Plan } from './plan.ts';
import { createStyles } from './style.ts';
import { takePlaceholders } from './write.ts';

/**
 * Turns patches into text edits: the only place that writes text. The edited text is parsed again and must contain
 * exactly the result of the patches, every comment included; else the result is `undefined`. No fix is better than a
 * doubtful one.
 */
export function toEdits(patches: readonly Patch[]): DocumentEdits | undefined {
  const byDocument = new Map<SourceDocument, Patch[]>();
  const removed = new Set<SourceNode>();
  for (const patch of patches) {
    const at = patch.op === 'set' || patch.op === 'append' || patch.op === 'insert' ? patch.at.resolved : patch.at;
    if (patch.op === 'remove' && removed.has(at)) continue;
    if (patch.op === 'remove') removed.add(at);
    const list = byDocument.get(at.document);
    if (list === undefined) byDocument.set(at.document, [{ ...patch, at }]);
    else list.push({ ...patch, at });
  }
  const result = new Map<SourceDocument, readonly SourceEdit[]>();
  for (const [document, list] of byDocument) {
    const raw = editsFor(document, list);
    if (raw === undefined || raw.some((edit) => losesText(document, edit))) return undefined;
    const edits = raw.map(({ start, end, marked }) => ({ start, end, ...takePlaceholders(marked) }));
    if (!isSound(document, list, edits)) return undefined;
    result.set(document, edits);
  }
  return result;
}

/**
 * Which of many fixes can be written. They are proved together, then by halves: a proof reads a chunk again, and each by
 * itself would read a document on one line once per finding.
 */
export function writableAmong(fixes: readonly Fix[]): ReadonlySet<Fix> {
  const writable = new Set<Fix>();
  const prove = (part: readonly Fix[]): void => {
    if (part.length === 0) return;
    if (toEdits(part.flatMap(({ patches }) => patches)) !== undefined) {
      for (const fix of part) writable.add(fix);
    } else if (part.length > 1) {
      const middle = part.length >> 1;
      prove(part.slice(0, middle));
      prove(part.slice(middle));
    }
  };
  prove(fixes);
  return writable;
}

/** The text after the edits. */
export function applyEdits(text: string, edits: readonly SourceEdit[]): string {
  let result = '';
  let last = 0;
  for (const edit of edits) {
    result += text.slice(last, edit.start) + edit.text;
    last = edit.end;
  }
  return result + text.slice(last);
}

function editsFor(document: SourceDocument, patches: readonly Patch[]): readonly RawEdit[] | undefined {
  if (document.root === undefined) return undefined;
  const plan = new Plan();
  if (!patches.every((patch) => plan.add(patch))) return undefined;
  const raw: RawEdit[] = [];
  for (const edits of plan.write(createStyles(document.root))) {
    if (edits === undefined) return undefined;
    raw.push(...edits);
  }
  return inOrder(raw);
}

/** Sorted, insertions at one place joined in their order; `undefined` if two edits want the same text. */
function inOrder(raw: readonly RawEdit[]): readonly RawEdit[] | undefined {
  const sorted = raw
    .map((edit, index) => ({ ...edit, index }))
    .sort((a, b) => a.start - b.start || a.end - b.end || (b.depth ?? 0) - (a.depth ?? 0) || a.index - b.index);
  const joined: RawEdit[] = [];
  for (const { start, end, marked, isComment = false } of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && start === end && last.start === start && last.end === end) {
      joined[joined.length - 1] = { start, end, marked: last.marked + marked };
    } else if (last !== undefined && start < last.end) {
      return undefined;
    } else {
      joined.push({ start, end, marked, isComment });
    }
  }
  return joined;
}

/** A comment that no patch speaks of, or what is broken, which was read by guess: nobody knows what an edit there does. */
function losesText(document: SourceDocument, edit: RawEdit): boolean {
  return (edit.isComment !== true && strandsComment(document, edit)) || touchesError(document, edit);
}

function isSound(document: SourceDocument, patches: readonly Patch[], edits: readonly SourceEdit[]): boolean {
  if (document.root === undefined) return false;
  const drafts = new Drafts(document.root);
  if (!patches.every((patch) => drafts.apply(patch))) return false;
  const after = tryEdits(document, edits, applyEdits(document.text, edits));
  if (after.root === undefined || after.problems.length > document.problems.length) return false;
  return drafts.isSameAs(after.root);
}

function touchesError({ problems }: SourceDocument, { start, end }: RawEdit): boolean {
  return problems.some(({ severity, range }) => severity === 'error' && range.start <= end && start <= range.end);
}
