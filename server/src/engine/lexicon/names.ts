import { decisions, select, type WordForm, type Words } from './words.ts';

/** Languages stand beside each other: phrases of one never extend the list of another. */
export type Language = (typeof languages)[number];

export type Phrases = { readonly [L in Language]?: string };

/** Phrases separated by commas or line breaks, in lower case and without accents. */
export interface NamesDeclaration<Form extends WordForm = WordForm> extends Phrases {
  /** Where the words of the phrase stand together: at the end of the name, at its beginning, in all of it or anywhere. */
  readonly at: 'last' | 'first' | 'whole' | 'anywhere';
  /** `singular` (the default) reads `prices` as `price`; the words of the list are then in the singular. */
  readonly form?: Form;
}

export interface NameLexicon<Form extends WordForm = WordForm> {
  readonly kind: 'names';
  readonly id: string;
  readonly declaration: NamesDeclaration<Form>;
  readonly phrases: readonly string[];
  matches(words: Words<Form>): boolean;
  /** The phrases that a name matches, for tests and for `npm run lexicon`. */
  matching(words: Words<Form>): readonly string[];
  /** True for a single word that is a phrase by itself, wherever it stands in a name. */
  has(word: string): boolean;
  /** The words of a name that belong to none of the phrases in it. */
  without(words: Words<Form>): Words<Form>;
}

/** A list of words and phrases that decide by the name of a property, parameter, path segment or scope. */
export function names<Form extends WordForm = 'singular'>(
  id: string,
  declaration: NamesDeclaration<Form>,
): NameLexicon<Form> {
  const { at } = declaration;
  const isAnyEnd = at === 'anywhere' || at === 'first';
  const isAnyStart = at === 'anywhere' || at === 'last';
  let compiled: CompiledNames | undefined;
  const compile = (): CompiledNames => {
    compiled ??= compileNames(phrasesOf(declaration));
    return compiled;
  };

  /** Stops at the first match unless there is a list to collect all of them. */
  function search(words: Words<Form>, found?: Found[]): boolean {
    const { singleWords, byLastWord, endings } = compile();
    for (let end = isAnyEnd ? 1 : words.length; end <= words.length; end++) {
      const word = words[end - 1] ?? '';
      if (singleWords.has(word) && (isAnyStart || end === 1)) {
        if (found === undefined) return true;
        found.push({ phrase: word, start: end - 1, end });
      }
      const known = byLastWord.size === 0 ? undefined : byLastWord.get(word);
      if (known !== undefined && searchAt(known, words, end, found)) return true;
      if (endings.length > 0 && searchAt(endings, words, end, found)) return true;
    }
    return found !== undefined && found.length > 0;
  }

  /** Two bits for each lexicon: a name is asked about by many rules, and in many places. */
  const number = lexicons++;
  const slot = Math.floor(number / perSlot);
  const shift = 2 * (number % perSlot);
  function decide(words: Words<Form>): boolean {
    const decided = words[decisions];
    if (decided === undefined) return search(words);
    const bits = slot < decided.length ? (decided[slot]! >> shift) & yes : 0;
    if (bits !== 0) return bits === yes;
    const is = search(words);
    while (decided.length <= slot) decided.push(0);
    decided[slot]! |= (is ? yes : no) << shift;
    return is;
  }

  function searchAt(entries: readonly Entry[], words: Words<Form>, end: number, found?: Found[]): boolean {
    for (const entry of entries) {
      const start = end - entry.words.length;
      if (start < 0 || (start > 0 && !isAnyStart) || !stands(entry, words, start)) continue;
      if (found === undefined) return true;
      found.push({ phrase: entry.phrase, start, end });
    }
    return false;
  }

  function findAll(words: Words<Form>): readonly Found[] {
    const found: Found[] = [];
    search(words, found);
    return found;
  }

  return {
    kind: 'names',
    id,
    declaration,
    get phrases() {
      return compile().phrases;
    },
    matches: decide,
    matching: (words) => findAll(words).map(({ phrase }) => phrase),
    has(word) {
      const { singleWords, endings } = compile();
      return singleWords.has(word) || (endings.length > 0 && endings.some((entry) => stands(entry, [word], 0)));
    },
    without: (words) => {
      const found = findAll(words);
      return select(words, (index) => !found.some(({ start, end }) => start <= index && index < end));
    },
  };
}

/** Counted while modules are loaded. */
let lexicons = 0;
const perSlot = 15;
const no = 1;
const yes = 3;

interface Found {
  readonly phrase: string;
  readonly start: number;
  readonly end: number;
}

/** Phrases as they are looked up; compiled when they are first needed, since a check needs few of all lists. */
interface CompiledNames {
  readonly phrases: readonly string[];
  /** Nearly all phrases are one word, which stands for itself. */
  readonly singleWords: ReadonlySet<string>;
  readonly byLastWord: ReadonlyMap<string, readonly Entry[]>;
  readonly endings: readonly Entry[];
}

function compileNames(phrases: readonly string[]): CompiledNames {
  const byLastWord = new Map<string, Entry[]>();
  const endings: Entry[] = [];
  const singleWords = new Set<string>();
  for (const phrase of phrases) {
    if (phrase.startsWith('*')) {
      endings.push(toEntry(phrase));
    } else if (phrase.includes(' ')) {
      const entry = toEntry(phrase);
      const last = entry.words.at(-1)!;
      const known = byLastWord.get(last);
      if (known === undefined) byLastWord.set(last, [entry]);
      else known.push(entry);
    } else {
      singleWords.add(phrase);
    }
  }
  return { phrases, byLastWord, endings, singleWords };
}

interface Entry {
  readonly phrase: string;
  readonly words: readonly string[];
  /** Written `*preis`: German joins its words, so the end of the last word decides. */
  readonly isEnding: boolean;
  /** Written `*example*`: inside of a word, for values in which words are hidden. */
  readonly isPart: boolean;
}

function toEntry(phrase: string): Entry {
  const isEnding = phrase.startsWith('*');
  const isPart = isEnding && phrase.endsWith('*');
  return { phrase, words: phrase.replaceAll('*', '').split(' '), isEnding, isPart };
}

function stands({ words, isEnding, isPart }: Entry, name: readonly string[], start: number): boolean {
  if (isPart) return name[start]?.includes(words[0] ?? '') === true;
  if (isEnding) return name[start]?.endsWith(words[0] ?? '') === true;
  for (let index = 0; index < words.length; index++) if (name[start + index] !== words[index]) return false;
  return true;
}

export const languages = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'ru', 'el', 'ar', 'zh', 'ko'] as const;

export function phrasesOf(declaration: Phrases): readonly string[] {
  const phrases: string[] = [];
  for (const language of languages) {
    const text = declaration[language];
    if (text !== undefined) for (const phrase of list(text)) phrases.push(phrase);
  }
  return phrases;
}

/** Splits at commas and line breaks. */
export function list(text: string): readonly string[] {
  const phrases: string[] = [];
  for (const line of text.split('\n')) {
    for (const part of line.split(',')) {
      const phrase = part.trim();
      if (phrase !== '') phrases.push(phrase);
    }
  }
  return phrases;
}
