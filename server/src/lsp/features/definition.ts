import {
  type DefinitionLink,
  type DefinitionParams,
  DefinitionRequest,
  type Location,
  type Range,
} from 'vscode-languageserver';
import { rangeOfName } from '../../engine/navigation/names.ts';
import { rangesOf } from '../../engine/navigation/navigator.ts';
import type { Context } from '../context.ts';
import type { Feature } from './feature.ts';
import { once } from './places.ts';

/** Where the name at a position is defined: the key of a component, a scheme, a scope, an operation, a tag. */
export const definition: Feature<DefinitionParams, DefinitionLink[] | Location[]> = {
  method: DefinitionRequest.method,
  capability: () => ({ definitionProvider: true }),
  async handle(params, context) {
    const links = await definitionsAt(params, context);
    if (context.client.definitionLinks) return links;
    return links.map(({ targetUri, targetSelectionRange }) => ({ uri: targetUri, range: targetSelectionRange }));
  },
  fallback: () => [],
};

async function definitionsAt(
  { textDocument, position }: DefinitionParams,
  { convert, session }: Context,
): Promise<DefinitionLink[]> {
  const found = await session.navigation.askName(
    textDocument.uri,
    (source) => convert.offset(source, position),
    (name, navigator, source) => {
      const originSelectionRange: Range = convert.range(source, rangeOfName(name));
      return navigator.definitionsOf(name).map((one): DefinitionLink => {
        const { document } = one.node;
        const ranges = rangesOf(one);
        return {
          originSelectionRange,
          targetUri: session.clientUri(document.uri),
          targetRange: convert.range(document, ranges.whole),
          targetSelectionRange: convert.range(document, ranges.name),
        };
      });
    },
  );
  return once(found.flat(), ({ targetUri, targetSelectionRange }) => ({
    uri: targetUri,
    range: targetSelectionRange,
  }));
}
