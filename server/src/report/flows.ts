import type { OpenApiDescription } from '../engine/openapi/model.ts';
import { maskSecrets } from '../engine/sensitive/mask.ts';
import type { SourceNode } from '../engine/syntax/sourceNode.ts';

/** One class of sensitive data: where it enters and leaves the API. */
export interface Flow {
  readonly class: string;
  readonly fields: readonly FlowField[];
}

export interface FlowField {
  /** The property with its schema if that has a name, such as `Account.iban`; or the parameter. */
  readonly name: string;
  readonly direction: 'request' | 'response';
  /** Indexes into the operations of the description. */
  readonly operations: readonly number[];
}

/** Every sensitive field with the operations that send or return it, in document order, by class. */
export function flowsOf({ operations }: OpenApiDescription): readonly Flow[] {
  const classes = new Map<string, Map<string, FlowField & { readonly operations: number[] }>>();
  for (const [index, { sensitiveFields }] of operations.entries()) {
    for (const { class: name, direction, node, name: field } of sensitiveFields) {
      const shown = maskSecrets(schemaOf(node) === undefined ? field : `${schemaOf(node)}.${field}`);
      let fields = classes.get(name);
      if (fields === undefined) {
        fields = new Map();
        classes.set(name, fields);
      }
      const key = `${direction} ${shown}`;
      const known = fields.get(key);
      if (known === undefined) fields.set(key, { name: shown, direction, operations: [index] });
      else if (known.operations.at(-1) !== index) known.operations.push(index);
    }
  }
  return [...classes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, fields]) => ({ class: name, fields: [...fields.values()] }));
}

/** The name of the shared schema that holds a property. */
function schemaOf(property: SourceNode): string | undefined {
  for (let node = property.parent; node?.parent !== undefined; node = node.parent) {
    const holder = node.parent.key;
    if (holder === 'schemas' || holder === 'definitions') return typeof node.key === 'string' ? node.key : undefined;
  }
  return undefined;
}
