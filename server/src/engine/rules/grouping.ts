import type { Operation } from '../openapi/model.ts';
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
  return operations.slice(0, maxRelated).map((operation) => ({ at: methodKey(operation), message: nameOf(operation) }));
}

/** `1 operation`, `12 operations` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
