import type { Operation } from '../openapi/model.ts';
import type { Place, SourceNode } from '../syntax/sourceNode.ts';
import type { Fix } from '../textEdits/fix.ts';
import type { ReportGroup } from './rule.ts';

/** Up to this many places of one root cause are reported one by one; more are grouped into one finding. */
export const fewPlaces = 3;

/** How many related places a grouped finding lists: readers look at a few, tools use the count. */
export const maxRelated = 10;

/** The key of an operation's method: the smallest place that stands for the operation. */
export function methodKey(operation: Operation): Place {
  return { keyOf: operation.raw };
}

/** `GET /accounts/{id}` */
export function nameOf(operation: Operation): string {
  return `${operation.method.toUpperCase()} ${operation.path}`;
}

export function relatedOperations(operations: readonly Operation[]): { at: Place; message: string }[] {
  return related(operations, methodKey, nameOf);
}

/** The first of the other places of a grouped finding. */
export function related<Item>(
  items: readonly Item[],
  placeOf: (item: Item) => Place,
  messageOf: (item: Item) => string,
): { at: Place; message: string }[] {
  return items.slice(0, maxRelated).map((item) => ({ at: placeOf(item), message: messageOf(item) }));
}

/** The reports about all items, which can be made again without those that are suppressed. */
export function* groupReports<Item, Reported extends object>(
  items: readonly Item[],
  placeOf: (item: Item) => Place,
  report: (items: readonly Item[]) => Iterable<Reported>,
): Generator<Reported & { readonly grouped: ReportGroup }> {
  const grouped: ReportGroup = {
    places: () => items.map(placeOf),
    without: (suppressed) =>
      groupReports(
        items.filter((_, index) => !suppressed.has(index)),
        placeOf,
        report,
      ),
  };
  for (const one of report(items)) yield { ...one, grouped };
}

/**
 * One root cause at many places: up to `few` places get a finding each. More get one finding at the first place, with an
 * echo at each of the others.
 */
export function groupPlaces<Item, One extends { readonly at: Place }, Many extends object>(
  items: readonly Item[],
  one: (item: Item, isEcho: boolean) => One,
  many: (first: Item, others: readonly Item[]) => Many,
  few = fewPlaces,
) {
  return groupReports(
    items,
    (item) => one(item, false).at,
    function* (left): Generator<One | Many> {
      const [first, ...others] = left;
      if (first === undefined) return;
      if (left.length <= few) {
        for (const item of left) yield one(item, false);
        return;
      }
      yield many(first, others);
      for (const item of others) yield one(item, true);
    },
  );
}

/** How a rule names each of several places. */
export interface Naming<Item> {
  at(item: Item): Place;
  name(item: Item): string;
  /** How many operations an item affects; 1 without this. */
  operations?(item: Item): number;
  fixes?(items: readonly Item[]): Iterable<Fix>;
  /** How many are reported one by one, if not `fewPlaces`. */
  readonly few?: number;
}

/** `groupPlaces` for rules whose messages are `one`, about `{name}`, and `many`, about `{name}` and `{others:more thing}`. */
export function groupNamed<Item>(all: readonly Item[], naming: Naming<Item>) {
  const items = uniquePlaces(all, naming.at);
  const base = (item: Item, affected: readonly Item[]) => ({
    at: naming.at(item),
    operations: affected.reduce((sum, one) => sum + (naming.operations?.(one) ?? 1), 0),
    fixes: () => naming.fixes?.(affected) ?? [],
  });
  return groupPlaces(
    items,
    (item, echo) => ({ ...base(item, [item]), message: 'one', data: { name: naming.name(item) }, echo }) as const,
    (first, others) =>
      ({
        ...base(first, items),
        message: 'many',
        data: { name: naming.name(first), others: others.length },
        related: related(others, naming.at, naming.name),
      }) as const,
    naming.few,
  );
}

/** The first item of each place: a part of a schema that is referenced by itself, too, is found twice. */
function uniquePlaces<Item>(items: readonly Item[], placeOf: (item: Item) => Place): readonly Item[] {
  if (items.length < 2) return items;
  const found = new Map<SourceNode, Set<'key' | 'value'>>();
  return items.filter((item) => {
    const place = placeOf(item);
    if ('partOf' in place) return true;
    const [node, kind] = 'keyOf' in place ? ([place.keyOf, 'key'] as const) : ([place, 'value'] as const);
    const kinds = found.get(node);
    if (kinds?.has(kind) === true) return false;
    if (kinds === undefined) found.set(node, new Set([kind]));
    else kinds.add(kind);
    return true;
  });
}

/** Operations as the places of `groupNamed`. */
export const operationNaming: Naming<Operation> = { at: methodKey, name: nameOf };

/**
 * One finding for the whole description, however many operations it is about: `one` names the `{operation}`, `many` has
 * their number as `{operations:operation}`.
 */
export function summarize(
  operations: readonly Operation[],
  fixesOf: (left: readonly Operation[]) => Iterable<Fix> = () => [],
) {
  return groupReports(operations, methodKey, function* (left) {
    const [first, ...others] = left;
    if (first === undefined) return;
    const base = {
      at: methodKey(first),
      operations: left.length,
      related: relatedOperations(others),
      fixes: () => fixesOf(left),
    };
    if (others.length === 0) yield { ...base, message: 'one', data: { operation: nameOf(first) } } as const;
    else yield { ...base, message: 'many', data: { operations: left.length } } as const;
  });
}
