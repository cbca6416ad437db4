import { lowerBoundFixes } from '../../fixes/boundFixes.ts';
import { isPayable, movesMoney } from '../../heuristics/money.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import { twoDirections } from '../../lexicon/money.ts';
import { proseOf } from '../../lexicon/subject.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming } from '../../rule/schemaParts.ts';
import { type EffectiveSchema, effectiveOf } from '../../schemas/effectiveSchema.ts';
import { partsNear, type SchemaPart } from '../../schemas/schemaUnit.ts';
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
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" may be negative in a request, which can reverse a payment. Add "minimum".',
      many: '"{name}" and {others:more amount} may be negative in requests, which can reverse payments. Add "minimum".',
    },
  },

  visit: {
    *OpenAPI(description, { config }) {
      const { nodes, cache } = description;
      const isStrict = config.profile === 'strict' || config.rules['negative-amount'] !== undefined;
      const paid = isStrict ? undefined : sentToPay(description);
      const amounts = cache.collect(nodes.Schema, payableIn).filter((part) => {
        if (paid !== undefined && !paid.has(part.node)) return false;
        return isOpen(effectiveOf(part.node, cache)) && (paid === undefined || !hasTwoDirections(part, cache));
      });
      const schemaOf = ({ node }: SchemaPart): SourceNode => effectiveOf(node, cache).place;
      yield* groupNamed(amounts, {
        ...partNaming,
        fixes: (parts) => lowerBoundFixes('minimum', 0, 'amount', parts.map(schemaOf)),
        // One habit of the author, however many amounts there are.
        ...(isStrict ? {} : { few: 1 }),
      });
    },
  },
});

/** The properties of the requests that pay, transfer or charge. */
function sentToPay(description: OpenApiDescription): ReadonlySet<SourceNode> {
  const { operations, cache } = description;
  const paying = operations.filter((operation) => movesMoney(operation, description));
  return new Set(paying.flatMap((operation) => cache.get(sentBy, operation)));
}

const sentBy = query('negative-amount.sentBy', (cache: ReferenceCache, { requestSchemas }: Operation) =>
  requestSchemas.flatMap((schema) => partsNear(schema, cache.resolve).map(({ node }) => node)),
);

function hasTwoDirections(part: SchemaPart, cache: ReferenceCache): boolean {
  const text = effectiveOf(part.node, cache).get('description')?.string;
  return twoDirections.find(proseOf('property', part, text)) !== undefined;
}

const payableIn = pure('negative-amount.payableIn', (schema: Schema): readonly SchemaPart[] =>
  schema.parts.filter((part) => part.property !== undefined && isPayable(part.property) && isSent(schema, part)),
);

function isOpen(schema: EffectiveSchema): boolean {
  return schema.types.some((type) => type === 'number' || type === 'integer') && !schema.hasMinimum;
}
