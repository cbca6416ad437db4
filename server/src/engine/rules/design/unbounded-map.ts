import { largestValue, upperBoundFixes } from '../../fixes/boundFixes.ts';
import { pure } from '../../incremental/pure.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming } from '../../rule/schemaParts.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import { isSent, type Schema } from '../../schemas/schemaUsage.ts';
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
      yield* groupNamed(cache.collect(nodes.Schema, mapsIn), { ...partNaming, fixes: boundFixes });
    },
  },
});

const mapsIn = pure('unbounded-map.mapsIn', (schema: Schema): readonly SchemaPart[] =>
  schema.parts.filter((part) => isSent(schema, part) && isOpenMap(part)),
);

/** Only where further properties have a schema. `true` tolerates them, which open-object reports. */
function isOpenMap({ node }: SchemaPart): boolean {
  if (['maxProperties', 'propertyNames', '$ref'].some((key) => node.has(key))) return false;
  return ['additionalProperties', 'unevaluatedProperties', 'patternProperties'].some(
    (key) => node.get(key)?.kind === 'map',
  );
}

function boundFixes(parts: readonly SchemaPart[]): Iterable<Fix> {
  const places = parts.map(({ node }) => ({ schema: node, largest: largestValue('maxProperties', [node]) }));
  return upperBoundFixes('maxProperties', 100, 'map', places, ['type']);
}
