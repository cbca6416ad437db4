import type { SourceNode } from '../syntax/sourceNode.ts';
import { Column, Differences } from './mappedList.ts';

interface Entry {
  readonly value: unknown;
  readonly inputs: readonly unknown[];
  /** What was looked up while the value was computed. */
  readonly dependencies: readonly Dependency[];
  /** Those that led nowhere: each version says so anew. */
  readonly lost: readonly SourceNode[];
  /** The version for which it was last found to hold. */
  version: number;
}

interface Cache {
  get(key: object): Entry | undefined;
  set(key: object, entry: Entry): unknown;
}

type Settled = Column<object, readonly unknown[] | undefined>;

/** Something outside of a value's key and inputs on which it depends. */
export interface Dependency {
  /** The version for which it was last looked up. */
  version: number;
  /** The version in which it last became something else. */
  changedAt: number;
}

/** How references of one version are followed. */
export interface References {
  /** As `OpenApiDescription.resolve`; `followed` is given what the answer depends on. */
  resolve(node: SourceNode, followed?: Dependency[]): SourceNode | undefined;
  /** Looks a dependency up for this version. */
  renew(dependency: Dependency): void;
}

/** What was followed while a value is computed. */
class Notes {
  readonly dependencies: Dependency[] = [];
  readonly lost: SourceNode[] = [];

  add({ dependencies, lost }: Pick<Entry, 'dependencies' | 'lost'>): void {
    for (const dependency of dependencies) this.dependencies.push(dependency);
    for (const node of lost) this.lost.push(node);
  }
}

/**
 * What is worked out about a description, kept for its next version. A value depends on the nodes under its key, which
 * are the same objects as long as their text is the same, on the inputs that are named, and on where references lead:
 * that is noted while it is computed, and looked at again before it is used again.
 */
export class Memory {
  readonly #caches = new Map<string, Cache>();
  readonly #isForOneVersion: boolean;
  readonly #lists = new Map<string, readonly unknown[]>();
  #differences = new Differences();
  readonly #columns = new Map<unknown, unknown>();
  readonly #settled = new Map<string, { readonly inputs: readonly unknown[]; readonly column: Settled }>();
  #version = 0;
  #references: References = { resolve: (node) => node, renew: () => {} };
  #notes: Notes | undefined;
  #isFleeting = false;

  /** `isForOneVersion`: nothing is let go before all is, which is quicker. */
  constructor(isForOneVersion = false) {
    this.#isForOneVersion = isForOneVersion;
  }

  /** A new version of the description begins; its number. */
  begin(references: References): number {
    this.#references = references;
    // A difference holds the list before, and that one's the list before it: they are for one version.
    this.#differences = new Differences();
    return ++this.#version;
  }

  /** Follows references; noted for whatever is being computed. */
  readonly resolve = (node: SourceNode): SourceNode | undefined => {
    const notes = this.#notes;
    const target = this.#references.resolve(node, notes?.dependencies);
    if (target === undefined) notes?.lost.push(node);
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
      this.#notes?.add(known);
      return known.value as Value;
    }
    const outer = this.#notes;
    const notes = new Notes();
    this.#notes = notes;
    try {
      const value = compute();
      if (!this.#isFleeting) cache.set(key, this.#entry(value, inputs, notes));
      // What was computed with it is not to be kept either.
      else if (outer === undefined) this.#isFleeting = false;
      return value;
    } finally {
      this.#notes = outer;
      outer?.add(notes);
    }
  }

