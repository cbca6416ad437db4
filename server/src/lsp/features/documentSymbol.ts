import {
  type DocumentSymbol,
  type DocumentSymbolParams,
  DocumentSymbolRequest,
  type SymbolInformation,
  SymbolKind,
  SymbolTag,
} from 'vscode-languageserver';
import { type OutlineItem, outlineOf } from '../../engine/navigation/outline.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import type { Convert } from '../convert.ts';
import type { Feature } from './feature.ts';

/** The outline of a document: its paths and operations, components, tags and servers. */
export const documentSymbol: Feature<DocumentSymbolParams, DocumentSymbol[] | SymbolInformation[] | null> = {
  method: DocumentSymbolRequest.method,
  // Shown where another extension gives an outline of the plain YAML or JSON.
  capability: () => ({ documentSymbolProvider: { label: 'OpenAPI' } }),
  async handle({ textDocument: { uri } }, { client, convert, session }) {
    const found = await session.navigation.ask(uri, (navigator, source) =>
      toSymbols(source, outlineOf(source, navigator.reading(source)), convert),
    );
    // Descriptions read a file that they share alike.
    const symbols = found.find(({ length }) => length > 0);
    if (symbols === undefined) return null;
    return client.nestedSymbols ? symbols : flat(symbols, uri);
  },
  fallback: () => null,
};

const kinds: Readonly<Record<OutlineItem['kind'], SymbolKind>> = {
  group: SymbolKind.Namespace,
  property: SymbolKind.Field,
  Tag: SymbolKind.String,
  Server: SymbolKind.Constant,
  PathItem: SymbolKind.Interface,
  Operation: SymbolKind.Method,
  Callback: SymbolKind.Event,
  Schema: SymbolKind.Class,
  SecurityScheme: SymbolKind.Key,
  Parameter: SymbolKind.Variable,
  Header: SymbolKind.Constant,
  Example: SymbolKind.String,
  Link: SymbolKind.Interface,
  RequestBody: SymbolKind.Object,
  Response: SymbolKind.Object,
  MediaType: SymbolKind.Object,
  Encoding: SymbolKind.Object,
  Components: SymbolKind.Namespace,
  OpenAPI: SymbolKind.Namespace,
};

export function symbolKindOf({ kind }: OutlineItem): SymbolKind {
  return kinds[kind];
}

function toSymbols(source: SourceDocument, items: readonly OutlineItem[], convert: Convert): DocumentSymbol[] {
  return items.map(
    (item): DocumentSymbol => ({
      // An editor takes no empty name.
      name: item.name === '' ? '""' : item.name,
      ...(item.detail === '' ? {} : { detail: item.detail }),
      kind: symbolKindOf(item),
      ...(item.isDeprecated ? { tags: [SymbolTag.Deprecated] } : {}),
      range: convert.range(source, item.range.whole),
      selectionRange: convert.range(source, item.range.name),
      children: toSymbols(source, item.children, convert),
    }),
  );
}

function flat(symbols: readonly DocumentSymbol[], uri: string, containerName?: string): SymbolInformation[] {
  return symbols.flatMap(({ name, kind, range, children = [] }) => [
    { name, kind, location: { uri, range }, ...(containerName === undefined ? {} : { containerName }) },
    ...flat(children, uri, name),
  ]);
}
