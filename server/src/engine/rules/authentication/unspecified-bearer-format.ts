import { defineRule } from '../../rule/rule.ts';
import { Placeholder } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'unspecified-bearer-format',
    title: 'Bearer token format is not specified',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [1059],
    severity: 'hint',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      missing: '"{scheme}" does not specify the format of its bearer token. Add "bearerFormat", for example "JWT".',
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
            title: 'Add "bearerFormat"',
            safety: 'unsafe',
            patches: [{ op: 'set', at: scheme.node, path: ['bearerFormat'], value, after: ['scheme'] }],
          },
        ],
      };
    },
  },
});
