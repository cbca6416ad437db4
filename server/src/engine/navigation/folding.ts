import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { OffsetRange, SourceNode } from '../syntax/sourceNode.ts';

/** What can be folded: from the line of `start` to the line of `end`. */
export interface Fold extends OffsetRange {
  readonly isComment: boolean;
  /** The last line is that of the closing bracket, which stays visible. */
  readonly isClosed: boolean;
}

/**
 * The maps, lists and long texts of a document, outer ones first, up to `limit`: an editor that takes no more wants those.
 */
export function foldsIn({ root }: SourceDocument, limit: number): readonly Fold[] {
  const folds: Fold[] = [];
  let level: readonly SourceNode[] = root === undefined ? [] : [root];
  while (level.length > 0 && folds.length < limit) {
    const next: SourceNode[] = [];
    for (const node of level) {
      if (node.parent !== undefined || node.style === 'flow') addFold(node, folds);
      for (const { value } of node.ownEntries()) next.push(value);
      for (const item of node.ownItems()) next.push(item);
    }
    level = next;
  }
  return folds.length > limit ? folds.slice(0, limit) : folds;
}

function addFold(node: SourceNode, folds: Fold[]): void {
  const { kind, style } = node;
  if (kind === 'alias' || (kind === 'scalar' && style !== 'literal' && style !== 'folded')) return;
  const start = style === 'flow' ? node.start : (node.keyRange?.start ?? node.start);
  const end = endOfText(node);
  if (end > start) folds.push({ start, end, isComment: false, isClosed: style === 'flow' });
}

/** Without the line breaks that end a block. */
function endOfText({ document, start, end }: SourceNode): number {
  const from = Math.max(start, end - 200);
  return from + document.slice(from, end).trimEnd().length;
}

/** Two or more lines of comments in a row. */
export function commentFoldsIn(document: SourceDocument): readonly Fold[] {
  if (document.language === 'json') return [];
  const folds: Fold[] = [];
  for (const match of document.text.matchAll(/^[ \t]*#[^\n]*(?:\r?\n[ \t]*#[^\n]*)+/gm)) {
    folds.push({ start: match.index, end: match.index + match[0].length, isComment: true, isClosed: false });
  }
  return folds;
}
