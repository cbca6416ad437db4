import { addRetryAfter, silentResponses } from '../../fixes/retryAfterFixes.ts';
import { groupReports, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'unavailable-without-retry-after',
    title: 'No Retry-After in a 503 response',
    pillar: 'rate-limiting',
    owasp: 'API4:2023',
    cwe: [770],
    severity: 'hint',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      found: 'No retry time is documented for {responses:"503" response}. Add the header "Retry-After".',
    },
  },

  visit: {
    *OpenAPI(description) {
      const silent = silentResponses(description, 503);
      yield* groupReports(
        silent,
        ({ response }) => ({ keyOf: response.node }),
        function* (left) {
          const [first, ...others] = left;
          if (first === undefined) return;
          yield {
            at: { keyOf: first.response.node },
            message: 'found',
            data: { responses: left.length },
            operations: left.reduce((sum, { operations }) => sum + operations, 0),
            related: related(
              others,
              ({ response }) => ({ keyOf: response.node }),
              () => 'The same here.',
            ),
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
