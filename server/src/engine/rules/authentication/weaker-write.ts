import { requirementText, strengthOf } from '../../heuristics/authStrength.ts';
import { isPublicByNature } from '../../heuristics/loginOperation.ts';
import { isProtected, isWrite } from '../../heuristics/operationKind.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';
import { gatherWeaker, type Weaker } from '../../rule/weakerVariant.ts';

export default defineRule({
  meta: {
    id: 'weaker-write',
    title: 'Writing asks for less than reading',
    pillar: 'authentication',
    owasp: 'API5:2023',
    cwe: [863, 287],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 7.2.2', 'HIPAA 164.312(c)(1)'],
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{operation}" writes, but asks for less than "{stronger}" of the same path. Require the same.',
      many: '"{operation}" and {others} more write, but ask for less than "{stronger}" or the like of the same path. Require the same.',
    },
  },

  visit: {
    *OpenAPI(description) {
      yield* gatherWeaker(weakerWrites(description));
    },
  },
});

function weakerWrites(description: OpenApiDescription): readonly Weaker[] {
  const readers = new Map<string, Operation>();
  const protectedOnes = description.cache.select(description.operations, isProtected);
  for (const operation of protectedOnes) {
    if (operation.method === 'get') readers.set(operation.path, operation);
  }
  const uses = new Map<string, number>();
  for (const operation of protectedOnes) {
    const text = requirementText(operation);
    uses.set(text, (uses.get(text) ?? 0) + 1);
  }
  return protectedOnes.flatMap((operation) => {
    const sibling = readers.get(operation.path);
    if (sibling === undefined || !isWrite(operation)) return [];
    if (sibling.security.declaration === operation.security.declaration) return [];
    // What one operation alone asks for is its own affair, and no measure for others.
    if ((uses.get(requirementText(sibling)) ?? 0) < 2) return [];
    const difference = strengthOf(description, sibling) - strengthOf(description, operation);
    return difference > 0 && difference >= leastDifference(operation) ? [{ operation, stronger: sibling }] : [];
  });
}

/** Who enters has less by nature; whoever may add one (a complaint, a rating) need not see them all. */
function leastDifference(operation: Operation): number {
  if (isPublicByNature(operation) || createsAccount(operation)) return Number.POSITIVE_INFINITY;
  return operation.method === 'post' ? 2 : 0.5;
}

/** `POST /account`, `POST /users/{id}/sessions` */
function createsAccount({ method, path }: Operation): boolean {
  return method === 'post' && /\/(accounts?|users?|sessions?|customers?|members?)\/?$/i.test(path);
}
