import type { SourceNode } from './sourceNode.ts';

/** Plain data of JSON's kinds. */
export type PlainValue = string | number | boolean | null | PlainValue[] | { [key: string]: PlainValue };

/**
 * The plain value of a node with aliases and merge keys followed. Maps have no prototype, so that no key means more than
 * it says. What is deeper than `maxDepth`, in a cycle, or beyond `budget` nodes is `null`.
 */
export function toValue(node: SourceNode, budget = 1_000_000, maxDepth = 500): PlainValue {
  const open = new Set<SourceNode>();
  let left = budget;

  function visit(held: SourceNode, depth: number): PlainValue {
    const current = held.resolved;
    if (left-- <= 0 || depth > maxDepth || open.has(current)) return null;
    if (current.kind === 'scalar') return current.scalar ?? null;
    open.add(current);
    let value: PlainValue = null;
    if (current.kind === 'sequence') {
      value = current.items().map((item) => visit(item, depth + 1));
    } else if (current.kind === 'map') {
      const map = Object.create(null) as { [key: string]: PlainValue };
      for (const entry of current.entries()) map[entry.key] = visit(entry.value, depth + 1);
      value = map;
    }
    open.delete(current);
    return value;
  }

  return visit(node, 0);
}
