import { handlesGraveData, isPublicByNature, isServed, isWrite } from '../../openapi/exposure.ts';
import type { Operation, SecurityDeclaration } from '../../openapi/model.ts';
import type { Fix } from '../../repair/fix.ts';
import { count, fewPlaces, nameOf } from '../grouping.ts';
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
      operations:
        'The empty alternative "{}" lets anyone call "{operation}" and {others} more operations without credentials. Remove it from each.',
    },
  },

  visit: {
    *OpenAPI({ operations, security: rootSecurity }) {
      const optional = operations.filter(isOptional);
      const declarations = new Map<SecurityDeclaration, Operation[]>();
      for (const operation of optional) {
        const { declaration } = operation.security;
        if (declaration === undefined) continue;
        declarations.set(declaration, [...(declarations.get(declaration) ?? []), operation]);
      }
      const root = declarations.get(rootSecurity as SecurityDeclaration);
      if (rootSecurity !== undefined && root !== undefined) {
        yield {
          ...finding([[rootSecurity, root]]),
          message: 'root',
          data: { operations: count(root.length, 'operation') },
        };
        declarations.delete(rootSecurity);
      }
      for (const isGrave of [true, false]) {
        const group = [...declarations].filter(([, operations]) => operations.some(isRisky) === isGrave);
        const [first, ...others] = group;
        if (first === undefined) continue;
        const operation = nameOf(first[1][0]!);
        if (group.length <= fewPlaces) {
          for (const one of group) {
            yield { ...finding([one]), message: 'operation', data: { operation: nameOf(one[1][0]!) } };
          }
          continue;
        }
        yield { ...finding(group), message: 'operations', data: { operation, others: others.length } };
      }
    },
  },
});

type Uses = readonly [SecurityDeclaration, readonly Operation[]];

/** One finding for declarations with the same flaw, at the first of them. */
function finding(group: readonly Uses[]) {
  const places = group.map(
    ([{ node, requirements }]) => requirements.find(({ schemes }) => schemes.length === 0)?.node ?? node,
  );
  const affected = group.flatMap(([, operations]) => operations);
  return {
    at: places[0]!,
    operations: affected.length,
    severity: affected.some(isRisky) ? 'warning' : 'information',
    related: places.slice(1, 11).map((at) => ({ at, message: 'Here as well.' })),
    fixes: () => removalFixes(group.map(([declaration]) => declaration)),
  } as const;
}

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
function removalFixes(declarations: readonly SecurityDeclaration[]): readonly Fix[] {
  const patches = declarations.flatMap(({ requirements }) => {
    const empty = requirements.filter(({ schemes }) => schemes.length === 0);
    return empty.length === requirements.length ? [] : empty.map(({ node }) => ({ op: 'remove', at: node }) as const);
  });
  const title = patches.length > 1 ? `Remove the ${patches.length} empty alternatives` : 'Remove the empty alternative';
  return patches.length === 0 ? [] : [{ title, safety: 'unsafe', patches }];
}
