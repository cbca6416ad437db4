import type { Memory } from '../incremental/queryCache.ts';
import type { Operation } from '../openapi/model.ts';
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

export function createUnits(memory: Memory): SchemaUnits {
  function unitOf(schema: SourceNode): SchemaUnit | undefined {
    const node = memory.resolve(schema);
    if (node === undefined || node.kind !== 'map') return undefined;
    return memory.recall('unit', node, [], () => readUnit(node, memory.resolve));
  }
  return {
    unitOf,
    targetsOf: (unit) => memory.recall('targets', unit, [], () => unit.references.map(({ node }) => unitOf(node))),
    rootsOf: (operation) =>
      memory.recall('roots', operation, [], () => ({
        request: rootsOf(operation, 'request').map(unitOf),
        response: rootsOf(operation, 'response').map(unitOf),
      })),
  };
}
