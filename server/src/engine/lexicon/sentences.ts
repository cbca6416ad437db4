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
  let clauses: Set<number> | undefined;
  let start = 0;
  const lowered = source.toLowerCase();
  const isSameLength = lowered.length === source.length;

  function finish(end: number, isQuestion = false): void {
    if (words.length > 0) {
      sentences.push({ text: source.slice(start, end).trim(), words, clauses: clauses ?? noClauses, isQuestion });
      words = [];
      clauses = undefined;
    }
    start = end;
  }

  function addMark(mark: string, end: number): void {
    if (isEnd(mark, source, end, words.at(-1))) finish(end, mark === '?');
    else if (mark !== '.') {
      clauses ??= new Set();
      clauses.add(words.length);
    }
  }

  for (let at = 0; at < source.length; ) {
    const code = source.charCodeAt(at);
    const kind = code < kinds.length ? kinds[code]! : beginning;
    if (kind === word) {
      const end = endOfPlainWord(source, at);
      if (end !== undefined) {
        addPlainWord(isSameLength ? lowered.slice(at, end) : source.slice(at, end).toLowerCase(), words);
        at = end;
        continue;
      }
    } else if (kind === mark) {
      addMark(source[at]!, at + 1);
      at++;
      continue;
    } else if (kind === nothing || isNothing(source, at, code)) {
      at++;
      continue;
    }
    const match = tokenAt(source, at);
    if (match === null) {
      // A pair of surrogates is one character.
      at += source.codePointAt(at)! > 0xffff ? 2 : 1;
      continue;
    }
    const [whole, block, opaque, other, per, sign] = match;
    at += whole.length;
    if (other !== undefined) addWords(other, words);
    else if (opaque !== undefined) words.push(opaque);
    else if (per !== undefined) words.push('per');
    else if (block !== undefined) finish(at);
    else if (sign !== undefined) addMark(sign, at);
  }
  finish(source.length);
  return sentences;
}

const noClauses: ReadonlySet<number> = new Set();

/** What begins at a place. Each alternative begins differently, and no repetition stands within another: the scan is linear. */
function tokenPattern(word: string, flags: string): RegExp {
  const alternatives = [
    '(```[^`]*(?:```)?|~~~[^~]*(?:~~~)?',
    '|</?(?:p|br|li|ul|ol|div|h[1-6]|t[drh]|table|tr|pre|blockquote|hr)\\b[^<>]{0,200}>',
    '|\\n[ \\t>]*(?:\\n|[-*+•][ \\t]|\\d{1,3}[.)][ \\t]|#{1,6}[ \\t]|[|=])|\\|)',
    '|</?[a-z][^<>]{0,200}>|<!--',
    '|(\\b(?:https?|wss?)://[^\\s<>()"\'`|]*[^\\s<>()"\'`|.,;:!?])',
    `|(\\d+(?:[.,]\\d+)+|${word}|%)`,
    '|(/(?=[ ]?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|months?)\\b))',
    '|([.!?;。！？,:()–—]|[ ]-[ ])',
  ];
  return new RegExp(alternatives.join(''), flags);
}

const token = tokenPattern("[\\p{L}\\p{N}\\p{M}]+(?:['’]\\p{L}+)?", 'iuy');
/** Compiling the classes of Unicode takes longer than a check of a small file, and few texts need them. */
const plainToken = tokenPattern("[a-z0-9]+(?:'[a-z]+)?", 'iy');

function tokenAt(source: string, at: number): RegExpExecArray | null {
  if (source.charCodeAt(at) <= 0x7f) {
    plainToken.lastIndex = at;
    const match = plainToken.exec(source);
    const next = match === null ? 0 : source.charCodeAt(plainToken.lastIndex);
    if (match?.[3] === undefined || (next !== apostrophe && !(next > 0x7f))) return match;
  }
  token.lastIndex = at;
  return token.exec(source);
}

/**
 * What a character of ASCII is. Nearly all of a text are plain words, marks and spaces, which are read without `token`;
 * it has to tell about characters that may begin something longer.
 */
const nothing = 0;
const word = 1;
const mark = 2;
const beginning = 3;
const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[a-z0-9]/i.test(character)) return word;
  if ('.!?;,:()'.includes(character)) return mark;
  return '`~<\n|%/ '.includes(character) ? beginning : nothing;
});

/** True if nothing longer begins at a character that may begin something; `false` where `token` has to tell. */
function isNothing(source: string, at: number, code: number): boolean {
  const next = source.charCodeAt(at + 1);
  switch (code) {
    case 0x20:
      return next !== hyphen;
    case 0x60:
    case 0x7e:
      return next !== code;
    case 0x2f:
      return next <= 0x7f && next !== 0x20 && !'smhdw'.includes(String.fromCharCode(next | 0x20));
    case 0x0a: {
      let behind = at + 1;
      while (isIndentation(source.charCodeAt(behind))) behind++;
      return !/[\n\-*+•\d#|=]/.test(source.charAt(behind));
    }
    default:
      return false;
  }
}

const hyphen = 0x2d;
const apostrophe = 0x27;

function isIndentation(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x3e;
}

function isWordCode(code: number): boolean {
  return kinds[code] === word;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The end of a word of nothing but letters and digits of ASCII; `undefined` where `token` has to tell. */
function endOfPlainWord(source: string, start: number): number | undefined {
  let end = start + 1;
  while (isWordCode(source.charCodeAt(end))) end++;
  const code = source.charCodeAt(end);
  if (code === apostrophe || code > 0x7f) return undefined;
  // `https://`
  if (code === 0x3a && source.charCodeAt(end + 1) === 0x2f) return undefined;
  // `1.5`, `1,000`
  const isDecimal =
    (code === 0x2e || code === 0x2c) && isDigit(source.charCodeAt(start)) && isDigit(source.charCodeAt(end + 1));
  return isDecimal ? undefined : end;
}

/** `e.g. this`, `1.5`, `example.com` and `U.S. law` go on. */
function isEnd(mark: string, source: string, end: number, word = ''): boolean {
  if (mark === ';' || mark === '!' || mark === '?') return true;
  if (mark !== '.') return /[。！？]/.test(mark);
  const next = source[end] ?? ' ';
  if (isWordCode(next.charCodeAt(0)) || (next > '\x7f' && /[\p{L}\p{N}]/u.test(next))) {
    return next.toLowerCase() !== next && /^\p{Ll}{3}/u.test(source.slice(end - 4, end - 1));
  }
  return !abbreviations.has(word) && (word.length > 2 || !/^\p{L}$/u.test(word));
}

function addPlainWord(word: string, words: string[]): void {
  if (word === 'cannot') words.push('can', 'not');
  else words.push(word);
}

function addWords(text: string, words: string[]): void {
  const word = text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replace('’', "'");
  if (word === 'cannot' || word === "can't") words.push('can', 'not');
  else if (word === "won't") words.push('will', 'not');
  else if (word.endsWith("n't")) words.push(word.slice(0, -3), 'not');
  else {
    const apostrophe = word.indexOf("'");
    words.push(apostrophe < 0 ? word : word.slice(0, apostrophe));
  }
}
