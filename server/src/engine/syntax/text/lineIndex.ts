export interface Position {
  /** Zero-based. */
  readonly line: number;
  /** Zero-based, in UTF-16 code units. */
  readonly character: number;
}

export interface LineIndex {
  readonly lineCount: number;
  positionAt(offset: number): Position;
  /** Offset of the first character of a line. */
  lineStart(line: number): number;
}

/** Lines end as in LSP: at `\n`, `\r\n` and a lone `\r`. */
export function createLineIndex(text: string): LineIndex {
  const starts = startsOf(text);
  const lineCount = starts.length;
  return {
    lineCount,
    lineStart: (line) => starts[Math.max(0, Math.min(line, lineCount - 1))]!,
    positionAt(offset) {
      const target = Math.max(0, Math.min(offset, text.length));
      let low = 0;
      let high = lineCount - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle]! <= target) low = middle;
        else high = middle - 1;
      }
      return { line: low, character: target - starts[low]! };
    },
  };
}

/** Where lines begin: the first at 0. */
export function startsOf(text: string): Int32Array {
  return /\r(?!\n)/.test(text) ? Int32Array.from(everyStart(text)) : lineStarts(text);
}

/** Where lines begin that end at `\n`. */
export function lineStarts(text: string): Int32Array {
  let starts = new Int32Array(64 + (text.length >> 4));
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    if (count === starts.length) {
      const more = new Int32Array(count * 2);
      more.set(starts);
      starts = more;
    }
    starts[count++] = at + 1;
  }
  return starts.slice(0, count);
}

function* everyStart(text: string): Generator<number> {
  yield 0;
  for (const { index, 0: lineBreak } of text.matchAll(/\r\n?|\n/g)) yield index + lineBreak.length;
}
