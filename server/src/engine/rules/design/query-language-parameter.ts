import { queryLanguageParameters, urlMentions } from '../../lexicon/queryLanguages.ts';
import { proseOf } from '../../lexicon/subject.ts';
import type { Parameter } from '../../openapi/model.ts';
import { restrictsText } from '../../patterns/restrictions.ts';
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
    Parameter: freeText(
      queryLanguageParameters.matches,
      ['query'],
      (schema) => schema.isRestricted(restrictsText),
      isUrl,
    ),
  },
});

/** The URL of a script is not a query. */
function isUrl(parameter: Parameter): boolean {
  return urlMentions.find(proseOf('parameter', parameter, parameter.node.get('description')?.string)) !== undefined;
}
