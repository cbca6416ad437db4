/** The unit in which the client counts characters (LSP 3.17 `positionEncoding`). */
export type PositionEncoding = 'utf-16' | 'utf-8' | 'utf-32';

/** How many units a text has. */
export function unitsIn(text: string, encoding: PositionEncoding): number {
  if (encoding === 'utf-16') return text.length;
  let count = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    count += encoding === 'utf-32' ? 1 : code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return count;
}

/** The UTF-16 offset in a text that the client calls `character`; within a character, that of its end. */
export function offsetOf(text: string, character: number, encoding: PositionEncoding): number {
  if (encoding === 'utf-16') return Math.min(Math.max(0, character), text.length);
  let offset = 0;
  for (let count = 0; offset < text.length && count < character; ) {
    const next = offset + (text.codePointAt(offset)! > 0xffff ? 2 : 1);
    count += unitsIn(text.slice(offset, next), encoding);
    offset = next;
  }
  return offset;
}
