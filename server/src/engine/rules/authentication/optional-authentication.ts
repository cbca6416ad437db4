import { handlesGraveData, isPublicByNature, isServed, isWrite } from '../../openapi/exposure.ts';
import type { Operation, SecurityDeclaration } from '../../openapi/model.ts';
import type { Fix } from '../../repair/fix.ts';
import { count, nameOf } from '../grouping.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'optional-authentication',
    title: 'Authentication is optional',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [287],
    severity: 'warning',
    confidence: 'high',
    since: '0.1.0',
    absence: false,
    messages: {
      root: 'The empty alternative "{}" lets anyone call {operations} without credentials. Remove it.',
      operation: 'The empty alternative "{}" lets anyone call "{operation}" without credentials. Remove it.',
    },
  },

  visit: {
    *OpenAPI({ operations, security: root }) {
      const optional = operations.filter(isOptional);
      const declarations = new Map<SecurityDeclaration, Operation[]>();
      for (const operation of optional) {
        const { declaration } = operation.security;
        if (declaration === undefined) continue;
        declarations.set(declaration, [...(declarations.get(declaration) ?? []), operation]);
      }
      for (const [declaration, affected] of declarations) {
        const [first] = affected;
        const empty = declaration.requirements.find(({ schemes }) => schemes.length === 0);
        if (first === undefined || empty === undefined) continue;
        const base = {
          at: empty.node,
          operations: affected.length,
          severity: affected.some(isRisky) ? 'warning' : 'information',
          fixes: () => removalFixes(declaration),
        } as const;
        if (declaration === root) {
          yield { ...base, message: 'root', data: { operations: count(affected.length, 'operation') } };
        } else {
          yield { ...base, message: 'operation', data: { operation: nameOf(first) } };
        }
      }
    },
  },
});

function isOptional(operation: Operation): boolean {
  return (
    isServed(operation) &&
    operation.security.authentication === 'optional' &&
    operation.publicReason === undefined &&
    !isPublicByNature(operation)
  );
}

function isRisky(operation: Operation): boolean {
  return isWrite(operation) || handlesGraveData(operation);
}

/** Offered where another alternative remains: an empty list would leave the operation as open as before. */
function removalFixes({ requirements }: SecurityDeclaration): readonly Fix[] {
  const empty = requirements.filter(({ schemes }) => schemes.length === 0);
  if (empty.length === requirements.length) return [];
  const patches = empty.map(({ node }) => ({ op: 'remove', at: node }) as const);
  return [{ title: 'Remove the empty alternative', safety: 'unsafe', patches }];
}
