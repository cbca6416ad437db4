import { offersFlow } from '../../rule/offersFlow.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'implicit-flow',
    title: 'OAuth 2.0 implicit flow exposes tokens in URLs',
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
        '"{name}" uses the implicit flow, which returns tokens in URLs. Use the authorization code flow with PKCE.',
    },
  },

  visit: {
    SecurityScheme: offersFlow('implicit'),
  },
});
