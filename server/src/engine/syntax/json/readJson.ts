import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import { type ChunkProblem, type TreeChunk, TreeNode } from '../tree.ts';
import { maxDepth, type ReadBroken, tooDeep } from '../yaml/readTolerant.ts';

/** How many problems are shown: after a few, most follow from those before. */
const maxProblems = 100;

/**
 * Reads the members of an object without its braces: a map of them. A comma behind the last one belongs to whoever cut
 * the text.
 */
export function readMembers(text: string, chunk: TreeChunk, isLenient: boolean): ReadBroken {
  return readJson(`{${text}}`, chunk, isLenient, 1);
}

/**
 * Reads JSON, broken or not, with comments and trailing commas if `isLenient`. Positions are those in `text` less
 * `before`.
 */
export function readJson(text: string, chunk: TreeChunk, isLenient: boolean, before = 0): ReadBroken {
  const length = text.length - 2 * before;
  const place = (offset: number): number => Math.min(Math.max(offset - before, 0), length);
  const problems: ChunkProblem[] = [];
  const stack: { node: TreeNode; key: { text: string; from: number; to: number } | undefined }[] = [];
  let root: TreeNode | undefined;
  let isTooDeep = false;
  let count = 0;
  let firstLeftOut: { readonly from: number; readonly to: number } | undefined;

  function add(node: TreeNode): void {
    const open = stack.at(-1);
    if (open === undefined) root ??= node;
    else if (open.node.kind === 'sequence') open.node.addItem(node);
    else if (open.key !== undefined) open.node.addEntry(open.key.text, open.key.from, open.key.to, node);
    if (open !== undefined) open.key = undefined;
  }

  /** A property whose value is still to be typed keeps its key, with nothing under it. */
  function addAbsent(): void {
    const open = stack.at(-1);
    if (open?.key === undefined) return;
    const node = new TreeNode('scalar', 'plain', chunk, open.key.to, open.key.to);
    node.value = null;
    add(node);
  }

  /** False if what is in it is not visited. */
  function begin(kind: 'map' | 'sequence', offset: number): boolean {
    const node = new TreeNode(kind, 'flow', chunk, place(offset), length);
    add(node);
    stack.push({ node, key: undefined });
    if (stack.length <= maxDepth) return true;
    reportDepth(place(offset));
    return false;
  }

  function end(offset: number, size: number): void {
    addAbsent();
    const open = stack.pop();
    if (open === undefined) return;
    open.node.to = place(offset + size);
    open.node.seal();
  }

  function reportDepth(from: number): void {
    if (!isTooDeep)
      problems.unshift({ code: 'nesting-too-deep', message: tooDeep, severity: 'error', from, to: from + 1 });
    isTooDeep = true;
  }

  const report = (code: string, message: string, from: number, to: number): void => {
    if (problems.length < maxProblems) problems.push({ code, message, severity: 'error', from, to });
    else firstLeftOut ??= { from, to };
    count++;
  };

  try {
    visit(
      text,
      {
        onObjectBegin: (offset) => begin('map', offset),
        onObjectEnd: end,
        onArrayBegin: (offset) => begin('sequence', offset),
        onArrayEnd: end,
        onObjectProperty(property, offset, size) {
          addAbsent();
          const open = stack.at(-1);
          if (open !== undefined) open.key = { text: property, from: place(offset), to: place(offset + size) };
        },
        onLiteralValue(value: string | number | boolean | null, offset, size) {
          const style = typeof value === 'string' ? 'double-quoted' : 'plain';
          const node = new TreeNode('scalar', style, chunk, place(offset), place(offset + size));
          node.value = value;
          add(node);
        },
        onError(error, offset, size) {
          report(
            codeOf(error),
            messages[printParseErrorCode(error)] ?? 'This is no valid JSON.',
            place(offset),
            place(offset) + Math.max(size, 1),
          );
        },
      },
      { disallowComments: !isLenient, allowTrailingComma: isLenient },
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // By then, so many are open that it has been reported where it began.
    reportDepth(0);
  }
  if (firstLeftOut !== undefined) {
    const message = `${count - maxProblems} more problems from here on are not shown. Correct those before first.`;
    problems.push({ code: 'more-problems', message, severity: 'error', ...firstLeftOut });
  }
  return { root, marks: [], problems };
}

function codeOf(error: ParseErrorCode): string {
  return printParseErrorCode(error)
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

const messages: Readonly<Record<string, string>> = {
  InvalidSymbol: 'This is no JSON value.',
  InvalidNumberFormat: 'This is no valid number.',
  PropertyNameExpected: 'A property name in double quotes is expected here.',
  ValueExpected: 'A value is expected here.',
  ColonExpected: 'A colon is expected here.',
  CommaExpected: 'A comma is expected here.',
  CloseBraceExpected: 'A closing brace is expected here.',
  CloseBracketExpected: 'A closing bracket is expected here.',
  EndOfFileExpected: 'The document has ended before this.',
  InvalidCommentToken: 'JSON has no comments.',
  UnexpectedEndOfComment: 'The comment is not closed.',
  UnexpectedEndOfString: 'The string is not closed.',
  UnexpectedEndOfNumber: 'The number is not complete.',
  InvalidUnicode: 'This Unicode escape is not complete.',
  InvalidEscapeCharacter: 'This escape is not valid.',
  InvalidCharacter: 'A control character has to be escaped here.',
};
