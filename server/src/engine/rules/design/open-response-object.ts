import { pure } from '../../incremental/pure.ts';
import { gatherNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming } from '../../rule/schemaParts.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import { isReturned, type Schema } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'open-response-object',
    title: 'A response may hold more than it describes',
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
      one: '"{name}" is returned with any "additionalProperties", so nobody sees what else it gives away. Describe it, or close it.',
      many: '"{name}" and {others:more object} are returned with any "additionalProperties", so nobody sees what else they give away. Describe them.',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache }) {
      yield* gatherNamed(cache.collect(nodes.Schema, openIn), partNaming);
    },
  },
});

/** Said in so many words: what is open because nobody said anything may grow, and clients have to bear it. */
const openIn = pure('open-response-object.openIn', (schema: Schema): readonly SchemaPart[] =>
  schema.usage.request
    ? []
    : schema.parts.filter(
        (part) =>
          isReturned(schema, part) && part.node.has('properties') && isAnything(part.node.get('additionalProperties')),
      ),
);

/** `true`, or the empty schema, as generators write it. */
function isAnything(schema: SourceNode | undefined): boolean {
  return schema?.scalar === true || (schema?.kind === 'map' && schema.entries().length === 0);
}
