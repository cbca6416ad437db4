import { type AST, RegExpParser } from '@eslint-community/regexpp';

/** Longer patterns are not looked at: a person did not write them to be read either. */
export const maxLength = 2000;

/** As ECMA-262 reads a pattern, with the flag `u` where that is possible; `undefined` where it is no pattern. */
export function parsePattern(pattern: string): AST.Pattern | undefined {
  for (const unicode of [true, false]) {
    try {
      return new RegExpParser({ ecmaVersion: 2025 }).parsePattern(pattern, 0, pattern.length, unicode);
    } catch {
      // Escapes that `u` forbids are allowed without it.
    }
  }
  return undefined;
}
