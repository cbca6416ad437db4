import {
  type DocumentLink,
  type DocumentLinkParams,
  DocumentLinkRequest,
  DocumentLinkResolveRequest,
  type Position,
} from 'vscode-languageserver';
import { type Name, rangeOfName } from '../../engine/navigation/names.ts';
import { rangesOf } from '../../engine/navigation/navigator.ts';
import { schemeOf } from '../../engine/openapi/uri.ts';
import type { Feature } from './feature.ts';
import { once } from './places.ts';

/** Where a link stands: it is followed in the text of the moment. */
interface LinkData {
  readonly uri: string;
  readonly position: Position;
}

/** A link for each reference. Where it leads is computed when it is followed. */
export const documentLink: Feature<DocumentLinkParams, DocumentLink[]> = {
  method: DocumentLinkRequest.method,
  capability: () => ({ documentLinkProvider: { resolveProvider: true } }),
  async handle({ textDocument: { uri } }, { convert, session }) {
    const found = await session.navigation.ask(uri, (navigator, source) => {
      const links: DocumentLink[] = [];
      for (const name of navigator.index(source).all()) {
        if (!isLink(name)) continue;
        const range = convert.range(source, rangeOfName(name));
        const data: LinkData = { uri, position: range.start };
        links.push({ range, data });
      }
      return links;
    });
    return once(found.flat(), ({ range }) => ({ uri, range }));
  },
  fallback: () => [],
};

/** Editors find the URLs of other hosts themselves. */
function isLink({ kind, text }: Name): boolean {
  const isReference = kind === 'reference' || ((kind === 'schema' || kind === 'scheme') && /[#/]/.test(text));
  return isReference && !/^https?$/.test(schemeOf(text) ?? '');
}

/** Gives a link its target: the file, with line and character. */
export const documentLinkResolve: Feature<DocumentLink, DocumentLink> = {
  method: DocumentLinkResolveRequest.method,
  async handle(link, { convert, session }) {
    const { uri, position } = link.data as LinkData;
    const [targets] = await session.navigation.askName(
      uri,
      (source) => convert.offset(source, position),
      (name, navigator) =>
        navigator.definitionsOf(name).map((one) => {
          const { document } = one.node;
          const { start } = convert.range(document, rangesOf(one).name);
          return `${session.clientUri(document.uri)}#L${start.line + 1},${start.character + 1}`;
        }),
    );
    const target = targets?.[0];
    return target === undefined ? link : { ...link, target };
  },
  fallback: (link) => link,
};
