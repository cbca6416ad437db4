import {
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
} from 'js-yaml';
import { plainScalar } from '../scalars.ts';
import type { NodeStyle } from '../sourceNode.ts';
import { type TreeChunk, TreeNode } from '../tree.ts';

/** What a chunk of well-formed YAML holds: its root, and the anchors and aliases in document order. */
export interface ReadText {
  readonly root: TreeNode | undefined;
  readonly marks: readonly Mark[];
}

/** An anchor or an alias, to be connected once all chunks are read. */
export interface Mark {
  readonly name: string;
  readonly node: TreeNode;
}

/** How deep collections may nest here, scalars counted; deeper text is left to the reader that says so. */
const maxDepth = 502;

const styles: Readonly<Record<number, NodeStyle>> = {
  [SCALAR_STYLE.PLAIN]: 'plain',
  [SCALAR_STYLE.SINGLE_QUOTED]: 'single-quoted',
  [SCALAR_STYLE.DOUBLE_QUOTED]: 'double-quoted',
  [SCALAR_STYLE.LITERAL_BLOCK]: 'literal',
  [SCALAR_STYLE.FOLDED_BLOCK]: 'folded',
};

/** Reads one YAML document; throws what the parser throws on text that is not well formed. */
export function readEvents(text: string, chunk: TreeChunk): ReadText {
  const events = parseEvents(text, { maxDepth, filename: '' });
  return new EventReader(text, chunk).read(events);
}

interface Open {
  readonly node: TreeNode;
  /** The key that waits for its value. */
  key: { readonly text: string; readonly from: number; readonly to: number } | undefined;
  /** Where the last part ended: what is absent or closed comes after it. */
  last: number;
}

class EventReader {
  readonly #text: string;
  readonly #chunk: TreeChunk;
  readonly #marks: Mark[] = [];
  readonly #stack: Open[] = [];
  #root: TreeNode | undefined = undefined;

  constructor(text: string, chunk: TreeChunk) {
    this.#text = text;
    this.#chunk = chunk;
  }

