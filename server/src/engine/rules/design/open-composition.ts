import { counted } from '../../counted.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming, weakParts } from '../../rule/schemaParts.ts';
import type { EffectiveSchema } from '../../schemas/effectiveSchema.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import type { Schema } from '../../schemas/schemaUsage.ts';
import type { Fix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'open-composition',
    title: 'Composed request object accepts undescribed properties',
    pillar: 'design',
    owasp: 'API3:2023',
    cwe: [915],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    versions: ['3.1', '3.2'],
    messages: {
      one: '"{name}" combines schemas and accepts undescribed properties. Add "unevaluatedProperties: false".',
      many: '"{name}" and {others:more composed object} accept undescribed properties. Add "unevaluatedProperties: false".',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache }) {
      const open = [...cache.getEach(openIn, nodes.Schema)].flat();
      yield* groupNamed(open, { ...partNaming, fixes: (parts) => [close(parts)] });
    },
  },
});

const openIn = weakParts('open-composition.openIn', isOpen);

/** Only of objects: `oneOf` may choose from strings. A member cannot close the whole composition. */
function isOpen(schema: EffectiveSchema, part: SchemaPart, { usage }: Schema): boolean {
  if (schema.parts.length + schema.choices.length < 2 || (part.role === 'root' && usage.member)) return false;
  if (schema.isClosed || schema.isPartlyUnknown) return false;
  return schema.types.some((type) => type !== 'object') ? false : schema.properties.size > 0;
}

function close(parts: readonly SchemaPart[]): Fix {
  return {
    title:
      parts.length === 1
        ? 'Add "unevaluatedProperties: false"'
        : `Add "unevaluatedProperties: false" to ${counted(parts.length, 'composed object')}`,
    safety: 'unsafe',
    patches: parts.map(({ node }) => ({
      op: 'set',
      at: node,
      path: ['unevaluatedProperties'],
      value: false,
      after: ['allOf'],
    })),
  };
}
