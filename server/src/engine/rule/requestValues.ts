import { isServed } from '../heuristics/operationKind.ts';
import { pure } from '../incremental/pure.ts';
import type { OpenApiDescription, Operation, Parameter } from '../openapi/model.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import type { Naming } from './group.ts';

/** A value that clients send, for rules that look at parameters and properties alike. */
export interface RequestValue {
  readonly name: string;
  /** The property's schema, or the parameter. */
  readonly node: SourceNode;
}

/** One finding for the description: such values are one habit of the author, however many there are. */
export const requestValueNaming: Naming<RequestValue> = {
  at: ({ node }) => (node.has('in') ? (node.get('name') ?? { keyOf: node }) : { keyOf: node }),
  name: ({ name }) => name,
  few: 1,
};

/** The parameters of the operations that clients call, each once. */
export function servedParameters({ cache, operations }: OpenApiDescription): readonly Parameter[] {
  return [...new Set(cache.collect(operations, parametersOf))];
}

const parametersOf = pure('requestValues.parametersOf', (operation: Operation): readonly Parameter[] =>
  isServed(operation) ? operation.parameters : [],
);

/** Each value once: a shared schema is found from several operations. */
export function uniqueValues<Value extends RequestValue>(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [value.node, value])).values()];
}
