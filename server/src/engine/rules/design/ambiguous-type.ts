import { defineRule } from '../../rule/rule.ts';
import { sentProperties } from '../../rule/schemaParts.ts';
import type { EffectiveSchema } from '../../schemas/effectiveSchema.ts';
import { typesOf } from '../../schemas/schemaUnit.ts';

export default defineRule({
  meta: {
    id: 'ambiguous-type',
    title: 'Property accepts a scalar or any object',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [843, 943],
    severity: 'information',
    confidence: 'medium',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{name}" accepts a scalar and any object, so code may receive an unexpected type. Choose one type, or use two properties.',
      many: '"{name}" and {others:more property} accept a scalar and any object, so code may receive an unexpected type. Choose one type for each.',
    },
  },

  visit: {
    Schema: sentProperties(() => true, isAmbiguous),
  },
});

/** True for a list of types, and for alternatives that state only a type. */
function isAmbiguous(schema: EffectiveSchema): boolean {
  const listed = typesOf(schema.get('type'));
  // A described alternative is intended.
  const undescribed = schema.choices
    .flat()
    .flatMap((alternative) => (alternative === undefined || isDescribed(alternative) ? [] : alternative.types));
  const types = new Set([...(listed.length > 1 ? listed : []), ...undescribed]);
  return types.has('object') && (types.has('string') || types.has('number') || types.has('integer'));
}

function isDescribed(schema: EffectiveSchema): boolean {
  return (
    schema.isUnknown ||
    schema.get('additionalProperties')?.kind === 'map' ||
    ['properties', 'enum', 'const', 'pattern', 'format'].some((key) => schema.has(key))
  );
}
