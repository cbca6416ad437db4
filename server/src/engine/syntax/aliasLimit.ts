import { mergeOf } from './mergeLimit.ts';
import type { TreeNode } from './tree.ts';

/** How many characters the aliases of one document may repeat, those within what they stand for included. */
export const maxRepeated = 10_000_000;

/**
 * Cuts off the aliases from the one on that repeats too much: a chain of maps that each name the one before twice
 * doubles with each line. `aliases` are in document order and connected; merges that are cut off already do not count.
 * Returns the first alias that is cut off.
 */
export function limitAliases(aliases: readonly TreeNode[]): TreeNode | undefined {
  const starts: number[] = [];
  /** `repeated[n]`: what the first n aliases repeat. */
  const repeated = [0];
  for (const [index, alias] of aliases.entries()) {
    const target = mergeOf(alias)?.parent?.isMergeCut ? undefined : alias.target;
    const within = target === undefined ? 0 : sumBetween(target.start, target.end, starts, repeated);
    const total = repeated[index]! + (target === undefined ? 0 : target.end - target.start + within);
    if (total > maxRepeated) {
      for (const rest of aliases.slice(index)) rest.target = undefined;
      return alias;
    }
    starts.push(alias.start);
    repeated.push(total);
  }
  return undefined;
}

/** What the aliases between two offsets repeat. */
function sumBetween(start: number, end: number, starts: readonly number[], repeated: readonly number[]): number {
  return repeated[firstFrom(end, starts)]! - repeated[firstFrom(start, starts)]!;
}

/** The index of the first alias that begins at `offset` or behind it. */
function firstFrom(offset: number, starts: readonly number[]): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
