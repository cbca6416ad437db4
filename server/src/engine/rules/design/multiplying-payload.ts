import type { SchemaPart } from '../../openapi/schemaUnit.ts';
import { isSent, type Schema } from '../../openapi/schemaUsage.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'multiplying-payload',
    title: 'Bounds that multiply, or a schema without end',
    pillar: 'design',
    owasp: 'API4:2023',
    cwe: [770, 674],
    severity: 'information',
    confidence: 'medium',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      product:
        'Arrays within arrays allow {items} items in one request, each within its own bound. Lower a "maxItems".',
      recursive:
        '"{name}" holds itself in lists of any length, so one request may be as deep and as wide as its sender likes. Add "maxItems".',
    },
  },

  visit: {
    *Schema(schema) {
      if (!schema.usage.request) return;
      for (const part of schema.parts) {
        const items = isSent(schema, part) ? productOf(part) : 0;
        if (items <= budget) continue;
        yield {
          at: part.node.get('maxItems') ?? { keyOf: part.node },
          message: 'product',
          data: { items: items.toLocaleString('en') },
        };
        break;
      }
      const again = schema.references.find((part) => isSent(schema, part) && isItselfInOpenList(schema, part));
      if (again !== undefined) {
        yield { at: { keyOf: again.node }, message: 'recursive', data: { name: schema.name ?? 'schema' } };
      }
    },
  },
});

/** More items than anybody sends on purpose. */
const budget = 1_000_000;

/** How many items all bounded arrays around and including this one allow; 0 unless there are at least two. */
function productOf(part: SchemaPart): number {
  let product = 1;
  let arrays = 0;
  for (let at: SchemaPart | undefined = part; at !== undefined; at = at.parent) {
    const bound = at.node.get('maxItems')?.scalar;
    if (typeof bound !== 'number') {
      // What has no bound is said elsewhere.
      if (at.types.includes('array')) return 0;
      continue;
    }
    product *= bound;
    arrays++;
  }
  return arrays > 1 && part.node.has('maxItems') ? product : 0;
}

function isItselfInOpenList({ node }: Schema, part: SchemaPart): boolean {
  if (part.node.get('$ref')?.string !== `#${node.pointer}`) return false;
  for (let at: SchemaPart | undefined = part; at?.parent !== undefined; at = at.parent) {
    if (at.keyword === 'items' && !at.parent.node.has('maxItems')) return true;
  }
  return false;
}
