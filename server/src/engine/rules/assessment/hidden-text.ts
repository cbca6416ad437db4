import { pure } from '../../incremental/pure.ts';
import type { SourceText } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'hidden-text',
    title: 'Text contains invisible characters',
    pillar: 'assessment',
    owasp: 'API8:2023',
    cwe: [1007, 451],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      direction: 'The invisible character {code} changes the order in which this text is displayed. Delete it.',
      tag: 'Invisible characters hold text that machines read and people cannot see. Delete the characters.',
      name: 'The invisible character {code} is part of a name, so names that look equal differ. Delete it.',
    },
  },

  visit: {
    *Text(text) {
      for (const { start, end, code, kind } of hiddenIn(text)) {
        const at = text.place(start, end);
        if (kind === 'tag') yield { at, message: 'tag' };
        else yield { at, message: kind, data: { code } };
      }
    },
  },
});

interface Hidden {
  readonly start: number;
  readonly end: number;
  /** `U+202E` */
  readonly code: string;
  readonly kind: 'direction' | 'tag' | 'name';
}

/** Overrides and isolates (Unicode TR 36 §3.4), the tag block, and zero-width characters within a word of a name. */
const hidden =
  /[\u202A-\u202E\u2066-\u2069]|[\u{E0020}-\u{E007F}]{2,}|(?<=[\w/{-])[\u200B\u2060\uFEFF\u00AD](?=[\w/}-])/gu;

/** Nothing is hidden without one of these: a search for single units is several times faster than the pattern. */
const suspicious = /[\u00AD\u200B\u202A-\u202E\u2060\u2066-\u2069\uFEFF\uDB40]/;

/** The flag of a region is a black flag and tags, which people see as an emoji. */
const flag = /\u{1F3F4}$/u;

const hiddenIn = pure('hidden-text.hiddenIn', ({ text, document }: SourceText): readonly Hidden[] => {
  // Readers of JSON show the characters, not their escapes; in YAML, escapes may be meant as written.
  const written = document.language === 'json' && escapedSuspicious.test(text) ? escapedIn(text) : [];
  return suspicious.test(text) ? [...rawIn(text), ...written] : written;
});

function rawIn(text: string): readonly Hidden[] {
  const found: Hidden[] = [];
  const isName = nameFinder(text);
  for (const match of text.matchAll(hidden)) {
    const [characters] = match;
    const point = characters.codePointAt(0) ?? 0;
    const isTag = point >= 0xe0000;
    if (isTag && flag.test(text.slice(Math.max(0, match.index - 2), match.index))) continue;
    const kind = isTag ? 'tag' : point >= 0x202a && point <= 0x2069 && point !== 0x2060 ? 'direction' : 'name';
    if (kind === 'name' && !isName(match.index)) continue;
    found.push({ start: match.index, end: match.index + characters.length, code: codeOf(point), kind });
  }
  return found;
}

/** Ends a word of a name: `\s` without U+FEFF, which is itself searched for. */
const wordEnd = /["',[\]{}\t\n\v\f\r\p{Z}]/u;

/**
 * Says whether an index is within a key or a value without a space: within prose, such a character is where a line may
 * break. Indexes are passed in ascending order; those of one word share the work.
 */
function nameFinder(text: string): (index: number) => boolean {
  /** The end of the last word that was read, and whether a name ends there. */
  let readTo = 0;
  let endsName = false;
  let before = -1;
  let beginsName = false;
  return (index) => {
    if (index >= readTo) {
      readTo = wordEndFrom(text, index);
      endsName = closesName(text, readTo);
    }
    let start = index;
    while (start > before && !wordEnd.test(text[start - 1] ?? '\n') && !/[:-]/.test(text[start - 1]!)) start--;
    // Within the word of the index before, its start is the same.
    if (start > before || before < 0) beginsName = opensName(text, start);
    before = index;
    return beginsName && endsName;
  };
}

/** The end of the word at a place, or a colon or number sign in it. */
function wordEndFrom(text: string, index: number): number {
  let end = index;
  while (end < text.length && !wordEnd.test(text[end]!) && text[end] !== ':' && text[end] !== '#') end++;
  return end;
}

function closesName(text: string, end: number): boolean {
  let at = /["']/.test(text[end] ?? '') ? end + 1 : end;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at === text.length || /[:,\]}#\r\n]/.test(text[at]!);
}

function opensName(text: string, start: number): boolean {
  let at = /["']/.test(text[start - 1] ?? '') ? start - 1 : start;
  while (text[at - 1] === ' ' || text[at - 1] === '\t') at--;
  return at === 0 || /[:,[{\r\n-]/.test(text[at - 1]!);
}

const escapedSuspicious = /\\u(?:202[a-e]|206[6-9]|db40)/i;

/** Not after a backslash, not as a bound of a character class that excludes them, and tags not after a black flag. */
const escaped =
  /(?<![\\[^-])\\u(202[a-e]|206[6-9])(?![\]-])|(?<!\\|\\ud83c\\udff4|\u{1F3F4})(?:\\udb40\\udc[2-7][0-9a-f]){2,}/giu;

function escapedIn(text: string): readonly Hidden[] {
  return [...text.matchAll(escaped)].map((match) => {
    const [written, point] = match;
    const code = codeOf(Number.parseInt(point ?? 'e0020', 16));
    return {
      start: match.index,
      end: match.index + written.length,
      code,
      kind: point === undefined ? 'tag' : 'direction',
    };
  });
}

function codeOf(point: number): string {
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}
