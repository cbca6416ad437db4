import { type SymbolInformation, type WorkspaceSymbolParams, WorkspaceSymbolRequest } from 'vscode-languageserver';
import { entryReading } from '../../engine/navigation/navigator.ts';
import type { OutlineItem } from '../../engine/navigation/outline.ts';
import { outlineOf } from '../../engine/navigation/outline.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import type { Context } from '../context.ts';
import { symbolKindOf } from './documentSymbol.ts';
import type { Feature } from './feature.ts';

/** As many as an editor can show in a list that is searched further. */
const maxSymbols = 1000;

/** Operations and components of all descriptions in the workspace, by a part of their name or id. */
export const workspaceSymbol: Feature<WorkspaceSymbolParams, SymbolInformation[]> = {
  method: WorkspaceSymbolRequest.method,
  capability: () => ({ workspaceSymbolProvider: true }),
  async handle({ query }, context, token) {
    const { session } = context;
    const all = await session.symbols.all(
      session.roots,
      (source) => symbolsOf(source, context),
      () => token.isCancellationRequested,
    );
    const wanted = query.toLowerCase();
    const ranked = all.flat().flatMap((symbol) => {
      const rank = Math.min(rankOf(symbol.name, wanted), rankOf(symbol.containerName ?? '', wanted) + 1);
      return rank < noMatch ? [{ symbol, rank }] : [];
    });
    return ranked
      .sort((a, b) => a.rank - b.rank)
      .slice(0, maxSymbols)
      .map(({ symbol }) => symbol);
  },
  fallback: () => [],
};

const noMatch = 10;

/** 0 for a name that begins with what is wanted, more for one that has it within, or its letters in this order. */
function rankOf(name: string, wanted: string): number {
  const text = name.toLowerCase();
  const at = text.indexOf(wanted);
  if (at >= 0) return at === 0 ? 0 : 2;
  let next = 0;
  for (const letter of text) if (letter === wanted[next]) next++;
  return next === wanted.length ? 4 : noMatch;
}

function symbolsOf(source: SourceDocument, { convert, session }: Context): readonly SymbolInformation[] {
  const reading = entryReading(source);
  if (reading === undefined) return [];
  const uri = session.clientUri(source.uri);
  const symbols: SymbolInformation[] = [];
  const add = (item: OutlineItem, name: string, containerName: string): void => {
    if (name === '') return;
    const location = { uri, range: convert.range(source, item.range.name) };
    symbols.push({ name, kind: symbolKindOf(item), location, ...(containerName === '' ? {} : { containerName }) });
  };
  const visit = (items: readonly OutlineItem[], within: string): void => {
    for (const item of items) {
      if (item.kind === 'property') continue;
      if (item.kind === 'Operation') add(item, `${item.name} ${within}`, item.detail);
      else if (item.kind !== 'group' && item.kind !== 'PathItem') add(item, item.name, within);
      visit(item.children, item.kind === 'Operation' ? within : item.name);
    }
  };
  visit(outlineOf(source, reading), '');
  return symbols;
}
