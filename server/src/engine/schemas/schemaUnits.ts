import { query } from '../incremental/query.ts';
import type { Operation } from '../openapi/model.ts';
import type { ReferenceCache } from '../openapi/referenceCache.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { readUnit, type SchemaUnit } from './schemaUnit.ts';
import { rootsOf } from './schemaUsage.ts';
import type { Direction } from './sensitiveSchemas.ts';

/** The units of a description, each read once. */
export interface SchemaUnits {
  /** `undefined` where the schema is no map, or a reference that leads nowhere. */
  unitOf(schema: SourceNode): SchemaUnit | undefined;
  /** Where the references of a unit lead, in their order. */
  targetsOf(unit: SchemaUnit): readonly (SchemaUnit | undefined)[];
  /** Those that an operation names itself. */
  rootsOf(operation: Operation): Readonly<Record<Direction, readonly (SchemaUnit | undefined)[]>>;
}

export function createUnits(cache: ReferenceCache): SchemaUnits {
  return {
    unitOf: (schema) => unitOf(cache, schema),
    targetsOf: (unit) => cache.get(targetsOfUnit, unit),
    rootsOf: (operation) => cache.get(rootsOfOperation, operation),
  };
}

function unitOf(cache: ReferenceCache, schema: SourceNode): SchemaUnit | undefined {
  const node = cache.resolve(schema);
  return node === undefined || node.kind !== 'map' ? undefined : cache.get(unitAt, node);
}

const unitAt = query('schemaUnits.unitAt', (cache: ReferenceCache, node: SourceNode) => readUnit(node, cache.resolve));

const targetsOfUnit = query('schemaUnits.targetsOfUnit', (cache: ReferenceCache, unit: SchemaUnit) =>
  unit.references.map(({ node }) => unitOf(cache, node)),
);

const rootsOfOperation = query('schemaUnits.rootsOfOperation', (cache: ReferenceCache, operation: Operation) => ({
  request: rootsOf(operation, 'request').map((schema) => unitOf(cache, schema)),
  response: rootsOf(operation, 'response').map((schema) => unitOf(cache, schema)),
}));
