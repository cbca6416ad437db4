import { parseSource } from '../syntax/parseSource.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import { applyToDraft, type Drafts, draftOf, isSame } from './draft.ts';
import type { RawEdit } from './edits.ts';
import type { DocumentEdits, Patch, SourceEdit } from './fix.ts';
import { strandsComment } from './lines.ts';
import { Plan } from './plan.ts';
import { createStyles } from './style.ts';
import { takePlaceholders } from './write.ts';

/**
 * Turns patches into text edits: the only place that writes text. `undefined` where that cannot be done soundly: the
 * edited text is parsed again and must hold exactly what the patches say, every comment included. No fix rather than a
 * doubtful one.
 */
export function toEdits(patches: readonly Patch[]): DocumentEdits | undefined {
  const byDocument = new Map<SourceDocument, Patch[]>();
  for (const patch of patches) {
    const at = patch.op === 'set' || patch.op === 'append' || patch.op === 'insert' ? patch.at.resolved : patch.at;
    const list = byDocument.get(at.document);
    if (list === undefined) byDocument.set(at.document, [{ ...patch, at }]);
    else if (patch.op !== 'remove' || !list.some((other) => other.op === 'remove' && other.at === at)) {
      list.push({ ...patch, at });
    }
  }
  const result = new Map<SourceDocument, readonly SourceEdit[]>();
  for (const [document, list] of byDocument) {
    const edits = editsFor(document, list);
    if (edits === undefined || !isSound(document, list, edits)) return undefined;
    result.set(document, edits);
  }
  return result;
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

function editsFor(document: SourceDocument, patches: readonly Patch[]): readonly SourceEdit[] | undefined {
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
function inOrder(raw: readonly RawEdit[]): readonly SourceEdit[] | undefined {
  const sorted = raw
    .map((edit, index) => ({ ...edit, index }))
    .sort((a, b) => a.start - b.start || a.end - b.end || (b.depth ?? 0) - (a.depth ?? 0) || a.index - b.index);
  const joined: RawEdit[] = [];
  for (const { start, end, marked } of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && start === end && last.start === start && last.end === end) {
      joined[joined.length - 1] = { start, end, marked: last.marked + marked };
    } else if (last !== undefined && start < last.end) {
      return undefined;
    } else {
      joined.push({ start, end, marked });
    }
  }
  return joined.map(({ start, end, marked }) => ({ start, end, ...takePlaceholders(marked) }));
}

function isSound(document: SourceDocument, patches: readonly Patch[], edits: readonly SourceEdit[]): boolean {
  if (document.root === undefined) return false;
  if (edits.some((edit) => strandsComment(document, edit) || touchesError(document, edit))) return false;
  const drafts: Drafts = new Map();
  const expected = { draft: draftOf(document.root, drafts), drafts };
  for (const patch of patches) if (!applyToDraft(patch, drafts, expected)) return false;
  const after = parseSource(document.uri, applyEdits(document.text, edits), { language: document.language });
  if (after.root === undefined || after.problems.length > document.problems.length) return false;
  const found: Drafts = new Map();
  return isSame(expected, { draft: draftOf(after.root, found), drafts: found });
}

/** What is broken was read by guess: nobody knows what an edit there does. */
function touchesError({ problems }: SourceDocument, { start, end }: SourceEdit): boolean {
  return problems.some(({ severity, range }) => severity === 'error' && range.start <= end && start <= range.end);
}
