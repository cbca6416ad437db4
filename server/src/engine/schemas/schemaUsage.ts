import { pure } from '../incremental/pure.ts';
import type { Operation } from '../openapi/model.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { type Role, roleBehind, type SchemaPart, type SchemaUnit } from './schemaUnit.ts';
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
  /** Sent or returned by itself, and not only as a part of compositions. */
  readonly wholeRequest: boolean;
  readonly wholeResponse: boolean;
  /** A part of some composition that is in use. */
  readonly member: boolean;
}

/** How data gets to a schema: along every reference. */
const flows = {
  request: false,
  response: false,
  anonymousRequest: false,
  anonymousResponse: false,
  readResponse: false,
};

const kinds = Object.keys(flows) as readonly (keyof typeof flows)[];

export const unused: SchemaUsage = { ...flows, wholeRequest: false, wholeResponse: false, member: false };

const marks = Object.keys(unused) as readonly (keyof SchemaUsage)[];

export function isSameUsage(a: SchemaUsage, b: SchemaUsage): boolean {
  return marks.every((mark) => a[mark] === b[mark]);
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
  const served = operations.filter(isServed);
  for (const direction of ['request', 'response'] as const) {
    const roots = served.flatMap((operation) => units.rootsOf(operation)[direction]);
    const mark = direction === 'request' ? 'wholeRequest' : 'wholeResponse';
    markRoles(
      usages,
      units,
      mark,
      roots,
      'whole',
      (usage, reference) => usage[direction] && isVisible(reference, direction),
    );
  }
  markRoles(usages, units, 'member', [], 'member', () => true);
  return usages;
}

/** Marks the units that references of a role lead to, and what is the root of these. */
function markRoles(
  usages: ReadonlyMap<SchemaUnit, Record<keyof SchemaUsage, boolean>>,
  units: SchemaUnits,
  mark: 'wholeRequest' | 'wholeResponse' | 'member',
  roots: readonly (SchemaUnit | undefined)[],
  role: Role,
  isUsed: (usage: SchemaUsage, reference: SchemaPart) => boolean,
): void {
  const queue: SchemaUnit[] = [];
  const visit = (unit: SchemaUnit | undefined): void => {
    const usage = unit && usages.get(unit);
    if (unit === undefined || usage === undefined || usage[mark]) return;
    usage[mark] = true;
    queue.push(unit);
  };
  const follow = (unit: SchemaUnit, usage: SchemaUsage, followed: Role): void => {
    for (const reference of unit.references) {
      if (roleBehind(reference) === followed && isUsed(usage, reference)) visit(units.targetOf(reference));
    }
  };
  for (const root of roots) visit(root);
  for (const [unit, usage] of usages) follow(unit, usage, role);
  for (let unit = queue.pop(); unit !== undefined; unit = queue.pop()) follow(unit, usages.get(unit)!, 'root');
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

/** The schemas that describe a value by themselves and that clients send: those whose bounds are the bounds of the value. */
export const sentWholes = pure('schemaUsage.sentWholes', (schema: Schema): readonly SchemaPart[] =>
  schema.usage.request
    ? schema.parts.filter((part) => isSent(schema, part) && isWhole(part, schema.usage.wholeRequest))
    : none,
);

/** The same for what clients get. */
export const returnedWholes = pure('schemaUsage.returnedWholes', (schema: Schema): readonly SchemaPart[] =>
  schema.usage.response
    ? schema.parts.filter((part) => isReturned(schema, part) && isWhole(part, schema.usage.wholeResponse))
    : none,
);

const none: readonly SchemaPart[] = [];

function isWhole({ role, isTransparent }: SchemaPart, isRootWhole: boolean): boolean {
  return !isTransparent && (role === 'whole' || (role === 'root' && isRootWhole));
}

/** True if clients send this part. */
export function isSent({ usage }: Schema, part: SchemaPart): boolean {
  return usage.request && !part.readOnly;
}

/** True if clients get this part. */
export function isReturned({ usage }: Schema, part: SchemaPart): boolean {
  return usage.response && !part.writeOnly;
}
