import { pure } from '../../incremental/pure.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming } from '../../rule/schemaParts.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import { isReturned, type Schema } from '../../schemas/schemaUsage.ts';

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
      yield* groupNamed(cache.collect(nodes.Schema, openIn), partNaming);
    },
  },
});

/** unbounded-string reports strings that are also sent. */
const openIn = pure('unbounded-response-text.openIn', (schema: Schema): readonly SchemaPart[] =>
  schema.usage.request ? [] : schema.parts.filter((part) => isReturned(schema, part) && isOpen(part)),
);

const bounds = ['maxLength', 'format', 'pattern', 'enum', 'const', 'contentEncoding', 'contentMediaType', '$ref'];

function isOpen({ node, types }: SchemaPart): boolean {
  return types.includes('string') && !bounds.some((key) => node.has(key));
}
