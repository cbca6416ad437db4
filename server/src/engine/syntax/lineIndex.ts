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
  const starts = [0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 10) starts.push(index + 1);
    else if (code === 13 && text.charCodeAt(index + 1) !== 10) starts.push(index + 1);
  }
  return {
    lineCount: starts.length,
    lineStart: (line) => starts[Math.max(0, Math.min(line, starts.length - 1))]!,
    positionAt(offset) {
      const target = Math.max(0, Math.min(offset, text.length));
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle]! <= target) low = middle;
        else high = middle - 1;
      }
      return { line: low, character: target - starts[low]! };
    },
  };
}
