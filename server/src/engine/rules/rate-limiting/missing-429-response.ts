import { document429Fixes } from '../../fixes/rateLimitFixes.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import { positionOf, proseOfOperation } from '../../heuristics/operationWords.ts';
import { speaksOfLimit } from '../../heuristics/rateLimitProse.ts';
import { pure } from '../../incremental/pure.ts';
import { limitResources, uncountedCalls } from '../../lexicon/limitQueries.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
import { fewPlaces, groupReports, methodKey, nameOf, relatedOperations } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'missing-429-response',
    title: 'No 429 response at a rate-limited operation',
    pillar: 'rate-limiting',
    owasp: 'API4:2023',
    cwe: [770],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{operation}" is limited by "{evidence}", but documents no "429" response. Document it with "Retry-After".',
      many: '"{operation}" and {others:more operation} are limited by "{evidence}", but document no "429" response. Document it with "Retry-After".',
    },
  },

  visit: {
    *OpenAPI(description) {
      const undocumented = description.cache.select(description.operations, isUndocumented);
      yield* groupReports(undocumented, methodKey, function* (left) {
        const [first, ...others] = left;
        if (first === undefined) return;
        if (left.length <= fewPlaces) {
          for (const operation of left) {
            yield {
              at: methodKey(operation),
              message: 'one',
              data: { operation: nameOf(operation), evidence: evidenceOf(operation) },
              fixes: () => document429Fixes(description, [operation]),
            };
          }
          return;
        }
        yield {
          at: methodKey(first),
          message: 'many',
          data: { operation: nameOf(first), others: others.length, evidence: evidenceOf(first) },
          operations: left.length,
          related: relatedOperations(others),
          fixes: () => document429Fixes(description, left),
        };
      });
    },
  },
});

const isUndocumented = pure('missing-429-response.isUndocumented', (operation: Operation): boolean => {
  if (operation.rateLimit.length === 0 || !isServed(operation)) return false;
  // `4XX` documents "429" as well.
  const hasResponse = operation.responses.some(
    ({ status, node }) =>
      status === '429' ||
      status.toUpperCase() === '4XX' ||
      // "403: the rate limit is exceeded"
      (/^[45]/.test(status) && speaksOfLimit(node.get('description')?.string)),
  );
  return !hasResponse && !isUncounted(operation);
});

/** An operation that returns the remaining quota is not limited itself. */
function isUncounted(operation: Operation): boolean {
  if (uncountedCalls.find(proseOfOperation(operation)) !== undefined) return true;
  const last = operation.path.replace(/\/$/, '').split('/').at(-1) ?? '';
  return positionOf(operation).place === 'apart' && limitResources.matches(wordsIn(last));
}

function evidenceOf({ rateLimit }: Operation): string {
  return (rateLimit[0] ?? '').replace(/^header:/, '');
}
