import type { SourceNode } from '../syntax/sourceNode.ts';
import { Slots } from './slots.ts';

interface Entry {
  readonly value: unknown;
  readonly inputs: readonly unknown[];
  /** References that were followed, and where they led: node, target, node, target. */
  readonly lookups: readonly (SourceNode | undefined)[];
  /** The version for which it was last found to hold. */
  version: number;
}

interface Cache {
  get(key: object): Entry | undefined;
  set(key: object, entry: Entry): unknown;
}
type Follow = (node: SourceNode) => SourceNode | undefined;

/**
 * What is worked out about a description, kept for its next version. A value depends on the nodes under its key, which
 * are the same objects as long as their text is the same, on the inputs that are named, and on where references lead:
 * those are noted while it is computed, and followed again before it is used again.
 */
export class Memory {
  readonly #caches = new Map<string, Cache>();
  readonly #isForOneVersion: boolean;
  readonly #lists = new Map<string, readonly unknown[]>();
  readonly #quiet = new Map<string, { readonly inputs: readonly unknown[]; readonly keys: WeakSet<object> }>();
  /** Where references lead. */
  readonly slots = new Slots();
  #version = 0;
  #follow: Follow = (node) => node;
  #notes: (SourceNode | undefined)[] | undefined;
  #isFleeting = false;

  /** `isForOneVersion`: nothing is let go before all is, which is quicker. */
  constructor(isForOneVersion = false) {
    this.#isForOneVersion = isForOneVersion;
  }

  /** A new version of the description begins: `follow` resolves its references. */
  begin(follow: Follow): void {
    this.#version++;
    this.#follow = follow;
  }

  /** As `follow`; noted for whatever is being computed. */
  readonly resolve = (node: SourceNode): SourceNode | undefined => {
    const target = this.#follow(node);
    if (target !== node) this.#notes?.push(node, target);
    return target;
  };

  /** The value of `kind` for `key`, computed anew if it does not hold any more. */
  recall<Value>(kind: string, key: object, inputs: readonly unknown[], compute: () => Value): Value {
    let cache = this.#caches.get(kind);
    if (cache === undefined) {
      cache = this.#isForOneVersion ? new Map() : new WeakMap();
      this.#caches.set(kind, cache);
    }
    const known = cache.get(key);
    if (known !== undefined && this.#holds(known, inputs)) {
      if (this.#notes !== undefined) for (const note of known.lookups) this.#notes.push(note);
      return known.value as Value;
    }
    const outer = this.#notes;
    const lookups: (SourceNode | undefined)[] = [];
    this.#notes = lookups;
    try {
      const value = compute();
      if (!this.#isFleeting) cache.set(key, { value, inputs, lookups, version: this.#version });
      // What was computed with it is not to be kept either.
      else if (outer === undefined) this.#isFleeting = false;
      return value;
    } finally {
      this.#notes = outer;
      if (outer !== undefined) for (const note of lookups) outer.push(note);
    }
  }

  /**
   * The values that are not empty, of many keys. An empty one that rests on its key alone is not asked for again while
   * the inputs are the same.
   */
  *recallEach<Key extends object, Item>(
    kind: string,
    keys: readonly Key[],
    inputs: readonly unknown[],
    compute: (key: Key) => readonly Item[],
  ): Generator<readonly Item[]> {
    let known = this.#quiet.get(kind);
    if (known === undefined || !isSame(known.inputs, inputs)) {
      known = { inputs, keys: new WeakSet() };
      this.#quiet.set(kind, known);
    }
    for (const key of keys) {
      if (known.keys.has(key)) continue;
      const values = this.recall(kind, key, inputs, () => compute(key));
      if (values.length > 0) yield values;
      else if (this.#caches.get(kind)?.get(key)?.lookups.length === 0) known.keys.add(key);
    }
  }

  /** `values`, or the equal list that was given before: one comparison tells whether it changed. */
  stable(kind: string, values: readonly unknown[]): readonly unknown[] {
    const known = this.#lists.get(kind);
    if (known !== undefined && isSame(known, values)) return known;
    this.#lists.set(kind, values);
    return values;
  }

  /** What is being computed depends on something that is not noted. */
  doNotKeep(): void {
    if (this.#notes !== undefined) this.#isFleeting = true;
  }

  /** Puts `value` where `before` is kept. */
  replace(kind: string, key: object, before: unknown, value: unknown): void {
    const cache = this.#caches.get(kind);
    const entry = cache?.get(key);
    if (entry?.value === before) cache?.set(key, { ...entry!, value });
  }

  #holds(entry: Entry, inputs: readonly unknown[]): boolean {
    if (!isSame(inputs, entry.inputs)) return false;
    if (entry.version === this.#version) return true;
    const { lookups } = entry;
    for (let index = 0; index < lookups.length; index += 2) {
      if (this.#follow(lookups[index]!) !== lookups[index + 1]) return false;
    }
    entry.version = this.#version;
    return true;
  }
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}
