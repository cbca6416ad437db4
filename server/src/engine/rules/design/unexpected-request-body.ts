import { isServed } from '../../heuristics/operationKind.ts';
import { pure } from '../../incremental/pure.ts';
import type { Operation } from '../../openapi/model.ts';
import { summarize } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'unexpected-request-body',
    title: 'Request body on a method that defines none',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [444],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{operation}" takes a request body, which has no defined meaning for its method. Use "POST", or parameters.',
      many: 'Request bodies of {operations:operation} have no defined meaning for their methods. Use "POST", or parameters.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      yield* summarize(cache.select(operations, hasMeaninglessBody));
    },
  },
});

/** RFC 9110 §9.3.1, §9.3.2, §9.3.5: their body has no defined meaning. §9.3.8: a TRACE must not have one. */
const methods: ReadonlySet<string> = new Set(['get', 'head', 'delete', 'trace']);

const hasMeaninglessBody = pure('unexpected-request-body.hasMeaninglessBody', (operation: Operation): boolean => {
  if (!isServed(operation) || !methods.has(operation.method)) return false;
  return operation.requestBody !== undefined || operation.parameters.some((one) => one.in === 'formData');
});
