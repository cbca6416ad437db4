import { handlesHighImpactData, isServed, isWrite } from '../../heuristics/operationKind.ts';
import { isBruteForceTarget } from '../../heuristics/roles.ts';
import { isAudited } from '../../heuristics/traces.ts';
import { pure } from '../../incremental/pure.ts';
import type { OpenApiDescription } from '../../openapi/model.ts';
import { groupNamed, operationNaming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'unaudited-operation',
    title: 'Sensitive operation is not marked for auditing',
    pillar: 'monitoring',
    owasp: 'API8:2023',
    cwe: [778],
    severity: 'information',
    confidence: 'medium',
    recommended: false,
    compliance: ['PCI DSS 10.2.1', 'HIPAA 164.312(b)'],
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" writes sensitive data or is open to guessing, but has no audit extension. Add the one that other operations have.',
      many: '"{name}" and {others:more operation} write sensitive data or are open to guessing, but have no audit extension. Add the one that other operations have.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      // Without any mark, the API uses another way to audit.
      if (!operations.some(isAudited)) return;
      yield* groupNamed(cache.select(operations, isUnmarked), operationNaming);
    },
  },
});

const isUnmarked = pure(
  'unaudited-operation.isUnmarked',
  (operation: OpenApiDescription['operations'][number]): boolean => {
    if (!isServed(operation) || !isWrite(operation) || isAudited(operation)) return false;
    return handlesHighImpactData(operation) || isBruteForceTarget(operation);
  },
);
