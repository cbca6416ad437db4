import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'authorization-parameter',
    title: 'The Authorization header is described by hand',
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
        '"{name}" is described as a parameter, so no tool knows that it is a login. Describe it as a security scheme.',
    },
  },

  visit: {
    *Parameter({ name, node, in: where }) {
      if (where !== 'header' || name.toLowerCase() !== 'authorization') return;
      yield { at: node.get('name') ?? node, message: 'found', data: { name } };
    },
  },
});
