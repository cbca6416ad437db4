import { isProtected } from '../../heuristics/operationKind.ts';
import { pure } from '../../incremental/pure.ts';
import type { Operation } from '../../openapi/model.ts';
import { summarize } from '../../rule/group.ts';
import { isExplained } from '../../rule/isExplained.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'missing-401-response',
    title: 'What happens without valid credentials is not documented',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [1059, 755],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{operation}" requires credentials and documents no "401". Document what callers without valid ones get.',
      many: '{operations:operation} require credentials and document no "401". Document what callers without valid ones get.',
    },
  },

  visit: {
    *OpenAPI({ root, operations, cache }, { config }) {
      if (config.profile !== 'strict' && isExplained(root, 401)) return;
      yield* summarize(cache.select(operations, isSilent));
    },
  },
});

/** A range or a default covers it; an operation without responses says nothing about any. */
const isSilent = pure('missing-401-response.isSilent', (operation: Operation): boolean => {
  return (
    isProtected(operation) &&
    operation.responses.length > 0 &&
    !operation.responses.some(({ status }) => /^(401|4xx|default)$/i.test(status))
  );
});
