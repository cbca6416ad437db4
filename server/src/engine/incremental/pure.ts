import { declare, nameOf } from './declare.ts';

/** Where an object keeps its pure values. */
const pureValues: unique symbol = Symbol('pure values');

interface HoldsPureValues {
  [pureValues]?: PureValues | undefined;
}

/**
 * The pure values of an object: the numbers of their declarations in turn with the values while they are few, as for
 * nearly all objects; the values by number where they are many. A list by number alone would take two kilobytes.
 */
interface PureValues {
  list: unknown[];
  isByNumber: boolean;
}

const maxSearched = 16;

function valueIn({ list, isByNumber }: PureValues, number: number): unknown {
  if (isByNumber) return list[number];
  for (let index = 0; index < list.length; index += 2) if (list[index] === number) return list[index + 1];
  return undefined;
}

function keepIn(values: PureValues, number: number, value: unknown): void {
  const { list } = values;
  if (values.isByNumber) {
    list[number] = value;
    return;
  }
  list.push(number, value);
  if (list.length <= 2 * maxSearched) return;
  const byNumber: unknown[] = [];
  for (let index = 0; index < list.length; index += 2) byNumber[list[index] as number] = list[index + 1];
  values.list = byNumber;
  values.isByNumber = true;
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
      values = { list: [], isByNumber: false };
      // A fact that is copied is another one, so the values are not copied along.
      Object.defineProperty(fact, pureValues, { value: values, enumerable: false });
    }
    const known = valueIn(values, number);
    if (known !== undefined) return (known === nothing ? undefined : known) as Value;
    const value = compute(fact);
    keepIn(values, number, value === undefined ? nothing : value);
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
  const values = (fact as HoldsPureValues)[pureValues];
  if (values === undefined) return [];
  const { list, isByNumber } = values;
  if (isByNumber) return list.flatMap((value, number) => (value === undefined ? [] : nameOf(number)));
  return list.filter((_, index) => index % 2 === 0).map((number) => nameOf(number as number));
}
