import type { OpenApiDescription } from '../engine/openapi/model.ts';
import type { SourceNode } from '../engine/syntax/sourceNode.ts';
import type { PlainValue } from '../engine/syntax/toValue.ts';

/** Larger descriptions are not validated, because that would take too long. */
const maxNodes = 400_000;
const maxDepth = 90;

/**
 * Bundles the description into one plain document, so that the validator reads and fetches no other file. References
 * within the entry stay, others are replaced by their targets, and unresolved ones by an empty object. Returns
 * `undefined` if the description is too large.
 */
export function bundle(description: OpenApiDescription): PlainValue | undefined {
  const { entry, resolve } = description;
  const open = new Set<SourceNode>();
  let left = maxNodes;

  function visit(raw: SourceNode, depth: number): PlainValue {
    const node = raw.resolved;
    if (left-- <= 0) throw new RangeError();
    if (node.kind === 'scalar') return node.scalar ?? null;
    if (open.has(node) || depth > maxDepth) return {};
    open.add(node);
    const value = node.kind === 'sequence' ? node.items().map((item) => visit(item, depth + 1)) : visitMap(node, depth);
    open.delete(node);
    return value;
  }

  function visitMap(node: SourceNode, depth: number): PlainValue {
    const reference = node.get('$ref')?.string;
    if (reference !== undefined) {
      const target = resolve(node);
      if (target === undefined) return {};
      const staysInside = node.document === entry && target.document === entry && reference.startsWith('#/');
      return staysInside ? { $ref: reference } : visit(target, depth + 1);
    }
    const map = Object.create(null) as Record<string, PlainValue>;
    for (const { key, value } of node.entries()) map[key] = visit(value, depth + 1);
    // Names of HTTP schemes are case-insensitive (RFC 9110 §11.1); the schemas of the specification know one case.
    if (map['type'] === 'http' && typeof map['scheme'] === 'string') map['scheme'] = map['scheme'].toLowerCase();
    return map;
  }

  try {
    return visit(description.root, 0);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
