import type { OffsetRange } from '../syntax/sourceNode.ts';
import { findSecrets } from './secrets.ts';

/**
 * The text as it may be shown: of each secret at most the first four characters are left. Every text of a document that
 * leaves the engine or a shell goes through here; edits alone do not.
 */
export function maskSecrets(text: string): string {
  let masked = '';
  let last = 0;
  for (const { start, end } of hiddenParts(text)) {
    masked += `${text.slice(last, start)}…`;
    last = end;
  }
  return last === 0 ? text : masked + text.slice(last);
}

/** `text.slice(start, end)` with an asterisk for each hidden character, so that columns stay where they are. */
export function maskedSlice(text: string, start: number, end: number, hidden: readonly OffsetRange[]): string {
  let masked = '';
  let last = start;
  for (let index = firstBehind(hidden, start); index < hidden.length; index++) {
    const part = hidden[index]!;
    if (part.start >= end) break;
    const from = Math.max(part.start, last);
    const to = Math.min(part.end, end);
    masked += text.slice(last, from) + text.slice(from, to).replaceAll(/[^\r\n]/g, '*');
    last = to;
  }
  return masked + text.slice(last, end);
}

/** The parts of a text to mask, in order and without overlap. The text may be source text, with its escapes. */
export function hiddenParts(text: string): readonly OffsetRange[] {
  const parts = partsIn(text);
  const { plain, toSource } = unescaped(text);
  if (plain !== text) {
    for (const { start, end } of partsIn(plain)) parts.push({ start: toSource(start), end: toSource(end) });
  }
  if (parts.length < 2) return parts;
  return union(parts);
}

/** The index of the first part that ends behind `offset`. */
function firstBehind(parts: readonly OffsetRange[], offset: number): number {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (parts[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

const shownCharacters = 4;
/** Four characters of a shorter secret would reveal too much. */
const minLengthToShow = 16;

/** So many characters let an owner recognize a secret and do not help to guess it. */
export function shownLength(secret: string): number {
  return secret.length < minLengthToShow ? 0 : shownCharacters;
}

function partsIn(text: string): OffsetRange[] {
  const parts: OffsetRange[] = [];
  for (const { start, end } of findSecrets(text)) {
    parts.push({ start: start + shownLength(text.slice(start, end)), end });
  }
  addPasswords(text, parts);
  addSignedTokens(text, parts);
  return parts;
}

const variable = /^(?:\{[^{}]*\}|<[^<>]*>|\$\w+|\*+)$/;

/** RFC 3986 §3.2.1: everything behind the first colon of the userinfo, also where it is not a finding. */
function addPasswords(text: string, parts: OffsetRange[]): void {
  if (!text.includes('@')) return;
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const start = at + 3;
    endOfAuthority.lastIndex = start;
    const end = endOfAuthority.exec(text)?.index ?? text.length;
    const authority = text.slice(start, end);
    const userinfo = authority.slice(0, Math.max(0, authority.lastIndexOf('@')));
    const colon = userinfo.indexOf(':');
    if (colon < 0 || colon + 1 === userinfo.length || variable.test(userinfo.slice(colon + 1))) continue;
    parts.push({ start: start + colon + 1, end: start + userinfo.length });
  }
}

const endOfAuthority = /[\s/?#"'`]|$/g;

/** RFC 7515 §3.1: a signed token is a credential; the header and claims of an unsigned one are not secret. */
function addSignedTokens(text: string, parts: OffsetRange[]): void {
  if (!text.includes('eyJ')) return;
  for (const { index, 0: token } of text.matchAll(/(?<![\w-])eyJ[\w-]*(?:\.[\w-]*)*/g)) {
    const [, claims = '', signature = ''] = token.split('.');
    if (claims.length >= 8 && signature.length >= 8)
      parts.push({ start: index + shownCharacters, end: index + token.length });
  }
}

const escapes = /\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|U000([0-9A-Fa-f]{5})|\r?\n[ \t]*|([\s\S]))/g;
const blanks: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** YAML 1.2.2 §5.7 and RFC 8259 §7, as far as they matter for a secret and the text before it. */
function unescaped(text: string): { readonly plain: string; toSource(offset: number): number } {
  if (!text.includes('\\')) return { plain: text, toSource: (offset) => offset };
  const pieces: string[] = [];
  /** Where the text goes on behind each escape: in the plain text, and in the source. */
  const plainOffsets: number[] = [];
  const sourceOffsets: number[] = [];
  let last = 0;
  let length = 0;
  for (const { index, 0: written, 1: four, 2: two, 3: five, 4: letter } of text.matchAll(escapes)) {
    const code = four ?? two ?? five;
    const character =
      code !== undefined ? fromCode(Number.parseInt(code, 16)) : letter === undefined ? '' : (blanks[letter] ?? letter);
    pieces.push(text.slice(last, index), character);
    length += index - last + character.length;
    last = index + written.length;
    plainOffsets.push(length);
    sourceOffsets.push(last);
  }
  if (pieces.length === 0) return { plain: text, toSource: (offset) => offset };
  pieces.push(text.slice(last));
  return {
    plain: pieces.join(''),
    toSource(offset) {
      let low = 0;
      let high = plainOffsets.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (plainOffsets[middle]! <= offset) low = middle + 1;
        else high = middle;
      }
      return low === 0 ? offset : sourceOffsets[low - 1]! + offset - plainOffsets[low - 1]!;
    },
  };
}

function fromCode(code: number): string {
  return code > 0x10ffff ? '' : String.fromCodePoint(code);
}

function union(parts: readonly OffsetRange[]): readonly OffsetRange[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of [...parts].sort((a, b) => a.start - b.start)) {
    const before = joined.at(-1);
    if (before !== undefined && start <= before.end) before.end = Math.max(before.end, end);
    else joined.push({ start, end });
  }
  return joined;
}
