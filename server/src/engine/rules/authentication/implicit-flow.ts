import { offersFlow } from '../../openapi/flows.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'implicit-flow',
    title: 'The OAuth 2.0 implicit flow puts tokens into URLs',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [598, 1390],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      found:
        'The scheme "{name}" uses the implicit flow, which hands out tokens in URLs. Use the authorization code flow with PKCE.',
    },
  },

  visit: {
    SecurityScheme: offersFlow('implicit'),
  },
});
