import { nodeAt } from '../syntax/nodeAt.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { Chunk, SourceNode } from '../syntax/sourceNode.ts';
import { type FlowPlace, scanFlow } from './flow.ts';

/** What is being typed at a position, read from the text before it: the tree has holes there. */
export interface Cursor {
  /** The keys and indexes that lead to the map in which a key is typed, or to the value that is typed. */
  readonly path: readonly (string | number)[];
  readonly slot: 'key' | 'value';
  readonly token: Token;
  /** Within brackets or braces. */
  readonly isFlow: boolean;
  /** The column of the token in block style; of its line in flow style. */
  readonly column: number;
  /** The indentation of one level, as the lines around show it. */
  readonly step: number | undefined;
  /** In block style, a key of its own line comes before the value, or a dash. */
  readonly isOnKeyLine: boolean;
  /** Keys of the same map that stand before. */
  readonly keys: readonly string[];
}

/** The scalar in which the position is; empty where none has begun. */
export interface Token {
  /** Its quotes included. */
  readonly start: number;
  readonly end: number;
  /** What is typed up to the position, without the quote. */
  readonly text: string;
  readonly quote: '' | '"' | "'";
  /** What has to stand before it: a colon needs a space behind it. */
  readonly lead: '' | ' ';
  /** A colon follows: it is a key that has its value. */
  readonly hasColon: boolean;
}

/**
 * `undefined` in comments, in long texts, and where nothing can be typed but punctuation. `isColonText`: a colon right
 * before the position is a part of a name, as in `accounts:`, and does not end a key.
 */
export function cursorAt(document: SourceDocument, offset: number, isColonText = false): Cursor | undefined {
  const isJson = document.language === 'json' || document.root?.style === 'flow';
  return isJson ? inJson(document, offset) : inYaml(document, offset, isColonText);
}

/** A part of the text from which on the path to the position can be read, and the nodes around its beginning. */
interface Beginning {
  readonly start: number;
  /** The first node in it, if that is an entry; the whole document has none. */
  readonly first: SourceNode | undefined;
}

