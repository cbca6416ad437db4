/** Text of a document or a file name, made safe for a terminal: nothing in it moves the cursor or changes a color. */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
    if (character === '\t') return ' ';
    return `\\u{${character.codePointAt(0)!.toString(16)}}`;
  });
}

/** Breaks at spaces, so that no line is longer than `width` where words allow it. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/**
 * CI systems obey lines of a log that begin with these marks, indented or not (`::error::`, `##vso[`): a name in a
 * document must not speak to them.
 */
export function harmless(text: string): string {
  return text.replaceAll(/^([^\S\n\r\u2028\u2029]*)(::|##)/gm, (_all, indent: string, mark: string) => {
    return `${indent}\\u{${mark.codePointAt(0)!.toString(16)}}${mark[1]}`;
  });
}
