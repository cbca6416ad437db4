import { isWrite } from '../../heuristics/operationKind.ts';
import { isPublicByNature } from '../../heuristics/roles.ts';
import { declarationsInForce } from '../../heuristics/schemeUses.ts';
import { isProtocolScope, isReadScope } from '../../heuristics/scopeWords.ts';
import { pure } from '../../incremental/pure.ts';
import type { OpenApiDescription, Operation, RequiredScheme, SecurityScheme } from '../../openapi/model.ts';
import { groupReports, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { Fix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'missing-scope',
    title: 'Operation accepts tokens with any scope',
    pillar: 'authentication',
    owasp: 'API5:2023',
    cwe: [862, 269],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 7.2.2', 'HIPAA 164.312(a)(1)'],
    since: '0.1.0',
    absence: true,
    messages: {
      none: '"{scheme}" defines {scopes:scope}, but {operations:operation} can be called with a token of any scope. Require a scope for each operation.',
    },
  },

  visit: {
    *OpenAPI(description) {
      for (const [scheme, uses] of usesWithoutScope(description)) {
        yield* groupReports(
          uses,
          ({ required }) => ({ keyOf: required.node }),
          function* (left) {
            const [first, ...others] = left;
            if (first === undefined) return;
            const operations = new Set(left.flatMap((use) => use.operations)).size;
            yield {
              at: { keyOf: first.required.node },
              message: 'none',
              data: {
                operations,
                scheme: scheme.name,
                scopes: scopesOf(scheme).length,
              },
              operations,
              related: related(
                others,
                ({ required }) => ({ keyOf: required.node }),
                () => 'No scope is required here either.',
              ),
              fixes: () => (left.length === 1 ? fixes(scheme, first) : []),
            };
          },
        );
      }
    },
  },
});

interface Use {
  readonly required: RequiredScheme;
  readonly operations: readonly Operation[];
}

/** Requirements without a scope, of schemes that define several. */
function usesWithoutScope(description: OpenApiDescription): ReadonlyMap<SecurityScheme, readonly Use[]> {
  const uses = new Map<SecurityScheme, Use[]>();
  for (const [{ requirements }, protectedOperations] of declarationsInForce(description)) {
    const operations = protectedOperations.filter((operation) => !isForAnyToken(operation));
    if (operations.length === 0) continue;
    for (const required of requirements.flatMap(({ schemes }) => schemes)) {
      const scheme = description.securitySchemes.get(required.name);
      if (scheme?.type !== 'oauth2' || required.scopes.length > 0 || scopesOf(scheme).length < 2) continue;
      if (required.node.kind !== 'sequence') continue;
      const known = uses.get(scheme);
      if (known === undefined) uses.set(scheme, [{ required, operations }]);
      else known.push({ required, operations });
    }
  }
  return uses;
}

/** Any token may read its own user, and be revoked. */
function isForAnyToken(operation: Operation): boolean {
  return /\/me\/?$/i.test(operation.path) || isPublicByNature(operation);
}

const scopesOf = pure('missing-scope.scopesOf', ({ flows }: SecurityScheme): readonly string[] => [
  ...new Set(flows.flatMap(({ scopes }) => scopes.filter((scope) => !isProtocolScope(scope)))),
]);

const maxOffered = 8;

function fixes(scheme: SecurityScheme, { required, operations }: Use): readonly Fix[] {
  const isReadOnly = !operations.some(isWrite);
  return scopesOf(scheme)
    .filter((scope) => isReadOnly || !isReadScope(scope))
    .slice(0, maxOffered)
    .map((scope) => ({
      title: `Require "${scope}"`,
      safety: 'unsafe',
      patches: [{ op: 'append', at: required.node, value: scope }],
    }));
}
