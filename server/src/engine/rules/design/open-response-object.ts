import { query } from '../../incremental/query.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming, weakIn } from '../../rule/schemaParts.ts';
import { isAnything } from '../../schemas/effectiveSchema.ts';
import { returnedWholes, type Schema } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'open-response-object',
    title: 'Response object may return undescribed properties',
    pillar: 'design',
    owasp: 'API3:2023',
    cwe: [213],
    severity: 'hint',
    confidence: 'medium',
    recommended: false,
    compliance: ['GDPR Art. 5(1)(c)', 'HIPAA 164.502(b)'],
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{name}" can be returned with undescribed properties, so the returned data cannot be reviewed. Describe them, and add "additionalProperties: false".',
      many: '"{name}" and {others:more object} can be returned with undescribed properties. Describe them, and add "additionalProperties: false".',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache }) {
      yield* groupNamed([...cache.getEach(openIn, nodes.Schema)].flat(), partNaming);
    },
  },
});

/** Only where the keyword is written: an object that is open by default may grow, and clients have to accept that. */
const openIn = query('open-response-object.openIn', (cache: ReferenceCache, schema: Schema) =>
  schema.usage.request
    ? []
    : weakIn(
        returnedWholes(schema).filter(
          // The finding is about this keyword, so the node is asked; the view says whether another one closes the object.
          ({ node }) => node.has('properties') && isOpenlyWritten(node.get('additionalProperties')),
        ),
        cache,
        ({ isClosed }) => !isClosed,
      ),
);

function isOpenlyWritten(value: SourceNode | undefined): boolean {
  return value !== undefined && isAnything(value);
}
