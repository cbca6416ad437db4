import { parseSource } from '../syntax/parseSource.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { applyToDraft, type Drafts, draftOf, isSame } from './draft.ts';
import { type RawEdit, writeInsertions, writePatch } from './edits.ts';
import { type DocumentEdits, type Patch, type PatchValue, Placeholder, type SourceEdit } from './fix.ts';
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
    const { document } = at;
    byDocument.set(document, [...(byDocument.get(document) ?? []), { ...patch, at }]);
  }
  const result = new Map<SourceDocument, readonly SourceEdit[]>();
  for (const [document, list] of byDocument) {
    const edits = editsFor(list);
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

function editsFor(patches: readonly Patch[]): readonly SourceEdit[] | undefined {
  const raw: RawEdit[] = [];
  const insertions = new Insertions();
  for (const patch of patches) {
    if (patch.op === 'set') {
      if (!insertions.add(patch.at, patch.path, patch.value, patch.after ?? [])) return undefined;
      continue;
    }
    const edits = writePatch(patch);
    if (edits === undefined) return undefined;
    raw.push(...edits);
  }
  for (const [node, value] of insertions.replacements) {
    const edits = writePatch({ op: 'replace', at: node, value });
    if (edits === undefined) return undefined;
    raw.push(...edits);
  }
  for (const [map, entries] of insertions.entries) {
    const edits = writeInsertions(map, [...entries.values()]);
    if (edits === undefined) return undefined;
    raw.push(...edits);
  }
  return inOrder(raw);
}

type Tree = { [key: string]: PatchValue };

/** Gathers what several patches set, so that two that need the same new map make it once. */
class Insertions {
  readonly entries = new Map<SourceNode, Map<string, { key: string; value: PatchValue; after: readonly string[] }>>();
  readonly replacements = new Map<SourceNode, PatchValue>();

  add(map: SourceNode, path: readonly string[], value: PatchValue, after: readonly string[]): boolean {
    const [key, ...rest] = path;
    if (key === undefined || map.kind !== 'map') return false;
    const held = map.ownEntries().findLast((entry) => entry.key === key)?.value;
    if (held === undefined) return this.#addNew(map, key, rest, value, after);
    const existing = held.resolved;
    if (rest.length === 0 || this.replacements.has(held) || isEmpty(existing)) {
      const replaced = this.replacements.get(held);
      const merged = merge(rest.length > 0 && replaced === undefined ? {} : replaced, rest, value);
      if (merged === undefined) return false;
      this.replacements.set(held, merged);
      return true;
    }
    // Beside a reference nothing is read.
    return !existing.has('$ref') && existing.document === map.document && this.add(existing, rest, value, []);
  }

  #addNew(map: SourceNode, key: string, rest: readonly string[], value: PatchValue, after: readonly string[]): boolean {
    let entries = this.entries.get(map);
    if (entries === undefined) {
      entries = new Map();
      this.entries.set(map, entries);
    }
    const known = entries.get(key);
    const merged = merge(known?.value, rest, value);
    if (merged === undefined) return false;
    entries.set(key, { key, value: merged, after: known?.after ?? after });
    return true;
  }
}

/** `{}` and a value still to be written are filled as a whole. */
function isEmpty(node: SourceNode): boolean {
  return node.kind === 'map' ? node.ownEntries().length === 0 : node.kind === 'scalar' && node.scalar === null;
}

function merge(known: PatchValue | undefined, path: readonly string[], value: PatchValue): PatchValue | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (known !== undefined && !isTree(known)) return undefined;
  const inner = merge(known !== undefined && Object.hasOwn(known, key) ? known[key] : undefined, rest, value);
  return inner === undefined ? undefined : { ...known, [key]: inner };
}

function isTree(value: PatchValue): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Placeholder);
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
      // The same removal, asked for twice, is one.
      if (last.start !== start || last.end !== end || last.marked !== marked) return undefined;
    } else {
      joined.push({ start, end, marked });
    }
  }
  return joined.map(({ start, end, marked }) => ({ start, end, ...takePlaceholders(marked) }));
}

function isSound(document: SourceDocument, patches: readonly Patch[], edits: readonly SourceEdit[]): boolean {
  if (document.root === undefined) return false;
  const drafts: Drafts = new Map();
  const expected = { draft: draftOf(document.root, drafts) };
  for (const patch of patches) if (!applyToDraft(patch, drafts, expected)) return false;
  const after = parseSource(document.uri, applyEdits(document.text, edits), document.language);
  if (after.root === undefined || (after.isBroken && !document.isBroken)) return false;
  if (!isSame(expected.draft, draftOf(after.root, new Map()))) return false;
  return edits.every((edit) => !removesComment(document, edit));
}

/** A removed `# …` outside of a scalar is a person's text lost; the comment of a removed entry goes with its line. */
function removesComment({ text, language }: SourceDocument, { start, end }: SourceEdit): boolean {
  if (language === 'json') return false;
  return /^[ \t]*#/m.test(text.slice(text.lastIndexOf('\n', start - 1) + 1 === start ? start : end, end));
}
