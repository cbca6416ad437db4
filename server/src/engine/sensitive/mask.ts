import { pure } from '../incremental/pure.ts';
import { specified } from '../lexicon/specified.ts';
import type { OffsetRange } from '../syntax/sourceNode.ts';
import { createClassifier, noVocabulary, type Vocabulary } from './classify.ts';
import { findSecretForms } from './secrets.ts';

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

/**
 * The parts of a text to mask, in order and without overlap; `marked` are known to be secret. The text may be source text,
 * with its escapes.
 */
export function hiddenParts(text: string, marked: readonly OffsetRange[] = []): readonly OffsetRange[] {
  if (marked.length === 0 && text.length < minLengthToHide && !/[@=\\]/.test(text)) return none;
  const parts = [...marked, ...partsIn(text)];
  const { plain, toSource } = unescaped(text);
  if (plain !== text) {
    for (const { start, end } of partsIn(plain)) parts.push({ start: toSource(start), end: toSource(end) });
  }
  if (parts.length < 2) return parts;
  return union(parts);
}

const none: readonly OffsetRange[] = [];

/** A shorter text holds no secret but a password of a URL or a parameter. */
const minLengthToHide = 20;

/** What is masked around a place of a long text, without a look at all of it. */
export interface HiddenParts {
  /** The parts that reach into `start` to `end`, in order and without overlap. */
  around(start: number, end: number): readonly OffsetRange[];
}

/**
 * Reads blocks of the text as they are asked for, each once, and with as much on both sides as a secret is long. The first
 * blocks are small: most results show a dozen lines of a text, and some show all.
 */
export function createHiddenParts(text: string, marked: readonly OffsetRange[] = []): HiddenParts {
  const small = new Map<number, readonly OffsetRange[]>();
  const large = new Map<number, readonly OffsetRange[]>();
  const known = union(marked);
  const keysIn = createKeySearch(text);
  const partsOf = (blocks: typeof small, length: number, block: number): readonly OffsetRange[] => {
    let parts = blocks.get(block);
    if (parts === undefined) {
      const from = startOfToken(text, Math.max(0, block * length - overlap));
      const to = endOfToken(text, (block + 1) * length + overlap);
      parts = hiddenParts(text.slice(from, to)).map(({ start, end }) => ({ start: start + from, end: end + from }));
      blocks.set(block, parts);
    }
    return parts;
  };
  return {
    around(start, end) {
      const [blocks, length] =
        small.size < maxSmallBlocks ? ([small, smallBlock] as const) : ([large, largeBlock] as const);
      const parts = [...partsWithin(known, start, end), ...partsWithin(keysIn(start, end), start, end)];
      for (let block = Math.floor(start / length); block * length < end; block++)
        parts.push(...partsWithin(partsOf(blocks, length, block), start, end));
      return union(parts);
    },
  };
}

const smallBlock = 2048;
const maxSmallBlocks = 64;
const largeBlock = 65_536;
const overlap = 16_384;

/** Finds the keys that reach into a part of the text. A key has no maximum length, but holds few characters. */
function createKeySearch(text: string): (start: number, end: number) => readonly OffsetRange[] {
  let all: readonly OffsetRange[] | undefined;
  return (start, end) => {
    let from = start;
    while (all === undefined && from > 0 && isKeyCharacter(text.charCodeAt(from - 1))) {
      if (--from < start - largeBlock) {
        const found: OffsetRange[] = [];
        addKeyBlocks(text, found);
        all = union(found);
      }
    }
    if (all !== undefined) return all;
    const keys: OffsetRange[] = [];
    // As far behind the end as it takes to tell a key from a placeholder.
    addKeyBlocks(text.slice(from, end + overlap), keys);
    return union(keys.map((key) => ({ start: key.start + from, end: key.end + from })));
  };
}

function partsWithin(parts: readonly OffsetRange[], start: number, end: number): OffsetRange[] {
  const within: OffsetRange[] = [];
  for (let index = firstBehind(parts, start); index < parts.length && parts[index]!.start < end; index++)
    within.push(parts[index]!);
  return within;
}

