import type {
  TextDocumentContentChangeEvent as Change,
  Position,
  Range,
  TextDocument,
} from 'vscode-languageserver-textdocument';
import { EditedText } from '../../engine/syntax/text/editedText.ts';
import { LineTable } from '../../engine/syntax/text/lineTable.ts';
import type { Change as Span } from '../../engine/syntax/yaml/splitYaml.ts';

/**
 * A document in the editor. Changes wait until somebody reads the text, and what is typed in one line becomes one change
 * while it waits: a hundred keystrokes in a long text cost as much as one.
 */
export class OpenText {
  readonly #document: EditorDocument;
  #waiting: Change[] = [];
  #version: number;
  /** What has changed since a version, as long as it is known. */
  #since: { readonly version: number; readonly span: Span } | undefined;

  constructor(document: Pick<TextDocument, 'uri' | 'languageId' | 'version' | 'getText'>) {
    const { uri, languageId, version } = document;
    this.#document = new EditorDocument(uri, languageId, version, document.getText());
    this.#version = version;
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
  get document(): EditorDocument {
    const document = this.#document;
    if (this.#version === document.version) return document;
    const before = document.version;
    const waiting = this.#waiting;
    this.#waiting = [];
    let span: Span | undefined;
    for (const change of waiting) span = document.apply(change);
    document.version = this.#version;
    // One change is nearly all that there ever is: its place in the text before is its place.
    this.#since = span !== undefined && waiting.length === 1 ? { version: before, span } : undefined;
    return document;
  }

  /** What is different between the text of `version` and the present one; `undefined` where that is not known. */
  changeSince(version: number): Span | undefined {
    return this.#since?.version === version && this.#version === this.#document.version ? this.#since.span : undefined;
  }
}

/**
 * The text of an editor, and its lines. Answers as `TextDocument` of vscode-languageserver-textdocument does, which
 * puts the whole text together with every change.
 */
export class EditorDocument
  implements Pick<TextDocument, 'uri' | 'languageId' | 'version' | 'lineCount' | 'getText' | 'positionAt' | 'offsetAt'>
{
  readonly uri: string;
  readonly languageId: string;
  version: number;
  content: EditedText;
  #lines: LineTable | undefined;

  constructor(uri: string, languageId: string, version: number, text: string) {
    this.uri = uri;
    this.languageId = languageId;
    this.version = version;
    this.content = EditedText.of(text);
  }

  get lineCount(): number {
    return this.#table.count;
  }

  getText(range?: Range): string {
    if (range === undefined) return this.content.toString();
    const { start, end } = this.#offsets(range);
    return this.content.slice(start, end);
  }

  positionAt(offset: number): Position {
    const target = Math.max(0, Math.min(offset, this.content.length));
    const line = this.#table.at(target);
    const start = this.#table.start(line);
    return { line, character: this.#beforeBreak(target, start) - start };
  }

  offsetAt({ line, character }: Position): number {
    const lines = this.#table;
    if (line >= lines.count) return this.content.length;
    if (line < 0) return 0;
    const start = lines.start(line);
    if (character <= 0) return start;
    const next = line + 1 < lines.count ? lines.start(line + 1) : this.content.length;
    return this.#beforeBreak(Math.min(start + character, next), start);
  }

  /** What it did; `undefined` for a new text. */
  apply(change: Change): Span | undefined {
    if (!('range' in change)) {
      this.content = EditedText.of(change.text);
      this.#lines = undefined;
      return undefined;
    }
    const { range, text } = change;
    const { start, end } = this.#offsets(range);
    const span = { start, oldEnd: end, newEnd: start + text.length };
    this.content = this.content.replace(start, end, text);
    this.#lines?.replace(this.content, span);
    return span;
  }

  /** A range that is turned around is turned back. */
  #offsets(range: Range): { readonly start: number; readonly end: number } {
    const [start, end] = [this.offsetAt(range.start), this.offsetAt(range.end)];
    return { start: Math.min(start, end), end: Math.max(start, end) };
  }

  get #table(): LineTable {
    this.#lines ??= new LineTable(this.content.toString());
    return this.#lines;
  }

  /** No position is within a line break, nor behind it in its line. */
  #beforeBreak(offset: number, lineStart: number): number {
    let at = offset;
    while (at > lineStart && isBreak(this.content.charCodeAt(at - 1))) at--;
    return at;
  }
}

function isBreak(code: number): boolean {
  return code === 10 || code === 13;
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
