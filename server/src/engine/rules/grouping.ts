import type { Operation } from '../openapi/model.ts';
import type { Fix } from '../repair/fix.ts';
import type { Place } from '../syntax/sourceNode.ts';

/** How many places of one root cause are reported one by one before they are gathered into one finding. */
export const fewPlaces = 3;

/** How many places a gathered finding lists: a reader looks at some, a machine has the count. */
const maxRelated = 10;

/** The key of an operation's method: the smallest place that means the operation. */
export function methodKey(operation: Operation): Place {
  return { keyOf: operation.held };
}

/** `GET /accounts/{id}` */
export function nameOf(operation: Operation): string {
  return `${operation.method.toUpperCase()} ${operation.path}`;
}

export function relatedOperations(operations: readonly Operation[]): { at: Place; message: string }[] {
  return related(operations, methodKey, nameOf);
}

/** The first of the other places of a gathered finding. */
export function related<Item>(
  items: readonly Item[],
  placeOf: (item: Item) => Place,
  messageOf: (item: Item) => string,
): { at: Place; message: string }[] {
  return items.slice(0, maxRelated).map((item) => ({ at: placeOf(item), message: messageOf(item) }));
}

/** `1 operation`, `12 operations` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/**
 * One root cause at many places: a finding for each of a few, else one for all of them (`first`, `others`) with an echo
 * at each other place.
 */
export function* gather<Item, One, Many>(
  items: readonly Item[],
  one: (item: Item, isEcho: boolean) => One,
  many: (first: Item, others: readonly Item[]) => Many,
): Generator<One | Many> {
  const [first, ...others] = items;
  if (first === undefined) return;
  if (items.length <= fewPlaces) {
    for (const item of items) yield one(item, false);
    return;
  }
  yield many(first, others);
  for (const item of others) yield one(item, true);
}

/** How a rule speaks about each of several places. */
export interface Naming<Item> {
  at(item: Item): Place;
  name(item: Item): string;
  /** How many operations an item affects; 1 without this. */
  operations?(item: Item): number;
  fixes?(items: readonly Item[]): Iterable<Fix>;
}

/** `gather` for rules whose messages are `one`, about `{name}`, and `many`, about `{name}` and `{others}` more. */
export function gatherNamed<Item>(items: readonly Item[], naming: Naming<Item>) {
  const base = (item: Item, affected: readonly Item[]) => ({
    at: naming.at(item),
    operations: affected.reduce((sum, one) => sum + (naming.operations?.(one) ?? 1), 0),
    fixes: () => naming.fixes?.(affected) ?? [],
  });
  return gather(
    items,
    (item, echo) => ({ ...base(item, [item]), message: 'one', data: { name: naming.name(item) }, echo }) as const,
    (first, others) =>
      ({
        ...base(first, items),
        message: 'many',
        data: { name: naming.name(first), others: others.length },
        related: related(others, naming.at, naming.name),
      }) as const,
  );
}

/** Operations as the places of `gatherNamed`. */
export const operationNaming: Naming<Operation> = { at: methodKey, name: nameOf };

/**
 * One finding for the whole description, however many operations it is about: `one` names the `{operation}`, `many` has
 * their number in `{operations}`.
 */
export function* summarize(operations: readonly Operation[], noun = 'operation') {
  const [first, ...others] = operations;
  if (first === undefined) return;
  const base = { at: methodKey(first), operations: operations.length, related: relatedOperations(others) };
  if (others.length === 0) yield { ...base, message: 'one', data: { operation: nameOf(first) } } as const;
  else yield { ...base, message: 'many', data: { operations: count(operations.length, noun) } } as const;
}
