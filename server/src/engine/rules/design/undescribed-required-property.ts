import { perFact } from '../../openapi/perFact.ts';
import type { SchemaPart } from '../../openapi/schemaUnit.ts';
import { isReturned, isSent, type Schema } from '../../openapi/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import { gatherNamed } from '../grouping.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'undescribed-required-property',
    title: 'A required property is not described',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [1284],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{name}" is required and not described, so nothing checks what it holds. Describe it in "properties".',
      many: '"{name}" and {others} more properties are required and not described, so nothing checks what they hold. Describe them in "properties".',
    },
  },

  visit: {
    *OpenAPI({ nodes }) {
      yield* gatherNamed(nodes.Schema.flatMap(undescribedIn), {
        at: (node) => node,
        name: ({ string }) => string ?? '',
      });
    },
  },
});

const undescribedIn = perFact((schema: Schema): readonly SourceNode[] =>
  schema.parts.filter((part) => isSent(schema, part) || isReturned(schema, part)).flatMap(undescribedOf),
);

/** What is composed may describe the property elsewhere. */
const elsewhere = ['allOf', 'oneOf', 'anyOf', '$ref', 'if', 'patternProperties', 'discriminator'];
const branches: ReadonlySet<string> = new Set(['allOf', 'oneOf', 'anyOf', 'then', 'else', 'dependentSchemas']);

function undescribedOf({ node, keyword }: SchemaPart): readonly SourceNode[] {
  const required = node.get('required');
  const properties = node.get('properties');
  if (required === undefined || properties === undefined || branches.has(keyword)) return [];
  if (elsewhere.some((key) => node.has(key))) return [];
  return required.items().filter(({ string }) => string !== undefined && !properties.has(string));
}
