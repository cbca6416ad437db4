import type { Scalar, SourceNode } from '../syntax/sourceNode.ts';
import { type Patch, type PatchValue, Placeholder } from './fix.ts';

/**
 * What a document holds as plain data, aliases as aliases. Patches are applied to it without any regard to text; the
 * edited text must then parse to the same.
 */
export type Draft =
  | { readonly kind: 'map'; readonly entries: [string, Draft][] }
  | { readonly kind: 'sequence'; readonly items: Draft[] }
  | { readonly kind: 'scalar'; readonly value: Scalar }
  | { readonly kind: 'alias'; readonly target: SourceNode | undefined };

type MapDraft = Extract<Draft, { kind: 'map' }>;

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
    const target = root.resolved;
    draft = { kind: 'alias', target: target === root ? undefined : target };
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
    case 'set': {
      const map = isNothing(draft) ? exchange(patch.at, { kind: 'map', entries: [] }, drafts, root) : draft;
      return map?.kind === 'map' && set(map, patch.path, patch.value, drafts);
    }
    case 'append':
    case 'insert': {
      const list = isNothing(draft) ? exchange(patch.at, { kind: 'sequence', items: [] }, drafts, root) : draft;
      if (list?.kind !== 'sequence') return false;
      const items = patch.at.ownItems();
      return insert(list.items, patch.op === 'append' ? items.length : patch.index, items, patch.value, drafts);
    }
    case 'replace':
      return exchange(patch.at, toDraft(patch.value), drafts, root) !== undefined;
    case 'rename':
    case 'remove':
      return applyInParent(patch, draft, drafts);
  }
}

/** Before the item that stood at `index` when all items were as written. */
function insert(
  into: Draft[],
  index: number,
  items: readonly SourceNode[],
  value: PatchValue,
  drafts: Drafts,
): boolean {
  if (index === items.length) return into.push(toDraft(value)) > 0;
  const next = items[index];
  const held = next === undefined ? undefined : drafts.get(next);
  const place = held === undefined ? -1 : into.indexOf(held);
  if (place < 0) return false;
  into.splice(place, 0, toDraft(value));
  return true;
}

/** Puts another draft where a node's is; aliases of the node stand for it then. `undefined` if the node is gone. */
function exchange(node: SourceNode, draft: Draft, drafts: Drafts, root: { draft: Draft }): Draft | undefined {
  const old = drafts.get(node);
  if (old === undefined) return undefined;
  drafts.set(node, draft);
  if (node.parent === undefined) {
    root.draft = draft;
    return draft;
  }
  const parent = drafts.get(node.parent);
  if (parent?.kind === 'map') {
    const entry = parent.entries.find(([, held]) => held === old);
    if (entry === undefined) return undefined;
    entry[1] = draft;
    return draft;
  }
  const index = parent?.kind === 'sequence' ? parent.items.indexOf(old) : -1;
  if (parent?.kind !== 'sequence' || index < 0) return undefined;
  parent.items[index] = draft;
  return draft;
}

type InParent = Extract<Patch, { op: 'remove' | 'rename' }>;

function applyInParent(patch: InParent, draft: Draft, drafts: Drafts): boolean {
  const parent = patch.at.parent === undefined ? undefined : drafts.get(patch.at.parent);
  if (parent?.kind === 'sequence' && patch.op === 'remove') {
    const index = parent.items.indexOf(draft);
    return index >= 0 && parent.items.splice(index, 1).length > 0;
  }
  if (parent?.kind !== 'map') return false;
  const index = parent.entries.findIndex(([, held]) => held === draft);
  const entry = parent.entries[index];
  if (entry === undefined) return false;
  if (patch.op === 'remove') parent.entries.splice(index, 1);
  else entry[0] = patch.key;
  return true;
}

function set(map: MapDraft, path: readonly string[], value: PatchValue, drafts: Drafts): boolean {
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
    return set(created, rest, value, drafts);
  }
  const held = entry[1];
  const inner = held.kind === 'alias' ? held.target && drafts.get(held.target) : held;
  return inner?.kind === 'map' && set(inner, rest, value, drafts);
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

/** A tree with the drafts of its nodes. */
export interface DraftTree {
  readonly draft: Draft;
  readonly drafts: Drafts;
}

/** The order of a map's keys means nothing; everything else does, and every alias stands for the same node. */
export function isSame(a: DraftTree, b: DraftTree): boolean {
  const counterparts = new Map<Draft, Draft>();
  const aliases: [SourceNode | undefined, SourceNode | undefined][] = [];
  const matches = (left: Draft, right: Draft): boolean => {
    counterparts.set(left, right);
    if (left.kind === 'map' && right.kind === 'map') {
      if (left.entries.length !== right.entries.length) return false;
      const others = inOrder(right.entries);
      return inOrder(left.entries).every(([key, held], index) => {
        const [otherKey, other] = others[index]!;
        return key === otherKey && matches(held, other);
      });
    }
    if (left.kind === 'sequence' && right.kind === 'sequence') {
      const { items } = right;
      return left.items.length === items.length && left.items.every((item, index) => matches(item, items[index]!));
    }
    if (left.kind === 'alias' && right.kind === 'alias') return aliases.push([left.target, right.target]) > 0;
    return left.kind === 'scalar' && right.kind === 'scalar' && Object.is(left.value, right.value);
  };
  if (!matches(a.draft, b.draft)) return false;
  return aliases.every(([left, right]) => {
    if (left === undefined || right === undefined) return left === right;
    const target = a.drafts.get(left);
    return target !== undefined && counterparts.get(target) === b.drafts.get(right);
  });
}

function inOrder(entries: readonly [string, Draft][]): readonly [string, Draft][] {
  const isSorted = entries.every(([key], index) => index === 0 || entries[index - 1]![0] <= key);
  return isSorted ? entries : [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
