import { counted } from '../../counted.ts';
import { declarationsInForce, schemesOf } from '../../heuristics/schemeUses.ts';
import { isProtocolScope } from '../../heuristics/scopeWords.ts';
import type { OpenApiDescription, SecurityScheme } from '../../openapi/model.ts';
import { groupReports, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'unused-scope',
    title: 'Scope is not required by any operation',
    pillar: 'authentication',
    owasp: 'API5:2023',
    cwe: [1164, 863],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{scope}" of "{scheme}" is not required by any operation. Require it where intended, or remove it.',
      many: '"{scope}" and {others:more scope} of "{scheme}" are not required by any operation. Require them where intended, or remove them.',
    },
  },

  visit: {
    *OpenAPI(description) {
      for (const [scheme, required] of requiredScopes(description)) {
        // If no scope of the scheme is required, missing-scope reports the cause.
        if (required.size === 0) continue;
        const unused = scopeNodes(scheme).filter(({ key }) => !required.has(String(key)));
        yield* groupReports(
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
                ({ key }) => `"${key}" is not required either.`,
              ),
              fixes: () => [
                {
                  title: left.length === 1 ? 'Remove the scope' : `Remove ${counted(left.length, 'scope')}`,
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

function scopeNodes({ flows }: SecurityScheme): readonly SourceNode[] {
  const entries = flows.flatMap(({ node }) => node.get('scopes')?.entries() ?? []);
  return entries.filter(({ key }) => !key.startsWith('x-') && !isProtocolScope(key)).map(({ raw }) => raw);
}
