import { pure } from '../../incremental/pure.ts';
import type { Operation } from '../../openapi/model.ts';
import { groupNamed, operationNaming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'trace-method',
    title: 'TRACE method is served',
    pillar: 'authentication',
    owasp: 'API8:2023',
    cwe: [749, 693],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{name}" returns the request unchanged, including its credentials. Remove the operation.',
      many: '"{name}" and {others:more operation} return requests unchanged, including their credentials. Remove them.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      yield* groupNamed(cache.select(operations, isTrace), { ...operationNaming, few: 1 });
    },
  },
});

const isTrace = pure('trace-method.isTrace', ({ method, kind }: Operation): boolean => {
  return kind === 'operation' && method.toLowerCase() === 'trace';
});
