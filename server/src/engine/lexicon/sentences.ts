import { abbreviations } from './grammarWords.ts';

export interface Sentence {
  readonly text: string;
  /** In lower case, without accents; `isn't` is two words, is and not. */
  readonly words: readonly string[];
  /** Indexes of words that begin a clause: behind a comma, a colon, a dash or a parenthesis. */
  readonly clauses: ReadonlySet<number>;
  readonly isQuestion: boolean;
}

/**
 * The sentences of a description: Markdown or HTML, lists and tables taken apart, code blocks left out. A URL is
 * one word, and `10/min` is "10 per min".
 */
export function sentencesIn(source: string): readonly Sentence[] {
  const sentences: Sentence[] = [];
  let words: string[] = [];
  let clauses = new Set<number>();
  let start = 0;

  function finish(end: number, isQuestion = false): void {
    if (words.length > 0) {
      sentences.push({ text: source.slice(start, end).trim(), words, clauses, isQuestion });
      words = [];
      clauses = new Set();
    }
    start = end;
  }

  for (const match of source.matchAll(token)) {
    const { block, opaque, per, mark, word } = match.groups ?? {};
    const end = match.index + match[0].length;
    if (word !== undefined) addWords(word, words);
    else if (opaque !== undefined) words.push(opaque);
    else if (per !== undefined) words.push('per');
    else if (block !== undefined) finish(end);
    else if (mark !== undefined && isEnd(mark, source, end, words.at(-1))) finish(end, mark === '?');
    else if (mark !== undefined && mark !== '.') clauses.add(words.length);
  }
  finish(source.length);
  return sentences;
}

/** Each alternative begins differently, and no repetition stands within another: the scan is linear. */
const token = new RegExp(
  [
    '(?<block>```[^`]*(?:```)?|~~~[^~]*(?:~~~)?',
    '|</?(?:p|br|li|ul|ol|div|h[1-6]|t[drh]|table|tr|pre|blockquote|hr)\\b[^<>]{0,200}>',
    '|\\n[ \\t>]*(?:\\n|[-*+•][ \\t]|\\d{1,3}[.)][ \\t]|#{1,6}[ \\t]|[|=])|\\|)',
    '|</?[a-z][^<>]{0,200}>|<!--',
    '|(?<opaque>\\b(?:https?|wss?)://[^\\s<>()"\'`|]*[^\\s<>()"\'`|.,;:!?])',
    "|(?<word>\\d+(?:[.,]\\d+)+|[\\p{L}\\p{N}\\p{M}]+(?:['’]\\p{L}+)?|%)",
    '|(?<per>/(?=[ ]?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|months?)\\b))',
    '|(?<mark>[.!?;。！？,:()–—]|[ ]-[ ])',
  ].join(''),
  'giu',
);

/** `e.g. this`, `1.5`, `example.com` and `U.S. law` go on. */
function isEnd(mark: string, source: string, end: number, word = ''): boolean {
  if (mark === ';' || mark === '!' || mark === '?') return true;
  if (mark !== '.') return /[。！？]/.test(mark);
  const next = source[end] ?? ' ';
  if (/[\p{L}\p{N}]/u.test(next)) return /\p{Lu}/u.test(next) && /^\p{Ll}{3}/u.test(source.slice(end - 4, end - 1));
  return !abbreviations.has(word) && !/^\p{L}$/u.test(word);
}

/** Only letters and digits, as nearly all words are. */
const plainWord = /^[a-z0-9]+$/i;

function addWords(text: string, words: string[]): void {
  const word = plainWord.test(text)
    ? text.toLowerCase()
    : text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replace('’', "'");
  if (word === 'cannot' || word === "can't") words.push('can', 'not');
  else if (word === "won't") words.push('will', 'not');
  else if (word.endsWith("n't")) words.push(word.slice(0, -3), 'not');
  else {
    const apostrophe = word.indexOf("'");
    words.push(apostrophe < 0 ? word : word.slice(0, apostrophe));
  }
}
