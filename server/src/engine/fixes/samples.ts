import type { SourceNode } from '../syntax/sourceNode.ts';

/** The values that a holder of schema keywords documents: `default`, `example`, and `examples` as a list or a map. */
export function samplesOf(holder: SourceNode): readonly SourceNode[] {
  const examples = holder.get('examples');
  const listed = [...(examples?.items() ?? []), ...(examples?.entries() ?? []).map(({ value }) => value.get('value'))];
  return [holder.get('default'), holder.get('example'), ...listed].filter((node) => node !== undefined);
}
