import { pure } from '../incremental/pure.ts';
import type { OpenApiDescription, Operation } from '../openapi/model.ts';
import { type EffectiveSchema, effectiveOf } from '../schemas/effectiveSchema.ts';
import type { Place, SourceNode } from '../syntax/sourceNode.ts';
import { isOutboundName } from './outbound.ts';

/** A value of a request that is the URL of a callback. */
export interface CallbackSource {
  readonly name: string;
  readonly at: Place;
  readonly schema: EffectiveSchema;
  /** The parameter, or the property's schema. */
  readonly holder: SourceNode;
}

const isCallback = pure('callbackSources.isCallback', ({ kind }: Operation): boolean => {
  return kind === 'callback';
});

/** The parameters and properties that callback URLs come from, each definition once. */
export function callbackSources(description: OpenApiDescription): readonly CallbackSource[] {
  const callbacks = description.cache.select(description.operations, isCallback);
  if (callbacks.length === 0) return [];
  const owners = new Map(description.operations.map((operation) => [operation.pointer, operation]));
  const found = new Map<SourceNode, CallbackSource>();
  for (const { path, pointer } of callbacks) {
    const owner = owners.get(pointer.slice(0, pointer.lastIndexOf('/callbacks/')));
    const source = owner === undefined ? undefined : sourceOf(path, owner, description);
    if (source !== undefined) found.set(source.schema.place, source);
  }
  return [...found.values()];
}

/**
 * OAS 3.1.1 §4.8.20.4: `{$request.query.url}`, `{$request.body#/url}`, at the beginning or as the host. Behind a fixed
 * host, an expression is only a path.
 */
function sourceOf(expression: string, owner: Operation, { cache }: OpenApiDescription): CallbackSource | undefined {
  const [, where, rest = ''] =
    /^(?:https?:\/\/)?\{?\$request\.(query|header|path|body)[.#]([^}]*)\}?/.exec(expression) ?? [];
  if (where === undefined) return undefined;
  if (where !== 'body') {
    const parameter = owner.parameters.find(({ name, in: place }) => place === where && name === rest);
    const schema = parameter?.schema === undefined ? undefined : effectiveOf(parameter.schema, cache);
    if (parameter === undefined || schema === undefined) return undefined;
    return { name: rest, at: parameter.node.get('name') ?? parameter.node, schema, holder: parameter.node };
  }
  const names = rest.split('/').slice(1);
  let property = owner.requestSchemas[0];
  for (const name of names) {
    if (property === undefined) return undefined;
    property = effectiveOf(property, cache).propertiesIn('request').get(name);
  }
  const name = names.at(-1);
  const schema = property === undefined ? undefined : effectiveOf(property, cache);
  // unrestricted-outbound-url reports a property of that name, with or without callbacks.
  if (name === undefined || property === undefined || schema === undefined || isOutboundName(name)) return undefined;
  return { name, at: { keyOf: property }, schema, holder: property };
}
