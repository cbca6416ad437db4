import { type AST, RegExpParser } from '@eslint-community/regexpp';

/** Longer patterns are not looked at: a person did not write them to be read either. */
const maxLength = 2000;

/** The lengths of the texts that a pattern matches. */
export interface Lengths {
  readonly min: number;
  readonly max: number;
}

/**
 * How many characters a pattern asks for at least, and at most where it is anchored at both ends. `undefined` where that
 * cannot be told. Parsed, never run; the work is linear in its parts.
 */
export function lengthsOf(pattern: string): Lengths | undefined {
  // Beyond the first plane a character is two units for the one and one for the other.
  if (pattern.length > maxLength || /[\u{d800}-\u{dfff}\u{10000}-\u{10ffff}]|\\u\{|\\p/u.test(pattern))
    return undefined;
  try {
    const parsed = new RegExpParser({ ecmaVersion: 2025 }).parsePattern(pattern, 0, pattern.length, false);
    const { min, max } = ofAlternatives(parsed.alternatives);
    return { min, max: parsed.alternatives.every(isAnchored) ? max : Number.POSITIVE_INFINITY };
  } catch {
    return undefined;
  }
}

function isAnchored({ elements }: AST.Alternative): boolean {
  const [first, last] = [elements[0], elements.at(-1)];
  return first?.type === 'Assertion' && first.kind === 'start' && last?.type === 'Assertion' && last.kind === 'end';
}

function ofAlternatives(alternatives: readonly { readonly elements: readonly AST.Element[] }[]): Lengths {
  const all = alternatives.map(({ elements }) => ofElements(elements));
  return { min: Math.min(...all.map(({ min }) => min)), max: Math.max(...all.map(({ max }) => max)) };
}

function ofElements(elements: readonly AST.Element[]): Lengths {
  let [min, max] = [0, 0];
  for (const element of elements) {
    const lengths = ofElement(element);
    min += lengths.min;
    max += lengths.max;
  }
  return { min, max };
}

function ofElement(element: AST.Element): Lengths {
  switch (element.type) {
    case 'Assertion':
      return { min: 0, max: 0 };
    case 'Backreference':
      return { min: 0, max: Number.POSITIVE_INFINITY };
    case 'Group':
    case 'CapturingGroup':
      return ofAlternatives(element.alternatives);
    case 'Quantifier': {
      const { min, max } = ofElement(element.element);
      // Nothing, however often, stays nothing.
      return { min: min * element.min, max: max === 0 || element.max === 0 ? 0 : max * element.max };
    }
    default:
      return { min: 1, max: 1 };
  }
}
