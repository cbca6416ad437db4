/** Longer text hardly ever stands twice. UTF-16 units. */
const maxLength = 40;

/** A power of two. */
const size = 8192;

/**
 * Text that was read before, by a number that is made of it; the last of those with the same number. It changes nothing
 * but how often a text is held, so all documents share it.
 */
const known: (string | undefined)[] = new Array(size).fill(undefined);

/**
 * `text.slice(from, to)`, as the same string for the same text where it was read not long ago. A description says `type`,
 * `description` and `string` a hundred thousand times: held once, they need no memory, and are compared at a glance.
 */
export function intern(text: string, from: number, to: number): string {
  const length = to - from;
  if (length > maxLength || length === 0) return text.slice(from, to);
  const first = text.charCodeAt(from);
  const middle = text.charCodeAt(from + (length >> 1));
  const last = text.charCodeAt(to - 1);
  const third = text.charCodeAt(from + ((length * 3) >> 2));
  const number = ((((first * 31 + middle) * 31 + last) * 31 + third) * 31 + length) & (size - 1);
  const candidate = known[number];
  if (candidate !== undefined && candidate.length === length && text.startsWith(candidate, from)) return candidate;
  const fresh = asKey(text.slice(from, to));
  known[number] = fresh;
  return fresh;
}

/** Engines hold the name of a property once, and compare it by where it is held. */
function asKey(text: string): string {
  for (const key in { [text]: 0 }) return key;
  return text;
}
