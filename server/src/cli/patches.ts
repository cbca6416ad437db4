import { formatPatch, type StructuredPatchHunk, structuredPatch } from 'diff';
import { hiddenParts, maskSecrets } from '../engine/sensitive/mask.ts';
import type { OffsetRange } from '../engine/syntax/sourceNode.ts';
import { lineEndOf, lineStartOf } from '../engine/syntax/text/lines.ts';
import { commentsFor, isTooLong } from './longLines.ts';
import { escapeForTerminal, hasControls } from './output/text.ts';

/**
 * The patch from one text of a file to another. Hunks that contain a secret are left out. Outside a terminal, so are
 * hunks with commands of a CI system or control characters, because escaping these would change the patch. A comment
 * before the patch, which patch programs skip, reports each hunk that is left out, and shows the changes of long lines.
 */
export function patchOf(
  name: string,
  before: string,
  after: string,
  isTerminal: boolean,
  /** Secrets in `before` that do not have to look like secrets. */
  marked: readonly OffsetRange[] = [],
): string {
  const quoted = quote(name);
  const patch = structuredPatch(name, name, before, after, undefined, undefined, { context: 2 });
  const secrets = { before: linesOf(before, marked), after: linesOf(after, findLines(before, after, marked)) };
  const printed: StructuredPatchHunk[] = [];
  const omitted: string[] = [];
  for (const hunk of patch.hunks) {
    if (isTooLong(hunk)) {
      omitted.push(commentsFor(hunk, quoted, { before, after }, isTerminal, marked));
      continue;
    }
    const reason = hasSecret(hunk, secrets)
      ? 'it contains a secret'
      : !isTerminal && hunk.lines.some((line) => hasControls(line.slice(1).replace(/\r$/, '')))
        ? 'it contains control characters or a command of a CI system'
        : undefined;
    if (reason === undefined) printed.push(hunk);
    else omitted.push(`# The change at line ${hunk.oldStart} of ${quoted} is not shown: ${reason}.\n`);
  }
  const hunks = formatPatch({ ...patch, hunks: printed }, noHeaders);
  const text = printed.length === 0 ? '' : `--- ${quoted}\n+++ ${quoted}\n${hunks}`;
  return isTerminal ? forTerminal(omitted.join('') + text) : omitted.join('') + text;
}

/** The file headers are written here, because the library does not quote all names that need it. */
const noHeaders = { includeIndex: false, includeUnderline: false, includeFileHeaders: false };

/** Finds the lines of the marked parts in the text after the fixes, and all lines equal to them. */
function findLines(before: string, after: string, marked: readonly OffsetRange[]): readonly OffsetRange[] {
  if (marked.length === 0) return [];
  const lineAt = (text: string, { start, end }: OffsetRange): string =>
    text.slice(lineStartOf(text, start), lineEndOf(text, end)).trim();
  const lines = new Set(marked.map((part) => lineAt(before, part)));
  const found: OffsetRange[] = [];
  let start = 0;
  for (const line of after.split('\n')) {
    if (lines.has(line.trim())) found.push({ start, end: start + line.length });
    start += line.length + 1;
  }
  return found;
}

/** The numbers of the lines that contain a secret or a part of one, counted from 1. */
function linesOf(text: string, marked: readonly OffsetRange[]): ReadonlySet<number> {
  const numbers = new Set<number>();
  let line = 1;
  let offset = 0;
  for (const { start, end } of hiddenParts(text, marked)) {
    line += breaksIn(text, offset, start);
    numbers.add(line);
    for (let breaks = breaksIn(text, start, end); breaks > 0; breaks--) numbers.add(++line);
    offset = end;
  }
  return numbers;
}

function breaksIn(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function hasSecret(hunk: StructuredPatchHunk, secrets: Record<'before' | 'after', ReadonlySet<number>>): boolean {
  const hasAny = (lines: ReadonlySet<number>, start: number, count: number): boolean => {
    for (let line = start; line < start + count; line++) if (lines.has(line)) return true;
    return false;
  };
  return hasAny(secrets.before, hunk.oldStart, hunk.oldLines) || hasAny(secrets.after, hunk.newStart, hunk.newLines);
}

/** Quotes a file name as git does if it contains special characters: in double quotes, with bytes in octal. */
function quote(name: string): string {
  const plain = escapeForTerminal(name);
  if (plain === name && !/["\\]/.test(name)) return name;
  const bytes = Buffer.from(maskSecrets(name));
  const escaped = [...bytes].map((byte) =>
    /[\w./ -]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`,
  );
  return `"${escaped.join('')}"`;
}

/** Colors a patch for a terminal and escapes its control characters. */
function forTerminal(patch: string): string {
  const isPlain = Boolean(process.env['NO_COLOR']) || process.env['TERM'] === 'dumb';
  const colors: Readonly<Record<string, string>> = { '-': '31', '+': '32', '@': '36' };
  return patch.replaceAll(/^.*$/gm, (line) => {
    const text = escapeForTerminal(line.replace(/\r$/, ''));
    const color = isPlain ? undefined : colors[line[0] ?? ''];
    return color === undefined ? text : `\u001B[${color}m${text}\u001B[0m`;
  });
}
