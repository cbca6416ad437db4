import { counted } from '../../counted.ts';
import { document401, isRefusedWith401, otherRefusal } from '../../fixes/securityFixes.ts';
import { isProtected } from '../../heuristics/operationKind.ts';
import { hasRole } from '../../heuristics/roles.ts';
import { pure } from '../../incremental/pure.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { groupReports, methodKey, nameOf, relatedOperations } from '../../rule/group.ts';
import { isExplained } from '../../rule/isExplained.ts';
import { defineRule } from '../../rule/rule.ts';
import { type FixSafety, lazyFix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'missing-401-response',
    title: 'No 401 response is documented',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [1059, 755],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{operation}" requires authentication but documents no "401" response. Document the response to missing or invalid credentials.',
      many: 'No "401" response is documented for {operations:operation} that require authentication. Document the response to missing or invalid credentials.',
    },
  },

  visit: {
    *OpenAPI(description, { config }) {
      if (config.profile !== 'strict' && isExplained(description, 401)) return;
      const lacking = description.cache.select(description.operations, lacks401);
      yield* groupReports(lacking, methodKey, function* (left) {
        const [first, ...others] = left;
        if (first === undefined) return;
        const count = others.length === 0 ? '' : ` on ${counted(left.length, 'operation')}`;
        const other = otherRefusal(description);
        const where = `${count}${other === undefined ? '' : `, where a "${other}" refuses credentials today`}`;
        const base = {
          at: methodKey(first),
          operations: left.length,
          related: relatedOperations(others),
          fixes: () => [
            lazyFix(`Document "401"${where}`, safetyFor(description, left), () => document401(description, left)),
          ],
        };
        if (others.length === 0) yield { ...base, message: 'one', data: { operation: nameOf(first) } } as const;
        else yield { ...base, message: 'many', data: { operations: left.length } } as const;
      });
    },
  },
});

/** Authorization shows a login page instead. `4XX` and `default` include it. An operation with no responses, or with that of a rate limit alone, documents none. */
const lacks401 = pure('missing-401-response.lacks401', (operation: Operation): boolean => {
  return (
    isProtected(operation) &&
    !hasRole(operation, 'authorization') &&
    operation.responses.some(({ status }) => status !== '429') &&
    !operation.responses.some(({ status }) => /^(401|4xx|default)$/i.test(status))
  );
});

/** Safe where clients without credentials get a 401 for sure. */
function safetyFor(description: OpenApiDescription, operations: readonly Operation[]): FixSafety {
  if (otherRefusal(description) !== undefined) return 'unsafe';
  return operations.every((operation) => isRefusedWith401(description, operation)) ? 'safe' : 'unsafe';
}
