import { maskSecrets } from './mask.ts';

const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text of a document as it may stand in a message: without secrets, and with what cannot be seen or moves a cursor escaped. */
export function legible(text: string): string {
  return maskSecrets(text).replaceAll(unseen, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}
