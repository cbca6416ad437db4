import { query } from '../../incremental/query.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { type EffectiveSchema, effectiveOf, isAnything } from '../../schemas/effectiveSchema.ts';
import { returnedWholes, type Schema, sentWholes } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'undescribed-required-property',
    title: 'Required property is not described',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [1284],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{name}" is required but not described, so its value is not validated. Describe it in "properties".',
      many: '"{name}" and {others:more property} are required but not described, so their values are not validated. Describe them in "properties".',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache }) {
      const undescribed = new Set([...cache.getEach(undescribedIn, nodes.Schema)].flat());
      yield* groupNamed([...undescribed], {
        at: (node) => node,
        name: ({ string }) => string ?? '',
      });
    },
  },
});

const undescribedIn = query(
  'undescribed-required-property.undescribedIn',
  (cache: ReferenceCache, schema: Schema): readonly SourceNode[] => {
    const wholes = new Set([...sentWholes(schema), ...returnedWholes(schema)]);
    return [...wholes].flatMap(({ node }) => (requiresAnything(node) ? undescribedOf(effectiveOf(node, cache)) : []));
  },
);

/** A test of the node alone for speed: what it is composed of may require something too. */
function requiresAnything(node: SourceNode): boolean {
  return ['required', 'allOf', 'anyOf', 'oneOf', '$ref', 'if', 'dependentSchemas'].some((key) => node.has(key));
}

/** The required properties that nothing in the whole composition describes. */
function undescribedOf(schema: EffectiveSchema): readonly SourceNode[] {
  const { properties } = schema;
  if (properties.size === 0 || schema.isPartlyUnknown) return [];
  const all = [...schema.everySchema()];
  if (all.some(describesOthers)) return [];
  // The values of this one choose a schema.
  const discriminators = new Set(all.map((one) => one.at('discriminator', 'propertyName')?.string));
  return all
    .flatMap((one) => one.get('required')?.items() ?? [])
    .filter(({ string }) => string !== undefined && !properties.has(string) && !discriminators.has(string));
}

/** Properties of any name are described. */
function describesOthers(schema: SourceNode): boolean {
  return ['patternProperties', 'additionalProperties', 'unevaluatedProperties'].some((key) => {
    const value = schema.get(key);
    return value?.kind === 'map' && !isAnything(value);
  });
}
