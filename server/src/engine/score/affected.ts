import type { Finding } from '../finding.ts';
import type { OpenApiDescription, Operation } from '../openapi/model.ts';
import type { SchemaUnit } from '../schemas/schemaUnit.ts';
import { createUnits } from '../schemas/schemaUnits.ts';
import { nodeAt } from '../syntax/nodeAt.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';

/** Finds the operations that a place concerns. Everything is indexed once; a lookup climbs from the place. */
export interface AffectedOperations {
  /**
   * Indexes into `description.operations`, ascending; `undefined` if the place is about none in particular. One list for all
   * places that concern the same operations for the same reason.
   */
  of(place: Pick<Finding, 'document' | 'range'>): readonly number[] | undefined;
}

/**
 * A place within an operation concerns that operation, one in a path item its operations, one in a component the
 * operations that reach it, one in a security scheme those that require it, one in a server those that are served there.
 */
export function createAffectedOperations(description: OpenApiDescription): AffectedOperations {
  const { operations, securitySchemes, version, cache } = description;
  const direct = new Map<SourceNode, Set<number>>();
  const add = (node: SourceNode | undefined, index: number): void => {
    if (node === undefined) return;
    for (const one of node.resolved === node ? [node] : [node, node.resolved]) {
      const known = direct.get(one);
      if (known === undefined) direct.set(one, new Set([index]));
      else known.add(index);
    }
  };
  const units = createUnits(cache, version === '3.1' || version === '3.2');
  const users = new Map<SchemaUnit, Set<number>>();
  const roots = new Map<SchemaUnit, number[]>();
  const lists = new Map<ReadonlySet<number>, readonly number[]>();
  for (const [index, operation] of operations.entries()) {
    for (const node of nodesOf(operation)) add(node, index);
    for (const name of schemesOf(operation)) add(securitySchemes.get(name)?.node, index);
    const { request, response } = units.rootsOf(operation);
    for (const unit of [...request, ...response]) {
      if (unit === undefined) continue;
      const known = roots.get(unit);
      if (known === undefined) roots.set(unit, [index]);
      else known.push(index);
    }
  }
  const sources = reversed([...roots.keys()], (unit) => units.targetsOf(unit));
  const unitsByNode = new Map([...sources.keys()].map((unit) => [unit.node, unit]));

  /** The operations that reach a unit, through any number of other units. */
  const usersOf = (unit: SchemaUnit): ReadonlySet<number> => {
    let known = users.get(unit);
    if (known !== undefined) return known;
    known = new Set();
    const seen = new Set([unit]);
    for (const one of seen) {
      for (const index of roots.get(one) ?? []) known.add(index);
      for (const source of sources.get(one) ?? []) seen.add(source);
    }
    users.set(unit, known);
    return known;
  };

  const inOrder = (found: ReadonlySet<number>): readonly number[] => {
    let list = lists.get(found);
    if (list === undefined) {
      list = [...found].sort((a, b) => a - b);
      lists.set(found, list);
    }
    return list;
  };

  return {
    of({ document, range }) {
      for (let node = nodeAt(document, range.start)?.node; node !== undefined; node = node.parent) {
        const unit = unitsByNode.get(node);
        const found = direct.get(node) ?? (unit && usersOf(unit));
        if (found !== undefined && found.size > 0) return inOrder(found);
      }
      return undefined;
    },
  };
}

/** What belongs to an operation alone, or is named by it. */
function nodesOf(operation: Operation): readonly (SourceNode | undefined)[] {
  const { node, raw, pathItem, security, servers, parameters, requestBody, responses } = operation;
  return [
    node,
    raw,
    pathItem,
    security.declaration?.node,
    ...servers.servers.map((server) => server.node),
    ...parameters.map((parameter) => parameter.node),
    requestBody?.node,
    ...responses.map((response) => response.node),
    ...responses.flatMap(({ headers }) => headers.map((header) => header.node)),
  ];
}

function schemesOf({ security }: Operation): ReadonlySet<string> {
  const requirements = security.declaration?.requirements ?? [];
  return new Set(requirements.flatMap(({ schemes }) => schemes.map(({ name }) => name)));
}

/** Every unit that the given ones reach, with the units that refer to it. */
function reversed(
  roots: readonly SchemaUnit[],
  targetsOf: (unit: SchemaUnit) => readonly (SchemaUnit | undefined)[],
): ReadonlyMap<SchemaUnit, readonly SchemaUnit[]> {
  const sources = new Map<SchemaUnit, SchemaUnit[]>(roots.map((unit) => [unit, []]));
  // A map visits what is added to it during the loop.
  for (const unit of sources.keys()) {
    for (const target of targetsOf(unit)) {
      if (target === undefined) continue;
      const known = sources.get(target);
      if (known === undefined) sources.set(target, [unit]);
      else known.push(unit);
    }
  }
  return sources;
}
