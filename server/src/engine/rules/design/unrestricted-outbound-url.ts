import { hostFixes, placeOf } from '../../fixes/patternFixes.ts';
import { isOutboundName, ofLogin } from '../../heuristics/outbound.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import { clientUrls, serviceNames } from '../../lexicon/serviceUrls.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { MediaType, OpenApiDescription, Operation } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { restrictsHost } from '../../patterns/restrictions.ts';
import { fewPlaces, groupNamed } from '../../rule/group.ts';
import { defineRule, type RuleContext } from '../../rule/rule.ts';
import { nameOfPart, partNaming, weakProperties } from '../../rule/schemaParts.ts';
import { type EffectiveSchema, effectiveOf } from '../../schemas/effectiveSchema.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import type { Schema } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import type { Fix } from '../../textEdits/fix.ts';

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
    *OpenAPI(description) {
      const { nodes, cache, resolve } = description;
      const fixes = (targets: readonly (SchemaPart | ShownTarget)[]) =>
        hostFixes(targets.flatMap(({ node }) => placeOf(node, resolve)));
      yield* groupSameNames([...cache.getEach(targetsIn, nodes.Schema)].flat(), fixes);
      yield* groupNamed(shownTargets(description), {
        at: ({ node }: ShownTarget) => ({ keyOf: node }),
        name: ({ name }: ShownTarget) => name,
        fixes,
      });
    },
  },
});

/** A name in several schemas is one decision of the server, and so is a habit of many names. */
function* groupSameNames(parts: readonly SchemaPart[], fixes: (parts: readonly SchemaPart[]) => Iterable<Fix>) {
  const byName = new Map<string, SchemaPart[]>();
  for (const part of parts) {
    const same = byName.get(nameOfPart(part));
    if (same === undefined) byName.set(nameOfPart(part), [part]);
    else same.push(part);
  }
  if (byName.size > fewPlaces) yield* groupNamed(parts, { ...partNaming, fixes });
  else for (const same of byName.values()) yield* groupNamed(same, { ...partNaming, fixes, few: 1 });
}

const targetsIn = query('unrestricted-outbound-url.targetsIn', (cache: ReferenceCache, schema: Schema) =>
  weakProperties(schema, cache, mayBeOutbound, isTarget),
);

interface ShownTarget {
  readonly name: string;
  /** The property's schema. */
  readonly node: SourceNode;
}

/** Fields named after an API or a host, for which the example of a body shows a URL. */
function shownTargets({ operations, cache, resolve }: OpenApiDescription): readonly ShownTarget[] {
  const found = new Map<SourceNode, ShownTarget>();
  for (const { schema, node } of cache.collect(operations, bodiesWithExamples)) {
    const properties = schema === undefined ? undefined : effectiveOf(schema, cache).propertiesIn('request');
    for (const { key, value } of examplesOf(node, resolve).flatMap((example) => example.entries())) {
      const property = properties?.get(key);
      if (property === undefined || !isService(key) || !/^https?:\/\//i.test(value.string ?? '')) continue;
      if (isOpenText(effectiveOf(property, cache))) found.set(property, { name: key, node: property });
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

/** By the name alone; the format decides as well. */
function mayBeOutbound(name: string): boolean {
  return isOutboundName(name, 'uri');
}

function isTarget(schema: EffectiveSchema, part: SchemaPart): boolean {
  const { property = '', parent } = part;
  if (!isOpenText(schema)) return false;
  if (clientUrls.find(proseOf('property', part, schema.get('description')?.string)) !== undefined) return false;
  // Names next to the property say what it is for; they are the part's own surroundings.
  const siblings = parent?.node.get('properties')?.entries() ?? [];
  if (/callback/i.test(property) && siblings.some(({ key }) => ofLogin.test(key))) return false;
  return isOutboundName(property, schema.get('format')?.string);
}

function isOpenText(schema: EffectiveSchema): boolean {
  if (schema.isUnknown || schema.has('properties') || schema.isRestricted(restrictsHost)) return false;
  return schema.types.length === 0 || schema.types.includes('string');
}
