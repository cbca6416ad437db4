import { isClientId } from '../../heuristics/authStrength.ts';
import { usesOfSchemes } from '../../heuristics/schemeUses.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'api-key-in-url',
    title: 'API key is sent in the URL',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [598, 522],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 8.3.2'],
    since: '0.1.0',
    absence: false,
    messages: {
      found: '"{name}" sends the API key in the query string, and so into logs and browser histories. Use a header.',
    },
  },

  visit: {
    *OpenAPI(description, { config }) {
      const uses = usesOfSchemes(description);
      for (const { name, node, type, in: where, parameterName } of description.securitySchemes.values()) {
        const at = node.get('in');
        if (type !== 'apiKey' || where !== 'query' || at === undefined || isClientId(name, parameterName)) continue;
        // An unused scheme sends no key; if no scheme is used, `security` was probably forgotten.
        if (uses.size > 0 && !uses.has(name) && config.profile !== 'strict') continue;
        yield {
          at,
          message: 'found',
          data: { name },
          fixes: () => [
            { title: 'Send the key in a header', safety: 'unsafe', patches: [{ op: 'replace', at, value: 'header' }] },
          ],
        };
      }
    },
  },
});
