import { dialectFixes } from '../../fixes/patternFixes.ts';
import { pure } from '../../incremental/pure.ts';
import { isExpression } from '../../patterns/dialects.ts';
import { groupPlaces, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { holds } from '../../schemas/schemaUnit.ts';
import type { Schema } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'invalid-pattern',
    title: 'Pattern is not a valid regular expression',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [185],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'The pattern "{pattern}" is not valid in ECMA-262, so validators skip it or reject every value. Correct it.',
      many: 'The pattern "{pattern}" and {others:more pattern} are not valid in ECMA-262, so validators skip them or reject every value. Correct them.',
    },
  },

  visit: {
    // An author who uses another dialect uses it everywhere: one finding for all.
    *OpenAPI({ nodes, cache }) {
      yield* groupPlaces(
        cache.collect(nodes.Schema, invalidIn),
        (at, echo) =>
          ({ at, message: 'one', data: { pattern: at.string ?? '' }, echo, fixes: () => dialectFixes([at]) }) as const,
        (at, others) =>
          ({
            at,
            message: 'many',
            data: { pattern: at.string ?? '', others: others.length },
            fixes: () => dialectFixes([at, ...others]),
            related: related(
              others,
              (other) => other,
              (other) => other.string ?? '',
            ),
          }) as const,
      );
    },
  },
});

const invalidIn = pure('invalid-pattern.invalidIn', (schema: Schema): readonly SourceNode[] =>
  schema.parts.flatMap((part) => {
    const pattern = holds(part, 'pattern') ? part.node.get('pattern') : undefined;
    return pattern?.string === undefined || isExpression(pattern.string) ? [] : [pattern];
  }),
);
