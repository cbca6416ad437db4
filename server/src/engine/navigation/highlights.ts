import { isLimitExtension } from '../openapi/rateLimit.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { OffsetRange, SourceNode } from '../syntax/sourceNode.ts';
import { nameIn, nameOfKey, type Reading, rangeOfName } from './names.ts';
import { objectSpot, type Spot, spotBelow } from './spots.ts';

/** What an editor shows in a color of its own, because security depends on it. */
export type HighlightKind = 'method' | 'scheme' | 'scope' | 'security' | 'extension';

export interface Highlight extends OffsetRange {
  readonly kind: HighlightKind;
  readonly isDefinition: boolean;
}

const securityKeys = new Set(['security', 'securitySchemes', 'securityDefinitions']);

/** The highlights in a range, in the order of the text. Only what the range touches is read. */
export function highlightsIn(
  document: SourceDocument,
  { grammar, starts }: Reading,
  range: OffsetRange,
): readonly Highlight[] {
  const found: Highlight[] = [];
  const { root } = document;
  if (root === undefined) return found;
  const add = (node: SourceNode, isKey: boolean, kind: HighlightKind, isDefinition = false): void => {
    found.push({ ...rangeOfName({ node, isKey }), kind, isDefinition });
  };
  interface Item {
    readonly node: SourceNode;
    readonly spot: Spot | undefined;
    readonly holder: Spot | undefined;
    readonly depth: number;
  }
  const start = starts.get('');
  const stack: Item[] = [{ node: root, spot: start && objectSpot(start), holder: undefined, depth: 0 }];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { node, holder, depth } = item;
    const begun = item.spot === undefined && starts.size > 0 ? starts.get(node.pointer) : undefined;
    const spot = item.spot ?? (begun && objectSpot(begun));
    const { key } = node;
    if (typeof key === 'string') {
      const name = nameOfKey(node, spot, holder, begun !== undefined);
      const isOfObject = holder?.is === 'object';
      if (name?.kind === 'scheme') add(node, true, 'scheme', name.role === 'definition');
      else if (name?.kind === 'scope') add(node, true, 'scope', true);
      else if (isOfObject && spot?.is === 'object' && spot.kind === 'Operation') add(node, true, 'method');
      else if (spot?.is === 'security' || (spot?.is === 'named' && securityKeys.has(key))) add(node, true, 'security');
      else if (isOfObject && (key.startsWith('x-portcullis-') || isLimitExtension(key))) add(node, true, 'extension');
    }
    const name = nameIn(node, spot);
    if (name?.kind === 'scheme' || name?.kind === 'scope') add(node, false, name.kind);
    if (node.kind !== 'map' && node.kind !== 'sequence') continue;
    // Below an object that the specification does not know, only another document's reference can begin.
    if (spot === undefined && starts.size < 2 && depth > 0) continue;
    const isTouched = (first: number, end: number): boolean => first <= range.end && end >= range.start;
    for (const { key: name, keyStart, value } of node.ownEntries()) {
      if (isTouched(keyStart, value.end))
        stack.push({
          node: value,
          spot: spot && spotBelow(spot, name, value, grammar),
          holder: spot,
          depth: depth + 1,
        });
    }
    for (const [index, value] of node.ownItems().entries()) {
      if (isTouched(value.start, value.end))
        stack.push({
          node: value,
          spot: spot && spotBelow(spot, index, value, grammar),
          holder: spot,
          depth: depth + 1,
        });
    }
  }
  return found
    .filter(({ start: first, end }) => end > first && first < range.end && end > range.start)
    .sort((a, b) => a.start - b.start);
}
