import { pure } from '../../incremental/pure.ts';
import { isCatastrophic } from '../../patterns/catastrophic.ts';
import { groupReports, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { holds } from '../../schemas/schemaUnit.ts';
import { isSent, type Schema } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'redos-pattern',
    title: 'Pattern is vulnerable to catastrophic backtracking (ReDoS)',
    pillar: 'design',
    owasp: 'API4:2023',
    cwe: [1333],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: false,
    messages: {
      found:
        'The pattern "{pattern}" takes exponential time on strings that almost match. Rewrite it without nested repetition, or add a small "maxLength".',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache }) {
      // A copied pattern is one finding: it is rewritten once, and copied again.
      const places = new Map<string, SourceNode[]>();
      for (const at of cache.collect(nodes.Schema, slowIn)) {
        const pattern = at.string ?? '';
        const known = places.get(pattern);
        if (known === undefined) places.set(pattern, [at]);
        else known.push(at);
      }
      for (const [pattern, same] of places) {
        yield* groupReports(same, itself, function* ([at, ...others]) {
          if (at === undefined) return;
          yield {
            at,
            message: 'found',
            data: { pattern },
            related: related(others, itself, () => 'The same pattern.'),
          };
        });
      }
    },
  },
});

/** Up to this length, exponential time is still short. */
const harmlessLength = 24;

const slowIn = pure('redos-pattern.slowIn', (schema: Schema): readonly SourceNode[] =>
  schema.parts.flatMap((part) => {
    const pattern = holds(part, 'pattern') ? part.node.get('pattern') : undefined;
    if (pattern?.string === undefined || !isSent(schema, part)) return [];
    const maxLength = part.node.get('maxLength')?.scalar;
    const isShort = typeof maxLength === 'number' && maxLength <= harmlessLength;
    return !isShort && isCatastrophic(pattern.string) ? [pattern] : [];
  }),
);

function itself(node: SourceNode): SourceNode {
  return node;
}
