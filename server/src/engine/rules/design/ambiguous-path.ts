import { groupReports, methodKey, nameOf, related } from '../../rule/group.ts';
import { ambiguousPairs } from '../../rule/routes.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'ambiguous-path',
    title: 'Two path templates match the same URL',
    pillar: 'design',
    owasp: 'API9:2023',
    cwe: [706, 436],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      both: 'A URL can match both "{operation}" and "{other}", so the router decides. Make the paths distinct.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const pairs = ambiguousPairs(description, false);
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
                ([one, second]) => `"${nameOf(one)}" and "${nameOf(second)}".`,
              ),
            ],
          };
        },
      );
    },
  },
});
