/** `1 operation`, `1,200 operations`, `2 more properties`: the only place that counts and pluralizes. */
export function counted(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? noun : pluralOf(noun)}`;
}

/** The plural of the last word; `information` has none. */
function pluralOf(noun: string): string {
  if (noun.endsWith('information')) return noun;
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh|echo)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
