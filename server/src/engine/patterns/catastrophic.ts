import type { AST } from '@eslint-community/regexpp';
import { matchesCharacter } from './characters.ts';
import { maxLength, parsePattern } from './parsePattern.ts';

/**
 * True if a matcher that tracks back may take exponential time: an unbounded repetition whose body has an unbounded
 * repetition of its own, and the same text can be split between the rounds in several ways. The pattern is parsed, never
 * run; the work is linear in its parts, but for pairs of characters within one body.
 */
export function isCatastrophic(pattern: string): boolean {
  if (pattern.length > maxLength || !/[+*}]/.test(pattern)) return false;
  const parsed = parsePattern(pattern);
  return parsed !== undefined && haveSlow(parsed.alternatives, false);
}

/** Backtracking starts only if something behind the repetition can fail. `isFollowed`: the surrounding parts can. */
function haveSlow(alternatives: readonly AST.Alternative[], isFollowed: boolean): boolean {
  return alternatives.some(({ elements }) =>
    elements.some((element, index) =>
      isSlow(element, isFollowed || elements.slice(index + 1).some((later) => !isOptional(later))),
    ),
  );
}

function isSlow(element: AST.Element, isFollowed: boolean): boolean {
  switch (element.type) {
    case 'Quantifier':
      return (
        (isFollowed && isUnbounded(element) && isAmbiguous(element.element)) || isSlow(element.element, isFollowed)
      );
    case 'Group':
    case 'CapturingGroup':
      return haveSlow(element.alternatives, isFollowed);
    default:
      return false;
  }
}

function isUnbounded({ max }: AST.Quantifier): boolean {
  return max === Number.POSITIVE_INFINITY || max > 20;
}

/** A body that is one repetition and nothing that must stand between two rounds of it. */
function isAmbiguous(body: AST.QuantifiableElement): boolean {
  if (body.type !== 'Group' && body.type !== 'CapturingGroup') return false;
  if (haveCommonText(body.alternatives)) return true;
  return body.alternatives.some(({ elements }) => {
    const needed = elements.filter((element) => !isOptional(element) && element.type !== 'Assertion');
    const repeated = elements.filter(
      (element): element is AST.Quantifier => element.type === 'Quantifier' && element.max > element.min,
    );
    if (repeated.length === 0) return false;
    // Every other part may be empty, or matches what the repetition matches as well: the border can lie anywhere.
    return repeated.some((repetition) => {
      const others = needed.filter((element) => element !== repetition);
      // By itself, what takes one character or none can be split in one way only.
      if (others.length === 0 && repetition.max < 2) return false;
      return others.every((element) => canOverlap(element, repetition.element));
    });
  });
}

/** Two alternatives that match repetitions of the same character: `a|aa`, `\\d|\\w`. Each round can take either. */
function haveCommonText(alternatives: readonly AST.Alternative[]): boolean {
  const parts = alternatives
    .map(({ elements }) => elements.map((element) => (element.type === 'Quantifier' ? element.element : element)))
    .filter((elements) => elements.length > 0);
  return probesFor(parts.flat()).some(
    (character) => parts.filter((elements) => elements.every((part) => isMatchedBy(part, character))).length > 1,
  );
}

function isOptional(element: AST.Element): boolean {
  if (element.type === 'Quantifier') return element.min === 0 || isOptional(element.element);
  if (element.type === 'Group' || element.type === 'CapturingGroup')
    return element.alternatives.some(({ elements }) => elements.every(isOptional));
  return false;
}

/** True if some character is matched by both; false if that cannot be decided. */
function canOverlap(a: AST.Element, b: AST.Element): boolean {
  const [first, second] = [a, b].map((element) => (element.type === 'Quantifier' ? element.element : element));
  if (first === undefined || second === undefined) return false;
  return probesFor([first, second]).some(
    (character) => isMatchedBy(first, character) && isMatchedBy(second, character),
  );
}

/** One character of each kind that patterns distinguish. */
const probes = [...'aZ0_ -.,:;@/+=!#$%&*()\'"\u00e9'];

/** And those that occur in the pattern itself. */
function probesFor(elements: readonly AST.Element[]): readonly string[] {
  const written = elements.flatMap((part) => (part.type === 'Character' ? String.fromCodePoint(part.value) : []));
  return [...probes, ...written];
}

/** False if that cannot be decided. */
function isMatchedBy(element: AST.Element, character: string): boolean {
  if (element.type !== 'Group' && element.type !== 'CapturingGroup')
    return matchesCharacter(element, character) ?? false;
  return element.alternatives.some(
    ({ elements: [only, ...others] }) => only !== undefined && others.length === 0 && isMatchedBy(only, character),
  );
}
