import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'insecure-remote-reference',
    title: 'A part of the description comes over an unencrypted connection',
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
        '"{reference}" is loaded unencrypted, so the network decides what this description says. Use "https", or keep a copy.',
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
              patches: [{ op: 'replace', at, value: (at.string ?? '').replace(/^http:/i, 'https:') }],
            },
          ],
        };
      }
    },
  },
});
