import { largestValue, upperBoundFixes } from '../../fixes/boundFixes.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming, weakParts } from '../../rule/schemaParts.ts';
import { type EffectiveSchema, isAnything } from '../../schemas/effectiveSchema.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import type { Fix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'unbounded-map',
    title: 'Map in a request has no maximum size',
    pillar: 'design',
    owasp: 'API4:2023',
    cwe: [770],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" accepts any number of properties. Add "maxProperties".',
      many: '"{name}" and {others:more map} accept any number of properties. Add "maxProperties".',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache }) {
      yield* groupNamed([...cache.getEach(mapsIn, nodes.Schema)].flat(), { ...partNaming, fixes: boundFixes });
    },
  },
});

const mapsIn = weakParts('unbounded-map.mapsIn', isOpenMap);

/** Only where further properties have a schema. Those of anything are for open-object and unspecified-schema. */
function isOpenMap(schema: EffectiveSchema): boolean {
  const isMap = ['additionalProperties', 'unevaluatedProperties', 'patternProperties'].some((key) => {
    const value = schema.get(key);
    return value?.kind === 'map' && !isAnything(value);
  });
  return isMap && !schema.isBoundedInProperties;
}

function boundFixes(parts: readonly SchemaPart[]): Iterable<Fix> {
  const places = parts.map(({ node }) => ({ schema: node, largest: largestValue('maxProperties', [node]) }));
  return upperBoundFixes('maxProperties', 100, 'map', places, ['type']);
}
