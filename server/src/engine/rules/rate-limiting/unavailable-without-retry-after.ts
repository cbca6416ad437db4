import { addRetryAfter, silentResponses } from '../../fixes/retryAfterFixes.ts';
import { gathering, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'unavailable-without-retry-after',
    title: 'A "503" response does not say when to try again',
    pillar: 'rate-limiting',
    owasp: 'API4:2023',
    cwe: [770],
    severity: 'hint',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      found:
        '{responses:"503" response} without "Retry-After": clients retry at once, and keep the server down. Add the header.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const silent = silentResponses(description, 503);
      yield* gathering(
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
              () => 'This one as well.',
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
