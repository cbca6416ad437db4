import { encryptUrl } from '../../fixes/httpsFixes.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'insecure-remote-reference',
    title: 'Reference is loaded over plain HTTP',
    pillar: 'assessment',
    owasp: 'API10:2023',
    cwe: [494, 829],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      found:
        '"{reference}" is loaded unencrypted, so attackers on the network can change it. Use "https", or a local copy.',
    },
  },

  visit: {
    *OpenAPI({ referenceProblems }) {
      for (const { at, kind } of referenceProblems) {
        if (kind !== 'remote' || !/^http:/i.test(at.string ?? '')) continue;
        yield {
          at,
          message: 'found',
          data: { reference: at.string ?? '' },
          fixes: () => [
            {
              title: 'Use "https"',
              safety: 'unsafe',
              patches: [{ op: 'replace', at, value: encryptUrl(at.string ?? '') }],
            },
          ],
        };
      }
    },
  },
});
