import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { maxLength, parsePattern } from './parsePattern.ts';

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

/** True if every text that a pattern accepts is shorter than some number of characters, whichever way they are counted. */
export function boundsLength(pattern: string): boolean {
  const parsed = pattern.length > maxLength ? undefined : parsePattern(pattern);
  if (parsed === undefined) return false;
  return parsed.alternatives.every(isAnchored) && ofAlternatives(parsed.alternatives).max < limitsNothing;
}

/** A text of that many characters is longer than any server reads. */
const limitsNothing = 2 ** 31 - 1;

/** Anchored at both ends, in whichever group the anchors stand. */
function isAnchored(alternative: AST.Alternative): boolean {
  return isAnchoredAt(alternative, 'start') && isAnchoredAt(alternative, 'end');
}

function isAnchoredAt({ elements }: { readonly elements: readonly AST.Element[] }, kind: 'start' | 'end'): boolean {
  // What looks ahead takes nothing.
  const taking = elements.filter((element) => element.type !== 'Assertion' || element.kind !== 'lookahead');
  const outermost = kind === 'start' ? taking[0] : taking.at(-1);
  if (outermost?.type === 'Assertion') return outermost.kind === kind;
  if (outermost?.type !== 'Group' && outermost?.type !== 'CapturingGroup') return false;
  return outermost.alternatives.every((inner) => isAnchoredAt(inner, kind));
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
