import { declare } from './declare.ts';
import type { QueryCache } from './queryCache.ts';

/**
 * A value that is computed from a key, named inputs, and what it looks up through the cache. It is kept as long as the
 * key is the same object, each input is identical, and no dependency has changed.
 */
export interface Query<Cache extends QueryCache, Key extends object, Inputs extends readonly unknown[], Value> {
  readonly name: string;
  readonly number: number;
  readonly compute: (cache: Cache, key: Key, ...inputs: Inputs) => Value;
}

/**
 * Declares a query. Call it at module level. `compute` may read its key, its inputs, and other values through the cache;
 * anything else it reads must be the same for ever.
 */
export function query<Cache extends QueryCache, Key extends object, Inputs extends readonly unknown[], Value>(
  name: string,
  compute: (cache: Cache, key: Key, ...inputs: Inputs) => Value,
): Query<Cache, Key, Inputs, Value> {
  return { name, number: declare(name), compute };
}

/** A list of which equal versions are one object. */
export interface Interned {
  readonly number: number;
}

/** Declares a list for `QueryCache.intern`. Call it at module level. */
export function interned(name: string): Interned {
  return { number: declare(name) };
}
