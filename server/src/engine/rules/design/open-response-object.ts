import { pure } from '../../incremental/pure.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming } from '../../rule/schemaParts.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import { isReturned, type Schema } from '../../schemas/schemaUsage.ts';
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
      yield* groupNamed(cache.collect(nodes.Schema, openIn), partNaming);
    },
  },
});

/** Only where the keyword is written: an object that is open by default may grow, and clients have to accept that. */
const openIn = pure('open-response-object.openIn', (schema: Schema): readonly SchemaPart[] =>
  schema.usage.request
    ? []
    : schema.parts.filter(
        (part) =>
          isReturned(schema, part) && part.node.has('properties') && isAnything(part.node.get('additionalProperties')),
      ),
);

/** `true`, or the empty schema that generators write. */
function isAnything(schema: SourceNode | undefined): boolean {
  return schema?.scalar === true || (schema?.kind === 'map' && schema.entries().length === 0);
}
