import type { Scalar, SourceNode } from '../syntax/sourceNode.ts';
import { type Patch, type PatchValue, Placeholder } from './fix.ts';

/**
 * The content of a document as plain data. Patches are applied to it without regard to text, and the edited text must
 * parse to the same. A part that no patch changes stays a node: `as it was`.
 */
interface Draft {
  content:
    | { readonly kind: 'map'; readonly entries: [string, Draft][] }
    | { readonly kind: 'sequence'; readonly items: Draft[] }
    | { readonly kind: 'scalar'; readonly value: Scalar }
    | { readonly kind: 'as it was'; readonly node: SourceNode };
  /** The node that aliases of this place stand for. */
  readonly origin: SourceNode | undefined;
}

/** The drafts of one document, made where they are asked for. */
export class Drafts {
  readonly #drafts = new Map<SourceNode, Draft>();
  readonly #root: Draft;

  constructor(root: SourceNode) {
    this.#root = asItWas(root);
    this.#drafts.set(root, this.#root);
  }

  /** Applies one patch; false if it does not fit what the node is. */
  apply(patch: Patch): boolean {
    const draft = this.#of(patch.at);
    if (draft === undefined) return false;
    switch (patch.op) {
      // Comments are not data.
      case 'comment':
      case 'recomment':
        return true;
      case 'set': {
        if (isNothing(draft)) draft.content = { kind: 'map', entries: [] };
        return this.#set(draft, patch.path, patch.value);
      }
      case 'append':
      case 'insert': {
        if (isNothing(draft)) draft.content = { kind: 'sequence', items: [] };
        const items = patch.at.ownItems();
        return this.#insert(draft, patch.op === 'append' ? items.length : patch.index, items, patch.value);
      }
      case 'replace':
        draft.content = contentOf(patch.value);
        return true;
      case 'rename':
      case 'remove':
        return this.#applyInParent(patch, draft);
    }
  }

  /** True if `root`, of the edited text, holds the same. The order of a map's keys means nothing, all else does. */
  isSameAs(root: SourceNode): boolean {
    return new Comparison().matches(this.#root, root);
  }

  /** `undefined` for a node that an earlier patch took away. */
  #of(node: SourceNode): Draft | undefined {
    const known = this.#drafts.get(node);
    if (known !== undefined || node.parent === undefined) return known;
    const parent = this.#of(node.parent);
    if (parent !== undefined) this.#open(parent);
    return this.#drafts.get(node);
  }

  /** Its entries or items become drafts of their own. */
  #open(draft: Draft): void {
    if (draft.content.kind !== 'as it was') return;
    const { node } = draft.content;
    const held = (child: SourceNode): Draft => {
      const made = asItWas(child);
      this.#drafts.set(child, made);
      return made;
    };
    if (node.kind === 'map') {
      const entries = node.ownEntries().map(({ key, value }): [string, Draft] => [key, held(value)]);
      draft.content = { kind: 'map', entries };
    } else if (node.kind === 'sequence') {
      draft.content = { kind: 'sequence', items: node.ownItems().map(held) };
    } else if (node.kind === 'scalar') {
      draft.content = { kind: 'scalar', value: node.scalar ?? null };
    }
  }

  #set(draft: Draft, path: readonly string[], value: PatchValue): boolean {
    this.#open(draft);
    const [key, ...rest] = path;
    if (draft.content.kind !== 'map' || key === undefined) return false;
    const { entries } = draft.content;
    // Of duplicate keys the last one counts.
    const entry = entries.findLast(([name]) => name === key);
    if (rest.length === 0) {
      if (entry === undefined) entries.push([key, made(value)]);
      else entry[1] = made(value, entry[1].origin);
      return true;
    }
    if (entry === undefined) {
      const created: Draft = { content: { kind: 'map', entries: [] }, origin: undefined };
      entries.push([key, created]);
      return this.#set(created, rest, value);
    }
    const held = entry[1];
    if (isNothing(held)) held.content = { kind: 'map', entries: [] };
    const alias =
      held.content.kind === 'as it was' && held.content.node.kind === 'alias' ? held.content.node : undefined;
    const inner = alias === undefined ? held : this.#of(alias.resolved);
    return inner !== undefined && this.#set(inner, rest, value);
  }

  /** Before the item that stood at `index` when all items were as written. */
  #insert(draft: Draft, index: number, items: readonly SourceNode[], value: PatchValue): boolean {
    this.#open(draft);
    if (draft.content.kind !== 'sequence') return false;
    const into = draft.content.items;
    if (index === items.length) return into.push(made(value)) > 0;
    const next = items[index];
    const held = next === undefined ? undefined : this.#of(next);
    const place = held === undefined ? -1 : into.indexOf(held);
    if (place < 0) return false;
    into.splice(place, 0, made(value));
    return true;
  }

  #applyInParent(patch: Extract<Patch, { op: 'remove' | 'rename' }>, draft: Draft): boolean {
    const parent = patch.at.parent === undefined ? undefined : this.#of(patch.at.parent)?.content;
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
}

