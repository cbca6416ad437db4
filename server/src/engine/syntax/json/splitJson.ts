import {
  type Change,
  containers,
  isEntry,
  Lines,
  lineEnd,
  pathTo,
  type Readable,
  type Section,
  shift,
  within,
} from '../yaml/splitYaml.ts';

/** A JSON text whose object is cut into chunks. */
export interface JsonSections {
  readonly sections: readonly Section[];
  /** UTF-16 offsets of the object's braces. */
  readonly open: number;
  readonly close: number;
}

/**
 * Cuts pretty-printed JSON like YAML (split.ts), by lines and their indentation. A string of JSON has no line breaks, so
 * that each line begins outside of all strings. Whether a chunk stands by itself is proved when it is parsed.
 * `undefined` where lines do not tell: compact or oddly indented text.
 */
export function splitJson(text: string): JsonSections | undefined {
  const opening = /^\uFEFF?\s*\{[ \t]*\r?\n/.exec(text.slice(0, 1000));
  if (opening === null) return undefined;
  const open = opening[0].indexOf('{');
  const lines = new Lines(text);
  const found = cut(lines, opening[0].length, text.length);
  if (found === undefined || text[found.close] !== '}' || text.slice(found.close + 1).trim() !== '') return undefined;
  const sections = found.sections.map((section) => {
    const name = headOf(text, section);
    const depth = name === undefined ? undefined : containers.get(name);
    return depth === undefined ? section : cutContainer(lines, section, depth);
  });
  return { sections, open, close: found.close };
}

/** What `splitJson` would answer after a change within one chunk; `undefined` where the change may move a cut. */
export function resplitJson(before: JsonSections, text: Readable, change: Change): JsonSections | undefined {
  const leaf = changedJsonSection(before, text, change);
  const by = change.newEnd - change.oldEnd;
  return leaf && { sections: shift(before.sections, leaf, by), open: before.open, close: before.close + by };
}

/** The section that holds a change and keeps its borders: the one that `resplitJson` finds. */
export function changedJsonSection(before: JsonSections, text: Readable, change: Change): Section | undefined {
  const by = change.newEnd - change.oldEnd;
  const path = pathTo(before.sections, change);
  const leaf = path?.at(-1);
  if (path === undefined || leaf === undefined || leaf.entries !== undefined) return undefined;
  const own = text.slice(leaf.start, leaf.end + by);
  const name = headOf(own, { ...leaf, start: 0, end: own.length });
  if (path.length === 1 ? containers.has(name ?? '') : !isEntry(path)) return undefined;
  const { start, newEnd } = within(leaf, change);
  const from = own.lastIndexOf('\n', start - 1) + 1;
  const to = lineEnd(own, newEnd, own.length);
  for (let at = from; at < to; at = lineEnd(own, at, to)) {
    if (at !== 0 && columnAt(own, at) <= leaf.indent && !isBlank(own, at, to)) return undefined;
  }
  return leaf;
}

function isBlank(text: string, at: number, to: number): boolean {
  const end = at + columnAt(text, at);
  const code = text.charCodeAt(end);
  return code === 10 || code === 13 || end >= to;
}

function cutContainer(lines: Lines, section: Section, depth: 'entries' | 'containers'): Section {
  const { text } = lines;
  const entriesStart = lineEnd(text, section.start, section.end);
  const found = cut(lines, entriesStart, section.end);
  if (found === undefined || found.indent <= section.indent) return section;
  if (!/^\}(\s*|[ \t]*,\s*)$/.test(text.slice(found.close, section.end))) return section;
  const entries =
    depth === 'entries'
      ? found.sections
      : found.sections.map((entry) =>
          headOf(text, entry) === undefined ? entry : cutContainer(lines, entry, 'entries'),
        );
  return { ...section, entriesStart, entries, depth, close: found.close };
}

interface Cut {
  readonly sections: readonly Section[];
  readonly indent: number;
  /** The first line with less indentation: the closing brace is expected there. */
  readonly close: number;
}

/** Sections of lines that begin with a key at the indentation of the first one, up to a line with less. */
function cut(lines: Lines, from: number, to: number): Cut | undefined {
  const { text } = lines;
  const starts: number[] = [];
  let indent = -1;
  let close = -1;
  for (let line = lines.at(from); line < lines.count; line++) {
    const at = Math.max(lines.start(line), from);
    if (at >= to) break;
    const column = columnAt(text, at, indent < 0 ? undefined : indent + 1);
    if (indent >= 0 && column > indent) continue;
    const code = text.charCodeAt(at + column);
    if (code === 10 || code === 13 || at + column >= to) continue;
    if (indent < 0) indent = column;
    if (column < indent) {
      close = at + column;
      break;
    }
    if (code === 34) starts.push(at);
    else if (starts.length === 0 || (code !== 125 && code !== 93)) return undefined;
  }
  if (close < 0 || starts.length === 0) return undefined;
  const end = text.lastIndexOf('\n', close) + 1;
  const sections = starts.map((start, index) => {
    const next = starts[index + 1] ?? end;
    return { start, end: next, indent, entriesStart: next, entries: undefined };
  });
  return { sections, indent, close };
}

/** The key of a head line that holds nothing but the key and an opening brace. */
function headOf(text: string, section: Section): string | undefined {
  const line = text.slice(section.start, Math.min(lineEnd(text, section.start, section.end), section.start + 200));
  return /^[ \t]*"([\w-]+)"[ \t]*:[ \t]*\{[ \t]*\r?\n$/.exec(line)?.[1];
}

/** Spaces and tabs count alike: a file uses one of them. Not counted further than to `limit`. */
function columnAt(text: string, at: number, limit = Number.POSITIVE_INFINITY): number {
  let column = 0;
  for (; column < limit; column++) {
    const code = text.charCodeAt(at + column);
    if (code !== 32 && code !== 9) break;
  }
  return column;
}
