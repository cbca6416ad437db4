import { holdsMoney } from '../../heuristics/money.ts';
import { pure } from '../../incremental/pure.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming } from '../../rule/schemaParts.ts';
import { type EffectiveSchema, effectiveOf } from '../../schemas/effectiveSchema.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import { isReturned, isSent, type Schema } from '../../schemas/schemaUsage.ts';

export default defineRule({
  meta: {
    id: 'imprecise-amount',
    title: 'Amount of money is a floating-point number',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [1339],
    severity: 'information',
    confidence: 'medium',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{name}" is an amount typed as a floating-point number, which cannot represent every cent. Use a decimal string, or an integer in minor units.',
      many: '"{name}" and {others:more amount} are typed as floating-point numbers, which cannot represent every cent. Use decimal strings, or integers in minor units.',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache }) {
      const amounts = cache.collect(nodes.Schema, amountsIn);
      yield* groupNamed(
        amounts.filter(({ node }) => isFloat(effectiveOf(node, cache))),
        partNaming,
      );
    },
  },
});

const amountsIn = pure('imprecise-amount.amountsIn', (schema: Schema): readonly SchemaPart[] =>
  schema.parts.filter(
    (part) => part.property !== undefined && holdsMoney(part) && (isSent(schema, part) || isReturned(schema, part)),
  ),
);

/** Not for `type: number` without a format, which may be a decimal. */
function isFloat(schema: EffectiveSchema): boolean {
  return schema.types.includes('number') && /^(float|double)$/.test(schema.get('format')?.string ?? '');
}
