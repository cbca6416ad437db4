import { offersFlow } from '../../rule/offersFlow.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'password-flow',
    title: 'OAuth 2.0 password flow exposes passwords to clients',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [522, 1390],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 8.3.2'],
    since: '0.1.0',
    absence: false,
    messages: {
      found:
        '"{name}" uses the password flow, which exposes user passwords to clients. Use the authorization code flow with PKCE.',
    },
  },

  visit: {
    SecurityScheme: offersFlow('password'),
  },
});
