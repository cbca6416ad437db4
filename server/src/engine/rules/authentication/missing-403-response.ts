import { isServed } from '../../heuristics/operationKind.ts';
import { pure } from '../../incremental/pure.ts';
import type { Operation, SecurityDeclaration } from '../../openapi/model.ts';
import { summarize } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'missing-403-response',
    title: 'No 403 response is documented',
    pillar: 'authentication',
    owasp: 'API5:2023',
    cwe: [1059],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{operation}" requires scopes but documents no "403" response. Document the response to a token without these scopes.',
      many: 'No "403" response is documented for {operations:operation} that require scopes. Document the response to a token without these scopes.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      yield* summarize(cache.select(operations, lacks403));
    },
  },
});

const lacks403 = pure('missing-403-response.lacks403', (operation: Operation): boolean => {
  const { responses, security } = operation;
  return (
    isServed(operation) &&
    responses.length > 0 &&
    security.declaration !== undefined &&
    requiresScope(security.declaration) &&
    !responses.some(({ status }) => /^(403|4xx|default)$/i.test(status))
  );
});

const requiresScope = pure('missing-403-response.requiresScope', ({ requirements }: SecurityDeclaration): boolean =>
  requirements.some(({ schemes }) => schemes.some(({ scopes }) => scopes.length > 0)),
);
