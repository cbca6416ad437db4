import { counted } from '../../counted.ts';
import { addSchemeFixes, requireDefinedFixes } from '../../fixes/securityFixes.ts';
import { isDeclaredOpen, withoutDecided, worstOpen } from '../../heuristics/openWeight.ts';
import { wantsCallers } from '../../heuristics/roles.ts';
import { requiresAnyScheme } from '../../heuristics/schemeUses.ts';
import { componentPath } from '../../openapi/components.ts';
import type { OpenApiDescription } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';
import type { Place } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'missing-security',
    title: 'Security schemes are defined but not required',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [306],
    severity: 'error',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 7.3.3', 'GDPR Art. 32', 'HIPAA 164.312(d)'],
    since: '0.1.0',
    absence: true,
    messages: {
      unused:
        'No operation requires {defined}, so {operations:operation} can be called without authentication. Add "security" at the root.',
    },
  },

  visit: {
    *OpenAPI(description) {
      if (description.securitySchemes.size === 0 || requiresAnyScheme(description)) return;
      const exposed = withoutDecided(
        description.operations.filter(
          // public-operation reports `security: []`, on an operation or at the root.
          (operation) =>
            operation.security.declaredAt !== 'operation' && wantsCallers(operation) && !isDeclaredOpen(operation),
        ),
      );
      if (exposed.length === 0) return;

      const weight = worstOpen(exposed);
      yield {
        at: schemesKey(description),
        message: 'unused',
        data: { defined: schemeNames(description), operations: exposed.length },
        operations: exposed.length,
        ...(weight === 'decided' ? { decided: true } : { severity: weight }),
        fixes: () => [...requireDefinedFixes(description), ...addSchemeFixes(description)],
      };
    },
  },
});

function schemesKey({ root, version }: OpenApiDescription): Place {
  const node = root.at(...componentPath(version, 'securitySchemes'));
  return node === undefined ? root : { keyOf: node };
}

function schemeNames({ securitySchemes }: OpenApiDescription): string {
  const names = [...securitySchemes.keys()];
  return names.length === 1
    ? `the security scheme "${names[0]}"`
    : `any of the ${counted(names.length, 'security scheme')}`;
}
