import { targetFixes } from '../../fixes/patternFixes.ts';
import { isOutboundName } from '../../heuristics/outbound.ts';
import { pure } from '../../incremental/pure.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { restrictsTarget } from '../../patterns/restrictions.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { type EffectiveSchema, effectiveOf } from '../../schemas/effectiveSchema.ts';
import type { Place, SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'client-chosen-callback',
    title: 'Callback URL is chosen by the client',
    pillar: 'design',
    owasp: 'API7:2023',
    cwe: [918],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: true,
    messages: {
      one: 'The server sends callbacks to the URL in "{name}", which is not restricted. Add a "pattern" for the allowed hosts, or for HTTPS and host names alone.',
      many: 'The server sends callbacks to the URLs in "{name}" and {others:more field}, which are not restricted. Add a "pattern" for the allowed hosts, or for HTTPS and host names alone.',
    },
  },

  visit: {
    *OpenAPI(description) {
      yield* groupNamed(openSources(description), {
        at: ({ at }) => at,
        name: ({ name }) => name,
        fixes: (sources) =>
          targetFixes(
            sources.map(({ holder }) => holder),
            description.resolve,
          ),
      });
    },
  },
});

interface Source {
  readonly name: string;
  readonly at: Place;
  readonly schema: EffectiveSchema;
  /** The parameter, or the property's schema. */
  readonly holder: SourceNode;
}

const isCallback = pure('client-chosen-callback.isCallback', ({ kind }: Operation): boolean => {
  return kind === 'callback';
});

/** The unrestricted parameters and properties that callback URLs come from, each definition once. */
function openSources(description: OpenApiDescription): readonly Source[] {
  const callbacks = description.cache.select(description.operations, isCallback);
  if (callbacks.length === 0) return [];
  const owners = new Map(description.operations.map((operation) => [operation.pointer, operation]));
  const found = new Map<SourceNode, Source>();
  for (const { path, pointer } of callbacks) {
    const owner = owners.get(pointer.slice(0, pointer.lastIndexOf('/callbacks/')));
    const source = owner === undefined ? undefined : sourceOf(path, owner, description);
    if (source !== undefined && isOpen(source.schema)) found.set(source.schema.place, source);
  }
  return [...found.values()];
}

/**
 * OAS 3.1.1 §4.8.20.4: `{$request.query.url}`, `{$request.body#/url}`, at the beginning or as the host. Behind a fixed
 * host, an expression is only a path.
 */
function sourceOf(expression: string, owner: Operation, { cache }: OpenApiDescription): Source | undefined {
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

function isOpen(schema: EffectiveSchema): boolean {
  return !schema.isUnknown && !schema.isRestricted(restrictsTarget);
}
