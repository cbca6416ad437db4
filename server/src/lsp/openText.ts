import { type TextDocumentContentChangeEvent as Change, TextDocument } from 'vscode-languageserver-textdocument';

/**
 * A document in the editor. Changes wait until somebody reads the text, and what is typed in one line becomes one change
 * while it waits: a hundred keystrokes in a long text cost as much as one.
 */
export class OpenText {
  readonly #document: TextDocument;
  #waiting: Change[] = [];
  #version: number;

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
    if (this.#version !== this.#document.version) {
      TextDocument.update(this.#document, this.#waiting, this.#version);
      this.#waiting = [];
    }
    return this.#document;
  }
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
