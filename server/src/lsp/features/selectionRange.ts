import { type SelectionRange, type SelectionRangeParams, SelectionRangeRequest } from 'vscode-languageserver';
import { selectionsAt } from '../../engine/navigation/selection.ts';
import type { Feature } from './feature.ts';

/** What a selection grows to: text, quotes, entry, map, and so on to the whole document. */
export const selectionRange: Feature<SelectionRangeParams, SelectionRange[] | null> = {
  method: SelectionRangeRequest.method,
  capability: () => ({ selectionRangeProvider: true }),
  async handle({ textDocument: { uri }, positions }, { convert, session }) {
    const [selections] = await session.navigation.ask(uri, (_navigator, source) =>
      positions.map((position): SelectionRange => {
        const ranges = selectionsAt(source, convert.offset(source, position));
        return (
          ranges.reduceRight<SelectionRange | undefined>(
            (parent, range) => ({ range: convert.range(source, range), ...(parent === undefined ? {} : { parent }) }),
            undefined,
          ) ?? { range: { start: position, end: position } }
        );
      }),
    );
    return selections ?? null;
  },
  fallback: () => null,
};
