import { defineRule } from '../../rule/rule.ts';
import { sentParts } from '../../rule/schemaParts.ts';
import type { Resolve, SchemaPart } from '../../schemas/schemaUnit.ts';
import { viewOf } from '../../schemas/schemaView.ts';

export default defineRule({
  meta: {
    id: 'unbounded-array',
    title: 'Array in a request has no maximum size',
    pillar: 'design',
    owasp: 'API4:2023',
    cwe: [770, 1284],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" accepts any number of items. Add "maxItems".',
      many: '"{name}" and {others:more array} accept any number of items. Add "maxItems".',
    },
  },

  visit: {
    Schema: sentParts(isOpen),
  },
});

function isOpen({ node, types }: SchemaPart, resolve: Resolve): boolean {
  if (!types.includes('array') || ['maxItems', 'enum', 'const', '$ref'].some((key) => node.has(key))) return false;
  const items = node.get('items');
  // Unique items of an `enum` are bounded by its length.
  return !(node.get('uniqueItems')?.scalar === true && items !== undefined && viewOf(items, resolve)?.has('enum'));
}
