import { closeFixes } from '../../fixes/hardeningFixes.ts';
import { bindableBodies } from '../../heuristics/knownConstraints.ts';
import { hardening, partsOf } from '../../rule/hardening.ts';
import { defineRule } from '../../rule/rule.ts';
import { weakParts } from '../../rule/schemaParts.ts';
import type { EffectiveSchema } from '../../schemas/effectiveSchema.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import type { Schema } from '../../schemas/schemaUsage.ts';

const weak = weakParts('open-object.weak', isOpen);

export default defineRule({
  meta: {
    id: 'open-object',
    title: 'Request object accepts undescribed properties',
    pillar: 'design',
    owasp: 'API3:2023',
    cwe: [915],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" accepts undescribed properties. Add "additionalProperties: false".',
      many: '"{name}" and {others:more object} accept undescribed properties. Add "additionalProperties: false".',
    },
  },

  visit: {
    OpenAPI: hardening({
      weak,
      known(description) {
        const parts = partsOf(weak, description);
        const bodies = parts.length === 0 ? undefined : bindableBodies(description);
        return parts.filter(({ node }) => bodies?.has(node));
      },
      fixes: closeFixes,
    }),
  },
});

/** What is composed has other properties too, and what others are composed of, is closed by these: see open-composition. */
function isOpen(schema: EffectiveSchema, part: SchemaPart, { usage }: Schema): boolean {
  if (part.role === 'root' && usage.member) return false;
  // The keyword counts only the properties next to it, so the node is asked.
  const isAlone = schema.parts.length === 1 && schema.choices.length === 0;
  return isAlone && part.node.has('properties') && !schema.isClosed;
}
