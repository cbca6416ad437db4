import type { SourceNode } from '../syntax/sourceNode.ts';
import { writeComment, writeRecomment } from './commentText.ts';
import type { RawEdits } from './edits.ts';
import { type Patch, type PatchValue, Placeholder } from './fix.ts';
import { type NewEntry, type NewItem, writeEntries, writeItems } from './insertText.ts';
import { isBelowHolder, writeEmptied, writeRemovals } from './removeText.ts';
import { writeRename, writeReplacement } from './replaceText.ts';
import { childrenOf, type Style } from './style.ts';

type Tree = { readonly [key: string]: PatchValue };

/**
 * The changes of several patches to one document, by node. Two patches that need the same new map create it once, and
 * text that belongs behind a node that another patch removes gets another place.
 */
export class Plan {
  readonly #replaced = new Map<SourceNode, PatchValue>();
  readonly #renamed = new Map<SourceNode, string>();
  readonly #removed = new Map<SourceNode, Set<SourceNode>>();
  readonly #entries = new Map<SourceNode, Map<string, NewEntry>>();
  readonly #items = new Map<SourceNode, NewItem[]>();
  /** Values that belong to this plan and may grow: a copy for each patch would be quadratic. */
  readonly #made = new WeakSet<object>();
  readonly #comments: Extract<Patch, { op: 'comment' | 'recomment' }>[] = [];

  /** False if the patch does not fit the node, or contradicts an earlier one. */
  add(patch: Patch): boolean {
    const { at } = patch;
    switch (patch.op) {
      case 'set':
        return this.#set(at, patch.path, patch.value, patch.after ?? []);
      case 'replace':
        return this.#replace(at, [], patch.value);
      case 'append':
        return this.#insert(at, at.ownItems().length, patch.value);
      case 'insert':
        return this.#insert(at, patch.index, patch.value);
      case 'comment':
      case 'recomment':
        return this.#comments.push(patch) > 0;
      case 'rename': {
        const known = this.#renamed.get(at);
        this.#renamed.set(at, patch.key);
        return known === undefined || known === patch.key;
      }
      case 'remove': {
        if (at.parent === undefined) return false;
        const removed = this.#removed.get(at.parent);
        if (removed === undefined) this.#removed.set(at.parent, new Set([at]));
        else removed.add(at);
        return true;
      }
    }
  }

