import { hostFixes, placeOf } from '../../fixes/patternFixes.ts';
import { isOutboundName, ofLogin } from '../../heuristics/outbound.ts';
import { pure } from '../../incremental/pure.ts';
import { clientUrls, serviceNames } from '../../lexicon/serviceUrls.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { MediaType, OpenApiDescription, Operation } from '../../openapi/model.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule, type RuleContext } from '../../rule/rule.ts';
import { sentParts } from '../../rule/schemaParts.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'unrestricted-outbound-url',
    title: 'Server requests a URL chosen by the client',
    pillar: 'design',
    owasp: 'API7:2023',
    cwe: [918],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: true,
    messages: {
      one: 'The server requests the URL in "{name}", which is not restricted. Add a "pattern" for the allowed hosts.',
      many: 'The server requests the URLs in "{name}" and {others:more field}, which are not restricted. Add a "pattern" for the allowed hosts.',
    },
  },

  visit: {
    Schema: sentParts(isTarget, (parts, resolve) => hostFixes(parts.flatMap(({ node }) => placeOf(node, resolve)))),
    *OpenAPI(description) {
      yield* groupNamed(shownTargets(description), {
        at: ({ node }) => ({ keyOf: node }),
        name: ({ name }) => name,
        fixes: (targets) => hostFixes(targets.flatMap(({ node }) => placeOf(node, description.resolve))),
      });
    },
  },
});

interface ShownTarget {
  readonly name: string;
  /** The property's schema. */
  readonly node: SourceNode;
}

/** Fields named after an API or a host, for which the example of a body shows a URL. */
function shownTargets({ operations, cache, resolve }: OpenApiDescription): readonly ShownTarget[] {
  const found = new Map<SourceNode, ShownTarget>();
  for (const { schema, node } of cache.collect(operations, bodiesWithExamples)) {
    const properties = schema === undefined ? undefined : resolve(schema)?.get('properties');
    for (const { key, value } of examplesOf(node, resolve).flatMap((example) => example.entries())) {
      const property = properties?.get(key);
      if (property === undefined || !isService(key) || !/^https?:\/\//i.test(value.string ?? '')) continue;
      if (isOpenText(resolve(property) ?? property)) found.set(property, { name: key, node: property });
    }
  }
  return [...found.values()];
}

const bodiesWithExamples = pure(
  'unrestricted-outbound-url.bodiesWithExamples',
  ({ requestBody }: Operation): readonly MediaType[] => {
    return (requestBody?.content ?? []).filter(({ node }) => node.has('example') || node.has('examples'));
  },
);

function isService(name: string): boolean {
  return serviceNames.matches(wordsIn(name)) && !isOutboundName(name);
}

function examplesOf(media: SourceNode, resolve: RuleContext['resolve']): readonly SourceNode[] {
  const named = media.get('examples')?.entries() ?? [];
  return [media.get('example'), ...named.map(({ value }) => resolve(value)?.get('value'))].flatMap(
    (example) => example ?? [],
  );
}

function isTarget(part: SchemaPart, resolve: RuleContext['resolve']): boolean {
  const { node, property, parent } = part;
  const schema = resolve(node) ?? node;
  if (property === undefined || !isOpenText(schema)) return false;
  if (clientUrls.find(proseOf('property', part, schema.get('description')?.string)) !== undefined) return false;
  const siblings = parent?.node.get('properties')?.entries() ?? [];
  if (/callback/i.test(property) && siblings.some(({ key }) => ofLogin.test(key))) return false;
  return isOutboundName(property, schema.get('format')?.string);
}

function isOpenText(schema: SourceNode): boolean {
  if (['pattern', 'enum', 'const', 'properties', '$ref'].some((key) => schema.has(key))) return false;
  const type = schema.get('type');
  const types = type?.string === undefined ? (type?.items() ?? []).map(({ string }) => string) : [type.string];
  return types.length === 0 || types.includes('string');
}
