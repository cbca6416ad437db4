import type { AST } from '@eslint-community/regexpp';
import { isWordCharacter, matchesCharacter } from './characters.ts';
import { maxLength, parsePattern } from './parsePattern.ts';

/**
 * True if the pattern matches somewhere in the text, as JSON Schema has it. `undefined` where that cannot be told: the
 * pattern is not valid, or uses what is not followed here. The expression is never run.
 */
export function matches(pattern: string, text: string): boolean | undefined {
  return reach(pattern, text, false);
}

/** True if the pattern matches somewhere in some text that begins like this. */
export function matchesBeginning(pattern: string, beginning: string): boolean | undefined {
  return reach(pattern, beginning, true);
}

/** More work than this is not done for one text. */
const maxSteps = 100_000;

function reach(pattern: string, text: string, isOpen: boolean): boolean | undefined {
  if (pattern.length > maxLength || text.length > maxLength) return undefined;
  const parsed = parsePattern(pattern);
  if (parsed === undefined) return undefined;
  const characters = [...text];
  const walk = new Walk(characters, isOpen);
  try {
    return (
      characters.some((_, start) => walk.from(parsed, start).size > 0) || walk.from(parsed, characters.length).size > 0
    );
  } catch (error) {
    if (error === unknown) return undefined;
    throw error;
  }
}

const unknown = new Error('This pattern is beyond the analysis.');

type Alternatives = { readonly alternatives: readonly AST.Alternative[] };

/**
 * Which positions of a text each part of a pattern can end at. Where the text is open, anything may follow it: at its end,
 * every character is possible. Each part is looked at once for each position, so nothing is tried again.
 */
class Walk {
  readonly #text: readonly string[];
  readonly #isOpen: boolean;
  readonly #known = new Map<object, Map<number, ReadonlySet<number>>>();
  #steps = 0;

  constructor(text: readonly string[], isOpen: boolean) {
    this.#text = text;
    this.#isOpen = isOpen;
  }

  from(part: Alternatives, start: number): ReadonlySet<number> {
    return this.#recall(part, start, () => {
      const ends = new Set<number>();
      for (const { elements } of part.alternatives) {
        let positions: ReadonlySet<number> = new Set([start]);
        for (const element of elements) {
          positions = this.#each(element, positions);
          if (positions.size === 0) break;
        }
        for (const position of positions) ends.add(position);
      }
      return ends;
    });
  }

  #each(element: AST.Element, starts: ReadonlySet<number>): ReadonlySet<number> {
    const ends = new Set<number>();
    for (const start of starts) for (const end of this.#element(element, start)) ends.add(end);
    return ends;
  }

  #recall(part: object, start: number, compute: () => ReadonlySet<number>): ReadonlySet<number> {
    let ends = this.#known.get(part);
    if (ends === undefined) {
      ends = new Map();
      this.#known.set(part, ends);
    }
    let found = ends.get(start);
    if (found === undefined) {
      if (this.#steps++ > maxSteps) throw unknown;
      found = compute();
      ends.set(start, found);
    }
    return found;
  }

  #element(element: AST.Element, start: number): ReadonlySet<number> {
    switch (element.type) {
      case 'Group':
        if (element.modifiers !== null) throw unknown;
        return this.from(element, start);
      case 'CapturingGroup':
        return this.from(element, start);
      case 'Quantifier':
        return this.#recall(element, start, () => this.#repeat(element, start));
      case 'Assertion':
        return this.#holds(element, start) ? new Set([start]) : none;
      case 'Character':
      case 'CharacterClass':
      case 'CharacterSet':
        return this.#character(element, start);
      default:
        throw unknown;
    }
  }

  #character(element: AST.Character | AST.CharacterClass | AST.CharacterSet, start: number): ReadonlySet<number> {
    const character = this.#text[start];
    if (character === undefined) return this.#isOpen ? new Set([start]) : none;
    const isMatched = matchesCharacter(element, character);
    if (isMatched === undefined) throw unknown;
    return isMatched ? new Set([start + 1]) : none;
  }

  #repeat({ element, min, max }: AST.Quantifier, start: number): ReadonlySet<number> {
    const ends = new Set<number>(min === 0 ? [start] : []);
    let positions: ReadonlySet<number> = new Set([start]);
    for (let round = 1; round <= max; round++) {
      const next = this.#each(element, positions);
      this.#steps += next.size;
      if (this.#steps > maxSteps) throw unknown;
      const isStable = next.size === positions.size && [...next].every((position) => positions.has(position));
      const size = ends.size;
      // What stays the same stays so up to any number of rounds.
      if (round >= min || isStable) for (const position of next) ends.add(position);
      if (next.size === 0 || isStable || (round >= min && ends.size === size)) break;
      positions = next;
    }
    return ends;
  }

  #holds(assertion: AST.Assertion, at: number): boolean {
    switch (assertion.kind) {
      case 'start':
        return at === 0;
      case 'end':
        return at === this.#text.length;
      case 'word': {
        const [before, after] = [this.#text[at - 1], this.#text[at]].map(
          (one) => one !== undefined && isWordCharacter(one),
        );
        return (this.#isOpen && at === this.#text.length) || (before !== after) !== assertion.negate;
      }
      case 'lookahead': {
        // Nothing need follow, so what is forbidden is only what the text itself has.
        const walk = assertion.negate && this.#isOpen ? new Walk(this.#text, false) : this;
        return walk.from(assertion, at).size > 0 !== assertion.negate;
      }
      default:
        throw unknown;
    }
  }
}

const none: ReadonlySet<number> = new Set();
