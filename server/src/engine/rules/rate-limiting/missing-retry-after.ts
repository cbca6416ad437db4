import { isServed } from '../../openapi/exposure.ts';
import type { OpenApiDescription, Response } from '../../openapi/model.ts';
import type { Fix } from '../../repair/fix.ts';
import { retryAfterHeader, tellsWhenToRetry } from '../../repair/rateLimitSnippets.ts';
import { count, fewPlaces } from '../grouping.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'missing-retry-after',
    title: 'A "429" response does not say when to try again',
    pillar: 'rate-limiting',
    owasp: 'API4:2023',
    cwe: [770],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: 'This "429" does not say when to try again, so clients retry at once. Add the header "Retry-After".',
      many: '{responses} do not say when to try again, so clients retry at once. Add the header "Retry-After".',
    },
  },

  visit: {
    *OpenAPI(description) {
      const silent = silentResponses(description);
      const [first, ...others] = silent;
      if (first === undefined) return;
      if (silent.length <= fewPlaces) {
        for (const { response, operations } of silent) {
          yield {
            at: { keyOf: response.node },
            message: 'one',
            operations,
            fixes: () => [addHeader(description, [response])],
          };
        }
        return;
      }
      yield {
        at: { keyOf: first.response.node },
        message: 'many',
        data: { responses: count(silent.length, '"429" response') },
        operations: silent.reduce((sum, { operations }) => sum + operations, 0),
        related: others
          .slice(0, 10)
          .map(({ response }) => ({ at: { keyOf: response.node }, message: 'This one as well.' })),
        fixes: () => [
          addHeader(
            description,
            silent.map(({ response }) => response),
          ),
        ],
      };
    },
  },
});

interface SilentResponse {
  readonly response: Response;
  readonly operations: number;
}

/** Each definition once, however many operations share it. */
function silentResponses({ operations }: OpenApiDescription): readonly SilentResponse[] {
  const silent = new Map<unknown, { response: Response; operations: number }>();
  for (const operation of operations.filter(isServed)) {
    for (const response of operation.responses) {
      // A reference that leads nowhere says nothing about the response.
      if (
        response.status !== '429' ||
        response.node.has('$ref') ||
        tellsWhenToRetry(response.headers.map(({ name }) => name))
      )
        continue;
      const known = silent.get(response.node);
      if (known === undefined) silent.set(response.node, { response, operations: 1 });
      else known.operations++;
    }
  }
  return [...silent.values()];
}

function addHeader(description: OpenApiDescription, responses: readonly Response[]): Fix {
  const value = retryAfterHeader(description);
  return {
    title:
      responses.length === 1
        ? 'Add the header "Retry-After"'
        : `Add the header "Retry-After" to ${responses.length} responses`,
    safety: 'safe',
    patches: responses.map(({ node }) => ({
      op: 'set',
      at: node,
      path: ['headers', 'Retry-After'],
      value,
      after: ['description'],
    })),
  };
}