/** A text that is cut within a token hides where it begins, or that it is one. */
function startOfToken(text: string, offset: number): number {
  const least = Math.max(0, offset - largeBlock);
  let start = offset;
  while (start > least && !/[\s"']/.test(text[start - 1]!)) start--;
  return start;
}

function endOfToken(text: string, offset: number): number {
  const most = Math.min(text.length, offset + largeBlock);
  let end = Math.min(offset, text.length);
  while (end < most && !/[\s"']/.test(text[end]!)) end++;
  return end;
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
  for (const { start, end } of findSecretForms(text)) {
    parts.push({ start: start + shownLength(text.slice(start, end)), end });
  }
  addPasswords(text, parts);
  addBareLogins(text, parts);
  addCredentialParameters(text, parts);
  addSignedTokens(text, parts);
  addAuthorizations(text, parts);
  addKeyBlocks(text, parts);
  return parts;
}

const variable = /^(?:\{[^{}]*\}|<[^<>]*>|\$(?:[A-Z_][A-Z0-9_]*|[a-z_]+)|\$?\{\{?[^{}]*\}?\}|\*+)$/;

/**
 * RFC 3986 §3.2.1: everything behind the first colon of the userinfo, also where it is not a finding. People write
 * passwords with "/", "?", "#" and quotes without escaping them, so the userinfo ends at the last "@" of the authority,
 * or, where the colon is not followed by a port, at the next "@" before a space.
 */
function addPasswords(text: string, parts: OffsetRange[]): void {
  if (!text.includes('@')) return;
  for (const { index } of text.matchAll(authorityStart)) {
    const start = index + 1;
    const user = matchAt(userPart, text, start);
    if (user === undefined) {
      const name = matchAt(tokenPart, text, start) ?? '';
      if (/\d/.test(name) && /[A-Za-z]/.test(name))
        parts.push({ start: start + shownLength(name), end: start + name.length });
      continue;
    }
    const from = start + user.length;
    const plain = matchAt(authorityPart, text, from) ?? '';
    let length = plain.lastIndexOf('@');
    // Nobody waits for a user whose name holds "@": its password begins behind the next colon.
    if (length < 0 && !/^(?:\d{0,5}|\{[^{}]*\}|\$\{?\w+\}?)(?:[\s/?#"'`),;\]]|$)/.test(text.slice(from, from + 100)))
      length = (matchAt(oddPart, text, from) ?? '').length;
    if (length <= 0 || variable.test(text.slice(from, from + length))) continue;
    parts.push({ start: from, end: from + length });
  }
}

/** Of a URL that was taken for a path, one slash is left: `http:/user:…@host`. */
const authorityStart = /(?<=\/)\/|(?<=[a-z]:)\/(?!\/)/gi;

/** Up to the colon that ends the name. A name may be missing, or be an address of its own. */
const userPart = /[^\s/?#"'`:[]{0,256}:/y;
/** A token in place of a name. */
const tokenPart = /[\w.~-]{12,256}(?=@)/y;
const authorityPart = /[^\s/?#"'`]{0,1024}/y;
const oddPart = /[^\s@]{1,256}(?=@)/y;

function matchAt(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0];
}

/** Made when it is first needed. */
const classifierFor = pure('mask.classifierFor', (vocabulary: Vocabulary) => createClassifier(vocabulary));

/** `user:password@host` without a scheme, as people type it. */
function addBareLogins(text: string, parts: OffsetRange[]): void {
  if (!text.includes('@')) return;
  for (const match of text.matchAll(bareLogin)) {
    const [, name = '', password = ''] = match;
    if (otherPrefixes.test(name)) continue;
    const start = match.index + name.length + 1;
    parts.push({ start, end: start + password.length });
  }
}

/** `nginx:1.25@sha256:…` names an image. */
const bareLogin = /(?<=^|["'\s])([\w.+-]{1,64}):([^\s"'/:@]{2,200})@(?=[\w.-])(?!sha\d)/g;

/** What stands before `:x@y` and is not the name of a user: a scheme of its own, or the hour of a time. */
const otherPrefixes = specified('IANA URI schemes, npm', /^(mailto|sips?|xmpp|acct|im|pres|mid|cid|npm|\d+)$/i);

/** `?api_key=…&password=…`, in a URL or in the parameters of a driver: the value of what is called like a credential. */
function addCredentialParameters(text: string, parts: OffsetRange[]): void {
  if (!text.includes('=')) return;
  for (const { index, 0: whole, 1: name = '', 2: value = '' } of text.matchAll(credentialParameter)) {
    // Capitals are a placeholder, and a form of its own keeps its first characters.
    if (/^[A-Z_]+$/.test(value)) continue;
    const kind = classifierFor(noVocabulary)({ name, position: 'query' })?.class;
    if (kind !== 'credential' && kind !== 'token') continue;
    const end = index + whole.length;
    parts.push({ start: end - value.length + shownLength(value), end });
  }
}

const credentialParameter = /(?<=[?&;])([A-Za-z][\w.-]{1,40})=([^\s&;"'`<>{}$#\\]{6,512})/g;

/** RFC 7468, RFC 9580 §6.2 and PuTTY: what stands between the lines of a private key, whether or not it can be read. */
function addKeyBlocks(text: string, parts: OffsetRange[]): void {
  for (let at = text.indexOf('PRIVATE KEY'); at >= 0; ) {
    const from = Math.max(0, at - maxLabelLength);
    const begin = text.slice(from, at).lastIndexOf('-----BEGIN ');
    const end = begin < 0 ? undefined : addKeyBlock(text, from + begin, parts);
    at = text.indexOf('PRIVATE KEY', Math.max(at + 1, end ?? 0));
  }
  for (let at = text.indexOf('Private-Lines:'); at >= 0; ) {
    at = text.indexOf('Private-Lines:', addKeyBlock(text, at, parts) ?? at + 1);
  }
}

/** The end of the block that begins here, if one does: what it holds is read once. */
function addKeyBlock(text: string, at: number, parts: OffsetRange[]): number | undefined {
  const head = matchAt(keyHead, text, at);
  if (head === undefined) return undefined;
  const start = at + head.length;
  const body = matchAt(keyBody, text, start) ?? '';
  if (body.trim().length >= minKeyLength) parts.push({ start, end: start + body.trimEnd().length });
  return start + body.length;
}

const keyHead = specified(
  'RFC 7468',
  /-----BEGIN (?:[A-Z]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----|Private-Lines: ?\d{1,4}/y,
);
/** Of what begins a key up to `PRIVATE KEY`: three words of twenty letters at most. */
const maxLabelLength = 80;
/** Lines of base64 and of headers; a new block begins with "-----", so that each character is read once. */
const keyBody = /(?:(?!-----)[A-Za-z0-9+/=\s\\:,.*()-])*/y;
/** The characters of `keyHead` and `keyBody`. */
function isKeyCharacter(code: number): boolean {
  return code < keyCharacters.length ? keyCharacters[code] === 1 : /\s/.test(String.fromCharCode(code));
}

const keyCharacters = Uint8Array.from({ length: 128 }, (_, code) =>
  Number(/[A-Za-z0-9+/=\s\\:,.*()-]/.test(String.fromCharCode(code))),
);

/** A placeholder such as "..." is shorter. */
const minKeyLength = 24;

/** RFC 7515 §3.1: a signed token is a credential; the header and claims of an unsigned one are not secret. */
function addSignedTokens(text: string, parts: OffsetRange[]): void {
  if (!text.includes('eyJ')) return;
  for (const { index, 0: token } of text.matchAll(/(?<![A-Za-z0-9])eyJ[\w-]*(?:\.[\w-]*)*/g)) {
    const [, claims = '', signature = ''] = token.split('.');
    if (claims.length >= 8 && signature.length >= 8)
      parts.push({ start: index + shownCharacters, end: index + token.length });
  }
}

/** RFC 6750 §2.1 and RFC 7617 §2: what is sent behind the name of the scheme. A word of prose holds no digit. */
function addAuthorizations(text: string, parts: OffsetRange[]): void {
  // Nearly no text holds one, and `matchAll` copies its expression.
  authorization.lastIndex = 0;
  for (let found = authorization.exec(text); found !== null; found = authorization.exec(text)) {
    const { index, 0: whole, 1: credentials = '' } = found;
    if (!/\d/.test(credentials) || !/[A-Za-z]/.test(credentials)) continue;
    const end = index + whole.length;
    parts.push({ start: end - credentials.length + shownLength(credentials), end });
  }
}

const authorization = /\b(?:bearer|basic) ([\w.~+/-]{16,2048}=*)/gi;

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
