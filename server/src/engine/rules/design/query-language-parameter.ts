import { queryLanguageParameters } from '../../lexicon/queryLanguages.ts';
import { freeText } from '../../rule/freeText.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'query-language-parameter',
    title: 'Parameter accepts a query or a script',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [89, 943],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: true,
    messages: {
      found:
        '"{name}" holds a query or a script that the server runs, and is not restricted. Offer the intended filters as separate parameters.',
    },
  },

  visit: {
    // The URL of a script is not a query.
    Parameter: freeText(queryLanguageParameters.matches, ['query'], [], ({ node }) =>
      /\bur[il]s?\b/i.test(node.get('description')?.string ?? ''),
    ),
  },
});
