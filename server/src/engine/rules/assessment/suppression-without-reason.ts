import { publicExtension, reasonPlaceholder } from '../../openapi/reason.ts';
import { nameOf } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { type Fix, Placeholder } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'suppression-without-reason',
    title: 'Suppression has no reason',
    pillar: 'assessment',
    owasp: 'API9:2023',
    cwe: [1059],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      found: '"{rule}" is suppressed without a reason. State the reason.',
      unfinished:
        '"{rule}" is not suppressed here, because the text is not a reason. State the reason, or remove the suppression.',
      public:
        '"{operation}" is still reported as public, because "{extension}" gives no reason. State the reason, or remove it.',
    },
  },

  visit: {
    *Suppression({ suppression, isUnused, isKnown }) {
      // `unused-suppression` reports the others.
      if (suppression.reason !== undefined || isUnused || !isKnown) return;
      yield {
        at: suppression.at,
        message: suppression.isUnfinished ? 'unfinished' : 'found',
        data: { rule: suppression.ruleId },
        fixes: () => {
          if (suppression.removal === undefined) return [];
          const remove: Fix = {
            title: `Remove the suppression of "${suppression.ruleId}"`,
            safety: 'unsafe',
            patches: [suppression.removal],
          };
          const explained = suppression.explain(new Placeholder(reasonPlaceholder));
          if (explained === undefined) return [remove];
          const title = `State why "${suppression.ruleId}" is suppressed`;
          return [remove, { title, safety: 'unsafe', patches: [explained], asksReason: true }];
        },
      };
    },

    *Operation(operation) {
      const written = operation.node.get(publicExtension);
      // `false` says that the operation is not public.
      if (written === undefined || written.scalar === false || operation.publicReason !== undefined) return;
      yield {
        at: { keyOf: written },
        message: 'public',
        data: { operation: nameOf(operation), extension: publicExtension },
        fixes: () => [
          { title: `Remove "${publicExtension}"`, safety: 'unsafe', patches: [{ op: 'remove', at: written }] },
          {
            title: `State why "${nameOf(operation)}" is public`,
            safety: 'unsafe',
            patches: [{ op: 'replace', at: written, value: new Placeholder(reasonPlaceholder) }],
            asksReason: true,
          },
        ],
      };
    },
  },
});
