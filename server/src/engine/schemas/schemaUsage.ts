import { pure } from '../incremental/pure.ts';
import type { Operation } from '../openapi/model.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import type { SchemaPart, SchemaUnit } from './schemaUnit.ts';
import type { SchemaUnits } from './schemaUnits.ts';
import type { Direction } from './sensitiveSchemas.ts';
import { isVisible } from './sensitiveSchemas.ts';

/** Which data of served operations a schema describes: sent or returned, and with or without authentication. */
export interface SchemaUsage {
  readonly request: boolean;
  readonly response: boolean;
  /** Sent to an operation without authentication, or with optional authentication. */
  readonly anonymousRequest: boolean;
  readonly anonymousResponse: boolean;
  /** Returned by an operation that only reads, so on every request. */
  readonly readResponse: boolean;
}

export const unused: SchemaUsage = {
  request: false,
  response: false,
  anonymousRequest: false,
  anonymousResponse: false,
  readResponse: false,
};

const kinds = Object.keys(unused) as readonly (keyof SchemaUsage)[];

export function isSameUsage(a: SchemaUsage, b: SchemaUsage): boolean {
  return kinds.every((kind) => a[kind] === b[kind]);
}

/** Decides whether the schemas of an operation are in use. */
export interface OperationTests {
  /** True if the operation is part of what the API offers. */
  isServed(operation: Operation): boolean;
  /** True if calling it again returns the same data. */
  isRepeatable(operation: Operation): boolean;
}

/** Follows the references from the bodies, parameters and headers of the operations, `readOnly` and `writeOnly` heeded. */
export function usageOf(
  operations: readonly Operation[],
  units: SchemaUnits,
  { isServed, isRepeatable }: OperationTests,
): ReadonlyMap<SchemaUnit, SchemaUsage> {
  const usages = new Map<SchemaUnit, Record<keyof SchemaUsage, boolean>>();
  for (const kind of kinds) {
    const direction = kind === 'request' || kind === 'anonymousRequest' ? 'request' : 'response';
    const isAnonymous = kind === 'anonymousRequest' || kind === 'anonymousResponse';
    const isRead = kind === 'readResponse';
    const queue: SchemaUnit[] = [];
    const visit = (unit: SchemaUnit | undefined): void => {
      if (unit === undefined) return;
      let usage = usages.get(unit);
      if (usage === undefined) {
        usage = { ...unused };
        usages.set(unit, usage);
      }
      if (usage[kind]) return;
      usage[kind] = true;
      queue.push(unit);
    };
    for (const operation of operations) {
      if (!isServed(operation) || (isAnonymous && operation.security.authentication === 'required')) continue;
      if (isRead && !isRepeatable(operation)) continue;
      for (const schema of rootsOf(operation, direction)) visit(units.unitOf(schema));
    }
    for (let unit = queue.pop(); unit !== undefined; unit = queue.pop()) {
      for (const reference of unit.references) if (isVisible(reference, direction)) visit(units.targetOf(reference));
    }
  }
  return usages;
}

/** The schemas that an operation names itself. */
export function rootsOf(operation: Operation, direction: Direction): readonly SourceNode[] {
  return rootsByDirection(operation)[direction];
}

const rootsByDirection = pure(
  'schemaUsage.rootsByDirection',
  ({ requestSchemas, parameters, responses }: Operation) => ({
    request: [...requestSchemas, ...parameters.flatMap(({ schema }) => schema ?? [])],
    response: responses.flatMap(({ schemas, headers }) => [
      ...schemas,
      ...headers.flatMap(({ schema }) => schema ?? []),
    ]),
  }),
);

/** A shared or body schema with its parts, and what it is used for. */
export interface Schema extends SchemaUnit {
  readonly usage: SchemaUsage;
}

/** True if clients send this part. */
export function isSent({ usage }: Schema, part: SchemaPart): boolean {
  return usage.request && !part.readOnly;
}

/** True if clients get this part. */
export function isReturned({ usage }: Schema, part: SchemaPart): boolean {
  return usage.response && !part.writeOnly;
}
