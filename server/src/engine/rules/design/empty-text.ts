import { lowerBoundFixes } from '../../fixes/boundFixes.ts';
import { pure } from '../../incremental/pure.ts';
import { examplesOf } from '../../openapi/examples.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming } from '../../rule/schemaParts.ts';
import { type EffectiveSchema, effectiveOf } from '../../schemas/effectiveSchema.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import { isSent, type Schema } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'empty-text',
    title: 'Required string may be empty',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [1284, 20],
    severity: 'hint',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" is required but may be empty. Add "minLength".',
      many: '"{name}" and {others:more string} are required but may be empty. Add "minLength".',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache }) {
      const texts = cache.collect(nodes.Schema, requiredIn).filter(({ node }) => mayBeEmpty(effectiveOf(node, cache)));
      const schemaOf = ({ node }: SchemaPart): SourceNode => effectiveOf(node, cache).place;
      yield* groupNamed(texts, {
        ...partNaming,
        // One string at a time: some of many may be empty on purpose.
        fixes: (parts) => (parts.length > 1 ? [] : lowerBoundFixes('minLength', 1, 'string', parts.map(schemaOf))),
      });
    },
  },
});

const requiredIn = pure('empty-text.requiredIn', (schema: Schema): readonly SchemaPart[] =>
  schema.parts.filter(
    (part) => part.isRequired && isSent(schema, part) && (part.types.length === 0 || part.types.includes('string')),
  ),
);

function mayBeEmpty(node: EffectiveSchema): boolean {
  if (!node.types.includes('string') || node.isNeverEmpty) return false;
  // An empty example or default shows that the author intends it.
  return !node.parts.some((part) => [part.get('default'), ...examplesOf(part)].some((value) => value?.scalar === ''));
}
