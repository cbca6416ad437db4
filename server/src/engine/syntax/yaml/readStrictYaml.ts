import { CHOMPING_MODE, EVENT_ID, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import { plainScalar } from '../scalars.ts';
import type { NodeStyle, Scalar } from '../sourceNode.ts';
import { keyAt } from '../text/sharedKeys.ts';
import { type TreeChunk, TreeNode } from '../tree.ts';

/** How deep collections may nest here; deeper text is left to the reader that says so. */
const maxDepth = 500;

/**
 * Reads the YAML that most people write right from the text of the document, without a copy and several times faster
 * than by the events of a parser. `undefined` for everything else, well formed or not: anchors, aliases, tags, explicit
 * keys, markers, tabs between tokens, a root that is no block collection, and what is rare. `readEvents` then reads the
 * same text. What is read here is read alike there, in every field; strictYaml.test.ts holds both to it.
 */
export function readStrictYaml(text: string, chunk: TreeChunk, at = 0): TreeNode | undefined {
  return new StrictReader(text, chunk, at).document();
}

/**
 * One method for each thing that may stand in the text. Each begins at `#at`; what reads a node in block style ends at
 * the next content after it, which is the first of its line, so that its column says what it belongs to.
 */
class StrictReader {
  readonly #text: string;
  readonly #chunk: TreeChunk;
  readonly #start: number;
  readonly #end: number;
  #at: number;
  /** Column of the content at `#at` where it is the first of its line; -1 at the end of the text. */
  #column = 0;
  /** How many line breaks `#endLine` went past; 0 if there were comments among them, which end a plain scalar. */
  #breaks = 0;
  /** Where the plain text that was read last ends. */
  #to = 0;
  /** Whether plain text held anything but ASCII: then it is looked at again. */
  #isUnusual = false;
  /** What `#readKey` found. */
  #key = '';
  #keyFrom = 0;
  #keyTo = 0;
  /** What the open collections hold so far, one behind the other: each takes its part when it closes. */
  readonly #nodes: TreeNode[] = [];
  readonly #keys: string[] = [];
  /** How many of them count: the lists are not shortened, which costs more than it gives back. */
  #nodeCount = 0;
  #keyCount = 0;

  constructor(text: string, chunk: TreeChunk, offset: number) {
    const start = chunk.start - offset;
    const end = chunk.end - offset;
    // Whatever stops at a line break then stops before the end, without a look at it.
    this.#text = end === text.length || text.charCodeAt(end - 1) === lineFeed ? text : text.slice(0, end);
    this.#chunk = chunk;
    this.#start = start;
    this.#end = end;
    this.#at = start;
  }

  document(): TreeNode | undefined {
    if (!this.#seekLine(1) || this.#column < 0) return undefined;
    const root = this.#block(this.#column, 0, 0);
    if (root?.style !== 'block' || this.#column >= 0) return undefined;
    return this.#isUnusual && isRefused(this.#text.slice(this.#start, this.#end)) ? undefined : root;
  }

  /** From the end of a node to the next content on a later line; false if anything but a comment stands in between. */
  #endLine(): boolean {
    return this.#seekLine(0);
  }

  /** The same with `breaks` line breaks behind it: with one of them, it stands at the beginning of a line. */
  #seekLine(breaks: number): boolean {
    const text = this.#text;
    let at = this.#at;
    let lineStart = at;
    let isCommented = false;
    for (;;) {
      let code = text.charCodeAt(at);
      while (code === space) code = text.charCodeAt(++at);
      if (code === hash) {
        if (breaks === 0 && text.charCodeAt(at - 1) !== space) return false;
        isCommented = true;
        while (at < this.#end && (code >= space || code === tab)) code = text.charCodeAt(++at);
      }
      if (at >= this.#end) break;
      if (code === carriageReturn) {
        // By itself, it is a line break for one parser and none for another.
        if (text.charCodeAt(++at) !== lineFeed) return false;
      } else if (code !== lineFeed) {
        if (breaks === 0 || code === tab) return false;
        this.#at = at;
        this.#column = at - lineStart;
        this.#breaks = isCommented ? 0 : breaks;
        return true;
      }
      breaks++;
      lineStart = ++at;
      if (at >= this.#end) break;
    }
    this.#at = this.#end;
    this.#column = -1;
    return true;
  }

  /** The code of the next character of this line that is no space. */
  #skipSpaces(): number {
    this.#at = this.#pastSpaces(this.#at);
    return this.#text.charCodeAt(this.#at);
  }

  /** The node that begins here, on a line of its own or behind a `-`; continuations have at least `indent`. */
  #block(column: number, indent: number, depth: number): TreeNode | undefined {
    if (depth >= maxDepth) return undefined;
    if (this.#isDash()) return this.#sequence(column, depth);
    if (this.#readKey()) return this.#map(column, depth);
    return this.#inline(this.#text.charCodeAt(this.#at), indent, depth);
  }

  #isDash(): boolean {
    const text = this.#text;
    return text.charCodeAt(this.#at) === dash && isBlank(text.charCodeAt(this.#at + 1));
  }

  #sequence(column: number, depth: number): TreeNode | undefined {
    const from = this.#at;
    const firstNode = this.#nodeCount;
    do {
      const item = this.#item(column, depth + 1);
      if (item === undefined) return undefined;
      this.#nodes[this.#nodeCount++] = item;
    } while (this.#column === column && this.#isDash());
    return this.#column > column ? undefined : this.#close('sequence', from, firstNode, 0);
  }

  #item(column: number, depth: number): TreeNode | undefined {
    const from = this.#at++;
    const code = this.#skipSpaces();
    if (!isLineEnd(code)) return this.#block(column + this.#at - from, column + 1, depth);
    if (!this.#endLine()) return undefined;
    return this.#column > column ? this.#block(this.#column, column + 1, depth) : this.#absent(from + 1);
  }

  /** The map whose first key has been read. */
  #map(column: number, depth: number): TreeNode | undefined {
    const from = this.#keyFrom;
    const firstNode = this.#nodeCount;
    const firstKey = this.#keyCount;
    for (;;) {
      const key = this.#key;
      const keyFrom = this.#keyFrom;
      const keyTo = this.#keyTo;
      const value = this.#value(column, depth + 1);
      if (value === undefined) return undefined;
      this.#addEntry(key, keyFrom, keyTo, value);
      if (this.#column < column) break;
      if (this.#column > column || !this.#readKey()) return undefined;
    }
    return this.#close('map', from, firstNode, firstKey);
  }

  /** What stands behind the colon of a key at `column`. */
  #value(column: number, depth: number): TreeNode | undefined {
    const from = this.#at;
    const code = this.#skipSpaces();
    if (!isLineEnd(code)) return this.#inline(code, column + 1, depth);
    if (!this.#endLine()) return undefined;
    if (this.#column > column) return this.#block(this.#column, column + 1, depth);
    // A sequence may stand at the indentation of its key.
    if (this.#column === column && this.#isDash() && depth < maxDepth) return this.#sequence(column, depth);
    return this.#absent(from);
  }

  /** Reads a key and its colon; false, and nothing read, if none stands here. It has to end on its line. */
  #readKey(): boolean {
    const text = this.#text;
    const from = this.#at;
    const code = text.charCodeAt(from);
    if (isQuote(code)) {
      const key = this.#quoted(code, Number.POSITIVE_INFINITY);
      if (key !== undefined) {
        this.#key = key;
        this.#keyTo = this.#at;
        if (this.#skipSpaces() === colon && isBlank(text.charCodeAt(this.#at + 1))) {
          this.#keyFrom = from;
          this.#at++;
          return true;
        }
      }
      this.#at = from;
      return false;
    }
    if (!this.#startsPlain(code)) return false;
    const stop = this.#plainStop(from);
    if (text.charCodeAt(stop) !== colon) return false;
    this.#keyFrom = from;
    this.#keyTo = this.#trimmed(stop);
    this.#key = keyAt(text, from, this.#keyTo);
    this.#at = stop + 1;
    return true;
  }

  /** A node that begins in the middle of a line and is no block collection, up to the next content after it. */
  #inline(code: number, indent: number, depth: number): TreeNode | undefined {
    const from = this.#at;
    if (code === bar || code === greater) return this.#blockScalar(code, indent);
    if (code === openBrace || code === openBracket) {
      const node = this.#flow(code, indent, depth);
      return node !== undefined && this.#endLine() ? node : undefined;
    }
    if (isQuote(code)) {
      const value = this.#quoted(code, indent);
      const to = this.#at;
      return value !== undefined && this.#endLine() ? this.#scalar(styleOf(code), from, to, value) : undefined;
    }
    if (!this.#startsPlain(code)) return undefined;
    const value = this.#plain(indent);
    return value === undefined ? undefined : this.#scalar('plain', from, this.#to, scalarOf(value));
  }

  #startsPlain(code: number): boolean {
    if (code < 128 ? plainStarts[code] === 0 : code === byteOrderMark || Number.isNaN(code)) return false;
    if (code !== dash && code !== dot) return true;
    const text = this.#text;
    const next = text.charCodeAt(this.#at + 1);
    if (code === dash && isBlank(next)) return false;
    // What may be a marker of the document is left alone, wherever it stands.
    return next !== code || text.charCodeAt(this.#at + 2) !== code;
  }

  /** Where plain text that stands at `at` ends on its line: at a colon or a comment, a tab or the line's end. */
  #plainStop(at: number): number {
    const text = this.#text;
    const end = this.#end;
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code > colon || code === space) {
        if (code > tilde) this.#isUnusual = true;
        continue;
      }
      if (code === colon) {
        if (isBlank(text.charCodeAt(at + 1))) break;
      } else if (code === hash) {
        if (text.charCodeAt(at - 1) === space) break;
      } else if (code < space) {
        break;
      }
    }
    return at;
  }

  #trimmed(to: number): number {
    while (this.#text.charCodeAt(to - 1) === space) to--;
    return to;
  }

  /** A plain scalar and its line's end. Lines after the first are folded in while they have `indent`. */
  #plain(indent: number): string | undefined {
    const text = this.#text;
    let value = '';
    for (;;) {
      const from = this.#at;
      this.#at = this.#plainStop(from);
      this.#to = this.#trimmed(this.#at);
      value += text.slice(from, this.#to);
      if (!this.#endLine()) return undefined;
      if (this.#column < indent || this.#breaks === 0) return value;
      value += folded(this.#breaks);
    }
  }

  /** What stands between the quotes. Lines after the first have at least `indent`. */
  #quoted(quote: number, indent: number): string | undefined {
    const text = this.#text;
    const from = this.#at + 1;
    let isSimple = true;
    for (let at = from; at >= 0 && at < this.#end; ) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        if (code === doubleQuote || text.charCodeAt(at + 1) !== quote) {
          this.#at = at + 1;
          return isSimple ? text.slice(from, at) : this.#unquoted(quote, from, at);
        }
        isSimple = false;
        at += 2;
      } else if (isLineBreak(code)) {
        isSimple = false;
        at = this.#quotedLine(at, indent);
      } else if (code === backslash && quote === doubleQuote) {
        isSimple = false;
        at = this.#escaped(at + 1, indent);
      } else if (code < space && code !== tab) {
        return undefined;
      } else {
        at++;
      }
    }
    return undefined;
  }

  /** From a line break in quotes to the text of the next line that has any; -1 if that is not indented. */
  #quotedLine(at: number, indent: number): number {
    const text = this.#text;
    let lineStart = at;
    let code = text.charCodeAt(at);
    for (; isLineBreak(code) || code === space; code = text.charCodeAt(++at)) {
      if (code === lineFeed) lineStart = at + 1;
      else if (code === carriageReturn && text.charCodeAt(at + 1) !== lineFeed) return -1;
    }
    return at - lineStart < indent || code === tab ? -1 : at;
  }

  /** Past the escape whose backslash stands before `at`; -1 if there is no such escape. */
  #escaped(at: number, indent: number): number {
    const code = this.#text.charCodeAt(at);
    if (isLineBreak(code)) return this.#quotedLine(at, indent);
    escapes.lastIndex = at;
    return escapes.test(this.#text) ? escapes.lastIndex : -1;
  }

  #unquoted(quote: number, valueStart: number, valueEnd: number): string {
    const style = quote === singleQuote ? SCALAR_STYLE.SINGLE_QUOTED : SCALAR_STYLE.DOUBLE_QUOTED;
    return getScalarValue(this.#text, { ...quotedEvent, style, valueStart, valueEnd });
  }

  /** A scalar behind `|` or `>`, up to the next content after it. Its lines have at least `indent`. */
  #blockScalar(opening: number, indent: number): TreeNode | undefined {
    const from = this.#at;
    header.lastIndex = from;
    if (!header.test(this.#text)) return undefined;
    this.#at = header.lastIndex;
    const value = this.#blockText(this.#textColumn(indent), opening === greater, this.#text.charCodeAt(from + 1));
    if (value === undefined || isRefused(this.#text.slice(from, this.#at))) return undefined;
    const to = this.#textEnd(from + 1, this.#at);
    return this.#seekLine(1) ? this.#scalar(opening === greater ? 'folded' : 'literal', from, to, value) : undefined;
  }

  /** How far the text of a block scalar is indented: infinitely if there is none, less than nothing if it is wrong. */
  #textColumn(indent: number): number {
    let widest = 0;
    for (let at = this.#at; at < this.#end; at = this.#nextLine(at)) {
      const first = this.#pastSpaces(at);
      const width = first - at;
      if (!isLineBreak(this.#text.charCodeAt(first))) {
        if (first >= this.#end || width < indent) break;
        return width < widest ? -1 : width;
      }
      widest = Math.max(widest, width);
    }
    return Number.POSITIVE_INFINITY;
  }

  /** The lines of a block scalar: those that have `column` or are empty. */
  #blockText(column: number, isFolded: boolean, chomping: number): string | undefined {
    const text = this.#text;
    let value = '';
    /** Line breaks since the last text. */
    let breaks = 0;
    let wasIndented = false;
    let at = this.#at;
    while (at < this.#end) {
      const first = this.#pastSpaces(at);
      // Spaces at the very end count or not, depending on how many there are.
      if (column < 0 || (first >= this.#end && first > at)) return undefined;
      const width = first - at;
      const code = text.charCodeAt(first);
      if (width < column && !isLineBreak(code)) break;
      const next = this.#nextLine(first);
      if (width > column || !isLineBreak(code)) {
        // Lines that are indented more than others keep their breaks, before and behind them.
        const isIndented = width > column || code === tab;
        value += isFolded && value !== '' && !isIndented && !wasIndented ? folded(breaks) : '\n'.repeat(breaks);
        value += text.slice(at + column, this.#lineEnd(next));
        wasIndented = isIndented;
        breaks = 1;
      } else {
        breaks++;
      }
      at = next;
    }
    this.#at = at;
    if (chomping === plus) return value + '\n'.repeat(breaks);
    return chomping === dash || value === '' ? value : `${value}\n`;
  }

  #pastSpaces(at: number): number {
    while (this.#text.charCodeAt(at) === space) at++;
    return at;
  }

  #nextLine(at: number): number {
    return this.#text.indexOf('\n', at) + 1 || this.#end;
  }

  /** The end of the line before `next`, without its break. */
  #lineEnd(next: number): number {
    const text = this.#text;
    let to = next;
    if (text.charCodeAt(to - 1) === lineFeed) to--;
    if (text.charCodeAt(to - 1) === carriageReturn) to--;
    return to;
  }

  /** Before the line breaks and spaces that end a block scalar. */
  #textEnd(least: number, to: number): number {
    for (; to > least; to--) {
      const code = this.#text.charCodeAt(to - 1);
      if (!isLineBreak(code) && code !== space) break;
    }
    return to;
  }

  /** A collection in brackets, up to its end; every line after the first has at least `indent`. */
  #flow(opening: number, indent: number, depth: number): TreeNode | undefined {
    if (depth >= maxDepth) return undefined;
    const isMap = opening === openBrace;
    const closing = isMap ? closeBrace : closeBracket;
    const from = this.#at++;
    const firstNode = this.#nodeCount;
    const firstKey = this.#keyCount;
    if (!this.#flowSpace(indent)) return undefined;
    while (this.#text.charCodeAt(this.#at) !== closing) {
      if (!(isMap ? this.#flowEntry(indent, depth + 1) : this.#flowItem(indent, depth + 1))) return undefined;
      const code = this.#text.charCodeAt(this.#at);
      if (code === closing) break;
      if (code !== comma) return undefined;
      this.#at++;
      if (!this.#flowSpace(indent)) return undefined;
    }
    this.#at++;
    const node = this.#node(isMap ? 'map' : 'sequence', 'flow', from, this.#at);
    this.#hold(node, firstNode, firstKey);
    return node;
  }

  /** Past spaces, line breaks and comments; false if what follows is not indented. */
  #flowSpace(indent: number): boolean {
    const code = this.#skipSpaces();
    return !isLineEnd(code) || (this.#endLine() && this.#column >= indent);
  }

  #flowItem(indent: number, depth: number): boolean {
    const item = this.#flowNode(indent, depth);
    if (item === undefined || !this.#flowSpace(indent)) return false;
    this.#nodes[this.#nodeCount++] = item;
    return true;
  }

  #flowEntry(indent: number, depth: number): boolean {
    const keyFrom = this.#at;
    const key = this.#flowText(indent);
    if (key === undefined) return false;
    const keyTo = this.#to;
    if (!this.#flowSpace(indent)) return false;
    let value: TreeNode | undefined;
    if (this.#text.charCodeAt(this.#at) === colon) {
      const from = ++this.#at;
      if (!this.#flowSpace(indent)) return false;
      const code = this.#text.charCodeAt(this.#at);
      value = code === comma || code === closeBrace ? this.#absent(from) : this.#flowNode(indent, depth);
    } else {
      value = this.#absent(keyTo);
    }
    if (value === undefined || !this.#flowSpace(indent)) return false;
    this.#addEntry(key, keyFrom, keyTo, value);
    return true;
  }

  #flowNode(indent: number, depth: number): TreeNode | undefined {
    const from = this.#at;
    const code = this.#text.charCodeAt(from);
    if (code === openBrace || code === openBracket) return this.#flow(code, indent, depth);
    const value = this.#flowText(indent);
    if (value === undefined) return undefined;
    if (isQuote(code)) return this.#scalar(styleOf(code), from, this.#to, value);
    return this.#scalar('plain', from, this.#to, scalarOf(value));
  }

  /** The text of a scalar, which ends at `#to`. */
  #flowText(indent: number): string | undefined {
    const code = this.#text.charCodeAt(this.#at);
    if (isQuote(code)) {
      const value = this.#quoted(code, indent);
      this.#to = this.#at;
      return value;
    }
    if (!this.#startsPlain(code)) return undefined;
    if (code === dash && isFlowIndicator(this.#text.charCodeAt(this.#at + 1))) return undefined;
    return this.#flowPlain(indent);
  }

  /** A plain scalar, up to what ends it. */
  #flowPlain(indent: number): string | undefined {
    const text = this.#text;
    let value = '';
    let breaks = 0;
    for (;;) {
      const from = this.#at;
      this.#at = this.#flowStop(from);
      if (this.#at === from) return value;
      if (breaks > 0) value += folded(breaks);
      this.#to = this.#trimmed(this.#at);
      value += text.slice(from, this.#to);
      if (!isLineEnd(text.charCodeAt(this.#at))) return value;
      if (!this.#endLine() || this.#column < indent) return undefined;
      if (this.#breaks === 0) return value;
      breaks = this.#breaks;
    }
  }

  /** As `#plainStop`; brackets and commas end plain text as well. */
  #flowStop(at: number): number {
    const text = this.#text;
    const end = this.#end;
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      if (isFlowIndicator(code)) break;
      if (code > tilde) this.#isUnusual = true;
      if (code === colon) {
        const next = text.charCodeAt(at + 1);
        if (isBlank(next) || isFlowIndicator(next)) break;
      } else if (code === hash) {
        if (text.charCodeAt(at - 1) === space) break;
      } else if (code < space) {
        break;
      }
    }
    return at;
  }

  #node(kind: TreeNode['kind'], style: NodeStyle, from: number, to: number): TreeNode {
    return new TreeNode(kind, style, this.#chunk, from - this.#start, to - this.#start);
  }

  #scalar(style: NodeStyle, from: number, to: number, value: Scalar): TreeNode {
    const node = this.#node('scalar', style, from, to);
    node.value = value;
    return node;
  }

  #absent(at: number): TreeNode {
    return this.#scalar('plain', at, at, null);
  }

  #addEntry(key: string, keyFrom: number, keyTo: number, value: TreeNode): void {
    value.keyFrom = keyFrom - this.#start;
    value.keyTo = keyTo - this.#start;
    this.#keys[this.#keyCount++] = key;
    this.#nodes[this.#nodeCount++] = value;
  }

  /** A block collection ends where the last of what it holds does. */
  #close(kind: 'map' | 'sequence', from: number, firstNode: number, firstKey: number): TreeNode {
    const node = this.#node(kind, 'block', from, 0);
    node.to = this.#nodes[this.#nodeCount - 1]!.to;
    this.#hold(node, firstNode, firstKey);
    return node;
  }

  #hold(node: TreeNode, firstNode: number, firstKey: number): void {
    if (this.#nodeCount === firstNode) return;
    const isMap = node.kind === 'map';
    const nodes = this.#nodes.slice(firstNode, this.#nodeCount);
    node.hold(nodes, isMap ? this.#keys.slice(firstKey, this.#keyCount) : []);
    this.#nodeCount = firstNode;
    if (isMap) this.#keyCount = firstKey;
  }
}

/** The text of a plain scalar as what it means: nothing that begins with a letter and is long is anything but text. */
function scalarOf(text: string): Scalar {
  return text.length > 5 && text.charCodeAt(0) > 57 ? text : plainScalar(text);
}

function folded(breaks: number): string {
  return breaks === 1 ? ' ' : '\n'.repeat(breaks - 1);
}

function styleOf(quote: number): NodeStyle {
  return quote === singleQuote ? 'single-quoted' : 'double-quoted';
}

/** White space, or the end of the text. */
function isBlank(code: number): boolean {
  return !(code > space);
}

function isQuote(code: number): boolean {
  return code === singleQuote || code === doubleQuote;
}

function isLineBreak(code: number): boolean {
  return code === lineFeed || code === carriageReturn;
}

/** A line break, a comment, or the end of the text. */
function isLineEnd(code: number): boolean {
  return isLineBreak(code) || code === hash || Number.isNaN(code);
}

function isFlowIndicator(code: number): boolean {
  return code === comma || code === openBracket || code === closeBracket || code === openBrace || code === closeBrace;
}

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const doubleQuote = 34;
const hash = 35;
const singleQuote = 39;
const plus = 43;
const comma = 44;
const dash = 45;
const dot = 46;
const colon = 58;
const greater = 62;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;
const openBrace = 123;
const bar = 124;
const closeBrace = 125;
const tilde = 126;
const byteOrderMark = 0xfeff;

/** By the code of an ASCII character: 1 if plain text may begin with it. */
const plainStarts = Uint8Array.from({ length: 128 }, (_, code) =>
  code > space && !'#&*!|>\'"%@`,[]{}?:'.includes(String.fromCharCode(code)) ? 1 : 0,
);

/** What is not printable (YAML 1.2.2 §5.1), and line breaks that are none for other readers. */
const refused = /[^\t\n\r\x20-\x7E\x85\xA0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]|\r(?!\n)/u;
/** All of that and more, found in a third of the time. */
const unusual = /[^\t\n\x20-\x7E\x85\xA0-\uD7FF\uE000-\uFFFD]/;

function isRefused(text: string): boolean {
  return unusual.test(text) && refused.test(text);
}

/** The first line of a block scalar; how far it is indented is left to be told by its text. */
const header = /[|>][-+]?(?: +#[^\r\n]*| *)\r?\n/y;
/** What may stand behind a backslash (YAML 1.2.2 §5.7), line breaks aside. */
const escapes = /[0abt\tnvfre "/\\N_LP]|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}/y;

const quotedEvent = {
  type: EVENT_ID.SCALAR,
  anchorStart: -1,
  anchorEnd: -1,
  tagStart: -1,
  tagEnd: -1,
  chomping: CHOMPING_MODE.CLIP,
  indent: -1,
  fast: false,
} as const;
