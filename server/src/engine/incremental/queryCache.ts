import type { Dependency } from './dependency.ts';
import { Differences, MappedList } from './mappedList.ts';
import type { Pure } from './pure.ts';
import type { Interned, Query } from './query.ts';

interface Entry {
  readonly value: unknown;
  readonly inputs: readonly unknown[];
  readonly dependencies: readonly Dependency[];
  /** The revision for which the value was last found to hold. */
  verifiedAt: number;
}

/** Of one query: values by key. */
interface Entries {
  get(key: object): Entry | undefined;
  set(key: object, entry: Entry): unknown;
}

/** A query that ran instead of being answered from the cache. */
export interface Run {
  readonly query: string;
  readonly key: object;
}

type VerifiedList = MappedList<object, readonly unknown[] | undefined>;

/**
 * The values of one description over its revisions. A revision is the state of all documents after an edit. A value is
 * kept with what it depends on, and verified before it is used in a later revision; see README.md.
 */
export class QueryCache {
  readonly #entries: Entries[] = [];
  readonly #isForOneRevision: boolean;
  readonly #interned: (readonly unknown[] | undefined)[] = [];
  #differences = new Differences();
  readonly #lists = new Map<unknown, unknown>();
  readonly #verifiedLists: ({ readonly inputs: readonly unknown[]; readonly list: VerifiedList } | undefined)[] = [];
  #revision = 0;
  /** Of the query that is being computed: what it has looked up so far. */
  #active: Dependency[] | undefined;
  #isUncacheable = false;
  /** Where it is a list, each query that runs is added to it. For tests. */
  log: Run[] | undefined;

  /** `isForOneRevision`: entries are never released before the cache is, so plain maps are used, which are faster than weak ones. */
  constructor(isForOneRevision = false) {
    this.#isForOneRevision = isForOneRevision;
  }

  get revision(): number {
    return this.#revision;
  }

  /** Begins the next revision and returns its number, from 1. */
  beginRevision(): number {
    // A difference holds both lists, so keeping differences would keep every revision.
    this.#differences = new Differences();
    return ++this.#revision;
  }

  /** Records that the query being computed depends on something. */
  track(dependency: Dependency): void {
    this.#active?.push(dependency);
  }

  /** The query being computed reads something untracked: it and those that use it are not cached. */
  markUncacheable(): void {
    if (this.#active !== undefined) this.#isUncacheable = true;
  }

  /** The value of a query for a key; computed if it is not cached or no longer holds. */
  get<Key extends object, Inputs extends readonly unknown[], Value>(
    query: Query<this, Key, Inputs, Value>,
    key: Key,
    ...inputs: Inputs
  ): Value {
    const entries = this.#entriesOf(query.number);
    const known = entries.get(key);
    if (known !== undefined && this.#holds(known, inputs)) {
      this.#trackAll(known.dependencies);
      return known.value as Value;
    }
    this.log?.push({ query: query.name, key });
    const outer = this.#active;
    const dependencies: Dependency[] = [];
    this.#active = dependencies;
    try {
      const value = query.compute(this, key, ...inputs);
      if (!this.#isUncacheable) entries.set(key, this.#entry(value, inputs, dependencies));
      return value;
    } finally {
      this.#active = outer;
      this.#trackAll(dependencies);
      if (outer === undefined) this.#isUncacheable = false;
    }
  }

  #entriesOf(number: number): Entries {
    let entries = this.#entries[number];
    if (entries === undefined) {
      entries = this.#isForOneRevision ? new Map() : new WeakMap();
      this.#entries[number] = entries;
    }
    return entries;
  }

  #trackAll(dependencies: readonly Dependency[]): void {
    const active = this.#active;
    if (active !== undefined) for (const dependency of dependencies) active.push(dependency);
  }

  #entry(value: unknown, inputs: readonly unknown[], dependencies: readonly Dependency[]): Entry {
    // A shared target is often looked up many times within one value.
    const distinct = dependencies.length > 1 ? [...new Set(dependencies)] : dependencies;
    return { value, inputs, dependencies: distinct.length === 0 ? none : distinct, verifiedAt: this.#revision };
  }

