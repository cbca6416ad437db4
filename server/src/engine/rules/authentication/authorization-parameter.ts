import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'authorization-parameter',
    title: 'Authorization header is declared as a parameter',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [1059],
    severity: 'warning',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      found:
        '"{name}" is declared as a header parameter, which tools do not treat as authentication. Declare it as a security scheme.',
    },
  },

  visit: {
    *Parameter({ name, node, in: where }) {
      if (where !== 'header' || name.toLowerCase() !== 'authorization') return;
      yield { at: node.get('name') ?? node, message: 'found', data: { name } };
    },
  },
});
