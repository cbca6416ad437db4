import type { AST } from '@eslint-community/regexpp';

type OneCharacter = AST.Element | AST.CharacterClassElement;

/** True if the part matches this character and nothing more; `undefined` if it is no part that stands for one character. */
export function matchesCharacter(part: OneCharacter, character: string): boolean | undefined {
  const code = character.codePointAt(0) ?? 0;
  switch (part.type) {
    case 'Character':
      return part.value === code;
    case 'CharacterClassRange':
      return part.min.value <= code && code <= part.max.value;
    case 'CharacterClass': {
      const answers = part.elements.map((element) => matchesCharacter(element as AST.CharacterClassElement, character));
      return answers.includes(undefined) ? undefined : answers.includes(true) !== part.negate;
    }
    case 'CharacterSet':
      return isInSet(part, character);
    default:
      return undefined;
  }
}

/** `\w` */
export function isWordCharacter(character: string): boolean {
  return /^\w$/.test(character);
}

function isInSet(set: AST.CharacterSet, character: string): boolean {
  switch (set.kind) {
    case 'any':
      return !/^[\n\r\u2028\u2029]$/.test(character);
    case 'digit':
      return /^\d$/.test(character) !== set.negate;
    case 'space':
      return /^\s$/.test(character) !== set.negate;
    case 'word':
      return isWordCharacter(character) !== set.negate;
    default:
      // One class of characters, asked about one character.
      return new RegExp(`^${set.raw}$`, 'u').test(character);
  }
}
