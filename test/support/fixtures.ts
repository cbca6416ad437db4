/** Reads rule pages: Markdown that is manual and test at once. The grammar is in CONTRIBUTING.md. */

export interface Block {
  readonly heading: string;
  readonly language: 'yaml' | 'json';
  readonly kind: 'document' | 'fixed';
  /** Name of the file in a description of several; the first one is the entry. */
  readonly file: string;
  /** 1-based line of the page where the block begins. */
  readonly line: number;
  /** Without the annotations. */
  readonly text: string;
  readonly expected: readonly Expected[];
}

export interface Expected {
  readonly kind: 'finding' | 'echo' | 'todo-finding' | 'todo-ok';
  readonly ruleId: string;
  /** Zero-based line in `text`. */
  readonly line: number;
  readonly contains: string;
}

const fence = /^```(yaml|json)(?: (fixed))?(?: file=(\S+))?\s*$/;

export function readBlocks(page: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = page.split('\n');
  let heading = '';
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]!;
    if (line.startsWith('## ')) heading = line.slice(3).trim();
    const open = fence.exec(line);
    if (open === null) continue;
    const end = lines.indexOf('```', index + 1);
    const language = open[1] as 'yaml' | 'json';
    const { text, expected } = readAnnotations(lines.slice(index + 1, end));
    const kind = open[2] === 'fixed' ? 'fixed' : 'document';
    blocks.push({ heading, language, kind, file: open[3] ?? `openapi.${language}`, line: index + 1, text, expected });
    index = end;
  }
  return blocks;
}

const annotation = /\s*# (finding|echo|todo-finding|todo-ok): (\S+)(?: "(.*)")?\s*$/;

/** Behind code: that line. Alone: the next line. */
function readAnnotations(lines: readonly string[]): { text: string; expected: readonly Expected[] } {
  const kept: string[] = [];
  const expected: Expected[] = [];
  for (const line of lines) {
    const match = annotation.exec(line);
    if (match === null) {
      kept.push(line);
      continue;
    }
    expected.push({
      kind: match[1] as Expected['kind'],
      ruleId: match[2]!,
      line: kept.length,
      contains: match[3] ?? '',
    });
    const code = line.slice(0, match.index);
    if (code.trim() !== '') kept.push(code);
  }
  return { text: `${kept.join('\n')}\n`, expected };
}
