import type {
  OpenApiDescription,
  SecurityDeclaration,
  SecurityRequirement,
  SecurityScheme,
} from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'weak-alternative',
    title: 'Weak scheme is accepted as an alternative',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [1390, 757],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 8.3.1'],
    since: '0.1.0',
    absence: false,
    messages: {
      found:
        '"{weak}" is accepted as an alternative to "{strong}", so attackers can choose the weaker scheme. Remove the weak alternative.',
    },
  },

  visit: {
    *OpenAPI(description) {
      for (const [declaration, operations] of declarationsOf(description)) {
        const strong = declaration.requirements.find((requirement) => isStrong(requirement, description));
        const name = strong?.schemes.map((scheme) => scheme.name).join(' + ');
        if (name === undefined) continue;
        for (const weak of declaration.requirements.filter((requirement) => isWeak(requirement, description))) {
          yield {
            at: weak.node,
            message: 'found',
            data: { weak: weak.schemes.map((scheme) => scheme.name).join(' + '), strong: name },
            operations,
            fixes: () => [
              {
                title: 'Remove the weak alternative',
                safety: 'unsafe',
                patches: [{ op: 'remove', at: weak.node }],
              },
            ],
          };
        }
      }
    },
  },
});

/** Each declaration once, with the number of operations that it protects. */
function declarationsOf({ operations }: OpenApiDescription): ReadonlyMap<SecurityDeclaration, number> {
  const found = new Map<SecurityDeclaration, number>();
  for (const { security } of operations) {
    const { declaration } = security;
    if (declaration !== undefined) found.set(declaration, (found.get(declaration) ?? 0) + 1);
  }
  return found;
}

function schemesOf(
  { schemes }: SecurityRequirement,
  { securitySchemes }: OpenApiDescription,
): readonly SecurityScheme[] {
  return schemes.flatMap(({ name }) => securitySchemes.get(name) ?? []);
}

function isStrong(requirement: SecurityRequirement, description: OpenApiDescription): boolean {
  return schemesOf(requirement, description).some(
    ({ type }) => type === 'oauth2' || type === 'openIdConnect' || type === 'mutualTLS',
  );
}

function isWeak(requirement: SecurityRequirement, description: OpenApiDescription): boolean {
  const schemes = schemesOf(requirement, description);
  return (
    schemes.length > 0 &&
    schemes.length === requirement.schemes.length &&
    schemes.every(
      ({ type, httpScheme, in: where }) =>
        httpScheme === 'basic' || httpScheme === 'digest' || (type === 'apiKey' && where === 'query'),
    )
  );
}
