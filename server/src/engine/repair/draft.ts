import type { Scalar, SourceNode } from '../syntax/sourceNode.ts';
import { type Patch, type PatchValue, Placeholder } from './fix.ts';

/**
 * What a document holds as plain data, aliases unfollowed. Patches are applied to it without any regard to text; the
 * edited text must then parse to the same.
 */
export type Draft =
  | { readonly kind: 'map'; readonly entries: [string, Draft][] }
  | { readonly kind: 'sequence'; readonly items: Draft[] }
  | { readonly kind: 'scalar'; readonly value: Scalar }
  | { readonly kind: 'alias'; readonly text: string };

/** Drafts of a document by node, so that patches find their place. */
export type Drafts = Map<SourceNode, Draft>;

export function draftOf(root: SourceNode, drafts: Drafts): Draft {
  let draft: Draft;
  if (root.kind === 'map') {
    const entries = root.ownEntries().map(({ key, value }): [string, Draft] => [key, draftOf(value, drafts)]);
    draft = { kind: 'map', entries };
  } else if (root.kind === 'sequence') {
    draft = { kind: 'sequence', items: root.ownItems().map((item) => draftOf(item, drafts)) };
  } else if (root.kind === 'alias') {
    draft = { kind: 'alias', text: root.document.text.slice(root.start, root.end) };
  } else {
    draft = { kind: 'scalar', value: root.scalar ?? null };
  }
  drafts.set(root, draft);
  return draft;
}

/** Applies one patch; false if it does not fit what the node is. */
export function applyToDraft(patch: Patch, drafts: Drafts, root: { draft: Draft }): boolean {
  const draft = drafts.get(patch.at);
  if (draft === undefined) return false;
  switch (patch.op) {
    case 'set':
      return draft.kind === 'map' && set(draft, patch.path, patch.value);
    case 'append':
      return draft.kind === 'sequence' && draft.items.push(toDraft(patch.value)) > 0;
    case 'insert':
      if (draft.kind !== 'sequence' || patch.index > draft.items.length) return false;
      draft.items.splice(patch.index, 0, toDraft(patch.value));
      return true;
    default:
      return applyInParent(patch, draft, drafts, root);
  }
}

type InParent = Extract<Patch, { op: 'replace' | 'remove' | 'rename' }>;

function applyInParent(patch: InParent, draft: Draft, drafts: Drafts, root: { draft: Draft }): boolean {
  const parentNode = patch.at.parent;
  if (parentNode === undefined) {
    if (patch.op !== 'replace') return false;
    root.draft = toDraft(patch.value);
    return true;
  }
  const parent = drafts.get(parentNode);
  if (parent?.kind === 'map') {
    const index = parent.entries.findIndex(([, held]) => held === draft);
    const entry = parent.entries[index];
    if (entry === undefined) return false;
    if (patch.op === 'remove') parent.entries.splice(index, 1);
    else if (patch.op === 'rename') entry[0] = patch.key;
    else entry[1] = toDraft(patch.value);
    return true;
  }
  if (parent?.kind !== 'sequence' || patch.op === 'rename') return false;
  const index = parent.items.indexOf(draft);
  if (index < 0) return false;
  if (patch.op === 'remove') parent.items.splice(index, 1);
  else parent.items[index] = toDraft(patch.value);
  return true;
}

function set(map: Extract<Draft, { kind: 'map' }>, path: readonly string[], value: PatchValue): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return false;
  // Of duplicate keys the last one counts.
  const entry = map.entries.findLast(([name]) => name === key);
  if (rest.length === 0) {
    if (entry === undefined) map.entries.push([key, toDraft(value)]);
    else entry[1] = toDraft(value);
    return true;
  }
  if (entry === undefined || isNothing(entry[1])) {
    const created: Draft = { kind: 'map', entries: [] };
    if (entry === undefined) map.entries.push([key, created]);
    else entry[1] = created;
    return set(created, rest, value);
  }
  return entry[1].kind === 'map' && set(entry[1], rest, value);
}

function isNothing(draft: Draft): boolean {
  return draft.kind === 'scalar' && draft.value === null;
}

function toDraft(value: PatchValue): Draft {
  if (value instanceof Placeholder) {
    return { kind: 'scalar', value: value.type === 'number' ? Number(value.text) : value.text };
  }
  if (value === null || typeof value !== 'object') return { kind: 'scalar', value };
  if (Array.isArray(value)) return { kind: 'sequence', items: value.map(toDraft) };
  return { kind: 'map', entries: Object.entries(value).map(([key, held]): [string, Draft] => [key, toDraft(held)]) };
}

/** The order of a map's keys means nothing; everything else does. */
export function isSame(a: Draft, b: Draft): boolean {
  if (a.kind === 'map' && b.kind === 'map') {
    if (a.entries.length !== b.entries.length) return false;
    const left = inOrder(a.entries);
    const right = inOrder(b.entries);
    return left.every(([key, held], index) => key === right[index]![0] && isSame(held, right[index]![1]));
  }
  if (a.kind === 'sequence' && b.kind === 'sequence') {
    return a.items.length === b.items.length && a.items.every((item, index) => isSame(item, b.items[index]!));
  }
  if (a.kind === 'scalar' && b.kind === 'scalar') return Object.is(a.value, b.value);
  return a.kind === 'alias' && b.kind === 'alias' && a.text === b.text;
}

function inOrder(entries: readonly [string, Draft][]): readonly [string, Draft][] {
  const isSorted = entries.every(([key], index) => index === 0 || entries[index - 1]![0] <= key);
  return isSorted ? entries : [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
