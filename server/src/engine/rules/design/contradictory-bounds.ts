import type { SourceNode } from '../../syntax/sourceNode.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'contradictory-bounds',
    title: 'Bounds that no value meets',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [1284],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      found:
        '"{low}" is greater than "{high}", so no value is valid, and validation is likely to be switched off. Correct them.',
    },
  },

  visit: {
    *Schema({ parts }) {
      for (const { node } of parts) {
        for (const [low, high] of pairs) {
          const [from, to] = [node.get(low), node.get(high)];
          if (from === undefined || to === undefined || !isGreater(from, to)) continue;
          yield { at: from, message: 'found', data: { low, high } };
        }
      }
    },
  },
});

const pairs = [
  ['minimum', 'maximum'],
  // Numbers from 3.1 on; before, they are true or false and say nothing by themselves.
  ['exclusiveMinimum', 'maximum'],
  ['minimum', 'exclusiveMaximum'],
  ['exclusiveMinimum', 'exclusiveMaximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minContains', 'maxContains'],
  ['minProperties', 'maxProperties'],
] as const;

function isGreater(from: SourceNode, to: SourceNode): boolean {
  return typeof from.scalar === 'number' && typeof to.scalar === 'number' && from.scalar > to.scalar;
}
