import { maskSecrets } from '../../engine/sensitive/mask.ts';
import { toPrintable } from '../../engine/sensitive/toPrintable.ts';

/** Makes text safe for a terminal or a log: masks secrets, and escapes control characters and commands. */
export function escapeForTerminal(text: string): string {
  return escapeCommands(toPrintable(text.replaceAll('\t', ' ')));
}

/** Breaks text at spaces into lines of at most `width` characters. A longer word gets a line of its own. */
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
 * Commands that CI systems execute when a log contains them. Azure Pipelines and older GitHub runners look for
 * `##name[` anywhere in a line, GitHub for `::name` at its beginning. Here both match anywhere in a line, so that a
 * change of a prefix cannot expose a command. An IPv6 address or a qualified name (`a::b.c`) does not match.
 */
const commands = /##(?=[\w.-]{0,64}\[)|(?<=^[^\S\r\n]{0,200})::|::(?=[A-Za-z][\w-]{0,64}(?:::|\s|$))/gm;

/** Escapes the commands of CI systems in a text of one or more lines. */
export function escapeCommands(text: string): string {
  return text.replaceAll(commands, (mark) => `\\u{${mark.charCodeAt(0).toString(16)}}${mark[1]}`);
}

/** True if the line contains a command of a CI system, or characters that control a terminal. */
export function hasControls(line: string): boolean {
  return (
    escapeCommands(line) !== line ||
    /[\p{Cc}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/u.test(line.replaceAll('\t', ''))
  );
}

/** Writes JSON for a file or a log: secrets are masked, lone surrogates replaced, and commands of CI systems escaped. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(maskStrings(value), undefined, indent)
    .replaceAll(commands, (mark) => `${mark[0]}\\u00${mark.charCodeAt(1).toString(16)}`)
    .replaceAll(invisible, (character) =>
      character.replaceAll(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    );
}

/** Invisible characters to escape, except line breaks, which separate the lines of the JSON itself. */
const invisible = /[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Copies a value with its strings masked and well-formed: UTF-8 cannot encode a lone surrogate (RFC 8259 §8.2). */
function maskStrings(value: unknown): unknown {
  if (typeof value === 'string') return maskSecrets(wellFormed(value));
  if (Array.isArray(value)) return value.map(maskStrings);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [maskSecrets(wellFormed(key)), maskStrings(part)]),
  );
}

function wellFormed(text: string): string {
  return text.replaceAll(/\p{Cs}/gu, '\uFFFD');
}
