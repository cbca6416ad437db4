import type { Fix } from '../../repair/fix.ts';
import { defineRule, type SuppressionFact } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'unused-suppression',
    title: 'What is accepted here is not found here',
    pillar: 'assessment',
    owasp: 'API9:2023',
    cwe: [1164],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      unused: '"{rule}" is accepted here, but nothing of it is found. Remove this, so that it hides nothing later.',
      unknown: 'There is no rule "{rule}", so nothing is accepted here. Remove this.',
      misspelled: 'There is no rule "{rule}", so nothing is accepted here. Perhaps "{meant}" is meant.',
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

function fixes({ suppression: { ruleId, withdraw } }: SuppressionFact): readonly Fix[] {
  return [{ title: `Remove the acceptance of "${ruleId}"`, safety: 'safe', patches: [withdraw] }];
}
