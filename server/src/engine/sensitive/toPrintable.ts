import { maskSecrets } from './mask.ts';

const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Makes text of a document safe for a message: secrets are masked, invisible and control characters escaped. */
export function toPrintable(text: string): string {
  const masked = maskSecrets(text);
  if (/^[ -~]*$/.test(masked)) return masked;
  return masked.replaceAll(unseen, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}
