/** `1 operation`, `1,200 operations`, `2 more properties`: the only place that counts and pluralizes. */
export function counted(number: number, noun: string): string {
  return `${grouped(number)} ${number === 1 ? noun : pluralOf(noun)}`;
}

/** `1,200`. The first call of `toLocaleString` loads the data of all languages: 15 ms and 10 MB. */
export function grouped(number: number): string {
  const digits = String(number);
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= 3) groups.unshift(digits.slice(Math.max(0, end - 3), end));
  return groups.join(',');
}

/** The plural of the last word; `information` has none. */
function pluralOf(noun: string): string {
  if (noun.endsWith('information')) return noun;
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh|echo)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
