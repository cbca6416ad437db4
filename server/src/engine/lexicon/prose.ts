import { conditions, exceptions, linkWords, negations, numberWords, postponements } from './grammarWords.ts';
import { type Phrases, phrasesOf } from './names.ts';
import type { Sentence } from './sentences.ts';
import type { Match, Prose, SubjectKind } from './subject.ts';

/**
 * Phrases separated by commas or line breaks. In a phrase, `a|b` is one word of several, `(the)` or `(a|the)` may be
 * missing, `…` is up to three words of the clause, `…6` up to six and `…1-6` at least one, `~6` up to six words of the sentence, `#` is a
 * number. Behind `^` the phrase begins the sentence.
 */
export interface ProseDeclaration extends Phrases {
  /** `claim`: a negated or postponed sentence does not count. `topic`: a mention is enough. */
  readonly reads: 'claim' | 'topic';
}

export interface ProseLexicon {
  readonly kind: 'prose';
  readonly id: string;
  readonly declaration: ProseDeclaration;
  readonly phrases: readonly string[];
  /** The first sentence of the subject that holds a phrase. */
  find<Kind extends SubjectKind>(prose: Prose<Kind>): Match<Kind> | undefined;
  matches(sentence: Sentence): boolean;
  /** The phrases that a sentence matches, for tests and for `npm run lexicon`. */
  matching(sentence: Sentence): readonly string[];
  /** The numbers in digits that stand for `#` in the phrases that a sentence matches; of a range, its end. */
  numbersIn(sentence: Sentence): readonly number[];
}

/** A list of phrases that decide by what an author writes in a description. */
export function prose(id: string, declaration: ProseDeclaration): ProseLexicon {
  const isClaim = declaration.reads === 'claim';
  let compiled: CompiledProse | undefined;
  const compile = (): CompiledProse => {
    compiled ??= compileProse(id, phrasesOf(declaration));
    return compiled;
  };

  /** Stops at the first match unless all of them are visited. */
  function search(sentence: Sentence, visit?: Visit): string | undefined {
    const { byFirstWord, withNumber, initial } = compile();
    const { words } = sentence;
    for (let start = 0; start < words.length; start++) {
      const word = words[start]!;
      const known = byFirstWord.get(word);
      const phrase =
        (start === 0 && initial.length > 0 ? searchAt(initial, sentence, start, visit) : undefined) ??
        (known === undefined ? undefined : searchAt(known, sentence, start, visit)) ??
        (withNumber.length > 0 && isNumber(word) ? searchAt(withNumber, sentence, start, visit) : undefined);
      if (phrase !== undefined) return phrase;
    }
    return undefined;
  }

  function searchAt(
    patterns: readonly Pattern[],
    sentence: Sentence,
    start: number,
    visit: Visit | undefined,
  ): string | undefined {
    for (const { phrase, elements } of patterns) {
      const end = endOf(elements, sentence, start, isClaim);
      // Questions and exceptions are asked about last: nearly all sentences hold no phrase.
      if (end === undefined || (isClaim && (isDenied(sentence, start, end) || claimsNothing(sentence)))) continue;
      if (visit === undefined) return phrase;
      visit(phrase, start, end);
    }
    return undefined;
  }

  return {
    kind: 'prose',
    id,
    declaration,
    get phrases() {
      return compile().phrases;
    },
    find: ({ kind, subject, sentences }) => {
      for (const sentence of sentences) {
        const phrase = search(sentence);
        if (phrase !== undefined) return { kind, subject, phrase, sentence: sentence.text };
      }
      return undefined;
    },
    matches: (sentence) => search(sentence) !== undefined,
    matching: (sentence) => {
      const found: string[] = [];
      search(sentence, (phrase) => found.push(phrase));
      return found;
    },
    numbersIn: (sentence) => {
      const found: number[] = [];
      search(sentence, (phrase, start, end) => {
        // "An error if less than 3 are sent" states what happens in a case.
        if (!phrase.includes('#') || sentence.words.slice(0, start).some((word) => conditions.has(word))) return;
        const number = lastNumber(sentence.words, start, end);
        if (number !== undefined) found.push(number);
      });
      return found;
    },
  };
}

/** `start` and `end` are indexes of words. */
type Visit = (phrase: string, start: number, end: number) => void;

/** "between 1 and 60": a phrase that ends with a number goes on to the end of its range. */
function lastNumber(words: readonly string[], start: number, end: number): number | undefined {
  const range = ['and', 'to'].includes(words[end] ?? '') ? end + 2 : end + 1;
  const isRange = isNumber(words[end - 1] ?? '') && isNumber(words[range - 1] ?? '');
  const digits = words.slice(start, isRange ? range : end).findLast((word) => /^\d/.test(word) && isNumber(word));
  if (digits === undefined) return undefined;
  const number = Number(digits.replaceAll(',', ''));
  return Number.isFinite(number) ? number : undefined;
}

interface Pattern {
  readonly phrase: string;
  readonly elements: readonly Element[];
}

interface Element {
  readonly words: ReadonlySet<string>;
  readonly isOptional: boolean;
  /** How many words may stand here; 0 where `words` has to match. */
  readonly gap: number;
  /** A gap that may go on in the next clause. */
  readonly crossesClauses: boolean;
}

