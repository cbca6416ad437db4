import { query } from '../../incremental/query.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming, weakIn } from '../../rule/schemaParts.ts';
import type { EffectiveSchema } from '../../schemas/effectiveSchema.ts';
import { returnedWholes, type Schema } from '../../schemas/schemaUsage.ts';

export default defineRule({
  meta: {
    id: 'unbounded-response-text',
    title: 'String in a response has no maximum length',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [770],
    severity: 'hint',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" is returned with no maximum length and no fixed format. Add "maxLength", "format", "pattern" or "enum".',
      many: '"{name}" and {others:more string} are returned with no maximum length and no fixed format. Add "maxLength", "format", "pattern" or "enum".',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache }) {
      yield* groupNamed([...cache.getEach(openIn, nodes.Schema)].flat(), partNaming);
    },
  },
});

/** unbounded-string reports strings that are also sent. */
const openIn = query('unbounded-response-text.openIn', (cache: ReferenceCache, schema: Schema) =>
  schema.usage.request ? [] : weakIn(returnedWholes(schema), cache, isOpen, ['string']),
);

function isOpen(schema: EffectiveSchema): boolean {
  return !schema.isBoundedInLength && !schema.has('contentMediaType');
}
