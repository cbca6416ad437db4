/** Keys that were read before, each in a place that some of its characters give; a later key takes the place of another. */
const known: string[] = new Array(8192).fill('');

/** A longer key is rare. */
const maxLength = 40;

/** `text.slice(from, to)`, as one string for all keys that are the same: a large document has 200,000 keys, and 7,000 different ones. */
export function keyAt(text: string, from: number, to: number): string {
  const length = to - from;
  if (length > maxLength || length === 0) return text.slice(from, to);
  const ends = Math.imul(text.charCodeAt(from), 31) + text.charCodeAt(to - 1);
  const middle = Math.imul(text.charCodeAt(from + (length >> 1)), 31) + text.charCodeAt(from + (length >> 2));
  const slot = (Math.imul(Math.imul(ends, 961) + middle, 0x9e3779b1) + Math.imul(length, 0x85ebca6b)) >>> 19;
  const before = known[slot]!;
  if (before.length === length && text.startsWith(before, from)) return before;
  const key = internalized(text.slice(from, to));
  known[slot] = key;
  return key;
}

/**
 * The string that V8 keeps for all of this text, as it does for the names of properties and for literals. Two of them are
 * compared, and found in maps, by their address: several times faster than by their characters. It is a copy, so it
 * keeps no longer text in memory.
 */
export function internalized(text: string): string {
  // An object without a prototype has no shape of its own, which would be kept.
  const names = Object.create(null) as Record<string, true>;
  names[text] = true;
  return Object.keys(names)[0]!;
}
