import { groupReports, methodKey, nameOf, related } from '../../rule/group.ts';
import { ambiguousPairs } from '../../rule/routes.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'ambiguous-route',
    title: 'Ambiguous route with different security requirements',
    pillar: 'authentication',
    owasp: 'API5:2023',
    cwe: [288, 863],
    severity: 'warning',
    confidence: 'high',
    recommended: false,
    compliance: ['PCI DSS 7.2.1'],
    since: '0.1.0',
    absence: false,
    messages: {
      both: '"{operation}" and "{other}" match the same URL but have different security requirements. Make the paths distinct, or their requirements equal.',
    },
  },

  visit: {
    *OpenAPI(description) {
      // optional-authentication reports operations with an empty requirement.
      const pairs = ambiguousPairs(description, true).filter((pair) =>
        pair.every(({ security }) => security.authentication !== 'optional'),
      );
      yield* groupReports(
        pairs,
        ([, other]) => methodKey(other),
        function* (left) {
          const [first, ...others] = left;
          if (first === undefined) return;
          const [operation, other] = first;
          yield {
            at: methodKey(other),
            message: 'both',
            data: { operation: nameOf(operation), other: nameOf(other) },
            operations: new Set(left.flat()).size,
            related: [
              { at: methodKey(operation), message: nameOf(operation) },
              ...related(
                others,
                ([, second]) => methodKey(second),
                ([one, second]) => `"${nameOf(one)}" and "${nameOf(second)}" match the same URL.`,
              ),
            ],
          };
        },
      );
    },
  },
});
