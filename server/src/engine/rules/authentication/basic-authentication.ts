import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'basic-authentication',
    title: 'Basic authentication sends the password with every request',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [522, 308],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 8.3.2'],
    since: '0.1.0',
    absence: false,
    messages: {
      found:
        'The scheme "{name}" sends user name and password with every request. Use OAuth 2.0, OpenID Connect or short-lived tokens.',
    },
  },

  visit: {
    *SecurityScheme({ name, node, type, httpScheme }) {
      const isBasic = type === 'basic' || (type === 'http' && httpScheme === 'basic');
      if (isBasic) yield { at: node.get('scheme') ?? node.get('type') ?? node, message: 'found', data: { name } };
    },
  },
});
