import type { SchemaPart } from '../../openapi/schemaUnit.ts';
import { isSent } from '../../openapi/schemaUsage.ts';
import { gather, related } from '../grouping.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'unbounded-string',
    title: 'A text in a request has no bound',
    pillar: 'design',
    owasp: 'API4:2023',
    cwe: [770, 1284],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" has no longest length and no fixed form. Add "maxLength", "format", "pattern" or "enum".',
      many: '"{name}" and {others} more texts have no longest length and no fixed form. Add "maxLength" or the like.',
    },
  },

  visit: {
    *Schema(schema) {
      const open = schema.parts.filter((part) => isSent(schema, part) && isOpen(part));
      yield* gather(
        open,
        (part, echo) => ({ at: placeOf(part), message: 'one', data: { name: nameOf(part) }, echo }) as const,
        (first, others) =>
          ({
            at: placeOf(first),
            message: 'many',
            data: { name: nameOf(first), others: others.length },
            related: related(others, placeOf, nameOf),
          }) as const,
      );
    },
  },
});

const bounds = ['maxLength', 'format', 'pattern', 'enum', 'const', 'contentEncoding', '$ref'];

function isOpen({ node, types }: SchemaPart): boolean {
  return types.includes('string') && !bounds.some((key) => node.has(key));
}

function placeOf({ node }: SchemaPart) {
  return { keyOf: node };
}

/** The property, or what it is an item of. */
function nameOf({ property, enclosing, keyword }: SchemaPart): string {
  return property ?? enclosing[0] ?? (keyword === '' ? 'schema' : keyword);
}
