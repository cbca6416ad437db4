import type { Change } from '../yaml/splitYaml.ts';

/** The smallest change that makes `after` of `before`: what both begin and end with is left out. */
export function changeBetween(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length);
  const start = common(shorter, (length) => before.slice(0, length) === after.slice(0, length));
  const tail = common(
    shorter - start,
    (length) => before.slice(before.length - length) === after.slice(after.length - length),
  );
  return { start, oldEnd: before.length - tail, newEnd: after.length - tail };
}

/** The greatest length up to `max` that is the same, by halving: comparing strings is much faster than their characters. */
function common(max: number, isSame: (length: number) => boolean): number {
  if (max === 0 || isSame(max)) return max;
  let low = 0;
  let high = max;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (isSame(middle)) low = middle;
    else high = middle;
  }
  return low;
}
