/**
 * Takes words apart that were written as one: `firstname`, `useremail`. Only where every part is a known word of three
 * letters and more, so that `passport`, `discard` and `compass` stay whole.
 */
export function splitGlued(words: readonly string[], known: ReadonlySet<string>): readonly string[] {
  return words.flatMap((word) =>
    known.has(word) || word.length < 6 || word.length > 40 ? [word] : parts(word, known),
  );
}

function parts(word: string, known: ReadonlySet<string>): readonly string[] {
  // The fewest parts that reach each position.
  const best: (readonly string[] | undefined)[] = [[]];
  for (let end = 3; end <= word.length; end++) {
    for (let start = 0; start <= end - 3; start++) {
      const before = best[start];
      if (before === undefined || !known.has(word.slice(start, end))) continue;
      best[end] = [...before, word.slice(start, end)];
    }
  }
  return best[word.length] ?? [word];
}
