import { requirementText } from '../../heuristics/authStrength.ts';
import { isServed, isWrite } from '../../heuristics/operationKind.ts';
import { lastSegment, proseOfOperation } from '../../heuristics/operationWords.ts';
import { hasRole } from '../../heuristics/roles.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import { roleStatements } from '../../lexicon/administration.ts';
import { accountLists, grantees, grantFields } from '../../lexicon/roleGrants.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupNamed, operationNaming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { fieldsIn } from '../../schemas/requestFields.ts';

export default defineRule({
  meta: {
    id: 'unguarded-role-grant',
    title: 'Roles are granted by an ordinary request',
    pillar: 'authentication',
    owasp: 'API5:2023',
    cwe: [269, 285],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 7.2.2', 'HIPAA 164.312(a)(1)'],
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" grants roles, but requires no more than reading does. Require a scope for administrators, or state the required role.',
      many: '"{name}" and {others:more operation} grant roles, but require no more than reading does. Require a scope for administrators, or state the required role.',
    },
  },

  visit: {
    *OpenAPI(description) {
      // One decision of the author, however many operations there are.
      yield* groupNamed(grantsIn(description), { ...operationNaming, few: 1 });
    },
  },
});

function grantsIn({ operations, cache, securitySchemes }: OpenApiDescription): readonly Operation[] {
  const reads = cache.select(operations, isReading);
  const readings = new Set(reads.map(requirementText));
  // Where most operations document 403, it says nothing about these.
  const isUsual = reads.filter(documents403).length * 2 > reads.length;
  return cache.select(operations, mayGrant).filter(
    (operation) =>
      (isUsual || !documents403(operation)) &&
      // Without any scheme all callers are alike. Who creates an administrator remains a question of its own.
      (securitySchemes.size > 0 || isAboutAccounts(operation)) &&
      readings.has(requirementText(operation)) &&
      cache.get(takesRole, operation),
  );
}

const isReading = pure('unguarded-role-grant.isReading', (operation: Operation): boolean => {
  return isServed(operation) && !isWrite(operation);
});

const isAboutAccounts = pure('unguarded-role-grant.isAboutAccounts', ({ path }: Operation): boolean =>
  accountLists.matches(wordsIn(lastSegment(path))),
);

function documents403({ responses }: Operation): boolean {
  return responses.some(({ status }) => status === '403');
}

/** A write about users or their keys, of which nothing says who may do it. */
const mayGrant = pure('unguarded-role-grant.mayGrant', (operation: Operation): boolean => {
  const { method, path } = operation;
  if (!isServed(operation) || !isWrite(operation) || method === 'delete') return false;
  if (roleStatements.find(proseOfOperation(operation)) !== undefined) return false;
  if (hasRole(operation, 'login', 'registration', 'token', 'recovery')) return false;
  const segments = path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'));
  return segments.slice(-2).some((segment) => grantees.matches(wordsIn(segment)));
});

const takesRole = query('unguarded-role-grant.takesRole', (cache: ReferenceCache, { requestSchemas }: Operation) =>
  requestSchemas.some((schema) =>
    fieldsIn(schema, 'request', cache).some((name) => grantFields.matches(wordsIn(name))),
  ),
);
