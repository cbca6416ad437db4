import type { Operation } from '../openapi/model.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import type { Resolve } from './schemaUnit.ts';

/** Deep enough for every composition that people read, and an end for those that refer to themselves. */
const maxDepth = 6;

/** The names of the properties of a schema itself, and of all that it is composed of. */
export function propertiesOf(schema: SourceNode, resolve: Resolve): ReadonlyMap<string, SourceNode> {
  const properties = new Map<string, SourceNode>();
  collect(schema, resolve, properties, new Set(), 0);
  return properties;
}

function collect(
  schema: SourceNode,
  resolve: Resolve,
  properties: Map<string, SourceNode>,
  seen: Set<SourceNode>,
  depth: number,
): void {
  const node = resolve(schema);
  if (node === undefined || seen.has(node) || depth > maxDepth) return;
  seen.add(node);
  for (const { key, value } of node.get('properties')?.entries() ?? [])
    if (!properties.has(key)) properties.set(key, value);
  for (const keyword of ['allOf', 'oneOf', 'anyOf']) {
    for (const part of node.get(keyword)?.items() ?? []) collect(part, resolve, properties, seen, depth + 1);
  }
}

/** The fields of a request: parameters and the properties of the body. */
export function requestFields({ parameters, requestSchemas }: Operation, resolve: Resolve): readonly string[] {
  const names = parameters.map(({ name }) => name);
  for (const schema of requestSchemas) names.push(...propertiesOf(schema, resolve).keys());
  return names;
}
