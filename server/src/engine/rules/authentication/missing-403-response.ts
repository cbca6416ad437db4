import { isServed } from '../../openapi/exposure.ts';
import { count, methodKey, relatedOperations } from '../grouping.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'missing-403-response',
    title: 'What happens without the right is not documented',
    pillar: 'authentication',
    owasp: 'API5:2023',
    cwe: [1059],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      many: '{operations} require scopes and document no "403". Document what callers without the right get.',
    },
  },

  visit: {
    *OpenAPI({ operations }) {
      const silent = operations.filter(
        (operation) =>
          isServed(operation) &&
          operation.responses.length > 0 &&
          operation.security.declaration?.requirements.some(({ schemes }) =>
            schemes.some(({ scopes }) => scopes.length > 0),
          ) &&
          !operation.responses.some(({ status }) => /^(403|4xx|default)$/i.test(status)),
      );
      const [first, ...others] = silent;
      if (first === undefined) return;
      yield {
        at: methodKey(first),
        message: 'many',
        data: { operations: count(silent.length, 'operation') },
        operations: silent.length,
        related: relatedOperations(others),
      };
    },
  },
});
