import { declare, nameOf } from './declare.ts';

/** Where an object keeps its pure values, by the number of their declaration. A class with many instances has this field. */
export const pureValues: unique symbol = Symbol('pure values');

export interface HoldsPureValues {
  [pureValues]?: unknown[] | undefined;
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
      // Of this length and no longer: a large document has a hundred thousand maps, most of which hold one value.
      values = new Array(number + 1);
      // A fact that is copied is another one, so the values are not copied along.
      if (pureValues in fact) (fact as HoldsPureValues)[pureValues] = values;
      else Object.defineProperty(fact, pureValues, { value: values, enumerable: false });
    }
    const known = values[number];
    if (known !== undefined) return (known === nothing ? undefined : known) as Value;
    const value = compute(fact);
    values[number] = value === undefined ? nothing : value;
    return value;
  };
  return get as Pure<Fact, Value>;
}

/** The names of the pure values that have been computed for an object. For tests. */
export function computedFor(fact: object): readonly string[] {
  const values = (fact as HoldsPureValues)[pureValues] ?? [];
  return values.flatMap((value, number) => (value === undefined ? [] : nameOf(number)));
}
