import { Placeholder } from '../../repair/fix.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'unspecified-bearer-format',
    title: 'The format of a bearer token is not stated',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [1059],
    severity: 'hint',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      missing: 'The scheme "{scheme}" does not say what its bearer token is. State "bearerFormat", such as "JWT".',
    },
  },

  visit: {
    *SecurityScheme(scheme) {
      if (scheme.type !== 'http' || scheme.httpScheme !== 'bearer') return;
      const format = scheme.node.get('bearerFormat');
      if (format !== undefined && format.string?.trim() !== '') return;
      const value = new Placeholder('JWT');
      yield {
        at: { keyOf: scheme.node },
        message: 'missing',
        data: { scheme: scheme.name },
        fixes: () => [
          {
            title: 'State "bearerFormat"',
            safety: 'unsafe',
            patches: [{ op: 'set', at: scheme.node, path: ['bearerFormat'], value, after: ['scheme'] }],
          },
        ],
      };
    },
  },
});
