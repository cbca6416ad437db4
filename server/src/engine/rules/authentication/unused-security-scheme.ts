import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'unused-security-scheme',
    title: 'Security scheme is not required anywhere',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [1164],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      found:
        '"{name}" is not required by any operation, so it protects nothing. Require it where intended, or remove it.',
    },
  },

  visit: {
    *OpenAPI({ operations, security, securitySchemes }) {
      const declarations = new Set([security, ...operations.map((operation) => operation.security.declaration)]);
      const used = new Set(
        [...declarations]
          .flatMap((declaration) => declaration?.requirements ?? [])
          .flatMap(({ schemes }) => schemes.map(({ name }) => name)),
      );
      // If no scheme is required at all, missing-security reports the cause.
      if (used.size === 0) return;
      // OAS 3.2: a requirement may name a scheme by URI.
      const referenced = new Set([...used].map((name) => name.slice(name.lastIndexOf('/') + 1)));
      for (const { name, node } of securitySchemes.values()) {
        if (used.has(name) || referenced.has(name)) continue;
        yield {
          at: { keyOf: node },
          message: 'found',
          data: { name },
          fixes: () => [{ title: `Remove "${name}"`, safety: 'unsafe', patches: [{ op: 'remove', at: node }] }],
        };
      }
    },
  },
});
