import type {
  TextDocumentContentChangeEvent as Change,
  Position,
  Range,
  TextDocument,
} from 'vscode-languageserver-textdocument';
import { EditedText } from '../../engine/syntax/text/editedText.ts';
import { LineTable } from '../../engine/syntax/text/lineTable.ts';
import type { Change as Span } from '../../engine/syntax/yaml/splitYaml.ts';
import { offsetOf, type PositionEncoding } from '../encoding.ts';

/**
 * A document in the editor. Changes are queued and applied when the text is read. Queued changes within one line are
 * joined, so that a hundred keystrokes in a long text cost as much as one.
 */
export class OpenText {
  readonly #document: EditorDocument;
  #waiting: Change[] = [];
  /** Changes since the version of the document. */
  #applied = 0;
  #version: number;
  /** The change since a version, if it is known. */
  #since: { readonly version: number; readonly span: Span } | undefined;

  constructor(document: Pick<TextDocument, 'uri' | 'languageId' | 'version' | 'getText'>) {
    const { uri, languageId, version } = document;
    this.#document = new EditorDocument(uri, languageId, version, document.getText());
    this.#version = version;
  }

  change(changes: readonly Change[], version: number, encoding: PositionEncoding = 'utf-16'): void {
    this.#version = version;
    for (const counted of changes) {
      // In other units, what a position means depends on the text that the changes before it made.
      if (encoding !== 'utf-16') this.#apply();
      const change = this.#document.inUtf16(counted, encoding);
      const last = this.#waiting.at(-1);
      const joined = last === undefined ? undefined : join(last, change);
      if (joined === undefined) this.#waiting.push(change);
      else this.#waiting[this.#waiting.length - 1] = joined;
    }
  }

  get version(): number {
    return this.#version;
  }

  /** The document with all changes applied. */
  get document(): EditorDocument {
    const document = this.#document;
    if (this.#version === document.version) return document;
    const before = document.version;
    const span = this.#apply();
    document.version = this.#version;
    // Usually there is exactly one change; only then does its span fit the text before.
    this.#since = span !== undefined && this.#applied === 1 ? { version: before, span } : undefined;
    this.#applied = 0;
    return document;
  }

  /** Applies what waits. The span of the last change. */
  #apply(): Span | undefined {
    const waiting = this.#waiting;
    this.#waiting = [];
    let span: Span | undefined;
    for (const change of waiting) span = this.#document.apply(change);
    this.#applied += waiting.length;
    return span;
  }

  /** The difference between the text of `version` and the current one; `undefined` if it is not known. */
  changeSince(version: number): Span | undefined {
    return this.#since?.version === version && this.#version === this.#document.version ? this.#since.span : undefined;
  }
}

/**
 * The text of an editor, and its lines. Answers like `TextDocument` of vscode-languageserver-textdocument, which
 * rebuilds the whole text with every change.
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

  /** A change whose positions the client counts in other units. */
  inUtf16(change: Change, encoding: PositionEncoding): Change {
    if (encoding === 'utf-16' || !('range' in change)) return change;
    const inUnits = ({ line, character }: Position): Position => {
      const start = this.offsetAt({ line, character: 0 });
      const next = this.offsetAt({ line, character: Number.MAX_SAFE_INTEGER });
      return { line, character: offsetOf(this.content.slice(start, next), character, encoding) };
    };
    return { text: change.text, range: { start: inUnits(change.range.start), end: inUnits(change.range.end) } };
  }

  /** The span that changed; `undefined` for a new text. */
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

  /** Swaps the ends of a reversed range. */
  #offsets(range: Range): { readonly start: number; readonly end: number } {
    const [start, end] = [this.offsetAt(range.start), this.offsetAt(range.end)];
    return { start: Math.min(start, end), end: Math.max(start, end) };
  }

  get #table(): LineTable {
    this.#lines ??= new LineTable(this.content.toString());
    return this.#lines;
  }

  /** Positions are never within a line break, nor after it on the same line. */
  #beforeBreak(offset: number, lineStart: number): number {
    let at = offset;
    while (at > lineStart && isBreak(this.content.charCodeAt(at - 1))) at--;
    return at;
  }
}

function isBreak(code: number): boolean {
  return code === 10 || code === 13;
}

/** Joins two changes if the second one is within the line of text that the first one inserted. */
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
