import { declarationsInForce, schemesOf } from '../../heuristics/schemeUses.ts';
import type { OpenApiDescription, SecurityScheme } from '../../openapi/model.ts';
import { gathering, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'unused-scope',
    title: 'No operation requires a scope that is defined',
    pillar: 'authentication',
    owasp: 'API5:2023',
    cwe: [1164, 863],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: 'No operation requires the scope "{scope}" of "{scheme}". Require it where it is meant, or remove it.',
      many: 'No operation requires "{scope}" and {others} more scopes of "{scheme}". Require them where they are meant, or remove them.',
    },
  },

  visit: {
    *OpenAPI(description) {
      for (const [scheme, required] of requiredScopes(description)) {
        // Where none is required at all, that is the weakness, not each scope.
        if (required.size === 0) continue;
        const unused = scopeNodes(scheme).filter(({ key }) => !required.has(String(key)));
        yield* gathering(
          unused,
          (node) => ({ keyOf: node }),
          function* (left) {
            const [first, ...others] = left;
            if (first === undefined) return;
            const base = {
              at: { keyOf: first },
              related: related(
                others,
                (node) => ({ keyOf: node }),
                ({ key }) => `Nobody requires "${key}" either.`,
              ),
              fixes: () => [
                {
                  title: left.length === 1 ? 'Remove the scope' : `Remove ${left.length} scopes`,
                  safety: 'unsafe' as const,
                  patches: left.map((at) => ({ op: 'remove', at }) as const),
                },
              ],
            };
            const data = { scheme: scheme.name, scope: String(first.key) };
            if (others.length === 0) yield { ...base, message: 'one', data };
            else yield { ...base, message: 'many', data: { ...data, others: others.length } };
          },
        );
      }
    },
  },
});

/** The scopes that some operation requires, by scheme; only schemes that are required at all. */
function requiredScopes(description: OpenApiDescription): ReadonlyMap<SecurityScheme, ReadonlySet<string>> {
  const required = new Map<SecurityScheme, Set<string>>();
  for (const declaration of declarationsInForce(description).keys()) {
    for (const { name, scopes } of schemesOf(declaration)) {
      const scheme = description.securitySchemes.get(name);
      if (scheme === undefined) continue;
      const known = required.get(scheme) ?? new Set<string>();
      required.set(scheme, known);
      for (const scope of scopes) known.add(scope);
    }
  }
  return required;
}

/** What OpenID Connect asks for is for the client, not for an operation. */
const protocolScopes: ReadonlySet<string> = new Set([
  'openid',
  'profile',
  'email',
  'offline_access',
  'address',
  'phone',
]);

function scopeNodes({ flows }: SecurityScheme): readonly SourceNode[] {
  const entries = flows.flatMap(({ node }) => node.get('scopes')?.entries() ?? []);
  return entries.filter(({ key }) => !key.startsWith('x-') && !protocolScopes.has(key)).map(({ held }) => held);
}
