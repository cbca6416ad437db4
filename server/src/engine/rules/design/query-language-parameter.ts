import { queryLanguageParameters } from '../../lexicon/queryLanguages.ts';
import { freeText } from '../../rule/freeText.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'query-language-parameter',
    title: 'A parameter holds a query of its own',
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
        '"{name}" holds a query that the server runs, and nothing restricts it. Offer the filters that are meant as parameters.',
    },
  },

  visit: {
    // The URL of a script is not a query.
    Parameter: freeText(queryLanguageParameters.matches, ['query'], [], ({ node }) =>
      /\bur[il]s?\b/i.test(node.get('description')?.string ?? ''),
    ),
  },
});
