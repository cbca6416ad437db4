import type { Change } from '../yaml/splitYaml.ts';
import type { EditedText } from './editedText.ts';
import { startsOf } from './lineIndex.ts';

/** Where the lines of a text begin that is being changed. Lines end as in LSP: at `\n`, `\r\n` and a lone `\r`. */
export class LineTable {
  /** With room for more lines. */
  #starts: Int32Array;
  #count: number;

  constructor(text: string) {
    this.#starts = startsOf(text);
    this.#count = this.#starts.length;
  }

  get count(): number {
    return this.#count;
  }

  /** UTF-16 offset. */
  start(line: number): number {
    return this.#starts[line]!;
  }

  /** The line that holds an offset. */
  at(offset: number): number {
    return this.#firstBehind(offset) - 1;
  }

  /** `text` is the one after the change. */
  replace(text: EditedText, { start, oldEnd, newEnd }: Change): void {
    const by = newEnd - oldEnd;
    // A break of two characters may come to be, or end, where the change does: a character more is looked at.
    const first = this.at(Math.max(0, start - 1));
    const behind = this.#firstBehind(oldEnd + 1);
    const from = this.#starts[first]!;
    const isLast = behind === this.#count;
    const to = isLast ? text.length : this.#starts[behind]! + by;
    const found = startsOf(text.slice(from, to)).subarray(1);
    // Where the text goes on, what begins at its end is known.
    const added = isLast ? found : found.subarray(0, found.length - 1);
    const moved = this.#count - behind;
    const target = first + 1 + added.length;
    this.#grow(target + moved);
    const starts = this.#starts;
    starts.copyWithin(target, behind, this.#count);
    this.#count = target + moved;
    for (let index = target; by !== 0 && index < this.#count; index++) starts[index]! += by;
    for (let index = 0; index < added.length; index++) starts[first + 1 + index] = from + added[index]!;
  }

  #grow(count: number): void {
    if (count <= this.#starts.length) return;
    const larger = new Int32Array(count + (count >> 3) + 16);
    larger.set(this.#starts.subarray(0, this.#count));
    this.#starts = larger;
  }

  #firstBehind(offset: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
