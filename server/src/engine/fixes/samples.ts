import { examplesOf } from '../openapi/examples.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';

/** The values that a holder of schema keywords documents: `default`, `example`, and `examples` as a list or a map. */
export function samplesOf(holder: SourceNode): readonly SourceNode[] {
  const value = holder.get('default');
  return value === undefined ? examplesOf(holder) : [value, ...examplesOf(holder)];
}
