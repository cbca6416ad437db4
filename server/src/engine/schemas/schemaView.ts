import type { SourceNode } from '../syntax/sourceNode.ts';
import { type Resolve, typesOf } from './schemaUnit.ts';

/** The keywords that apply to a value that is present, wherever they are written. */
export interface SchemaView {
  /** Where it is said in the end: the place for what is to be added. */
  readonly node: SourceNode;
  /** `type` without "null". */
  readonly types: readonly string[];
  /** The outermost value of a keyword. */
  get(key: string): SourceNode | undefined;
  has(key: string): boolean;
}

/** `undefined` where a reference leads nowhere. */
export function viewOf(schema: SourceNode, resolve: Resolve): SchemaView | undefined {
  const nodes = lookThrough(schema, resolve);
  const node = nodes.at(-1)!;
  if (node.has('$ref') && resolve(node) === undefined) return undefined;
  const get = (key: string): SourceNode | undefined => {
    for (const one of nodes) {
      const value = one.get(key);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  return {
    node,
    types: typesOf(get('type')).filter((type) => type !== 'null'),
    get,
    has: (key) => get(key) !== undefined,
  };
}

/** No real schema is wrapped more often, and schemas that refer to themselves need an end. */
const maxNodes = 6;

/**
 * The schema, and what stands behind it: a reference, a lone member of `allOf`, or the alternative to null
 * (`anyOf: [X, {type: 'null'}]`, as optional fields are written since 3.1).
 */
export function lookThrough(schema: SourceNode, resolve: Resolve): readonly SourceNode[] {
  const nodes = [schema];
  while (nodes.length < maxNodes) {
    const next = behind(nodes.at(-1)!, resolve);
    if (next === undefined || nodes.includes(next)) break;
    nodes.push(next);
  }
  return nodes;
}

/** The last of them. */
export function meantBy(schema: SourceNode, resolve: Resolve): SourceNode {
  let node = schema;
  for (let steps = 1; steps < maxNodes; steps++) {
    const next = behind(node, resolve);
    if (next === undefined || next === node) break;
    node = next;
  }
  return node;
}

function behind(node: SourceNode, resolve: Resolve): SourceNode | undefined {
  if (node.has('$ref')) return resolve(node);
  return onlyItem(node.get('allOf')) ?? alternativeToNull(node, resolve);
}

function onlyItem(list: SourceNode | undefined): SourceNode | undefined {
  const items = list?.items() ?? [];
  return items.length === 1 ? items[0] : undefined;
}

function alternativeToNull(node: SourceNode, resolve: Resolve): SourceNode | undefined {
  const items = (node.get('anyOf') ?? node.get('oneOf'))?.items() ?? [];
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
