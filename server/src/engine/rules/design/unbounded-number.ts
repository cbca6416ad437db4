import { rangeFixes } from '../../fixes/hardeningFixes.ts';
import { isKnownNumber } from '../../heuristics/knownConstraints.ts';
import { hardening, knownParts } from '../../rule/hardening.ts';
import { defineRule } from '../../rule/rule.ts';
import { weakParts } from '../../rule/schemaParts.ts';

const weak = weakParts('unbounded-number.weak', ({ hasMinimum, hasMaximum }) => !(hasMinimum && hasMaximum), [
  'integer',
  'number',
]);

export default defineRule({
  meta: {
    id: 'unbounded-number',
    title: 'Number in a request is not bounded',
    pillar: 'design',
    owasp: 'API4:2023',
    cwe: [1284],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" is not bounded at both ends. Add "minimum" and "maximum".',
      many: '"{name}" and {others:more number} are not bounded at both ends. Add "minimum" and "maximum".',
    },
  },

  visit: {
    OpenAPI: hardening({
      weak,
      known: knownParts('unbounded-number.known', weak, isKnownNumber),
      fixes: rangeFixes,
    }),
  },
});
