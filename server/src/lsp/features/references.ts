import { type Location, type ReferenceParams, ReferencesRequest } from 'vscode-languageserver';
import { rangeOfName } from '../../engine/navigation/names.ts';
import { rangesOf } from '../../engine/navigation/navigator.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import type { OffsetRange } from '../../engine/syntax/sourceNode.ts';
import type { Feature } from './feature.ts';
import { once } from './places.ts';

/** Every place that means the same as the name at a position, in all files of the descriptions that reach it. */
export const references: Feature<ReferenceParams, Location[]> = {
  method: ReferencesRequest.method,
  capability: () => ({ referencesProvider: true }),
  async handle({ textDocument: { uri }, position, context: { includeDeclaration } }, { convert, session }, token) {
    // Which files belong to the description is known from its check.
    if (!(await session.waitForCheck(uri, token))) return [];
    const toLocation = (document: SourceDocument, range: OffsetRange): Location => ({
      uri: session.clientUri(document.uri),
      range: convert.range(document, range),
    });
    const found = await session.navigation.askName(
      uri,
      (source) => convert.offset(source, position),
      (name, navigator) => [
        ...(includeDeclaration ? navigator.definitionsOf(name) : []).map((one) =>
          toLocation(one.node.document, rangesOf(one).name),
        ),
        ...navigator.usesOf(name).map((use) => toLocation(use.node.document, rangeOfName(use))),
      ],
    );
    return once(found.flat(), (location) => location);
  },
  fallback: () => [],
};