function toElement(text: string): Element {
  const crossesClauses = text.startsWith('~');
  if (crossesClauses || text.startsWith('…')) {
    const [most = '', least] = text.slice(1).split('-').reverse();
    return { words: new Set(), isOptional: least === undefined, gap: Number(most || 3), crossesClauses };
  }
  const isOptional = text.startsWith('(');
  return { words: new Set((isOptional ? text.slice(1, -1) : text).split('|')), isOptional, gap: 0, crossesClauses };
}

/** Phrases as they are looked up; compiled when they are first needed, since a check needs few of all lists. */
interface CompiledProse {
  readonly phrases: readonly string[];
  readonly byFirstWord: ReadonlyMap<string, readonly Pattern[]>;
  /** They begin with a number. */
  readonly withNumber: readonly Pattern[];
  /** They begin the sentence. */
  readonly initial: readonly Pattern[];
}

function compileProse(id: string, phrases: readonly string[]): CompiledProse {
  const byFirstWord = new Map<string, Pattern[]>();
  const initial: Pattern[] = [];
  for (const phrase of phrases) {
    const isInitial = phrase.startsWith('^ ');
    const elements = phrase
      .slice(isInitial ? 2 : 0)
      .split(' ')
      .map(toElement);
    const pattern = { phrase, elements };
    const [first] = elements;
    if (first === undefined || (first.isOptional && !isInitial) || first.gap > 0)
      throw new Error(`${id}: "${phrase}" begins with no word`);
    if (isInitial) {
      initial.push(pattern);
      continue;
    }
    for (const word of first.words) {
      const known = byFirstWord.get(word);
      if (known === undefined) byFirstWord.set(word, [pattern]);
      else known.push(pattern);
    }
  }
  return { phrases, byFirstWord, withNumber: byFirstWord.get('#') ?? [], initial };
}

function isNumber(word: string): boolean {
  const first = word.charCodeAt(0);
  return first >= 48 && first <= 57 ? /^\d[\d.,]*k?$/.test(word) : numberWords.has(word);
}

/**
 * Where the phrase ends, `undefined` if it does not stand here. All positions that the elements so far can reach are
 * followed at once, so that the work per phrase is bounded by its elements and gaps.
 */
function endOf(
  elements: readonly Element[],
  { words, clauses }: Sentence,
  start: number,
  isClaim: boolean,
): number | undefined {
  // Most phrases fail at one of their first words, before there are several positions to follow.
  let first = start;
  let index = 0;
  for (; index < elements.length; index++) {
    const { words: accepted, isOptional, gap } = elements[index]!;
    if (gap > 0 || isOptional) break;
    const word = words[first];
    if (word === undefined || (first > start && clauses.has(first)) || !accepts(accepted, word)) return undefined;
    first++;
  }
  let positions: readonly number[] = [first];
  let follows = false;
  for (; index < elements.length; index++) {
    const { words: accepted, isOptional, gap, crossesClauses } = elements[index]!;
    const mayCross = crossesClauses || follows;
    const next: number[] = isOptional ? [...positions] : [];
    for (const position of positions) {
      const limit = position + Math.max(gap, 1);
      for (let at = position; at < limit; at++) {
        const word = words[at];
        if (word === undefined || (at > start && clauses.has(at) && !mayCross)) break;
        if (gap === 0 && !accepts(accepted, word)) break;
        // "We do not throttle": what is left open in a claim holds no negation.
        if (gap > 0 && isClaim && negations.has(word)) break;
        if (!next.includes(at + 1)) next.push(at + 1);
      }
    }
    if (next.length === 0) return undefined;
    positions = next;
    follows = crossesClauses || (follows && isOptional && gap === 0);
  }
  return Math.min(...positions);
}

function accepts(accepted: ReadonlySet<string>, word: string): boolean {
  return accepted.has(word) || (accepted.has('#') && isNumber(word));
}

/** A negation or a later time in the clause of the phrase, outside the phrase itself: "is not public", "is planned". */
function isDenied({ words, clauses }: Sentence, start: number, end: number): boolean {
  let isLinked = false;
  for (let at = start - 1; at >= Math.max(0, start - reach) && !clauses.has(at + 1); at--) {
    const word = words[at] ?? '';
    if (postponements.has(word) || (!isLinked && negations.has(word))) return true;
    isLinked ||= linkWords.has(word);
  }
  isLinked = false;
  let at = end;
  for (; at < Math.min(words.length, end + reach) && !clauses.has(at); at++) {
    const word = words[at] ?? '';
    if (postponements.has(word) || (!isLinked && negations.has(word))) return true;
    isLinked ||= linkWords.has(word);
  }
  // "Rate limit: none."
  return at === end && words.length === at + 1 && negations.has(words[at] ?? '');
}

/** How many words before and behind a phrase are looked at; it keeps the work per match bounded. */
const reach = 12;

/** "Are calls rate limited?", "Rate limited, unless you pay" */
function claimsNothing({ words, isQuestion }: Sentence): boolean {
  return isQuestion || words.some((word) => exceptions.has(word));
}
