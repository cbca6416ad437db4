import { isServed, isWrite } from '../../heuristics/operationKind.ts';
import { isReadScope } from '../../heuristics/scopeWords.ts';
import type { OpenApiDescription, Operation, SecurityScheme } from '../../openapi/model.ts';
import { count } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

/** Fewer operations may well belong together. */
const minOperations = 5;

export default defineRule({
  meta: {
    id: 'single-scope',
    title: 'One scope opens every operation',
    pillar: 'authentication',
    owasp: 'API5:2023',
    cwe: [269, 863],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    compliance: ['PCI DSS 7.2.1', 'HIPAA 164.312(a)(1)'],
    since: '0.1.0',
    absence: false,
    messages: {
      same: 'All {operations} require the same scope "{scope}" of "{scheme}", whether they read or write. Require a scope of its own for writing.',
    },
  },

  visit: {
    *OpenAPI(description) {
      for (const [scheme, operations] of operationsByScheme(description)) {
        if (operations.length < minOperations) continue;
        const scopes = new Set(operations.map((operation) => scopesOf(operation, scheme)));
        const [scope] = scopes;
        // What is for reading alone is worse, and said of each operation that writes.
        if (scopes.size !== 1 || scope === undefined || scope === '' || scope.split(' ').every(isReadScope)) continue;
        if (!operations.some(isWrite) || operations.every(isWrite)) continue;
        yield {
          at: { keyOf: scheme.node },
          message: 'same',
          data: { operations: count(operations.length, 'operation'), scope, scheme: scheme.name },
          operations: operations.length,
        };
      }
    },
  },
});

function operationsByScheme({
  operations,
  cache,
  securitySchemes,
}: OpenApiDescription): ReadonlyMap<SecurityScheme, readonly Operation[]> {
  const found = new Map<SecurityScheme, Operation[]>();
  for (const operation of cache.select(operations, isServed)) {
    const names = operation.security.declaration?.requirements.flatMap(({ schemes }) =>
      schemes.map(({ name }) => name),
    );
    for (const name of new Set(names)) {
      const scheme = securitySchemes.get(name);
      if (scheme === undefined) continue;
      const known = found.get(scheme);
      if (known === undefined) found.set(scheme, [operation]);
      else known.push(operation);
    }
  }
  return found;
}

function scopesOf({ security }: Operation, { name }: SecurityScheme): string {
  const schemes = security.declaration?.requirements.flatMap((requirement) => requirement.schemes) ?? [];
  return [...new Set(schemes.filter((scheme) => scheme.name === name).flatMap(({ scopes }) => scopes))]
    .sort()
    .join(' ');
}
