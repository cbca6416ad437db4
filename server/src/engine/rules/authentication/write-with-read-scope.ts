import { raiseScopesFixes } from '../../fixes/securityFixes.ts';
import { isServed, isWrite } from '../../heuristics/operationKind.ts';
import { lastSegment } from '../../heuristics/operationWords.ts';
import { hasRole } from '../../heuristics/roles.ts';
import { schemesOf } from '../../heuristics/schemeUses.ts';
import { isReadScope } from '../../heuristics/scopeWords.ts';
import { pure } from '../../incremental/pure.ts';
import { bulkReads } from '../../lexicon/bulkReads.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { Operation, SecurityDeclaration } from '../../openapi/model.ts';
import { groupPlaces, methodKey, nameOf, relatedOperations } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'write-with-read-scope',
    title: 'Write operation requires only a read scope',
    pillar: 'authentication',
    owasp: 'API5:2023',
    cwe: [863, 269],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 7.2.2', 'HIPAA 164.312(c)(1)'],
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{operation}" changes data but requires only the read scope "{scope}". Require a write scope.',
      many: '"{operation}" and {others:more operation} change data but require only read scopes. Require write scopes.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const { operations, cache } = description;
      yield* groupPlaces(
        cache.select(operations, isReadScoped),
        (operation, echo) =>
          ({
            at: methodKey(operation),
            message: 'one',
            data: { operation: nameOf(operation), scope: scopesOf(operation.security.declaration)[0] ?? '' },
            echo,
            fixes: () => raiseScopesFixes(description, [operation]),
          }) as const,
        (first, others) =>
          ({
            at: methodKey(first),
            message: 'many',
            data: { operation: nameOf(first), others: others.length },
            operations: others.length + 1,
            related: relatedOperations(others),
            fixes: () => raiseScopesFixes(description, [first, ...others]),
          }) as const,
      );
    },
  },
});

const isReadScoped = pure('write-with-read-scope.isReadScoped', (operation: Operation): boolean => {
  if (!isServed(operation) || !isWrite(operation)) return false;
  if (isBulkRead(operation)) return false;
  return operation.security.declaration !== undefined && requiresReadScope(operation.security.declaration);
});

const requiresReadScope = pure(
  'write-with-read-scope.requiresReadScope',
  (declaration: SecurityDeclaration): boolean => {
    const scopes = scopesOf(declaration);
    return scopes.length > 0 && scopes.every(isReadScope);
  },
);

function scopesOf(declaration: SecurityDeclaration | undefined): readonly string[] {
  return schemesOf(declaration).flatMap((scheme) => scheme.scopes);
}

/** `POST /accounts/export`: clients that may read may also read everything at once. */
function isBulkRead(operation: Operation): boolean {
  if (operation.method !== 'post' || operation.path.endsWith('}')) return false;
  return hasRole(operation, 'export', 'search') || bulkReads.matches(wordsIn(lastSegment(operation.path)));
}
