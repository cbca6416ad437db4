import { declarationsInForce, schemesOf } from '../../heuristics/schemeUses.ts';
import type { OpenApiDescription, RequiredScheme } from '../../openapi/model.ts';
import { groupReports, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'misplaced-scope',
    title: 'Scopes on a scheme that does not support them',
    pillar: 'authentication',
    owasp: 'API5:2023',
    cwe: [863, 1059],
    severity: 'warning',
    confidence: 'high',
    recommended: false,
    compliance: ['PCI DSS 7.2.1'],
    since: '0.1.0',
    absence: false,
    // OAS 3.1 §4.8.30: other schemes may list roles.
    versions: ['2.0', '3.0'],
    messages: {
      ignored:
        '"{scheme}" has type "{type}", so tools ignore the scopes required in {places:place}. Use an OAuth 2.0 scheme, or remove the scopes.',
    },
  },

  visit: {
    *OpenAPI(description) {
      for (const [name, places] of ignoredScopes(description)) {
        yield* groupReports(
          places,
          ({ node }) => node,
          function* (left) {
            const [first, ...others] = left;
            if (first === undefined) return;
            yield {
              at: first.node,
              message: 'ignored',
              data: {
                scheme: name,
                places: left.length,
                type: description.securitySchemes.get(name)?.type ?? '',
              },
              related: related(
                others,
                ({ node }) => node,
                () => 'Scopes are required here too.',
              ),
              fixes: () => [
                {
                  title: 'Remove the scopes',
                  safety: 'unsafe',
                  patches: left.map(({ node }) => ({ op: 'replace', at: node, value: [] }) as const),
                },
              ],
            };
          },
        );
      }
    },
  },
});

const typesWithoutScopes: ReadonlySet<string | undefined> = new Set(['apiKey', 'http', 'basic', 'mutualTLS']);

function ignoredScopes(description: OpenApiDescription): ReadonlyMap<string, readonly RequiredScheme[]> {
  const places = new Map<string, RequiredScheme[]>();
  for (const declaration of declarationsInForce(description).keys()) {
    for (const required of schemesOf(declaration)) {
      if (required.scopes.length === 0) continue;
      if (!typesWithoutScopes.has(description.securitySchemes.get(required.name)?.type)) continue;
      places.set(required.name, [...(places.get(required.name) ?? []), required]);
    }
  }
  return places;
}
