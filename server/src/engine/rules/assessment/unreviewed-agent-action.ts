import { isServed, isWrite } from '../../heuristics/operationKind.ts';
import { nameOf } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'unreviewed-agent-action',
    title: 'An agent may change things without asking its user',
    pillar: 'assessment',
    owasp: 'API6:2023',
    cwe: [862],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      found:
        '"{operation}" changes something and is marked as of no consequence, so agents do it without asking. Set it to true.',
    },
  },

  visit: {
    *Operation(operation) {
      const at = operation.node.get('x-openai-isConsequential');
      if (at?.scalar !== false || !isServed(operation) || !isWrite(operation)) return;
      yield {
        at,
        message: 'found',
        data: { operation: nameOf(operation) },
        fixes: () => [{ title: 'Ask the user', safety: 'safe', patches: [{ op: 'replace', at, value: true }] }],
      };
    },
  },
});
