import { isWrite } from '../../heuristics/operationKind.ts';
import { declarationsInForce, schemesOf } from '../../heuristics/schemeUses.ts';
import { isReadScope } from '../../heuristics/scopeWords.ts';
import { pure } from '../../incremental/pure.ts';
import type { OpenApiDescription, Operation, SecurityDeclaration, SecurityScheme } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';

/** A smaller API may not need more than one scope. */
const minOperations = 5;

export default defineRule({
  meta: {
    id: 'single-scope',
    title: 'One scope grants access to every operation',
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
      same: '"{scope}" of "{scheme}" grants access to all {operations:operation}, both reads and writes. Require a separate scope for writes.',
    },
  },

  visit: {
    *OpenAPI(description) {
      for (const [scheme, uses] of usesByScheme(description)) {
        const operations = uses.reduce((sum, use) => sum + use.operations.length, 0);
        if (operations < minOperations) continue;
        const scopes = new Set(uses.map((use) => use.scopes));
        const [scope] = scopes;
        // write-with-read-scope reports read scopes on each write.
        if (scopes.size !== 1 || scope === undefined || scope === '' || scope.split(' ').every(isReadScope)) continue;
        const lists = uses.map((use) => use.operations);
        if (!lists.some(someWrite) || lists.every(allWrite)) continue;
        yield {
          at: { keyOf: scheme.node },
          message: 'same',
          data: { operations, scope, scheme: scheme.name },
          operations,
        };
      }
    },
  },
});

/** The operations with one declaration, and the scopes that it requires. */
interface Use {
  readonly operations: readonly Operation[];
  readonly scopes: string;
}

const someWrite = pure('single-scope.someWrite', (operations: readonly Operation[]): boolean =>
  operations.some(isWrite),
);
const allWrite = pure('single-scope.allWrite', (operations: readonly Operation[]): boolean =>
  operations.every(isWrite),
);

function usesByScheme(description: OpenApiDescription): ReadonlyMap<SecurityScheme, readonly Use[]> {
  const found = new Map<SecurityScheme, Use[]>();
  for (const [declaration, operations] of declarationsInForce(description)) {
    for (const [name, scopes] of scopesByName(declaration)) {
      const scheme = description.securitySchemes.get(name);
      if (scheme === undefined) continue;
      const use = { operations, scopes: [...scopes].sort().join(' ') };
      const known = found.get(scheme);
      if (known === undefined) found.set(scheme, [use]);
      else known.push(use);
    }
  }
  return found;
}

function scopesByName(declaration: SecurityDeclaration): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { name, scopes } of schemesOf(declaration)) {
    const known = found.get(name) ?? new Set();
    found.set(name, known);
    for (const scope of scopes) known.add(scope);
  }
  return found;
}
