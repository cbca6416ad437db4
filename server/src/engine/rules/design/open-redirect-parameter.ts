import { hostFixes } from '../../fixes/patternFixes.ts';
import { filterWords, redirectParameters, redirectUrls, restrictedUrls } from '../../lexicon/redirects.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { type Words, wordsIn } from '../../lexicon/words.ts';
import type { Parameter } from '../../openapi/model.ts';
import { restrictsHost } from '../../patterns/restrictions.ts';
import { freeText } from '../../rule/freeText.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'open-redirect-parameter',
    title: 'Parameter holds an unrestricted redirect URL',
    pillar: 'design',
    owasp: 'API7:2023',
    cwe: [601],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: true,
    messages: {
      found:
        '"{name}" determines where the browser is redirected and is not restricted. Add an "enum", or a "pattern" with the allowed hosts.',
    },
  },

  visit: {
    Parameter: freeText(isRedirect, ['query'], (schema) => schema.isRestricted(restrictsHost), isHarmless, hostFixes),
  },
});

function isRedirect(words: Words<'singular'>): boolean {
  return redirectParameters.matches(words) || redirectUrls.matches(words);
}

/** True for settings that take effect later, for filters, and where the server documents which hosts it accepts. */
function isHarmless(parameter: Parameter): boolean {
  const { name, node } = parameter;
  // No browser follows the response to these.
  if (/^\/paths\/[^/]+\/(delete|put|patch)\//.test(node.pointer)) return true;
  if (wordsIn(name).includes('default')) return true;
  const description = proseOf('parameter', parameter, node.get('description')?.string);
  return filterWords.find(description) !== undefined || restrictedUrls.find(description) !== undefined;
}
