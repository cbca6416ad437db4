import { pure } from '../../incremental/pure.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming } from '../../rule/schemaParts.ts';
import { holds, type SchemaPart } from '../../schemas/schemaUnit.ts';
import type { Schema } from '../../schemas/schemaUsage.ts';

export default defineRule({
  meta: {
    id: 'unusable-property',
    title: 'Property is both "readOnly" and "writeOnly"',
    pillar: 'design',
    owasp: 'API3:2023',
    cwe: [1059],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{name}" is both "readOnly" and "writeOnly", so it may neither be sent nor returned. Keep one of the two.',
      many: '"{name}" and {others:more property} are both "readOnly" and "writeOnly", so they may neither be sent nor returned. Keep one of the two.',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache }) {
      yield* groupNamed(cache.collect(nodes.Schema, unusableIn), partNaming);
    },
  },
});

const unusableIn = pure('unusable-property.unusableIn', (schema: Schema): readonly SchemaPart[] =>
  schema.parts.filter((part) =>
    (['readOnly', 'writeOnly'] as const).every((key) => holds(part, key) && part.node.get(key)?.scalar === true),
  ),
);
