import { legible } from '../../engine/sensitive/legible.ts';
import { maskSecrets } from '../../engine/sensitive/mask.ts';

/** Text of a document or a file name, made safe for a terminal and a log: without secrets, and with nothing that is obeyed. */
export function visible(text: string): string {
  return harmless(legible(text.replaceAll('\t', ' ')));
}

/** Breaks at spaces, so that no line is longer than `width` where words allow it. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/**
 * What CI systems obey in a log. Azure Pipelines and older GitHub runners look for `##name[` anywhere in a line, GitHub
 * for `::name` at its beginning; what is printed with a prefix today may be printed without one tomorrow, so a command is
 * looked for anywhere. An IPv6 address or a qualified name (`a::b.c`) is none.
 */
const commands = /##(?=[\w.-]{0,64}\[)|(?<=^[^\S\r\n]{0,200})::|::(?=[A-Za-z][\w-]{0,64}(?:::|\s|$))/gm;

/** Text of several lines in which no CI system finds a command. */
export function harmless(text: string): string {
  return text.replaceAll(commands, (mark) => `\\u{${mark.charCodeAt(0).toString(16)}}${mark[1]}`);
}

/** True if a terminal or a CI system would do more with the line than show it. */
export function isCommanding(line: string): boolean {
  return (
    harmless(line) !== line ||
    /[\p{Cc}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/u.test(line.replaceAll('\t', ''))
  );
}

/** JSON for a file or a log: the same values, written so that a log obeys nothing in them, as well-formed text without secrets. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(shown(value), undefined, indent)
    .replaceAll(commands, (mark) => `${mark[0]}\\u00${mark.charCodeAt(1).toString(16)}`)
    .replaceAll(unseenInJson, (character) =>
      character.replaceAll(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    );
}

/** Line breaks between the lines of JSON are no part of a text. */
const unseenInJson = /[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A lone surrogate cannot be written in UTF-8 (RFC 8259 §8.2); readers of JSON refuse it. */
function shown(value: unknown): unknown {
  if (typeof value === 'string') return maskSecrets(wellFormed(value));
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [maskSecrets(wellFormed(key)), shown(held)]));
}

function wellFormed(text: string): string {
  return text.replaceAll(/\p{Cs}/gu, '\uFFFD');
}