  read(events: readonly Event[]): ReadText {
    let documents = 0;
    for (const event of events) {
      switch (event.type) {
        case EVENT_ID.DOCUMENT:
          documents++;
          // Only the first document of a stream is read.
          if (documents > 1) return this.#result();
          break;
        case EVENT_ID.POP:
          this.#close();
          break;
        case EVENT_ID.ALIAS: {
          const node = new TreeNode('alias', 'plain', this.#chunk, event.anchorStart - 1, event.anchorEnd);
          this.#marks.push({ name: this.#text.slice(event.anchorStart, event.anchorEnd), node });
          this.#add(node);
          break;
        }
        case EVENT_ID.SCALAR:
          this.#add(this.#scalar(event));
          break;
        default: {
          const kind = event.type === EVENT_ID.MAPPING ? 'map' : 'sequence';
          const style = event.style === COLLECTION_STYLE.FLOW ? 'flow' : 'block';
          const node = new TreeNode(kind, style, this.#chunk, event.start, event.start + 1);
          this.#anchor(node, event.anchorStart, event.anchorEnd);
          this.#add(node);
          this.#stack.push({ node, key: undefined, last: event.start + (style === 'flow' ? 1 : 0) });
        }
      }
    }
    return this.#result();
  }

  #result(): ReadText {
    return { root: this.#root, marks: this.#marks };
  }

  #anchor(node: TreeNode, start: number, end: number): void {
    if (start >= 0) this.#marks.push({ name: this.#text.slice(start, end), node });
  }

  #scalar(event: ScalarEvent): TreeNode {
    const style = styles[event.style] ?? 'plain';
    const { from, to } = this.#scalarRange(event, style);
    const node = new TreeNode('scalar', style, this.#chunk, from, to);
    const text = event.valueStart < 0 ? '' : getScalarValue(this.#text, event);
    const tag = event.tagStart < 0 ? undefined : this.#text.slice(event.tagStart, event.tagEnd);
    // An unknown tag is inert: the text stays text.
    node.value = style === 'plain' && tag === undefined ? plainScalar(text) : text;
    this.#anchor(node, event.anchorStart, event.anchorEnd);
    return node;
  }

  #scalarRange(event: ScalarEvent, style: NodeStyle): { from: number; to: number } {
    if (event.valueStart < 0) {
      const after = Math.max(event.anchorEnd, event.tagEnd);
      const from = after >= 0 ? after : this.#afterIndicator();
      return { from, to: from };
    }
    switch (style) {
      case 'plain':
        return { from: event.valueStart, to: event.valueEnd };
      case 'single-quoted':
      case 'double-quoted':
        return { from: event.valueStart - 1, to: event.valueEnd + 1 };
      default: {
        const from = this.#blockHeader(event.valueStart);
        return { from, to: trimmedEnd(this.#text, from + 1, Math.max(event.valueEnd, from + 1)) };
      }
    }
  }

  /** An absent value stands right after the `:`, `-` or `?` that announces it. */
  #afterIndicator(): number {
    const open = this.#stack.at(-1);
    if (open === undefined) return 0;
    const indicator = open.node.kind === 'sequence' ? '-' : ':';
    const from = open.key === undefined ? open.last : open.key.to;
    const at = skipSpace(this.#text, from);
    return this.#text.startsWith(indicator, at) ? at + 1 : from;
  }

  /** From the first line of a block scalar back to its `|` or `>`. */
  #blockHeader(valueStart: number): number {
    let end = valueStart - 1;
    while (end > 0 && this.#text[end] !== '\n' && this.#text[end] !== '\r') end--;
    const open = this.#stack.at(-1);
    const from = open?.key?.to ?? open?.last ?? 0;
    while (end > from && /[\r\n]/.test(this.#text[end - 1]!)) end--;
    let lineStart = end;
    while (lineStart > from && !/[\r\n]/.test(this.#text[lineStart - 1]!)) lineStart--;
    const [line = ''] = this.#text.slice(lineStart, end).split(/(?<=[ \t])#/, 1);
    const header = /[|>][-+0-9]*[ \t]*$/.exec(line);
    return header === null ? valueStart : lineStart + header.index;
  }

  #add(node: TreeNode): void {
    const open = this.#stack.at(-1);
    if (open === undefined) {
      this.#root = node;
      return;
    }
    if (open.node.kind === 'sequence') {
      open.node.addItem(node);
    } else if (open.key === undefined) {
      open.key = { text: this.#keyText(node), from: node.from, to: node.to };
    } else {
      open.node.addEntry(open.key.text, open.key.from, open.key.to, node);
      open.key = undefined;
    }
    open.last = node.to;
  }

  /** Keys are text. A collection as a key is completed when it closes. */
  #keyText(node: TreeNode): string {
    if (node.kind === 'scalar') {
      return typeof node.value === 'string'
        ? node.value
        : this.#text.slice(node.from, node.to).replace(/^["']|["']$/g, '');
    }
    return this.#text.slice(node.from, node.to);
  }

  #close(): void {
    const open = this.#stack.pop();
    // The last event closes the document itself.
    if (open === undefined) return;
    const { node, last } = open;
    node.seal();
    node.to = node.style === 'flow' ? closing(this.#text, last) : Math.max(last, node.from);
    const parent = this.#stack.at(-1);
    if (parent === undefined) return;
    parent.last = node.to;
    if (parent.key !== undefined && parent.key.from === node.from && parent.node.children.at(-1) !== node) {
      parent.key = { text: this.#text.slice(node.from, node.to), from: node.from, to: node.to };
    }
  }
}

/** Past white space and comments. */
function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const character = text[at]!;
    if (character === '#' && (at === 0 || /\s/.test(text[at - 1]!))) {
      while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++;
    } else if (character === ' ' || character === '\t' || character === '\n' || character === '\r') {
      at++;
    } else {
      break;
    }
  }
  return at;
}

/** The end of a flow collection whose last part ended at `from`. */
function closing(text: string, from: number): number {
  let at = skipSpace(text, from);
  // An absent value (`{a, b:}`) leaves its colon before the end.
  while (text[at] === ',' || text[at] === ':' || text[at] === '"' || text[at] === "'") at = skipSpace(text, at + 1);
  return text[at] === '}' || text[at] === ']' ? at + 1 : at;
}

/** The end of a block scalar's text, without its final line break. */
function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && (text[at - 1] === '\n' || text[at - 1] === '\r' || text[at - 1] === ' ')) at--;
  return at;
}
