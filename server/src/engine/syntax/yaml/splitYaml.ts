import type { OffsetRange } from '../sourceNode.ts';
import { lineStarts } from '../text/lineIndex.ts';

/**
 * Cuts YAML text into chunks by looking at indentation alone. A cut is a proposal: whether each chunk stands by itself
 * is proved when it is parsed (parseSource.ts), because what begins in a chunk and is still open at its end does not
 * parse: an unclosed quote, bracket or brace. Block scalars and plain scalars end where the indentation does.
 */
export interface Section {
  /** UTF-16 offsets; from the beginning of a line to that of the next section. */
  readonly start: number;
  readonly end: number;
  /** Column of the key. */
  readonly indent: number;
  /** For a container: where its entries begin; the text from `start` to there is its head line. */
  readonly entriesStart: number;
  /** The entries of a container that is cut further; `undefined` for a chunk. */
  readonly entries: readonly Section[] | undefined;
  /** Of a container: whether its entries are containers in turn. */
  readonly depth?: 'entries' | 'containers' | undefined;
  /** Of a container in JSON: where its closing brace stands. */
  readonly close?: number;
}

/** Containers of entries that are edited one at a time, by the level at which they stand. */
export const containers: ReadonlyMap<string, 'entries' | 'containers'> = new Map([
  ['paths', 'entries'],
  ['webhooks', 'entries'],
  ['definitions', 'entries'],
  ['parameters', 'entries'],
  ['responses', 'entries'],
  ['securityDefinitions', 'entries'],
  ['components', 'containers'],
]);

/** `undefined` where indentation alone does not tell: flow style at the root, directives, complex keys, tabs. */
export function split(text: string): readonly Section[] | undefined {
  const first = firstContent(text, 0);
  if (first === undefined || !beginsKey(text, first.at)) return undefined;
  const lines = new Lines(text);
  const sections = cut(lines, first.lineStart, text.length, first.indent, -1);
  if (sections === undefined) return undefined;
  return sections.map((section) => {
    const depth = containers.get(headOf(text, section) ?? '');
    return depth === undefined ? section : cutContainer(lines, section, depth);
  });
}

/** The same cut, one level deeper; the section as it is where that does not work. */
function cutContainer(lines: Lines, section: Section, depth: 'entries' | 'containers'): Section {
  const { text } = lines;
  const entriesStart = lineEnd(text, section.start, section.end);
  const first = firstContent(text, entriesStart);
  if (first === undefined || first.at >= section.end || first.indent <= section.indent) return section;
  if (!beginsKey(text, first.at)) return section;
  const entries = cut(lines, first.lineStart, section.end, first.indent, section.indent);
  if (entries === undefined) return section;
  const deeper =
    depth === 'entries'
      ? entries
      : entries.map((entry) => (headOf(text, entry) === undefined ? entry : cutContainer(lines, entry, 'entries')));
  return { ...section, entriesStart: first.lineStart, entries: deeper, depth };
}

/**
 * Sections that begin where a line has exactly `indent`. A line with less belongs to the section that it stands in, and
 * breaks it; `undefined` if it has no more than `floor`, which is where the holder of the entries stands.
 */
function cut(lines: Lines, from: number, to: number, indent: number, floor: number): readonly Section[] | undefined {
  const { text } = lines;
  const starts: number[] = [];
  for (let line = lines.at(from); line < lines.count; line++) {
    const at = Math.max(lines.start(line), from);
    if (at >= to) break;
    const end = Math.min(lines.start(line + 1), to);
    const column = indentAt(text, at, indent + 1);
    if (column > indent) continue;
    const code = text.charCodeAt(at + column);
    // Blank lines and comments belong to whatever they stand in.
    const isContent = at + column < end && code !== 10 && code !== 13 && code !== 35;
    // A tab is no indentation: whatever it begins breaks the section that it stands in, and no other.
    if (!isContent || code === 9) continue;
    if (column < indent) {
      // A closing bracket may stand anywhere: the chunk decides.
      if (column <= floor && code !== 93 && code !== 125) return undefined;
    } else if (!continues(text, at + column)) {
      // What is no key is a section all the same: a broken one, so that the others stay whole.
      starts.push(at);
    }
  }
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? to;
    return { start, end, indent, entriesStart: end, entries: undefined };
  });
}

