import type { Location } from 'vscode-languageserver';

/** Each place once: several descriptions may contain the same file. */
export function once<Item>(items: readonly Item[], placeOf: (item: Item) => Location): Item[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const { uri, range } = placeOf(item);
    const key = `${uri} ${range.start.line}:${range.start.character}-${range.end.line}:${range.end.character}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