  #holds(entry: Entry, inputs: readonly unknown[]): boolean {
    if (!isSame(inputs, entry.inputs)) return false;
    if (entry.verifiedAt === this.#revision) return true;
    const { dependencies } = entry;
    for (let index = 0; index < dependencies.length; index++) {
      const dependency = dependencies[index]!;
      dependency.refresh();
      if (dependency.changedAt > entry.verifiedAt) return false;
    }
    entry.verifiedAt = this.#revision;
    return true;
  }

  /**
   * The values of a query for many keys, those that are empty left out. A value without dependencies is not verified again
   * while the inputs are the same. One query has one list of keys: with two in turn, all would be verified each time.
   */
  *getEach<Key extends object, Inputs extends readonly unknown[], Item>(
    query: Query<this, Key, Inputs, readonly Item[]>,
    keys: readonly Key[],
    ...inputs: Inputs
  ): Generator<readonly Item[]> {
    const verified = this.#isForOneRevision ? undefined : this.#verifiedList(query.number, keys, inputs);
    for (let index = 0; index < keys.length; index++) {
      let items = verified?.values[index] as readonly Item[] | undefined;
      if (items === undefined) {
        const key = keys[index]!;
        items = this.get(query, key, ...inputs);
        const entry = verified && this.#entries[query.number]?.get(key);
        if (entry?.value === items && entry.dependencies === none) verified?.set(index, items);
      }
      if (items.length > 0) yield items;
    }
  }

  /** The values that depend on nothing but their key and the inputs. */
  #verifiedList(number: number, keys: readonly object[], inputs: readonly unknown[]): VerifiedList {
    let known = this.#verifiedLists[number];
    if (known === undefined || !isSame(known.inputs, inputs)) {
      known = { inputs, list: new MappedList<object, readonly unknown[] | undefined>(Boolean) };
      this.#verifiedLists[number] = known;
    }
    known.list.update(keys, this.#differences, () => undefined);
    return known.list;
  }

  /** The items of many facts in one list. Only new facts are asked; the same list as before if they add and remove nothing. */
  collect<Fact extends object, Item>(facts: readonly Fact[], itemsOf: Pure<Fact, readonly Item[]>): readonly Item[] {
    return this.#mapped(facts, itemsOf, isNotEmpty, joined);
  }

  /** The facts for which a pure test is true, in the same manner as `collect`. */
  select<Fact extends object>(facts: readonly Fact[], is: Pure<Fact, boolean>): readonly Fact[] {
    return this.#mapped(facts, is, Boolean, (answers) => facts.filter((_, index) => answers[index]));
  }

  #mapped<Fact extends object, Value, Result>(
    facts: readonly Fact[],
    compute: Pure<Fact, Value>,
    isVisible: (value: Value) => boolean,
    make: (values: readonly Value[]) => Result,
  ): Result {
    if (this.#isForOneRevision) return make(facts.map((fact) => compute(fact)));
    let known = this.#lists.get(compute) as { list: MappedList<Fact, Value>; result: Result } | undefined;
    if (known === undefined) {
      const list = new MappedList<Fact, Value>(isVisible);
      list.update(facts, this.#differences, compute);
      known = { list, result: make(list.values) };
      this.#lists.set(compute, known);
    } else if (known.list.update(facts, this.#differences, compute)) {
      known.result = make(known.list.values);
    }
    return known.result;
  }

  /** `values`, or the equal list that was given before, so that one comparison tells whether it changed. */
  intern<Value>({ number }: Interned, values: readonly Value[]): readonly Value[] {
    const known = this.#interned[number];
    if (known !== undefined && isSame(known, values)) return known as readonly Value[];
    this.#interned[number] = values;
    return values;
  }

  /** Replaces the cached value `before`, with its dependencies. Does nothing if another value is cached. */
  replace<Key extends object, Inputs extends readonly unknown[], Value>(
    { number }: Query<this, Key, Inputs, Value>,
    key: Key,
    before: Value,
    value: Value,
  ): void {
    const entries = this.#entries[number];
    const entry = entries?.get(key);
    if (entry?.value === before) entries?.set(key, { ...entry!, value });
  }
}

const none: readonly never[] = [];

/** Faster than `flat`. */
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
