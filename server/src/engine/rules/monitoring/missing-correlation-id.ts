import { isServed, isWrite } from '../../heuristics/operationKind.ts';
import { isTraceable } from '../../heuristics/traces.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'missing-correlation-id',
    title: 'No correlation ID is documented',
    pillar: 'monitoring',
    owasp: 'API8:2023',
    cwe: [778],
    severity: 'hint',
    confidence: 'low',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      none: 'No operation documents a correlation ID. Accept or return a header such as "traceparent" or "X-Request-Id".',
      some: 'A correlation ID is missing at {operations:write operation}, unlike at other operations. Accept or return one at these.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache, root }) {
      const served = cache.select(operations, isServed);
      const untraceable = served.filter((operation) => !isTraceable(operation));
      const writes = untraceable.filter(isWrite);
      if (writes.length === 0) return;
      const paths = root.get('paths');
      const at = paths === undefined ? root : { keyOf: paths };
      if (untraceable.length === served.length) yield { at, message: 'none', operations: served.length };
      else {
        const data = { operations: writes.length };
        yield { at, message: 'some', data, operations: writes.length };
      }
    },
  },
});
