import { itemsFixes } from '../../fixes/hardeningFixes.ts';
import { isKnownList } from '../../heuristics/knownConstraints.ts';
import { hardening, knownParts } from '../../rule/hardening.ts';
import { defineRule } from '../../rule/rule.ts';
import { weakParts } from '../../rule/schemaParts.ts';

const weak = weakParts('unbounded-array.weak', ({ isBoundedInItems }) => !isBoundedInItems, ['array']);

export default defineRule({
  meta: {
    id: 'unbounded-array',
    title: 'Array in a request has no maximum size',
    pillar: 'design',
    owasp: 'API4:2023',
    cwe: [770, 1284],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" accepts any number of items. Add "maxItems".',
      many: '"{name}" and {others:more array} accept any number of items. Add "maxItems".',
    },
  },

  visit: {
    OpenAPI: hardening({
      weak,
      known: knownParts('unbounded-array.known', weak, isKnownList),
      fixes: itemsFixes,
    }),
  },
});
