import { sharedOperations } from '../../heuristics/sharedAdministration.ts';
import { groupReports, methodKey, nameOf, relatedOperations } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'shared-admin-access',
    title: 'Administrative operations need no extra privilege',
    pillar: 'authentication',
    owasp: 'API5:2023',
    cwe: [285, 269],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 7.2.2', 'HIPAA 164.312(a)(1)'],
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{operation}" is administrative but requires no more than "{other}". Require a scope or a scheme reserved for administrators.',
      many: '"{operation}" and {others:more operation} are administrative but require no more than operations such as "{other}". Require a scope or a scheme reserved for administrators.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const shared = sharedOperations(description);
      yield* groupReports(
        shared,
        ({ operation }) => methodKey(operation),
        function* (left) {
          const [first, ...others] = left;
          if (first === undefined) return;
          const base = {
            at: methodKey(first.operation),
            operations: left.length,
            related: relatedOperations([first.other, ...others.map(({ operation }) => operation)]),
          };
          const data = { operation: nameOf(first.operation), other: nameOf(first.other) };
          if (others.length === 0) yield { ...base, message: 'one', data };
          else yield { ...base, message: 'many', data: { ...data, others: others.length } };
        },
      );
    },
  },
});