/** A sequence may stand at the indentation of its key; closers of flow collections may as well. */
function continues(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === 93 || code === 125) return true;
  return code === 45 && isSpace(text.charCodeAt(at + 1));
}

/** False for what makes a line mean more than an entry: directives, markers, flow, anchors, tags, aliases, block scalars. */
function beginsKey(text: string, at: number): boolean {
  const character = text[at];
  if (character === undefined || '%[]{}&*!|>@`,\t'.includes(character)) return false;
  if (character === '?' || character === ':') return !isSpace(text.charCodeAt(at + 1));
  if (character === '-') return !isSpace(text.charCodeAt(at + 1)) && !text.startsWith('---', at);
  return !(text.startsWith('...', at) && isSpace(text.charCodeAt(at + 3)));
}

/** The key of a head line that holds nothing but the key. */
function headOf(text: string, section: Section): string | undefined {
  const line = text.slice(section.start, Math.min(lineEnd(text, section.start, section.end), section.start + 200));
  return /^ *(["']?)([\w-]+)\1[ \t]*:[ \t]*(?:#[^\r\n]*)?\r?\n?$/.exec(line)?.[2];
}

interface FirstLine {
  readonly lineStart: number;
  readonly at: number;
  readonly indent: number;
}

/** The first line with content, past blank lines, comments and one `---`. */
function firstContent(text: string, from: number): FirstLine | undefined {
  let lineStart = from;
  let isMarked = false;
  while (lineStart < text.length) {
    const bom = lineStart === 0 && text.charCodeAt(0) === 0xfeff ? 1 : 0;
    const indent = indentAt(text, lineStart + bom);
    const at = lineStart + bom + indent;
    const code = text.charCodeAt(at);
    const end = lineEnd(text, lineStart, text.length);
    if (
      !isMarked &&
      from === 0 &&
      /^---[ \t]*(#[^\r\n]*)?\r?\n?$/.test(text.slice(lineStart + bom, Math.min(end, lineStart + 200)))
    ) {
      isMarked = true;
    } else if (at < end && code !== 10 && code !== 13 && code !== 35) {
      return { lineStart: lineStart + bom, at, indent };
    }
    lineStart = end;
  }
  return undefined;
}

/** A text of which parts can be read. */
export interface Readable {
  slice(start: number, end: number): string;
}

/** The change between two texts: `text.slice(start, newEnd)` stands where the old text had `start` to `oldEnd`. */
export interface Change {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/**
 * What `split` would answer for the text after a change within one chunk, from what it answered before; `undefined`
 * where the change may move a cut, and the whole has to be cut again.
 */
export function resplit(sections: readonly Section[], text: Readable, change: Change): readonly Section[] | undefined {
  const leaf = changedSection(sections, text, change);
  return leaf && shift(sections, leaf, change.newEnd - change.oldEnd);
}

/** The section that holds a change and keeps its borders: the one that `resplit` finds. */
export function changedSection(sections: readonly Section[], text: Readable, change: Change): Section | undefined {
  const by = change.newEnd - change.oldEnd;
  const path = pathTo(sections, change);
  const leaf = path?.at(-1);
  if (path === undefined || leaf === undefined || leaf.entries !== undefined) return undefined;
  const own = text.slice(leaf.start, leaf.end + by);
  const grown = { ...leaf, start: 0, end: own.length, entriesStart: own.length };
  if (path.length === 1 ? containers.has(headOf(own, grown) ?? '') : !isEntry(path)) return undefined;
  // Whether these begin a key depends on what follows.
  if ('-?:.'.includes(own[leaf.indent] ?? '')) return undefined;
  return keepsCuts(own, leaf.indent, within(leaf, change)) ? leaf : undefined;
}

/** A change as seen from the start of the section that it stands in. */
export function within({ start }: Section, change: Change): Change {
  return { start: change.start - start, oldEnd: change.oldEnd - start, newEnd: change.newEnd - start };
}

/** The sections around a change, the outermost first; `undefined` where it is not inside of one. */
export function pathTo(sections: readonly Section[], { start, oldEnd }: Change): readonly Section[] | undefined {
  const path: Section[] = [];
  for (let level: readonly Section[] | undefined = sections; level !== undefined; ) {
    const section = lastBefore(level, start);
    // The first character of the key and the last line break stay: the section begins and ends where it did.
    if (section === undefined || start <= section.start + section.indent || oldEnd >= section.end) return undefined;
    path.push(section);
    if (section.entries !== undefined && start < (section.entries[0]?.start ?? section.end)) return undefined;
    level = section.entries;
  }
  return path;
}

/** The last section that begins before `offset`, by bisection. */
function lastBefore(sections: readonly Section[], offset: number): Section | undefined {
  let low = 0;
  let high = sections.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sections[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return sections[low - 1];
}

/** What stands directly in `components` is a container that could not be cut: with a change, it may be. */
export function isEntry(path: readonly Section[]): boolean {
  return path.length === 3 || path[0]!.depth === 'entries';
}

/** True if no line that the change touches could begin another section in `text`, or end the document. */
function keepsCuts(text: string, indent: number, change: Change): boolean {
  const from = text.lastIndexOf('\n', change.start - 1) + 1;
  const to = lineEnd(text, change.newEnd, text.length);
  if (/\r(?!\n)|\0/.test(text.slice(Math.max(0, from - 1), to + 1))) return false;
  for (let at = from; at < to; at = lineEnd(text, at, to)) {
    if (at === 0) continue;
    const column = indentAt(text, at);
    const code = text.charCodeAt(at + column);
    const isContent = at + column < to && code !== 10 && code !== 13 && code !== 35;
    if (isContent && column <= indent && code !== 9) return false;
  }
  return true;
}

/** The sections after `changed` has grown by `by` characters. */
export function shift(sections: readonly Section[], changed: Section, by: number): readonly Section[] {
  return sections.map((section) => {
    if (section.end <= changed.start) return section;
    const isBehind = section.start >= changed.end;
    const start = isBehind ? section.start + by : section.start;
    const entriesStart = isBehind || section === changed ? section.entriesStart + by : section.entriesStart;
    const entries = section.entries === undefined ? undefined : shift(section.entries, changed, by);
    const close = section.close === undefined ? {} : { close: section.close + by };
    return { ...section, start, end: section.end + by, entriesStart, entries, ...close };
  });
}

/** The same without a copy, for sections that nothing else holds: a large document has thousands. */
export function shiftInPlace(sections: readonly Section[], { start, end }: OffsetRange, by: number): void {
  for (const section of sections as readonly Mutable<Section>[]) {
    if (section.end <= start) continue;
    const isBehind = section.start >= end;
    // What is not behind the change and has no entries is the section that changed.
    if (isBehind || section.entries === undefined) section.entriesStart += by;
    if (section.entries !== undefined) shiftInPlace(section.entries, { start, end }, by);
    if (isBehind) section.start += by;
    section.end += by;
    if (section.close !== undefined) section.close += by;
  }
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** Not counted further than to `limit`. */
function indentAt(text: string, at: number, limit = Number.POSITIVE_INFINITY): number {
  let column = 0;
  while (column < limit && text.charCodeAt(at + column) === 32) column++;
  return column;
}

/** Where the lines of a text begin, found once for all levels of cuts. */
export class Lines {
  readonly text: string;
  readonly count: number;
  readonly #starts: Int32Array;

  constructor(text: string) {
    this.text = text;
    this.#starts = lineStarts(text);
    this.count = this.#starts.length;
  }

  /** UTF-16 offset; the length of the text behind the last line. */
  start(line: number): number {
    return line < this.count ? this.#starts[line]! : this.text.length;
  }

  /** The line that holds an offset. */
  at(offset: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return Math.max(low - 1, 0);
  }
}

/** Just past the line break. */
export function lineEnd(text: string, from: number, to: number): number {
  const index = text.indexOf('\n', from);
  return index < 0 || index >= to ? to : index + 1;
}

function isSpace(code: number): boolean {
  return Number.isNaN(code) || code === 32 || code === 10 || code === 13 || code === 9;
}
