import { targetFixes } from '../../fixes/patternFixes.ts';
import { callbackSources } from '../../heuristics/callbackSources.ts';
import {
  isOfClients,
  isOutboundName,
  isRequestedByServer,
  mayBeRequested,
  ofLogin,
} from '../../heuristics/outbound.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import { hostNames, proxyHolders, proxyNames } from '../../lexicon/outbound.ts';
import { filterWords } from '../../lexicon/redirects.ts';
import { serviceNames } from '../../lexicon/serviceUrls.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { wordsIn } from '../../lexicon/words.ts';
import { examplesOf } from '../../openapi/examples.ts';
import type { MediaType, Operation, Parameter } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { restrictsTarget } from '../../patterns/restrictions.ts';
import { groupNamed } from '../../rule/group.ts';
import { type RequestValue, requestValueNaming, uniqueValues } from '../../rule/requestValues.ts';
import { defineRule } from '../../rule/rule.ts';
import { nameOfPart, weakProperties } from '../../rule/schemaParts.ts';
import { type EffectiveSchema, effectiveOf } from '../../schemas/effectiveSchema.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import type { Schema } from '../../schemas/schemaUsage.ts';

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
      one: 'The server requests the URL in "{name}", which is not restricted. Add a "pattern" for the allowed hosts, or for HTTPS and host names alone.',
      proxy:
        'The server connects through the proxy in "{name}", which is not restricted. Add a "pattern" for the allowed hosts, or for HTTPS and host names alone.',
      many: 'The server requests the URLs in "{name}" and {others:more field}, which are not restricted. Add a "pattern" for the allowed hosts, or for HTTPS and host names alone.',
    },
  },

  visit: {
    *Schema(schema, { cache }) {
      for (const part of weakProperties(schema, cache, mayBeProxy, isProxy)) {
        const fixes = () => targetFixes([part.node], cache.resolve);
        yield { at: { keyOf: part.node }, message: 'proxy', data: { name: nameOfPart(part) }, fixes };
      }
    },
    *OpenAPI(description) {
      const { cache, nodes, operations, resolve } = description;
      // client-chosen-callback reports the values that callbacks are sent to.
      const ofCallbacks = new Set(callbackSources(description).map(({ holder }) => holder));
      const targets = [
        ...[...cache.getEach(targetsIn, nodes.Schema)].flat(),
        ...[...cache.getEach(targetAt, nodes.Parameter)].flat(),
        ...[...cache.getEach(shownTargets, [...new Set(cache.collect(operations, bodiesWithExamples))])].flat(),
      ].filter(({ node }) => !ofCallbacks.has(node));
      yield* groupNamed(uniqueValues(targets), {
        ...requestValueNaming,
        fixes: (left) =>
          targetFixes(
            left.map(({ node }) => node),
            resolve,
          ),
      });
    },
  },
});

const targetsIn = query(
  'unrestricted-outbound-url.targetsIn',
  (cache: ReferenceCache, schema: Schema): readonly RequestValue[] =>
    weakProperties(schema, cache, mayBeRequested, isTarget).map((part) => ({
      name: nameOfPart(part),
      node: part.node,
    })),
);

const targetAt = query(
  'unrestricted-outbound-url.targetAt',
  (cache: ReferenceCache, parameter: Parameter): readonly RequestValue[] => {
    const { name, node, in: where, schema } = parameter;
    if (where === 'path' || schema === undefined || !mayBeRequested(name)) return [];
    const effective = effectiveOf(schema, cache);
    const format = effective.get('format')?.string;
    const description = proseOf('parameter', parameter, node.get('description')?.string);
    if (!isOpenText(effective) || isOfClients(description)) return [];
    if (filterWords.find(description) !== undefined) return [];
    return isRequestedByServer({ name, format, description, around: [], node }) ? [{ name, node }] : [];
  },
);

/** Fields named after an API or a host, for which the example of a body shows a URL. */
const shownTargets = query(
  'unrestricted-outbound-url.shownTargets',
  (cache: ReferenceCache, { schema, node }: MediaType): readonly RequestValue[] => {
    if (schema === undefined) return [];
    // Few examples show such a field, and their schemas alone are read.
    const shown = examplesOf(node, cache.resolve)
      .flatMap((example) => example.entries())
      .filter(({ key, value }) => isService(key) && /^https?:\/\//i.test(value.string ?? ''));
    if (shown.length === 0) return [];
    const properties = effectiveOf(schema, cache).propertiesIn('request');
    return shown.flatMap(({ key }) => {
      const property = properties.get(key);
      return property !== undefined && isOpenText(effectiveOf(property, cache)) ? [{ name: key, node: property }] : [];
    });
  },
);

const bodiesWithExamples = pure(
  'unrestricted-outbound-url.bodiesWithExamples',
  ({ requestBody }: Operation): readonly MediaType[] => {
    return (requestBody?.content ?? []).filter(({ node }) => node.has('example') || node.has('examples'));
  },
);

function isService(name: string): boolean {
  return serviceNames.matches(wordsIn(name)) && !isOutboundName(name);
}

function isTarget(schema: EffectiveSchema, part: SchemaPart): boolean {
  const { property = '', parent } = part;
  if (!isOpenText(schema)) return false;
  const description = proseOf('property', part, schema.get('description')?.string);
  if (isOfClients(description)) return false;
  // Names next to the property say what it is for; they are the part's own surroundings.
  const siblings = parent?.node.get('properties')?.entries() ?? [];
  if (/callback/i.test(property) && siblings.some(({ key }) => ofLogin.test(key))) return false;
  const format = schema.get('format')?.string;
  return isRequestedByServer({ name: property, format, description, around: part.enclosing, node: part.node });
}

function mayBeProxy(name: string): boolean {
  const words = wordsIn(name);
  return proxyNames.matches(words) || hostNames.matches(words);
}

/** `proxyUrl`, `egressProxy: { address }`: where the server's own requests go. */
function isProxy(schema: EffectiveSchema, part: SchemaPart): boolean {
  const { property = '', enclosing } = part;
  if (!isOpenText(schema) || isTarget(schema, part)) return false;
  return proxyNames.matches(wordsIn(property)) || proxyHolders.matches(wordsIn(enclosing[1] ?? ''));
}

function isOpenText(schema: EffectiveSchema): boolean {
  if (schema.isUnknown || schema.has('properties') || schema.isRestricted(restrictsTarget)) return false;
  return schema.types.length === 0 || schema.types.includes('string');
}
