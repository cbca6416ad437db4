import { lengthFixes } from '../../fixes/hardeningFixes.ts';
import { isKnownText } from '../../heuristics/knownConstraints.ts';
import { hardening, knownParts } from '../../rule/hardening.ts';
import { defineRule } from '../../rule/rule.ts';
import { weakParts } from '../../rule/schemaParts.ts';

const weak = weakParts('unbounded-string.weak', ({ isBoundedInLength }) => !isBoundedInLength, ['string']);

export default defineRule({
  meta: {
    id: 'unbounded-string',
    title: 'String in a request has no maximum length',
    pillar: 'design',
    owasp: 'API4:2023',
    cwe: [770, 1284],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" has no maximum length and no fixed format. Add "maxLength", "format", "pattern" or "enum".',
      many: '"{name}" and {others:more string} have no maximum length and no fixed format. Add "maxLength", "format", "pattern" or "enum".',
    },
  },

  visit: {
    OpenAPI: hardening({
      weak,
      known: knownParts('unbounded-string.known', weak, isKnownText),
      fixes: lengthFixes,
    }),
  },
});
