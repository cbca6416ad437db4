import { methodKey, nameOf } from '../grouping.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'trace-method',
    title: 'The TRACE method is served',
    pillar: 'authentication',
    owasp: 'API8:2023',
    cwe: [749, 693],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      found: '"{operation}" sends requests back as they came, credentials among them. Remove the operation.',
    },
  },

  visit: {
    *Operation(operation) {
      if (operation.method.toLowerCase() !== 'trace' || operation.kind !== 'operation') return;
      yield { at: methodKey(operation), message: 'found', data: { operation: nameOf(operation) } };
    },
  },
});
