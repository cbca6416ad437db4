import { requirementText } from '../../heuristics/authStrength.ts';
import { isProtected } from '../../heuristics/operationKind.ts';
import { hasRole } from '../../heuristics/roles.ts';
import { pure } from '../../incremental/pure.ts';
import { roleStatements } from '../../lexicon/administration.ts';
import { proseOf } from '../../lexicon/subject.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
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

interface Shared {
  readonly operation: Operation;
  /** An ordinary operation with the same requirement. */
  readonly other: Operation;
}

function sharedOperations({ operations, cache }: OpenApiDescription): readonly Shared[] {
  const served = cache.select(operations, isProtected);
  const administrative = cache.select(served, isForAdministrators);
  // Where most operations are administrative, the whole API is for administrators.
  const isStated = administrative.some(({ tagRoles }) => tagRoles.includes('administration'));
  if (administrative.length === 0 || (administrative.length * 2 > served.length && !isStated)) return [];
  const ordinary = new Map<string, Operation>();
  for (const operation of served) {
    const text = requirementText(operation);
    if (!hasRole(operation, 'administration') && !ordinary.has(text)) ordinary.set(text, operation);
  }
  return administrative.flatMap((operation) => {
    const other = ordinary.get(requirementText(operation));
    return other === undefined ? [] : [{ operation, other }];
  });
}

const isForAdministrators = pure('shared-admin-access.isForAdministrators', (operation: Operation): boolean => {
  return hasRole(operation, 'administration') && !namesRole(operation) && !/\/(self|me)(\/|$)/i.test(operation.path);
});

/** The description documents the required role, which many schemes cannot express. */
function namesRole(operation: Operation): boolean {
  const text = operation.node.get('description')?.string;
  return roleStatements.find(proseOf('operation', operation, text)) !== undefined;
}
