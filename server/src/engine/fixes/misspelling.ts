import { writtenWordsIn } from '../lexicon/words.ts';

/** True if one letter was mistyped, left out, added, or swapped with the next one. */
export function isMisspelling(name: string, meant: string): boolean {
  let start = 0;
  while (start < name.length && name[start] === meant[start]) start++;
  let end = 0;
  const most = Math.min(name.length, meant.length) - start;
  while (end < most && name.at(-1 - end) === meant.at(-1 - end)) end++;
  const written = name.slice(start, name.length - end);
  const right = meant.slice(start, meant.length - end);
  if (written === right || !/^\p{L}*$/u.test(written + right)) return false;
  const isSwapped = written.length === 2 && right === `${written[1]}${written[0]}`;
  const isOneLetter = written.length <= 1 && right.length <= 1;
  if (!isSwapped && !isOneLetter) return false;
  return name.toLowerCase() === meant.toLowerCase() || letterWords(name) === letterWords(meant);
}

/** `keyA` and `keyB` differ on purpose: their letters are words. */
function letterWords(name: string): string {
  return writtenWordsIn(name)
    .filter(({ length }) => length === 1)
    .join(' ');
}
