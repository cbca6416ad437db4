import { isWrite } from '../../heuristics/operationKind.ts';
import { declarationsInForce, schemesOf } from '../../heuristics/schemeUses.ts';
import { isProtocolScope, isReadScope } from '../../heuristics/scopeWords.ts';
import { pure } from '../../incremental/pure.ts';
import type { OpenApiDescription, Operation, SecurityDeclaration, SecurityScheme } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';

/** A smaller API may not need more than one scope. */
const minOperations = 5;
/** Where the scheme defines no other scope, no client can be given less. */
const minOfOnlyScope = 8;

export default defineRule({
  meta: {
    id: 'single-scope',
    title: 'One scope covers reading and writing',
    pillar: 'authentication',
    owasp: 'API5:2023',
    cwe: [269, 863],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 7.2.1', 'HIPAA 164.312(a)(1)'],
    since: '0.1.0',
    absence: false,
    messages: {
      same: '"{scope}" of "{scheme}" grants access to {operations:operation}, both reads and writes. Require a separate scope for writes.',
    },
  },

  visit: {
    *OpenAPI(description, { config }) {
      const isStrict = config.profile === 'strict' || config.rules['single-scope'] !== undefined;
      const reported = new Set<string>();
      for (const [scheme, uses] of usesByScheme(description)) {
        // Each list of scopes by itself: the scopes of other operations do not make this one narrower.
        for (const scopes of new Set(uses.map((use) => use.scopes))) {
          // write-with-read-scope reports read scopes on each write.
          if (scopes.split(' ').every((scope) => isNoScope(scope) || isReadScope(scope))) continue;
          const lists = uses.filter((use) => use.scopes === scopes).map((use) => use.operations);
          const operations = lists.reduce((sum, list) => sum + list.length, 0);
          if (operations < minOperations || !lists.some(someWrite) || lists.every(allWrite)) continue;
          if (!isStrict && (operations < minOfOnlyScope || reported.has(scopes) || !isOnlyScope(scopes, scheme)))
            continue;
          reported.add(scopes);
          yield {
            at: { keyOf: scheme.node },
            message: 'same',
            data: { operations, scope: scopes, scheme: scheme.name },
            operations,
          };
        }
      }
    },
  },
});

/** The operations with one declaration, and the scopes that it requires. */
interface Use {
  readonly operations: readonly Operation[];
  readonly scopes: string;
}

function isOnlyScope(scopes: string, { flows }: SecurityScheme): boolean {
  return flows.length > 0 && flows.every((flow) => flow.scopes.every((scope) => isNoScope(scope) || scope === scopes));
}

function isNoScope(scope: string): boolean {
  return scope === '' || isProtocolScope(scope);
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