/** Drafts or nodes on the left, the edited document on the right. */
class Comparison {
  readonly #counterparts = new Map<SourceNode, SourceNode>();
  readonly #aliases: [SourceNode, SourceNode][] = [];

  matches(draft: Draft, root: SourceNode): boolean {
    return this.#isSame(draft, root) && this.#aliases.every(([left, right]) => this.#meanSame(left, right));
  }

  #isSame({ content, origin }: Draft, node: SourceNode): boolean {
    if (origin?.isAnchored) this.#counterparts.set(origin, node);
    switch (content.kind) {
      case 'as it was':
        return this.#isSameNode(content.node, node);
      case 'scalar':
        return node.kind === 'scalar' && Object.is(content.value, node.scalar ?? null);
      case 'map':
        return node.kind === 'map' && this.#haveSameEntries(content.entries, entriesOf(node), this.#isSame);
      case 'sequence': {
        const others = node.ownItems();
        return (
          node.kind === 'sequence' &&
          content.items.length === others.length &&
          content.items.every((item, index) => this.#isSame(item, others[index]!))
        );
      }
    }
  }

  #isSameNode(left: SourceNode, right: SourceNode): boolean {
    if (left === right) return true;
    if (left.kind !== right.kind) return false;
    if (left.isAnchored) this.#counterparts.set(left, right);
    switch (left.kind) {
      case 'alias':
        return this.#aliases.push([left, right]) > 0;
      case 'scalar':
        return Object.is(left.scalar ?? null, right.scalar ?? null);
      case 'map':
        return this.#haveSameEntries(entriesOf(left), entriesOf(right), this.#isSameNode);
      case 'sequence': {
        const others = right.ownItems();
        const items = left.ownItems();
        return items.length === others.length && items.every((item, index) => this.#isSameNode(item, others[index]!));
      }
    }
  }

  #haveSameEntries<Left>(
    left: readonly [string, Left][],
    right: readonly [string, SourceNode][],
    isSame: (left: Left, right: SourceNode) => boolean,
  ): boolean {
    if (left.length !== right.length) return false;
    const others = inOrder(right);
    return inOrder(left).every(([key, held], index) => {
      const [otherKey, other] = others[index]!;
      return key === otherKey && isSame.call(this, held, other);
    });
  }

  #meanSame(left: SourceNode, right: SourceNode): boolean {
    if (left.resolved === left || right.resolved === right) return left.resolved === left && right.resolved === right;
    return this.#counterparts.get(left.resolved) === right.resolved;
  }
}

function asItWas(node: SourceNode): Draft {
  return { content: { kind: 'as it was', node }, origin: node };
}

function isNothing({ content }: Draft): boolean {
  if (content.kind === 'as it was') return content.node.kind === 'scalar' && (content.node.scalar ?? null) === null;
  return content.kind === 'scalar' && content.value === null;
}

function made(value: PatchValue, origin?: SourceNode): Draft {
  return { content: contentOf(value), origin };
}

function contentOf(value: PatchValue): Draft['content'] {
  if (value instanceof Placeholder) {
    return { kind: 'scalar', value: value.type === 'number' ? Number(value.text) : value.text };
  }
  if (value === null || typeof value !== 'object') return { kind: 'scalar', value };
  if (Array.isArray(value)) return { kind: 'sequence', items: value.map((item) => made(item)) };
  const entries = Object.entries(value).map(([key, held]): [string, Draft] => [key, made(held)]);
  return { kind: 'map', entries };
}

function entriesOf(node: SourceNode): readonly [string, SourceNode][] {
  return node.ownEntries().map(({ key, value }) => [key, value]);
}

function inOrder<Held>(entries: readonly [string, Held][]): readonly [string, Held][] {
  const isSorted = entries.every(([key], index) => index === 0 || entries[index - 1]![0] <= key);
  return isSorted ? entries : [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
