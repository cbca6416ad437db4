import {
  type FoldingRange,
  FoldingRangeKind,
  type FoldingRangeParams,
  FoldingRangeRequest,
} from 'vscode-languageserver';
import { commentFoldsIn, type Fold, foldsIn } from '../../engine/navigation/folding.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import type { Convert } from '../convert.ts';
import type { Feature } from './feature.ts';

/** Whole lines of maps, lists, long texts and comments. Without an answer, an editor folds by indentation. */
export const foldingRange: Feature<FoldingRangeParams, FoldingRange[] | null> = {
  method: FoldingRangeRequest.method,
  capability: () => ({ foldingRangeProvider: true }),
  async handle({ textDocument: { uri } }, { client, convert, session }) {
    const [ranges] = await session.navigation.ask(uri, (_navigator, source) => {
      const folds = [...foldsIn(source, client.foldLimit), ...commentFoldsIn(source)];
      return byLine(folds.flatMap((fold) => toRange(source, fold, convert))).slice(0, client.foldLimit);
    });
    return ranges ?? null;
  },
  fallback: () => null,
};

function toRange(source: SourceDocument, { start, end, isComment, isClosed }: Fold, convert: Convert): FoldingRange[] {
  const range = convert.range(source, { start, end });
  const startLine = range.start.line;
  const endLine = isClosed ? range.end.line - 1 : range.end.line;
  if (endLine <= startLine) return [];
  return [{ startLine, endLine, ...(isComment ? { kind: FoldingRangeKind.Comment } : {}) }];
}

/** Of several that begin in one line, the outer one, which comes first. */
function byLine(ranges: readonly FoldingRange[]): readonly FoldingRange[] {
  const first = new Map<number, FoldingRange>();
  for (const range of ranges) if (!first.has(range.startLine)) first.set(range.startLine, range);
  return [...first.values()];
}
