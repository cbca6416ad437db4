import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type DocumentHighlightParams,
  DocumentHighlightRequest,
} from 'vscode-languageserver';
import { rangeOfName } from '../../engine/navigation/names.ts';
import { rangesOf } from '../../engine/navigation/navigator.ts';
import type { Feature } from './feature.ts';
import { once } from './places.ts';

/** The places in the same document that mean the same as the name at a position. */
export const documentHighlight: Feature<DocumentHighlightParams, DocumentHighlight[] | null> = {
  method: DocumentHighlightRequest.method,
  capability: () => ({ documentHighlightProvider: true }),
  async handle({ textDocument: { uri }, position }, { convert, session }) {
    const found = await session.navigation.askName(
      uri,
      (source) => convert.offset(source, position),
      (name, navigator, source) => [
        ...navigator
          .definitionsOf(name)
          .filter(({ node }) => node.document === source)
          .map((one) => ({ range: convert.range(source, rangesOf(one).name), kind: DocumentHighlightKind.Write })),
        ...navigator
          .usesOf(name, source)
          .map((use) => ({ range: convert.range(source, rangeOfName(use)), kind: DocumentHighlightKind.Read })),
      ],
    );
    const highlights = once(found.flat(), ({ range }) => ({ uri, range }));
    // Editors then highlight equal words, which is more than one place of ours.
    return highlights.length < 2 ? null : highlights;
  },
  fallback: () => null,
};
