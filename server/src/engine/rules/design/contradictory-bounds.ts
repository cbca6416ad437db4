import { absentValues } from '../../lexicon/absentValues.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { lengthsOf } from '../../patterns/lengths.ts';
import { defineRule } from '../../rule/rule.ts';
import { holds, type SchemaPart } from '../../schemas/schemaUnit.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'contradictory-bounds',
    title: 'Bounds exclude every value',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [1284],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      found: '"{low}" is greater than "{high}", so no value is valid. Correct one of them.',
      pattern: '"{bound}" and "pattern" exclude each other, so no value is valid. Correct one of them.',
    },
  },

  visit: {
    *Schema({ parts }) {
      for (const part of parts) {
        if (part.keywords === 0) continue;
        // Generators write `minLength: 2, maxLength: 1` for a property that never has a value.
        if (isAbsent(part)) continue;
        const { node } = part;
        for (const { low, high } of pairs) {
          const from = holds(part, low) ? node.get(low) : undefined;
          const to = from === undefined ? undefined : node.get(high);
          if (from === undefined || to === undefined || !isGreater(from, to)) continue;
          yield { at: from, message: 'found', data: { low, high } };
        }
        const bound = holds(part, 'pattern') ? boundAgainstPattern(node) : undefined;
        if (bound !== undefined) yield { at: bound, message: 'pattern', data: { bound: String(bound.key) } };
      }
    },
  },
});

const pairs = [
  { low: 'minimum', high: 'maximum' },
  // Numbers since 3.1. Before, they are booleans and set no bound of their own.
  { low: 'exclusiveMinimum', high: 'maximum' },
  { low: 'minimum', high: 'exclusiveMaximum' },
  { low: 'exclusiveMinimum', high: 'exclusiveMaximum' },
  { low: 'minLength', high: 'maxLength' },
  { low: 'minItems', high: 'maxItems' },
  { low: 'minContains', high: 'maxContains' },
  { low: 'minProperties', high: 'maxProperties' },
] as const;

function isAbsent(part: SchemaPart): boolean {
  const { node } = part;
  if (!holds(part, 'minLength') || !node.has('maxLength')) return false;
  return absentValues.find(proseOf('property', part, node.get('description')?.string)) !== undefined;
}

function isGreater(from: SourceNode, to: SourceNode): boolean {
  return typeof from.scalar === 'number' && typeof to.scalar === 'number' && from.scalar > to.scalar;
}

/** The `minLength` or `maxLength` that no string of the pattern meets. */
function boundAgainstPattern(node: SourceNode): SourceNode | undefined {
  const pattern = node.get('pattern')?.string;
  if (pattern === undefined) return undefined;
  const low = node.get('minLength');
  const high = node.get('maxLength');
  if (low === undefined && high === undefined) return undefined;
  const lengths = lengthsOf(pattern);
  if (lengths === undefined) return undefined;
  if (typeof low?.scalar === 'number' && low.scalar > lengths.max) return low;
  return typeof high?.scalar === 'number' && high.scalar < lengths.min ? high : undefined;
}
