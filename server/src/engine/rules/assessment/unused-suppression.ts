import { defineRule, type SuppressionFact } from '../../rule/rule.ts';
import type { Fix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'unused-suppression',
    title: 'Suppression matches no finding',
    pillar: 'assessment',
    owasp: 'API9:2023',
    cwe: [1164],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      unused: '"{rule}" is suppressed here, but matches no finding. Remove the suppression.',
      unknown: 'The rule "{rule}" does not exist, so nothing is suppressed here. Remove the suppression.',
      misspelled:
        'The rule "{rule}" does not exist, so nothing is suppressed here. Write "{meant}", or remove the suppression.',
    },
  },

  visit: {
    *Suppression(fact) {
      const { suppression, isKnown, isUnused, meant } = fact;
      const base = { at: suppression.at, fixes: () => fixes(fact) };
      const rule = suppression.ruleId;
      if (isUnused) yield { ...base, message: 'unused', data: { rule } };
      else if (isKnown) return;
      else if (meant === undefined) yield { ...base, message: 'unknown', data: { rule } };
      else yield { ...base, message: 'misspelled', data: { rule, meant } };
    },
  },
});

function fixes({ suppression: { ruleId, removal } }: SuppressionFact): readonly Fix[] {
  if (removal === undefined) return [];
  return [{ title: `Remove the suppression of "${ruleId}"`, safety: 'safe', patches: [removal] }];
}
