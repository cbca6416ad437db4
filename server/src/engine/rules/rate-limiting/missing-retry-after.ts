import { addRetryAfter, silentResponses } from '../../fixes/retryAfterFixes.ts';
import { groupReports } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'missing-retry-after',
    title: 'No Retry-After in a 429 response',
    pillar: 'rate-limiting',
    owasp: 'API4:2023',
    cwe: [770],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: 'This "429" response does not say when to retry. Add the header "Retry-After".',
      many: 'No retry time is documented for {responses:"429" response}. Add the header "Retry-After".',
    },
  },

  visit: {
    *OpenAPI(description) {
      const silent = silentResponses(description, 429);
      yield* groupReports(
        silent,
        ({ response }) => ({ keyOf: response.node }),
        function* (left) {
          const [first, ...others] = left;
          if (first === undefined) return;
          if (others.length === 0) {
            const { response, operations } = first;
            const fixes = () => [addRetryAfter(description, [response])];
            yield { at: { keyOf: response.node }, message: 'one', operations, fixes, decided: true };
            return;
          }
          yield {
            at: { keyOf: first.response.node },
            message: 'many',
            data: { responses: left.length },
            operations: left.reduce((sum, { operations }) => sum + operations, 0),
            decided: true,
            related: others
              .slice(0, 10)
              .map(({ response }) => ({ at: { keyOf: response.node }, message: 'The same here.' })),
            fixes: () => [
              addRetryAfter(
                description,
                left.map(({ response }) => response),
              ),
            ],
          };
        },
      );
    },
  },
});
