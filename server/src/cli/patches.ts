import { formatPatch, type StructuredPatchHunk, structuredPatch } from 'diff';
import { hiddenParts, maskSecrets } from '../engine/sensitive/mask.ts';
import type { OffsetRange } from '../engine/syntax/sourceNode.ts';
import { lineEndOf, lineStartOf } from '../engine/syntax/text/lines.ts';
import { isCommanding, visible } from './output/text.ts';

/**
 * The difference between two texts of a file. What can be shown is a valid patch. A hunk with a secret is withheld, and
 * where the patch is not for a terminal, also one with text that a CI system or a terminal would obey: to write it
 * otherwise would make another patch of it. A comment before the patch, which programs pass over, says so.
 */
export function patchOf(
  name: string,
  before: string,
  after: string,
  isTerminal: boolean,
  /** Parts of the text before that are secrets, whatever they look like. */
  marked: readonly OffsetRange[] = [],
): string {
  const quoted = quote(name);
  const patch = structuredPatch(name, name, before, after, undefined, undefined, { context: 2 });
  const secrets = { before: linesOf(before, marked), after: linesOf(after, sameParts(before, after, marked)) };
  const shown: StructuredPatchHunk[] = [];
  const withheld: string[] = [];
  for (const hunk of patch.hunks) {
    const reason = holdsSecret(hunk, secrets)
      ? 'it holds a secret'
      : !isTerminal && hunk.lines.some((line) => isCommanding(line.slice(1).replace(/\r$/, '')))
        ? 'it holds text that a terminal or a CI system would obey'
        : undefined;
    if (reason === undefined) shown.push(hunk);
    else withheld.push(`# The change at line ${hunk.oldStart} of ${quoted} is withheld: ${reason}.\n`);
  }
  const hunks = formatPatch({ ...patch, hunks: shown }, noHeaders);
  const text = shown.length === 0 ? '' : `--- ${quoted}\n+++ ${quoted}\n${hunks}`;
  return withheld.join('') + (isTerminal ? forTerminal(text) : text);
}

/** Ours quote more than those of the library. */
const noHeaders = { includeIndex: false, includeUnderline: false, includeFileHeaders: false };

/** Where the lines of the marked parts stand in the text after; a line that others repeat is hidden there as well. */
function sameParts(before: string, after: string, marked: readonly OffsetRange[]): readonly OffsetRange[] {
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

/** The numbers of the lines, from 1, that hold a secret or a part of one. */
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

function holdsSecret(hunk: StructuredPatchHunk, secrets: Record<'before' | 'after', ReadonlySet<number>>): boolean {
  const hasAny = (lines: ReadonlySet<number>, start: number, count: number): boolean => {
    for (let line = start; line < start + count; line++) if (lines.has(line)) return true;
    return false;
  };
  return hasAny(secrets.before, hunk.oldStart, hunk.oldLines) || hasAny(secrets.after, hunk.newStart, hunk.newLines);
}

/** As git writes the names of files that hold more than letters: within quotes, with bytes in octal. */
function quote(name: string): string {
  const shown = visible(name);
  if (shown === name && !/["\\]/.test(name)) return name;
  const bytes = Buffer.from(maskSecrets(name));
  const escaped = [...bytes].map((byte) =>
    /[\w./ -]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`,
  );
  return `"${escaped.join('')}"`;
}

/** A patch that is looked at moves no cursor. */
function forTerminal(patch: string): string {
  const isPlain = Boolean(process.env['NO_COLOR']) || process.env['TERM'] === 'dumb';
  const colors: Readonly<Record<string, string>> = { '-': '31', '+': '32', '@': '36' };
  return patch.replaceAll(/^.*$/gm, (line) => {
    const text = visible(line.replace(/\r$/, ''));
    const color = isPlain ? undefined : colors[line[0] ?? ''];
    return color === undefined ? text : `\u001B[${color}m${text}\u001B[0m`;
  });
}
