import { query } from '../incremental/query.ts';
import type { Operation } from '../openapi/model.ts';
import type { ReferenceCache } from '../openapi/referenceCache.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { hasPartsBesideReference, readUnit, type SchemaPart, type SchemaUnit } from './schemaUnit.ts';
import { rootsOf } from './schemaUsage.ts';
import type { Direction } from './sensitiveSchemas.ts';

/** The units of a description, each read once. */
export interface SchemaUnits {
  /** `undefined` where the schema is not a map, or an unresolved reference. */
  unitOf(schema: SourceNode): SchemaUnit | undefined;
  /** Where a reference of a unit leads. */
  targetOf(reference: SchemaPart): SchemaUnit | undefined;
  /** Where the references of a unit lead, in their order. */
  targetsOf(unit: SchemaUnit): readonly (SchemaUnit | undefined)[];
  /** Those that an operation names itself. */
  rootsOf(operation: Operation): Readonly<Record<Direction, readonly (SchemaUnit | undefined)[]>>;
}

/** `siblingsApply`: whether keywords next to `$ref` apply, as they do since 3.1. */
export function createUnits(cache: ReferenceCache, siblingsApply: boolean): SchemaUnits {
  return {
    unitOf: (schema) => unitOf(cache, schema, siblingsApply),
    targetOf: (reference) => targetOf(cache, reference, siblingsApply),
    targetsOf: (unit) => cache.get(targetsOfUnit, unit, siblingsApply),
    rootsOf: (operation) => cache.get(rootsOfOperation, operation, siblingsApply),
  };
}

function unitOf(cache: ReferenceCache, schema: SourceNode, siblingsApply: boolean): SchemaUnit | undefined {
  const node = siblingsApply ? nextWithParts(cache, schema.resolved) : cache.resolve(schema);
  return node === undefined || node.kind !== 'map' ? undefined : cache.get(unitAt, node, siblingsApply);
}

/** More references in a row than these are resolved at once, and with them a circle. */
const maxSteps = 50;

/** The schema, or the first one behind its references that is not a mere reference. */
function nextWithParts(cache: ReferenceCache, schema: SourceNode): SourceNode | undefined {
  let node = schema;
  for (let steps = 0; steps < maxSteps && node.kind === 'map' && node.has('$ref'); steps++) {
    if (hasPartsBesideReference(node)) return node;
    const next = cache.step(node);
    if (next === undefined) break;
    node = next;
  }
  return node.kind === 'map' && node.has('$ref') ? cache.resolve(schema) : node;
}

const unitAt = query('schemaUnits.unitAt', (cache: ReferenceCache, node: SourceNode, siblingsApply: boolean) =>
  readUnit(node, cache.resolve, siblingsApply),
);

const targetsOfUnit = query(
  'schemaUnits.targetsOfUnit',
  (cache: ReferenceCache, unit: SchemaUnit, siblingsApply: boolean) =>
    unit.references.map((reference) => targetOf(cache, reference, siblingsApply)),
);

/** The parts next to a `$ref` belong to the unit that holds it, so its reference leads past them. */
function targetOf(cache: ReferenceCache, { node }: SchemaPart, siblingsApply: boolean): SchemaUnit | undefined {
  const next = siblingsApply ? cache.step(node) : undefined;
  return unitOf(cache, next ?? node, siblingsApply);
}

const rootsOfOperation = query(
  'schemaUnits.rootsOfOperation',
  (cache: ReferenceCache, operation: Operation, siblingsApply: boolean) => ({
    request: rootsOf(operation, 'request').map((schema) => unitOf(cache, schema, siblingsApply)),
    response: rootsOf(operation, 'response').map((schema) => unitOf(cache, schema, siblingsApply)),
  }),
);
