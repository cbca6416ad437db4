import { type TextDocumentContentChangeEvent as Change, TextDocument } from 'vscode-languageserver-textdocument';
import type { Change as Span } from '../engine/syntax/split.ts';

/**
 * A document in the editor. Changes wait until somebody reads the text, and what is typed in one line becomes one change
 * while it waits: a hundred keystrokes in a long text cost as much as one.
 */
export class OpenText {
  readonly #document: TextDocument;
  #waiting: Change[] = [];
  #version: number;
  /** What has changed since a version, as long as it is known. */
  #since: { readonly version: number; readonly span: Span } | undefined;

  constructor(document: TextDocument) {
    this.#document = document;
    this.#version = document.version;
  }

  change(changes: readonly Change[], version: number): void {
    this.#version = version;
    for (const change of changes) {
      const last = this.#waiting.at(-1);
      const joined = last === undefined ? undefined : join(last, change);
      if (joined === undefined) this.#waiting.push(change);
      else this.#waiting[this.#waiting.length - 1] = joined;
    }
  }

  get version(): number {
    return this.#version;
  }

  /** As it is now. */
  get document(): TextDocument {
    const document = this.#document;
    if (this.#version === document.version) return document;
    const before = document.version;
    const waiting = this.#waiting;
    this.#waiting = [];
    // One change is nearly all that there ever is: its place in the text before is its place.
    const [change] = waiting;
    const span =
      waiting.length === 1 && change !== undefined && 'range' in change ? spanOf(document, change) : undefined;
    TextDocument.update(document, waiting, this.#version);
    this.#since = span && { version: before, span };
    return document;
  }

  /** What is different between the text of `version` and the present one; `undefined` where that is not known. */
  changeSince(version: number): Span | undefined {
    return this.#since?.version === version && this.#version === this.#document.version ? this.#since.span : undefined;
  }
}

type RangeChange = Extract<Change, { range: unknown }>;

/** As `TextDocument.update` reads it: a range that is turned around is turned back. */
function spanOf(document: TextDocument, { range, text }: RangeChange): Span {
  const offsets = [document.offsetAt(range.start), document.offsetAt(range.end)];
  const [start, oldEnd] = [Math.min(...offsets), Math.max(...offsets)];
  return { start, oldEnd, newEnd: start + text.length };
}

/** One change that does what both do, where the second stays within the text that the first wrote in one line. */
function join(first: Change, second: Change): Change | undefined {
  if (!('range' in first && 'range' in second)) return 'range' in second ? undefined : second;
  const { start } = first.range;
  const { range, text } = second;
  const from = range.start.character - start.character;
  const to = range.end.character - start.character;
  const isWithin =
    range.start.line === start.line &&
    range.end.line === start.line &&
    0 <= from &&
    from <= to &&
    to <= first.text.length;
  if (!isWithin || /[\r\n]/.test(first.text) || /[\r\n]/.test(text)) return undefined;
  return { range: first.range, text: first.text.slice(0, from) + text + first.text.slice(to) };
}
