import { declare, nameOf } from './declare.ts';

/** Where an object keeps its pure values, by the number of their declaration. */
const pureValues: unique symbol = Symbol('pure values');

interface HoldsPureValues {
  [pureValues]?: unknown[] | undefined;
}

/** Where an object of a class with very many instances keeps one pure value. */
export const onlyValue: unique symbol = Symbol('only value');

export interface HoldsOneValue {
  [onlyValue]: unknown;
}

/** Brand: `QueryCache.select` and `collect` take nothing that is declared inline. */
declare const isPure: unique symbol;

/** A function of one object and nothing else, whose value is kept on the object. */
export interface Pure<Fact extends object, Value> {
  (fact: Fact): Value;
  readonly [isPure]: true;
}

/** In place of a value that is `undefined`. */
const nothing = Symbol('nothing');

/**
 * Declares a value that depends on one object alone (an operation, a schema, a scheme). An object whose text has not
 * changed is the same in the next revision, so the value is computed once for all of them.
 *
 * Call it at module level; the name is the file's and the constant's: `operationKind.isWrite`. The object itself holds
 * the values: weak maps of all facts cost more time than most computations do.
 */
export function pure<Fact extends object, Value>(name: string, compute: (fact: Fact) => Value): Pure<Fact, Value> {
  const number = declare(name);
  const get = (fact: Fact): Value => {
    let values = (fact as HoldsPureValues)[pureValues];
    if (values === undefined) {
      values = [];
      // A fact that is copied is another one, so the values are not copied along.
      Object.defineProperty(fact, pureValues, { value: values, enumerable: false });
    }
    const known = values[number];
    if (known !== undefined) return (known === nothing ? undefined : known) as Value;
    const value = compute(fact);
    values[number] = value === undefined ? nothing : value;
    return value;
  };
  return get as Pure<Fact, Value>;
}

/**
 * As `pure`, for objects that have a field for one value: a large document has a hundred thousand maps, and a list of
 * values for each would double what they take. There can be one such declaration.
 */
export function onlyPure<Fact extends object, Value>(name: string, compute: (fact: Fact) => Value) {
  declare(name);
  declare('the value of HoldsOneValue');
  return (fact: Fact & Partial<HoldsOneValue>): Value => {
    const known = fact[onlyValue];
    if (known !== undefined) return (known === nothing ? undefined : known) as Value;
    const value = compute(fact);
    fact[onlyValue] = value === undefined ? nothing : value;
    return value;
  };
}

/** The names of the pure values that have been computed for an object. For tests. */
export function computedFor(fact: object): readonly string[] {
  const values = (fact as HoldsPureValues)[pureValues] ?? [];
  return values.flatMap((value, number) => (value === undefined ? [] : nameOf(number)));
}
