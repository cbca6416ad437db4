import { isServed, isWrite } from '../../heuristics/operationKind.ts';
import { schemesOf } from '../../heuristics/schemeUses.ts';
import { isReadScope } from '../../heuristics/scopeWords.ts';
import { pure } from '../../incremental/pure.ts';
import type { Operation, SecurityDeclaration } from '../../openapi/model.ts';
import { gather, methodKey, nameOf, relatedOperations } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'write-with-read-scope',
    title: 'A write needs no more than a scope for reading',
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
      one: '"{operation}" changes something, and the scope "{scope}" for reading is enough. Require a scope for writing.',
      many: '"{operation}" and {others:more operation} change something, and scopes for reading are enough. Require scopes for writing.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      yield* gather(
        cache.select(operations, isReadScoped),
        (operation, echo) =>
          ({
            at: methodKey(operation),
            message: 'one',
            data: { operation: nameOf(operation), scope: scopesOf(operation.security.declaration)[0] ?? '' },
            echo,
          }) as const,
        (first, others) =>
          ({
            at: methodKey(first),
            message: 'many',
            data: { operation: nameOf(first), others: others.length },
            operations: others.length + 1,
            related: relatedOperations(others),
          }) as const,
      );
    },
  },
});

const isReadScoped = pure('write-with-read-scope.isReadScoped', (operation: Operation): boolean => {
  if (!isServed(operation) || !isWrite(operation)) return false;
  // Who may read may ask for all of it at once.
  if (operation.method === 'post' && /\/(exports?|reports?|queries|searches|downloads?)\/?$/i.test(operation.path))
    return false;
  return operation.security.declaration !== undefined && asksToRead(operation.security.declaration);
});

const asksToRead = pure('write-with-read-scope.asksToRead', (declaration: SecurityDeclaration): boolean => {
  const scopes = scopesOf(declaration);
  return scopes.length > 0 && scopes.every(isReadScope);
});

function scopesOf(declaration: SecurityDeclaration | undefined): readonly string[] {
  return schemesOf(declaration).flatMap((scheme) => scheme.scopes);
}
