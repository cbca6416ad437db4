import type { TreeNode } from './tree.ts';

/** How many entries the merge keys of one document may bring into its maps. */
export const maxMerged = 100_000;

/** A chain of merges that is longer counts as too much. */
const maxDepth = 1000;

/**
 * Cuts off what merge keys bring in, from the map on with which it becomes too much: `n` maps that merge a map of `n`
 * entries have `n * n`. `aliases` are those of a document, in its order and connected; without them, merge keys bring in
 * what the text holds. Gives the first `<<` whose value is left out.
 */
export function limitMerges(aliases: readonly TreeNode[]): TreeNode | undefined {
  const sizes = new Map<TreeNode, number>();
  const counted = new Set<TreeNode>();
  let total = 0;
  let first: TreeNode | undefined;
  for (const alias of aliases) {
    for (let merge = mergeOf(alias); merge?.parent !== undefined; merge = mergeOf(merge.parent)) {
      const map = merge.parent;
      if (counted.has(map)) continue;
      counted.add(map);
      total += sizeOf(map, sizes, 0);
      if (total <= maxMerged) continue;
      map.cutMerge();
      first ??= merge;
    }
  }
  return first;
}

/** The value of a merge key that a node is, or is an item of. */
export function mergeOf(node: TreeNode): TreeNode | undefined {
  const held = node.parent?.kind === 'sequence' ? node.parent : node;
  return held.key === '<<' ? held : undefined;
}

/** How many entries a map has with what it merges, or the maps of a list together; each map counts as one more. */
function sizeOf(node: TreeNode, sizes: Map<TreeNode, number>, depth: number): number {
  const known = sizes.get(node);
  if (known !== undefined) return known;
  if (depth > maxDepth) return maxMerged + 1;
  // What merges itself brings in nothing new.
  sizes.set(node, 0);
  let size = 1 + node.keys.length;
  for (let index = 0; index < node.children.length && size <= maxMerged; index++) {
    const isSource = node.kind === 'sequence' || node.keys[index] === '<<';
    const source = isSource ? node.children[index]!.resolved : undefined;
    if (source?.kind === 'map' || (source?.kind === 'sequence' && node.kind === 'map')) {
      size += sizeOf(source, sizes, depth + 1) - (node.kind === 'map' ? 1 : 0);
    }
  }
  sizes.set(node, size);
  return size;
}
