import { linkWords, negations, postponements } from './grammarWords.ts';
import { type Phrases, phrasesOf } from './names.ts';
import type { Sentence } from './sentences.ts';
import type { Match, Prose, SubjectKind } from './subject.ts';

/**
 * Phrases separated by commas or line breaks. In a phrase, `a|b` is one word of several, `(the)` or `(a|the)` may be
 * missing, `…` is up to three words of the
 * clause and `…6` up to six, `~6` up to six words of the sentence, `#` is a number.
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
  /** The phrases that a sentence matches, for tests and for `npm run lexicon`. */
  matching(sentence: Sentence): readonly string[];
}

/** A list of phrases that decide by what an author writes in a description. */
export function prose(id: string, declaration: ProseDeclaration): ProseLexicon {
  const phrases = phrasesOf(declaration);
  const byFirstWord = new Map<string, Pattern[]>();
  for (const phrase of phrases) {
    const pattern = { phrase, elements: phrase.split(' ').map(toElement) };
    const [first] = pattern.elements;
    if (first === undefined || first.isOptional || first.gap > 0)
      throw new Error(`${id}: "${phrase}" begins with no word`);
    for (const word of first.words) byFirstWord.set(word, [...(byFirstWord.get(word) ?? []), pattern]);
  }

  /** Stops at the first match unless there is a list to collect all of them. */
  function search(sentence: Sentence, found?: string[]): string | undefined {
    if (declaration.reads === 'claim' && (sentence.isQuestion || isPostponed(sentence))) return undefined;
    for (const [start, word] of sentence.words.entries()) {
      for (const { phrase, elements } of byFirstWord.get(numeric.test(word) ? '#' : word) ?? []) {
        const end = endOf(elements, sentence, start);
        if (end === undefined || (declaration.reads === 'claim' && isNegated(sentence, start, end))) continue;
        if (found === undefined) return phrase;
        found.push(phrase);
      }
    }
    return undefined;
  }

  return {
    kind: 'prose',
    id,
    declaration,
    phrases,
    find: ({ kind, subject, sentences }) => {
      for (const sentence of sentences) {
        const phrase = search(sentence);
        if (phrase !== undefined) return { kind, subject, phrase, sentence: sentence.text };
      }
      return undefined;
    },
    matching: (sentence) => {
      const found: string[] = [];
      search(sentence, found);
      return found;
    },
  };
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
    return { words: new Set(), isOptional: false, gap: Number(text.slice(1) || 3), crossesClauses };
  }
  const isOptional = text.startsWith('(');
  return { words: new Set((isOptional ? text.slice(1, -1) : text).split('|')), isOptional, gap: 0, crossesClauses };
}

const numeric = /^\d[\d.,]*k?$/;

/**
 * Where the phrase ends, `undefined` if it does not stand here. All positions that the elements so far can reach are
 * followed at once, so that the work per phrase is bounded by its elements and gaps.
 */
function endOf(elements: readonly Element[], { words, clauses }: Sentence, start: number): number | undefined {
  let positions: ReadonlySet<number> = new Set([start]);
  let follows = false;
  for (const { words: accepted, isOptional, gap, crossesClauses } of elements) {
    const mayCross = crossesClauses || follows;
    const next = new Set<number>(isOptional || gap > 0 ? positions : []);
    for (const position of positions) {
      const limit = position + Math.max(gap, 1);
      for (let at = position; at < limit; at++) {
        const word = words[at];
        if (word === undefined || (at > start && clauses.has(at) && !mayCross)) break;
        if (gap === 0 && !accepted.has(numeric.test(word) ? '#' : word)) break;
        next.add(at + 1);
      }
    }
    if (next.size === 0) return undefined;
    positions = next;
    follows = crossesClauses || (follows && isOptional);
  }
  return Math.min(...positions);
}

/** A negation in the clause of the phrase, outside the phrase itself: "is not public", "rate limits do not apply". */
function isNegated({ words, clauses }: Sentence, start: number, end: number): boolean {
  for (let at = start - 1; at >= Math.max(0, start - reach) && !clauses.has(at + 1); at--) {
    if (negations.has(words[at] ?? '')) return true;
    if (linkWords.has(words[at] ?? '')) break;
  }
  let at = end;
  for (; at < Math.min(words.length, end + reach) && !clauses.has(at); at++) {
    if (negations.has(words[at] ?? '')) return true;
    if (linkWords.has(words[at] ?? '')) return false;
  }
  // "Rate limit: none."
  return at === end && words.length === at + 1 && negations.has(words[at] ?? '');
}

/** How many words before and behind a phrase are looked at; it keeps the work per match bounded. */
const reach = 12;

/** Another time or an exception: "unless you sign in", "not yet", "is planned". */
function isPostponed({ words }: Sentence): boolean {
  return words.some((word) => postponements.has(word));
}
