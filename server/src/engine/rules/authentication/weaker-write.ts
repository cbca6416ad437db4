import { requirementText, strengthOf } from '../../heuristics/authStrength.ts';
import { isProtected, isWrite } from '../../heuristics/operationKind.ts';
import { isPublicByNature } from '../../heuristics/roles.ts';
import { accountSegments } from '../../lexicon/ownership.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';
import { groupWeaker, type Weaker } from '../../rule/weakerVariant.ts';

export default defineRule({
  meta: {
    id: 'weaker-write',
    title: 'Write requires weaker authentication than read',
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
      one: '"{operation}" writes but requires weaker authentication than "{stronger}". Require the same.',
      many: '"{operation}" and {others:more write operation} require weaker authentication than reads such as "{stronger}". Require the same.',
    },
  },

  visit: {
    *OpenAPI(description) {
      yield* groupWeaker(weakerWrites(description));
    },
  },
});

function weakerWrites(description: OpenApiDescription): readonly Weaker[] {
  const readers = new Map<string, Operation>();
  const protectedOperations = description.cache.select(description.operations, isProtected);
  for (const operation of protectedOperations) {
    if (operation.method === 'get') readers.set(operation.path, operation);
  }
  const uses = new Map<string, number>();
  for (const operation of protectedOperations) {
    const text = requirementText(operation);
    uses.set(text, (uses.get(text) ?? 0) + 1);
  }
  return protectedOperations.flatMap((operation) => {
    const sibling = readers.get(operation.path);
    if (sibling === undefined || !isWrite(operation)) return [];
    if (sibling.security.declaration === operation.security.declaration) return [];
    // A requirement used by a single operation is an exception, not the standard of the API.
    if ((uses.get(requirementText(sibling)) ?? 0) < 2) return [];
    const difference = strengthOf(description, sibling) - strengthOf(description, operation);
    return difference > 0 && difference >= leastDifference(operation) ? [{ operation, stronger: sibling }] : [];
  });
}

/** Logins and sign-ups need less. Clients may add an object (a rating) without a right to read them all. */
function leastDifference(operation: Operation): number {
  if (isPublicByNature(operation) || createsAccount(operation)) return Number.POSITIVE_INFINITY;
  return operation.method === 'post' ? 2 : 0.5;
}

/** `POST /account`, `POST /users/{id}/sessions` */
function createsAccount({ method, path }: Operation): boolean {
  if (method !== 'post') return false;
  const last = path.replace(/\/$/, '').split('/').at(-1) ?? '';
  return !last.includes('{') && accountSegments.matches(wordsIn(last));
}
