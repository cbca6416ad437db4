import { type Fix, Placeholder } from '../../repair/fix.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'suppression-without-reason',
    title: 'A finding is accepted without a reason',
    pillar: 'assessment',
    owasp: 'API9:2023',
    cwe: [1059],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      found: '"{rule}" is accepted without a reason. Say why, so that the next reader can tell whether it still holds.',
    },
  },

  visit: {
    *Suppression({ suppression, isUnused, isKnown }) {
      // What is of no use needs no reason.
      if (suppression.reason !== undefined || isUnused || !isKnown) return;
      yield {
        at: suppression.at,
        message: 'found',
        data: { rule: suppression.ruleId },
        fixes: () => {
          const explained = suppression.explain(new Placeholder('the reason'));
          const withdraw: Fix = {
            title: `Remove the acceptance of "${suppression.ruleId}"`,
            safety: 'unsafe',
            patches: [suppression.withdraw],
          };
          if (explained === undefined) return [withdraw];
          const title = `Say why "${suppression.ruleId}" is accepted`;
          return [{ title, safety: 'unsafe', patches: [explained] }, withdraw];
        },
      };
    },
  },
});
