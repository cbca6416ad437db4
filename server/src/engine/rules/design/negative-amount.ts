import { lowerBoundFixes } from '../../fixes/boundFixes.ts';
import { isPayable } from '../../heuristics/money.ts';
import { pure } from '../../incremental/pure.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming } from '../../rule/schemaParts.ts';
import { type EffectiveSchema, effectiveOf } from '../../schemas/effectiveSchema.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import { isSent, type Schema } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'negative-amount',
    title: 'Amount in a request may be negative',
    pillar: 'design',
    owasp: 'API6:2023',
    cwe: [839, 1284],
    severity: 'information',
    confidence: 'medium',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" may be negative in a request, which can reverse a payment. Add "minimum".',
      many: '"{name}" and {others:more amount} may be negative in requests, which can reverse payments. Add "minimum".',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache }) {
      const amounts = cache.collect(nodes.Schema, payableIn).filter(({ node }) => isOpen(effectiveOf(node, cache)));
      const schemaOf = ({ node }: SchemaPart): SourceNode => effectiveOf(node, cache).place;
      yield* groupNamed(amounts, {
        ...partNaming,
        fixes: (parts) => lowerBoundFixes('minimum', 0, 'amount', parts.map(schemaOf)),
      });
    },
  },
});

const payableIn = pure('negative-amount.payableIn', (schema: Schema): readonly SchemaPart[] =>
  schema.parts.filter((part) => part.property !== undefined && isPayable(part.property) && isSent(schema, part)),
);

function isOpen(schema: EffectiveSchema): boolean {
  return schema.types.some((type) => type === 'number' || type === 'integer') && !schema.hasMinimum;
}
