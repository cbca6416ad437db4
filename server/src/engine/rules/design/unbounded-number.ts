import { defineRule } from '../../rule/rule.ts';
import { sentParts } from '../../rule/schemaParts.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';

export default defineRule({
  meta: {
    id: 'unbounded-number',
    title: 'Number in a request is not bounded',
    pillar: 'design',
    owasp: 'API4:2023',
    cwe: [1284],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" is not bounded at both ends. Add "minimum" and "maximum".',
      many: '"{name}" and {others:more number} are not bounded at both ends. Add "minimum" and "maximum".',
    },
  },

  visit: {
    Schema: sentParts(isOpen),
  },
});

const lower = ['minimum', 'exclusiveMinimum', 'enum', 'const', '$ref'];
const upper = ['maximum', 'exclusiveMaximum', 'enum', 'const', '$ref'];

function isOpen({ node, types }: SchemaPart): boolean {
  const isNumber = types.includes('integer') || types.includes('number');
  return isNumber && !(lower.some((key) => node.has(key)) && upper.some((key) => node.has(key)));
}
