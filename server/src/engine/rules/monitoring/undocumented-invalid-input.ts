import { isServed } from '../../openapi/exposure.ts';
import type { Operation } from '../../openapi/model.ts';
import { summarize } from '../grouping.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'undocumented-invalid-input',
    title: 'What happens with invalid input is not documented',
    pillar: 'monitoring',
    owasp: 'API8:2023',
    cwe: [1059, 755],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{operation}" takes a body and documents success alone. Document what invalid input gets, such as "400" or "422".',
      many: '{operations} take a body and document success alone. Document what invalid input gets, such as "400" or "422".',
    },
  },

  visit: {
    *OpenAPI({ operations }) {
      yield* summarize(operations.filter(isSilent));
    },
  },
});

/** Takes something that can be wrong, and says nothing but success. */
function isSilent(operation: Operation): boolean {
  return (
    isServed(operation) &&
    operation.requestSchemas.length > 0 &&
    operation.responses.length > 0 &&
    operation.responses.every(({ status }) => /^[123]/.test(status))
  );
}
