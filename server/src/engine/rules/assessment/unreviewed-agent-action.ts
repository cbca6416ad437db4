import { isServed, isWrite } from '../../heuristics/operationKind.ts';
import { nameOf } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'unreviewed-agent-action',
    title: 'Agents run the operation without confirmation',
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
        '"{operation}" changes data but has "x-openai-isConsequential: false", so agents run it without confirmation. Set it to true.',
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
        fixes: () => [
          {
            title: 'Set "x-openai-isConsequential: true"',
            safety: 'safe',
            patches: [{ op: 'replace', at, value: true }],
          },
        ],
      };
    },
  },
});
