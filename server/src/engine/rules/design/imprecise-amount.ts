import { holdsMoney } from '../../heuristics/money.ts';
import { pure } from '../../incremental/pure.ts';
import { gatherNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming } from '../../rule/schemaParts.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import { isReturned, isSent, type Schema } from '../../schemas/schemaUsage.ts';
import { type SchemaView, viewOf } from '../../schemas/schemaView.ts';

export default defineRule({
  meta: {
    id: 'imprecise-amount',
    title: 'Money is a floating-point number',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [1339],
    severity: 'information',
    confidence: 'medium',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{name}" is money as a floating-point number, which cannot hold every cent. Use a string, or whole units of the smallest coin.',
      many: '"{name}" and {others:more amount} are floating-point numbers, which cannot hold every cent. Use strings, or whole units of the smallest coin.',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache, resolve }) {
      const amounts = cache.collect(nodes.Schema, amountsIn);
      yield* gatherNamed(
        amounts.filter(({ node }) => isFloat(viewOf(node, resolve))),
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

/** Where only "number" is said, a decimal may be meant. */
function isFloat(schema: SchemaView | undefined): boolean {
  return schema?.types.includes('number') === true && /^(float|double)$/.test(schema.get('format')?.string ?? '');
}