  *write(styleOf: (node: SourceNode) => Style): Generator<RawEdits> {
    const empty = new Set<SourceNode>();
    for (const [holder, removed] of this.#removed) {
      if (removed.size < childrenOf(holder).length) yield writeRemovals(holder, removed);
      else yield this.#refill(holder, styleOf(holder));
    }
    for (const [map, entries] of this.#entries) {
      const removed = this.#removed.get(map) ?? empty;
      if (removed.size < map.ownEntries().length) yield writeEntries(map, [...entries.values()], removed, styleOf(map));
    }
    for (const [list, items] of this.#items) {
      const removed = this.#removed.get(list) ?? empty;
      if (removed.size < list.ownItems().length) yield writeItems(list, items, removed, styleOf(list));
    }
    for (const [node, value] of this.#replaced) {
      if (!holds(node, value)) yield writeReplacement(node, value, styleOf(node));
    }
    for (const [node, key] of this.#renamed) yield writeRename(node, key, styleOf(node));
    for (const patch of this.#comments) {
      if (patch.op === 'comment') yield writeComment(patch.at, patch.text, styleOf(patch.at));
      else yield [writeRecomment(patch)];
    }
  }

  /** A collection of which nothing stays is written anew: `{}` or `[]`, or what is added to it. */
  #refill(holder: SourceNode, style: Style): RawEdits {
    const isEmptied = (this.#entries.get(holder) ?? this.#items.get(holder)) === undefined;
    if (isEmptied && isBelowHolder(holder)) return writeEmptied(holder);
    if (holder.kind === 'map') {
      const entries = [...(this.#entries.get(holder)?.values() ?? [])];
      return writeReplacement(holder, Object.fromEntries(entries.map(({ key, value }) => [key, value])), style);
    }
    const items = this.#items.get(holder) ?? [];
    const isAppended = items.every(({ index }) => index === holder.ownItems().length);
    return isAppended
      ? writeReplacement(
          holder,
          items.map(({ value }) => value),
          style,
        )
      : undefined;
  }

  #set(at: SourceNode, path: readonly string[], value: PatchValue, after: readonly string[]): boolean {
    const [key, ...rest] = path;
    if (key === undefined) return false;
    if (this.#replaced.has(at) || isEmpty(at, 'map')) return this.#replace(at, path, value);
    if (at.kind !== 'map') return false;
    const held = at.ownEntries().findLast((entry) => entry.key === key)?.value;
    if (held === undefined) {
      // A new map of that name would hide the one that a merge key brings in.
      return (rest.length === 0 || !at.has(key)) && this.#enter(at, key, rest, value, after);
    }
    if (rest.length === 0) return this.#replace(held, [], value);
    // Keys next to a reference are ignored.
    return !held.resolved.has('$ref') && this.#set(held.resolved, rest, value, after);
  }

  #replace(node: SourceNode, path: readonly string[], value: PatchValue): boolean {
    const merged = this.#merge(this.#replaced.get(node), path, value);
    if (merged === undefined) return false;
    this.#replaced.set(node, merged);
    return true;
  }

  #enter(map: SourceNode, key: string, rest: readonly string[], value: PatchValue, after: readonly string[]): boolean {
    const entries = this.#entries.get(map) ?? new Map<string, NewEntry>();
    const known = entries.get(key);
    const merged = this.#merge(known?.value, rest, value);
    if (merged === undefined) return false;
    entries.set(key, { key, value: merged, after: known?.after ?? after });
    this.#entries.set(map, entries);
    return true;
  }

  #insert(list: SourceNode, index: number, value: PatchValue): boolean {
    if (isEmpty(list, 'sequence')) {
      const known = this.#replaced.get(list) ?? [];
      if (!Array.isArray(known)) return false;
      const own = this.#made.has(known) ? known : [...known];
      own.push(value);
      this.#made.add(own);
      this.#replaced.set(list, own);
      return true;
    }
    if (list.kind !== 'sequence') return false;
    const items = this.#items.get(list);
    if (items === undefined) this.#items.set(list, [{ index, value }]);
    else items.push({ index, value });
    return true;
  }

  /** `undefined` if two patches say different things of one place. */
  #merge(known: PatchValue | undefined, path: readonly string[], value: PatchValue): PatchValue | undefined {
    const [key, ...rest] = path;
    if (key === undefined) {
      return known === undefined || JSON.stringify(known) === JSON.stringify(value) ? value : undefined;
    }
    if (known !== undefined && !isTree(known)) return undefined;
    const inner = this.#merge(known !== undefined && Object.hasOwn(known, key) ? known[key] : undefined, rest, value);
    if (inner === undefined) return undefined;
    const own = known !== undefined && this.#made.has(known) ? known : { ...known };
    this.#made.add(own);
    // An assignment to `__proto__` would not make an entry.
    return Object.defineProperty(own, key, { value: inner, enumerable: true, configurable: true, writable: true });
  }
}

/** True if a node has the value already: then it stays as it is written. */
function holds(node: SourceNode, value: PatchValue): boolean {
  if (node.kind === 'alias' || value instanceof Placeholder) return false;
  if (isTree(value)) {
    const entries = node.ownEntries();
    return (
      node.kind === 'map' &&
      entries.length === Object.keys(value).length &&
      entries.every((entry) => Object.hasOwn(value, entry.key) && holds(entry.value, value[entry.key]!))
    );
  }
  if (typeof value === 'object' && value !== null) {
    const items = node.ownItems();
    return (
      node.kind === 'sequence' && items.length === value.length && items.every((item, at) => holds(item, value[at]!))
    );
  }
  return node.kind === 'scalar' && node.scalar === value;
}

/** `{}`, `[]` and a value still to be written are filled as a whole. */
function isEmpty(node: SourceNode, kind: 'map' | 'sequence'): boolean {
  return node.kind === kind ? childrenOf(node).length === 0 : node.kind === 'scalar' && node.scalar === null;
}

function isTree(value: PatchValue): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Placeholder);
}
