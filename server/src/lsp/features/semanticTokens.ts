import {
  type SemanticTokens,
  type SemanticTokensParams,
  type SemanticTokensRangeParams,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
} from 'vscode-languageserver';
import { type HighlightKind, highlightsIn } from '../../engine/navigation/highlights.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import type { OffsetRange } from '../../engine/syntax/sourceNode.ts';
import type { Context } from '../context.ts';
import type { Feature } from './feature.ts';

/** Token types that every theme with semantic colors has. */
const types: Readonly<Record<HighlightKind, string>> = {
  method: 'method',
  scheme: 'class',
  scope: 'enumMember',
  security: 'keyword',
  extension: 'decorator',
};

const kinds = Object.keys(types) as readonly HighlightKind[];
const legend = { tokenTypes: Object.values(types), tokenModifiers: ['declaration'] };

/** Methods, security keys, scheme names, scopes and extensions that limit or suppress, in the visible part. */
export const semanticTokensRange: Feature<SemanticTokensRangeParams, SemanticTokens> = {
  method: SemanticTokensRangeRequest.method,
  // An editor that can ask for the visible part asks for nothing else.
  capability: ({ tokenRanges }) => ({
    semanticTokensProvider: tokenRanges ? { legend, range: true } : { legend, full: true },
  }),
  handle: ({ textDocument, range }, context) =>
    tokensOf(textDocument.uri, context, (source) => ({
      start: context.convert.offset(source, range.start),
      end: context.convert.offset(source, range.end),
    })),
  fallback: () => ({ data: [] }),
};

/** The same for the whole document. */
export const semanticTokens: Feature<SemanticTokensParams, SemanticTokens> = {
  method: SemanticTokensRequest.method,
  handle: ({ textDocument }, context) =>
    tokensOf(textDocument.uri, context, (source) => ({ start: 0, end: source.length })),
  fallback: () => ({ data: [] }),
};

async function tokensOf(
  uri: string,
  { convert, session }: Context,
  rangeIn: (source: SourceDocument) => OffsetRange,
): Promise<SemanticTokens> {
  const found = await session.navigation.askPresent(uri, (navigator, source) => {
    const data: number[] = [];
    let line = 0;
    let character = 0;
    for (const { kind, isDefinition, start, end } of highlightsIn(source, navigator.reading(source), rangeIn(source))) {
      const range = convert.range(source, { start, end });
      // A name that goes on in another line is not one token.
      if (range.start.line !== range.end.line) continue;
      const isSameLine = range.start.line === line;
      const length = range.end.character - range.start.character;
      const from = range.start.character - (isSameLine ? character : 0);
      data.push(range.start.line - line, from, length, kinds.indexOf(kind), isDefinition ? 1 : 0);
      ({ line, character } = range.start);
    }
    return data;
  });
  // Descriptions read a file that they share alike.
  return { data: found.find(({ length }) => length > 0) ?? [] };
}
