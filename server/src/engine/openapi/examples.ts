import type { SourceNode } from '../syntax/sourceNode.ts';

/**
 * The examples of a parameter, header, media type or schema: `example`, and `examples` as a list of values (JSON Schema)
 * or a map of Example Objects, whose value is under `value` or, since 3.2, `dataValue`.
 */
export function examplesOf(
  holder: SourceNode,
  resolve: (node: SourceNode) => SourceNode | undefined = (node) => node,
): readonly SourceNode[] {
  const examples = holder.get('examples');
  const named = (examples?.entries() ?? []).flatMap(({ value }) => {
    const example = resolve(value);
    return example?.get('dataValue') ?? example?.get('value') ?? [];
  });
  const example = holder.get('example');
  return [...(example === undefined ? [] : [example]), ...(examples?.items() ?? []), ...named];
}
