/**
 * Matches segments against those of a pattern: `*` and `?` within a segment, `**` for any number of segments. Tracks which
 * prefixes of the pattern match the segments so far, so that nothing is tried twice.
 */
export function matchSegments(segments: readonly string[], parts: readonly string[]): boolean {
  let reached = skipStars([true, ...parts.map(() => false)], parts);
  for (const segment of segments) {
    const next = parts.map((part, index) =>
      part === '**' ? reached[index + 1]! : reached[index]! && matchSegment(segment, part),
    );
    reached = skipStars([false, ...next], parts);
  }
  return reached[parts.length]!;
}

/** `**` matches no segment as well. */
function skipStars(reached: boolean[], parts: readonly string[]): boolean[] {
  for (let index = 0; index < parts.length; index++) {
    if (parts[index] === '**' && reached[index]) reached[index + 1] = true;
  }
  return reached;
}

/** `*` and `?`, with one point to come back to: linear in practice, quadratic at worst. */
function matchSegment(text: string, pattern: string): boolean {
  let at = 0;
  let star = -1;
  let retry = 0;
  for (let index = 0; index < text.length; ) {
    if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[index])) {
      at++;
      index++;
    } else if (pattern[at] === '*') {
      star = at++;
      retry = index;
    } else if (star >= 0) {
      at = star + 1;
      index = ++retry;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
