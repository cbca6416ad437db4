import type { SourceNode } from '../syntax/sourceNode.ts';
import type { Resolve } from './schemaUnit.ts';

/**
 * The schema, and what stands behind it: a reference, a lone member of `allOf`, or the alternative to null
 * (`anyOf: [X, {type: 'null'}]`, as optional fields are written since 3.1).
 */
export function lookThrough(schema: SourceNode, resolve: Resolve): readonly SourceNode[] {
  const nodes = new Set([schema]);
  // The set grows while it is read, and ends where a schema leads back to one that is in it.
  for (const node of nodes) {
    const next = behind(node, resolve);
    if (next !== undefined) nodes.add(next);
  }
  return [...nodes];
}

/** The last of them. */
export function meantBy(schema: SourceNode, resolve: Resolve): SourceNode {
  return lookThrough(schema, resolve).at(-1)!;
}

function behind(node: SourceNode, resolve: Resolve): SourceNode | undefined {
  if (node.has('$ref')) return resolve(node);
  return onlyItem(node.get('allOf')) ?? alternativeToNull(node, resolve);
}

function onlyItem(list: SourceNode | undefined): SourceNode | undefined {
  const items = list?.items() ?? [];
  return items.length === 1 ? items[0] : undefined;
}

/** The one alternative that is not null, of the list under `key` or of the only one. */
export function alternativeToNull(
  node: SourceNode,
  resolve: Resolve,
  key = node.has('anyOf') ? 'anyOf' : 'oneOf',
): SourceNode | undefined {
  const items = node.get(key)?.items() ?? [];
  if (items.length === 0 || items.length > 2) return undefined;
  const others = items.filter((item) => !isNull(resolve(item)));
  return others.length === 1 ? others[0] : undefined;
}

/** 3.0 has no type for it, and an enumeration of null alone. */
function isNull(schema: SourceNode | undefined): boolean {
  if (schema?.get('type')?.string === 'null') return true;
  const values = schema?.get('enum')?.items() ?? [];
  return values.length === 1 && values[0]?.scalar === null;
}
