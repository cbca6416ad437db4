import { parseSource } from '../../engine/syntax/parseSource.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import { changeBetween } from '../../engine/syntax/text/change.ts';
import type { EditedText } from '../../engine/syntax/text/editedText.ts';

/** A text that has changed into the present one: everything but `start` to `oldEnd` is the same. */
interface Move {
  readonly present: SourceDocument;
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** A second tree of a longer text would take too much memory. */
const maxLength = 2_000_000;

/** Where more has changed, the last text without errors says little about the present one. */
const maxChange = 5000;

/**
 * While something is half typed, the tree has what follows in the wrong place, or not at all. Then what stands outside of
 * the typed text is read from the last text without syntax errors, and positions are moved.
 */
export class StandIns {
  readonly #lastWhole: (uri: string) => string | EditedText | undefined;
  readonly #byUri = new Map<string, { readonly content: string | EditedText; readonly document: SourceDocument }>();
  readonly #moves = new WeakMap<SourceDocument, Move>();

  constructor(lastWhole: (uri: string) => string | EditedText | undefined) {
    this.#lastWhole = lastWhole;
  }

  /** The document that stands in for another one, which may be itself. */
  of(present: SourceDocument): SourceDocument {
    const { uri, language } = present;
    const content = present.isBroken ? this.#lastWhole(uri) : undefined;
    if (content === undefined || content.length > maxLength) return present;
    let known = this.#byUri.get(uri);
    if (known?.content !== content) {
      // It has revisions of its own: the parser takes over what has not changed.
      known = { content, document: parseSource(uri, content, { language, previous: known?.document }) };
      this.#byUri.set(uri, known);
    }
    const { document } = known;
    if (this.#moves.get(document)?.present !== present)
      this.#moves.set(document, { present, ...changeBetween(document.text, present.text) });
    const { start, oldEnd, newEnd } = this.#moves.get(document)!;
    return Math.max(oldEnd, newEnd) - start > maxChange ? present : document;
  }

  /** The present document, and the place of an offset in it. */
  toPresent(document: SourceDocument, offset: number): { readonly document: SourceDocument; readonly offset: number } {
    const move = this.#moves.get(document);
    if (move === undefined) return { document, offset };
    const { present, start, oldEnd, newEnd } = move;
    const moved = offset <= start ? offset : offset >= oldEnd ? offset + newEnd - oldEnd : Math.min(offset, newEnd);
    return { document: present, offset: moved };
  }

  /** The same the other way; `undefined` within what has changed. */
  fromPresent(document: SourceDocument, offset: number): number | undefined {
    const move = this.#moves.get(document);
    if (move === undefined || offset < move.start) return offset;
    return offset > move.newEnd ? offset - move.newEnd + move.oldEnd : undefined;
  }

  /** The present text of a document. */
  present(document: SourceDocument): SourceDocument {
    return this.#moves.get(document)?.present ?? document;
  }

  forget(uri: string): void {
    this.#byUri.delete(uri);
  }

  clear(): void {
    this.#byUri.clear();
  }
}
