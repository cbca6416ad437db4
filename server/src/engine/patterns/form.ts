import type { AST } from '@eslint-community/regexpp';
import { maxLength, parsePattern } from './parsePattern.ts';

/** True for one form that begins with a text and goes on with a class of characters: `s3://[a-z]+`, `arn:(aws)?:\d+`. */
export function beginsLiterally(pattern: string): boolean {
  const parsed = pattern.length > maxLength ? undefined : parsePattern(pattern);
  const [first, ...others] = parsed?.alternatives.length === 1 ? parsed.alternatives[0]!.elements : [];
  return first?.type === 'Character' && others.some(hasClass);
}

function hasClass(element: AST.Element): boolean {
  switch (element.type) {
    case 'CharacterClass':
      return true;
    case 'CharacterSet':
      return element.kind !== 'any';
    case 'Quantifier':
      return hasClass(element.element);
    case 'Group':
    case 'CapturingGroup':
      return element.alternatives.some(({ elements }) => elements.some(hasClass));
    default:
      return false;
  }
}
