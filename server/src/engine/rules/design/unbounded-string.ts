import { defineRule } from '../../rule/rule.ts';
import { sentParts } from '../../rule/schemaParts.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';

export default defineRule({
  meta: {
    id: 'unbounded-string',
    title: 'String in a request has no maximum length',
    pillar: 'design',
    owasp: 'API4:2023',
    cwe: [770, 1284],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" has no maximum length and no fixed format. Add "maxLength", "format", "pattern" or "enum".',
      many: '"{name}" and {others:more string} have no maximum length and no fixed format. Add "maxLength", "format", "pattern" or "enum".',
    },
  },

  visit: {
    Schema: sentParts(isOpen),
  },
});

const bounds = ['maxLength', 'format', 'pattern', 'enum', 'const', 'contentEncoding', '$ref'];

function isOpen({ node, types }: SchemaPart): boolean {
  return types.includes('string') && !bounds.some((key) => node.has(key));
}
