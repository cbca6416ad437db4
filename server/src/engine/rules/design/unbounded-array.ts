import { defineRule } from '../../rule/rule.ts';
import { sentParts } from '../../rule/schemaParts.ts';
import type { Resolve, SchemaPart } from '../../schemas/schemaUnit.ts';
import { viewOf } from '../../schemas/schemaView.ts';

export default defineRule({
  meta: {
    id: 'unbounded-array',
    title: 'A list in a request has no bound',
    pillar: 'design',
    owasp: 'API4:2023',
    cwe: [770, 1284],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" may have any number of items. Add "maxItems".',
      many: '"{name}" and {others:more list} may have any number of items. Add "maxItems".',
    },
  },

  visit: {
    Schema: sentParts(isOpen),
  },
});

function isOpen({ node, types }: SchemaPart, resolve: Resolve): boolean {
  if (!types.includes('array') || ['maxItems', 'enum', 'const', '$ref'].some((key) => node.has(key))) return false;
  const items = node.get('items');
  // Each of a closed set, once.
  return !(node.get('uniqueItems')?.scalar === true && items !== undefined && viewOf(items, resolve)?.has('enum'));
}