/** The chunk in which a position is: nothing before it is read. */
function beginningOf(document: SourceDocument, offset: number): Beginning {
  for (let tried = 0, limit = offset; tried < maxChunks; tried++) {
    const chunk = lastBefore(document.chunks, limit);
    if (chunk === undefined) break;
    const text = document.slice(chunk.start, Math.min(chunk.end, chunk.start + maxPreamble));
    const lead = /^(?:[ \t\r\n]|#[^\n]*\n)*/.exec(text)![0].length;
    const found = nodeAt(document, chunk.start + lead);
    if (found?.isKey && found.node.chunk === chunk) return { start: chunk.start, first: found.node };
    limit = chunk.start;
  }
  return { start: 0, first: undefined };
}

function lastBefore(chunks: readonly Chunk[], limit: number): Chunk | undefined {
  let last: Chunk | undefined;
  for (const chunk of chunks) {
    if (chunk.start < limit && chunk.end > chunk.start && (last === undefined || chunk.start > last.start))
      last = chunk;
  }
  return last;
}

/** Chunks that are so broken that no key was found in them. */
const maxChunks = 20;
/** Comments before the first key of a chunk. */
const maxPreamble = 20_000;

function pathTo(node: SourceNode | undefined): readonly SourceNode[] {
  const path: SourceNode[] = [];
  for (let one = node; one?.parent !== undefined; one = one.parent) path.push(one);
  return path.reverse();
}

function inJson(document: SourceDocument, offset: number): Cursor | undefined {
  const { start, first } = beginningOf(document, offset);
  const text = document.slice(start, offset);
  const base = pathTo(first?.parent).map(({ key }) => key!);
  const place = scanFlow(text, 0, { isJson: document.language === 'json', isInMap: first !== undefined });
  if (typeof place !== 'object') return undefined;
  return fromFlow(document, offset, start, base, place, lineIndent(text));
}

function fromFlow(
  document: SourceDocument,
  offset: number,
  start: number,
  base: readonly (string | number)[],
  { path, slot, tokenAt, quote, keys }: FlowPlace,
  column: number,
): Cursor {
  const from = start + tokenAt;
  const after = restOfLine(document, offset);
  const length = quote === '' ? plainLength(after, true) : quotedLength(after, quote);
  const lead = slot === 'value' && from === offset && document.slice(offset - 1, offset) === ':' ? ' ' : '';
  return {
    path: [...base, ...path],
    slot,
    token: {
      start: from,
      end: offset + length,
      text: document.slice(from + quote.length, offset),
      quote,
      lead,
      hasColon: slot === 'key' && /^\s*:/.test(after.slice(length)),
    },
    isFlow: true,
    column,
    step: undefined,
    isOnKeyLine: true,
    keys,
  };
}

function lineIndent(text: string): number {
  const line = text.slice(text.lastIndexOf('\n') + 1);
  return line.length - line.trimStart().length;
}

function restOfLine(document: SourceDocument, offset: number): string {
  const text = document.slice(offset, offset + 1000);
  const end = text.search(/[\r\n]/);
  return end < 0 ? text : text.slice(0, end);
}

/** How much of a plain scalar stands behind the position. */
function plainLength(after: string, isFlow: boolean): number {
  const end = after.search(isFlow ? /[,[\]{}"]|:(?:\s|$)|\s/ : /:(?:\s|$)|\s/);
  return end < 0 ? after.length : end;
}

/** Up to and with the closing quote; nothing where it is missing. */
function quotedLength(after: string, quote: string): number {
  const end = after.indexOf(quote);
  return end < 0 ? 0 : end + 1;
}

/** An entry or item that is open at the position. */
interface Level {
  readonly column: number;
  readonly key: string | number;
  /** Keys that stand before in the same map. */
  readonly keys: readonly string[];
}

/** Reads lines in block style, one after the other, and knows what is open. */
class Lines {
  readonly levels: Level[];
  /** Lines that are indented deeper belong to a long text. */
  textBelow = -1;

  constructor(levels: readonly Level[]) {
    this.levels = [...levels];
  }

  /** Ends what cannot be open any more when something begins at `column`. */
  close(column: number, isItem: boolean): Level | undefined {
    let last: Level | undefined;
    for (let top = this.levels.at(-1); top !== undefined; top = this.levels.at(-1)) {
      const isOpen = top.column < column || (top.column === column && isItem && typeof top.key === 'string');
      // An item ends where the next one begins, and so does what follows it.
      if (isOpen) break;
      last = this.levels.pop();
    }
    return last;
  }

  item(column: number): void {
    const before = this.close(column, true);
    const index = before?.column === column && typeof before.key === 'number' ? before.key + 1 : 0;
    this.levels.push({ column, key: index, keys: [] });
  }

  entry(column: number, key: string): void {
    const keys = keysBefore(this.close(column, false), column);
    this.levels.push({ column, key, keys });
  }

  get path(): readonly (string | number)[] {
    return this.levels.map(({ key }) => key);
  }

  get step(): number | undefined {
    for (let index = this.levels.length - 1; index > 0; index--) {
      const [outer, inner] = [this.levels[index - 1]!, this.levels[index]!];
      if (typeof outer.key === 'string' && typeof inner.key === 'string') return inner.column - outer.column;
    }
    return undefined;
  }
}

/** The keys of a map that stand before `column` is reached again; `before` was open there. */
function keysBefore(before: Level | undefined, column: number): readonly string[] {
  return before?.column === column && typeof before.key === 'string' ? [...before.keys, before.key] : [];
}

/** The key at the beginning of a text, and what it takes with its colon; `undefined` where none is. */
function keyAhead(text: string): { readonly key: string; readonly length: number } | undefined {
  const quoted = /^"(?:[^"\\]|\\.)*"|^'(?:[^']|'')*'/.exec(text)?.[0];
  if (quoted !== undefined) {
    const colon = /^[ \t]*:(?=[ \t]|$)/.exec(text.slice(quoted.length));
    if (colon === null) return undefined;
    const inner = quoted.slice(1, -1);
    const key = quoted.startsWith('"') ? unescaped(inner) : inner.replaceAll("''", "'");
    return { key, length: quoted.length + colon[0].length };
  }
  const end = text.search(/:(?=[ \t]|$)/);
  const key = end <= 0 ? '' : text.slice(0, end).trimEnd();
  // A comment, or the beginning of something that is no key.
  if (key === '' || /^[\s"'[\]{},&*!|>@`#]|[ \t]#/.test(key)) return undefined;
  return { key, length: end + 1 };
}

function inYaml(document: SourceDocument, offset: number, isColonText: boolean): Cursor | undefined {
  const { start, first } = beginningOf(document, offset);
  const columnOf = (node: SourceNode): number => {
    const at = node.keyRange?.start ?? node.start;
    const before = document.slice(Math.max(0, at - maxColumn), at);
    return before.length - 1 - before.lastIndexOf('\n');
  };
  const lines = new Lines(pathTo(first?.parent).map((node) => ({ column: columnOf(node), key: node.key!, keys: [] })));
  const text = document.slice(start, offset);
  for (let at = 0; ; ) {
    const end = text.indexOf('\n', at);
    if (end < 0) return lastLine(document, offset, start, text, at, lines, isColonText);
    const next = readLine(text, at, end, lines);
    if (next === undefined) {
      // The position is within brackets that began in this line.
      return lastLine(document, offset, start, text, at, lines, isColonText);
    }
    at = next;
  }
}

const maxColumn = 1000;

/** Reads a whole line; the offset of the next, or `undefined` if brackets that it opens are open to the end. */
function readLine(text: string, at: number, end: number, lines: Lines): number | undefined {
  const line = text.slice(at, end).trimEnd();
  const begin = begins(line);
  if (begin === undefined) return end + 1;
  if (lines.textBelow >= 0) {
    if (begin > lines.textBelow) return end + 1;
    lines.textBelow = -1;
  }
  const { column, rest } = open(line, begin, lines);
  if (/^[|>][-+0-9]*\s*(#.*)?$/.test(rest)) {
    lines.textBelow = lines.levels.at(-1)?.column ?? -1;
    return end + 1;
  }
  // A quoted text may go on as well, but what follows it is indented less.
  if (!/^[[{]/.test(rest)) return end + 1;
  const ended = scanFlow(text, at + column, { isJson: false, isInMap: false });
  if (typeof ended !== 'number') return undefined;
  const next = text.indexOf('\n', ended);
  return next < 0 ? undefined : next + 1;
}

/** The column of the first character; `undefined` for an empty line and for a comment. */
function begins(line: string): number | undefined {
  const column = line.search(/\S/);
  return column < 0 || line[column] === '#' || /^(---|\.\.\.)(\s|$)/.test(line) ? undefined : column;
}

/** What follows the dashes and the key of a line, and at which column. */
interface Opened {
  readonly column: number;
  readonly rest: string;
  readonly hasDash: boolean;
  readonly hasKey: boolean;
  /** What was open where a text begins that is neither. */
  readonly before?: Level | undefined;
}

/** Opens the dashes and the key of a line. */
function open(line: string, begin: number, lines: Lines, isColonText = false): Opened {
  let column = begin;
  let hasDash = false;
  for (
    let dash = /^-(?:[ \t]+|$)/.exec(line.slice(column));
    dash !== null;
    dash = /^-(?:[ \t]+|$)/.exec(line.slice(column))
  ) {
    lines.item(column);
    column += dash[0].length;
    hasDash = true;
  }
  const key = keyAhead(line.slice(column));
  if (key === undefined || (isColonText && column + key.length === line.length)) {
    const rest = line.slice(column);
    // Text that goes on, or a key that is being typed.
    const before = !hasDash && rest !== '' ? lines.close(column, false) : undefined;
    return { column, rest, hasDash, hasKey: false, before };
  }
  lines.entry(column, key.key);
  const value = line.slice(column + key.length);
  const lead = /^[ \t]*(?:[&!][^\s,[\]{}]*[ \t]+)*/.exec(value)![0].length;
  return { column: column + key.length + lead, rest: value.slice(lead), hasDash, hasKey: true };
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}

/** The line of the position, from `at` on. */
function lastLine(
  document: SourceDocument,
  offset: number,
  start: number,
  text: string,
  at: number,
  lines: Lines,
  isColonText: boolean,
): Cursor | undefined {
  const line = text.slice(at);
  const [firstLine = ''] = line.split('\n', 1);
  const begin = firstLine.search(/\S/);
  const isEmpty = begin < 0;
  const column = isEmpty ? firstLine.length : begin;
  if (lines.textBelow >= 0 && column > lines.textBelow) return undefined;
  if (isEmpty) {
    const keys = keysBefore(lines.close(column, false), column);
    return blockCursor(document, offset, lines, { slot: 'key', from: offset, column, keys, isOnKeyLine: false });
  }
  if (firstLine[begin] === '#') return undefined;
  const opened = open(firstLine, begin, lines, isColonText && line === firstLine);
  if (/^[[{]/.test(opened.rest)) {
    const flowAt = at + opened.column;
    const place = scanFlow(text, flowAt, { isJson: false, isInMap: false, isColonText });
    if (typeof place !== 'object') return undefined;
    return fromFlow(document, offset, start, lines.path, place, lineIndent(text));
  }
  if (line !== firstLine) return undefined;
  const from = start + at + opened.column;
  if (opened.hasKey || opened.hasDash) {
    const { rest } = opened;
    if (/^[|>]/.test(rest) || /(^|\s)#(?!\/|$)/.test(rest) || /^["'].*["']\s/.test(rest)) return undefined;
    const outer = opened.hasDash && !opened.hasKey ? opened.column : column;
    return blockCursor(document, offset, lines, { slot: 'value', from, column: outer, keys: [], isOnKeyLine: true });
  }
  if (/\s#/.test(opened.rest)) return undefined;
  const keys = keysBefore(opened.before, column);
  return blockCursor(document, offset, lines, { slot: 'key', from, column, keys, isOnKeyLine: false });
}

function blockCursor(
  document: SourceDocument,
  offset: number,
  lines: Lines,
  at: { slot: Cursor['slot']; from: number; column: number; keys: readonly string[]; isOnKeyLine: boolean },
): Cursor {
  const after = restOfLine(document, offset);
  const typed = document.slice(at.from, offset);
  const [first] = typed;
  const quote = first === '"' || first === "'" ? first : '';
  const length = quote === '' ? plainLength(after, false) : quotedLength(after, quote);
  const needsSpace = at.slot === 'value' && at.from === offset && /[:-]$/.test(document.slice(offset - 1, offset));
  return {
    path: lines.path,
    slot: at.slot,
    token: {
      start: at.from,
      end: offset + length,
      text: typed.slice(quote.length),
      quote,
      lead: needsSpace ? ' ' : '',
      hasColon: /^\s*:(\s|$)/.test(after.slice(length)),
    },
    isFlow: false,
    column: at.column,
    step: lines.step,
    isOnKeyLine: at.isOnKeyLine,
    keys: at.keys,
  };
}
