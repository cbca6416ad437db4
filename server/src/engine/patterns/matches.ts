import { type AST, RegExpParser } from '@eslint-community/regexpp';

/** Longer patterns and texts are not tried. */
const maxLength = 2000;
/** More steps than any pattern needs that a person wrote for a value of that length. */
const maxSteps = 50_000;

class Unknown extends Error {}

/**
 * True if the pattern matches somewhere in the text, as JSON Schema has it. `undefined` where that cannot be told: the
 * pattern is not valid, or uses what is not followed here. The expression is never run: all positions that a part can
 * end at are kept together, so no text makes it slow.
 */
export function matches(pattern: string, text: string): boolean | undefined {
  if (pattern.length > maxLength || text.length > maxLength) return undefined;
  try {
    const parsed = new RegExpParser({ ecmaVersion: 2025 }).parsePattern(pattern, 0, pattern.length, false);
    const starts = new Set(Array.from({ length: text.length + 1 }, (_, index) => index));
    return new Walk(text).ofAlternatives(parsed.alternatives, starts).size > 0;
  } catch {
    return undefined;
  }
}

class Walk {
  readonly #text: string;
  #steps = 0;

  constructor(text: string) {
    this.#text = text;
  }

  ofAlternatives(
    alternatives: readonly { readonly elements: readonly AST.Element[] }[],
    from: ReadonlySet<number>,
  ): ReadonlySet<number> {
    const ends = new Set<number>();
    for (const { elements } of alternatives) {
      let positions = from;
      for (const element of elements) positions = positions.size === 0 ? positions : this.#of(element, positions);
      for (const position of positions) ends.add(position);
    }
    return ends;
  }

  #of(element: AST.Element, from: ReadonlySet<number>): ReadonlySet<number> {
    this.#steps += from.size;
    if (this.#steps > maxSteps) throw new Unknown();
    switch (element.type) {
      case 'Assertion':
        if (element.kind === 'start') return new Set([...from].filter((position) => position === 0));
        if (element.kind === 'end') return new Set([...from].filter((position) => position === this.#text.length));
        throw new Unknown();
      case 'Group':
        if (element.modifiers !== null) throw new Unknown();
        return this.ofAlternatives(element.alternatives, from);
      case 'CapturingGroup':
        return this.ofAlternatives(element.alternatives, from);
      case 'Quantifier':
        return this.#ofQuantifier(element, from);
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass': {
        const ends = new Set<number>();
        for (const position of from) {
          if (position < this.#text.length && hasCharacter(element, this.#text.charCodeAt(position)))
            ends.add(position + 1);
        }
        return ends;
      }
      default:
        throw new Unknown();
    }
  }

  #ofQuantifier({ element, min, max }: AST.Quantifier, from: ReadonlySet<number>): ReadonlySet<number> {
    let positions = from;
    for (let count = 0; count < min && positions.size > 0; count++) positions = this.#of(element, positions);
    const ends = new Set(positions);
    for (let count = min; count < max && positions.size > 0; count++) {
      positions = new Set([...this.#of(element, positions)].filter((position) => !ends.has(position)));
      for (const position of positions) ends.add(position);
    }
    return ends;
  }
}

type Single = AST.Character | AST.CharacterSet | AST.CharacterClass | AST.CharacterClassElement;

function hasCharacter(element: Single, code: number): boolean {
  switch (element.type) {
    case 'Character':
      return element.value === code;
    case 'CharacterClassRange':
      return element.min.value <= code && code <= element.max.value;
    case 'CharacterClass':
      return element.elements.some((one) => hasCharacter(one, code)) !== element.negate;
    case 'CharacterSet':
      return inSet(element, code);
    default:
      throw new Unknown();
  }
}

function inSet(set: AST.CharacterSet, code: number): boolean {
  const character = String.fromCharCode(code);
  if (set.kind === 'any') return !/[\n\r\u2028\u2029]/.test(character);
  if (set.kind === 'property') throw new Unknown();
  const expression = { digit: /\d/, space: /\s/, word: /\w/ }[set.kind];
  return expression.test(character) !== set.negate;
}
