import type { Change } from '../yaml/splitYaml.ts';

/** How long the changed stretch may grow before the text is put together again. UTF-16 units. */
const maxStretch = 100_000;

/**
 * A text in which one stretch has changed. Putting a text of ten megabytes together with every keystroke costs more
 * than all that is found out about the keystroke, so it is done only for who reads the whole of it. Offsets are UTF-16
 * units; a text never changes, `replace` gives another one.
 */
export class EditedText {
  readonly length: number;
  readonly #before: string;
  /** In `#before`. */
  readonly #start: number;
  readonly #oldEnd: number;
  readonly #stretch: string;
  #whole: string | undefined;

  private constructor(before: string, start: number, oldEnd: number, stretch: string) {
    this.#before = before;
    this.#start = start;
    this.#oldEnd = oldEnd;
    this.#stretch = stretch;
    this.length = before.length - (oldEnd - start) + stretch.length;
    if (start === oldEnd && stretch === '') this.#whole = before;
  }

  static of(text: string): EditedText {
    return new EditedText(text, 0, 0, '');
  }

  /** `0 <= start <= end <= length`. */
  replace(start: number, end: number, text: string): EditedText {
    const from = Math.min(start, this.#start);
    const to = Math.max(end, this.#newEnd);
    if (this.#whole !== undefined || to - from > maxStretch) return new EditedText(this.toString(), start, end, text);
    const stretch = this.slice(from, start) + text + this.slice(end, to);
    return new EditedText(this.#before, from, to - this.#newEnd + this.#oldEnd, stretch);
  }

  /** As of a string, for offsets that are not negative. */
  slice(start: number, end: number = this.length): string {
    if (this.#whole !== undefined) return this.#whole.slice(start, end);
    const newEnd = this.#newEnd;
    if (end <= this.#start) return this.#before.slice(start, end);
    if (start >= newEnd) return this.#before.slice(start - newEnd + this.#oldEnd, end - newEnd + this.#oldEnd);
    return (
      this.#before.slice(start, this.#start) +
      this.#stretch.slice(Math.max(0, start - this.#start), end - this.#start) +
      (end > newEnd ? this.#before.slice(this.#oldEnd, end - newEnd + this.#oldEnd) : '')
    );
  }

  charCodeAt(offset: number): number {
    if (this.#whole !== undefined) return this.#whole.charCodeAt(offset);
    if (offset < this.#start) return this.#before.charCodeAt(offset);
    const newEnd = this.#newEnd;
    if (offset < newEnd) return this.#stretch.charCodeAt(offset - this.#start);
    return this.#before.charCodeAt(offset - newEnd + this.#oldEnd);
  }

  /** True if reading the whole costs nothing. */
  get isWhole(): boolean {
    return this.#whole !== undefined;
  }

  toString(): string {
    this.#whole ??= this.slice(0, this.length);
    return this.#whole;
  }

  /** What has changed since an earlier text, where that is known without a look at all of both. */
  changeSince(before: EditedText): Change | undefined {
    const head = this.#before;
    if (before.#whole !== undefined && before.#whole === head)
      return { start: this.#start, oldEnd: this.#oldEnd, newEnd: this.#newEnd };
    if (before.#before !== head) return undefined;
    // Both are the same text but for a stretch: it is unchanged before the first one and behind the last one.
    const behind = head.length - Math.max(this.#oldEnd, before.#oldEnd);
    return {
      start: Math.min(this.#start, before.#start),
      oldEnd: before.length - behind,
      newEnd: this.length - behind,
    };
  }

  get #newEnd(): number {
    return this.#start + this.#stretch.length;
  }
}