  #entry(value: unknown, inputs: readonly unknown[], { dependencies, lost }: Notes): Entry {
    // Most of what is shared is looked up many times within one value.
    const distinct = dependencies.length > 1 ? [...new Set(dependencies)] : dependencies;
    return {
      value,
      inputs,
      dependencies: distinct.length === 0 ? none : distinct,
      lost: lost.length === 0 ? none : lost,
      version: this.#version,
    };
  }

  /**
   * The values that are not empty, of many keys. What rests on its key alone is not looked at again while the inputs are
   * the same.
   */
  *recallEach<Key extends object, Item>(
    kind: string,
    keys: readonly Key[],
    inputs: readonly unknown[],
    compute: (key: Key) => readonly Item[],
  ): Generator<readonly Item[]> {
    const settled = this.#isForOneVersion ? undefined : this.#settledOf(kind, keys, inputs);
    for (let index = 0; index < keys.length; index++) {
      let values = settled?.values[index] as readonly Item[] | undefined;
      if (values === undefined) {
        const key = keys[index]!;
        values = this.recall(kind, key, inputs, () => compute(key));
        const entry = settled && this.#caches.get(kind)?.get(key);
        if (entry?.value === values && entry.dependencies === none && entry.lost === none) settled?.set(index, values);
      }
      if (values.length > 0) yield values;
    }
  }

  /** The values that rest on their keys alone. */
  #settledOf(kind: string, keys: readonly object[], inputs: readonly unknown[]): Settled {
    let known = this.#settled.get(kind);
    if (known === undefined || !isSame(known.inputs, inputs)) {
      known = { inputs, column: new Column<object, readonly unknown[] | undefined>(Boolean) };
      this.#settled.set(kind, known);
    }
    known.column.renew(keys, this.#differences, () => undefined);
    return known.column;
  }

  /**
   * What `itemsOf` finds in each of many facts, one behind the other. It depends on the fact alone and is one function
   * for all versions, so that only facts which are new since the last version are asked; the same list if they change
   * nothing.
   */
  collect<Fact extends object, Item>(
    facts: readonly Fact[],
    itemsOf: (fact: Fact) => readonly Item[],
  ): readonly Item[] {
    return this.#made(facts, itemsOf, isNotEmpty, joined);
  }

  /** As `collect`, of the facts themselves for which `is` is true. */
  select<Fact extends object>(facts: readonly Fact[], is: (fact: Fact) => boolean): readonly Fact[] {
    return this.#made(facts, is, Boolean, (answers) => facts.filter((_, index) => answers[index]));
  }

  /** What is made of the values for each fact, anew only if one that counts has changed. */
  #made<Fact extends object, Value, Result>(
    facts: readonly Fact[],
    compute: (fact: Fact) => Value,
    counts: (value: Value) => boolean,
    make: (values: readonly Value[]) => Result,
  ): Result {
    if (this.#isForOneVersion) return make(facts.map((fact) => compute(fact)));
    let known = this.#columns.get(compute) as { column: Column<Fact, Value>; result: Result } | undefined;
    if (known === undefined) {
      const column = new Column<Fact, Value>(counts);
      column.renew(facts, this.#differences, compute);
      known = { column, result: make(column.values) };
      this.#columns.set(compute, known);
    } else if (known.column.renew(facts, this.#differences, compute)) {
      known.result = make(known.column.values);
    }
    return known.result;
  }

  /** `values`, or the equal list that was given before: one comparison tells whether it changed. */
  stable<Value>(kind: string, values: readonly Value[]): readonly Value[] {
    const known = this.#lists.get(kind);
    if (known !== undefined && isSame(known, values)) return known as readonly Value[];
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
    const { dependencies, lost } = entry;
    for (let index = 0; index < dependencies.length; index++) {
      const dependency = dependencies[index]!;
      if (dependency.version !== this.#version) this.#references.renew(dependency);
      if (dependency.changedAt > entry.version) return false;
    }
    for (const node of lost) this.#references.resolve(node);
    entry.version = this.#version;
    return true;
  }
}

const none: readonly never[] = [];

/** Quicker than `flat`. */
function joined<Item>(lists: readonly (readonly Item[])[]): readonly Item[] {
  const items: Item[] = [];
  for (const list of lists) for (const item of list) items.push(item);
  return items;
}

function isNotEmpty(list: readonly unknown[]): boolean {
  return list.length > 0;
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}
