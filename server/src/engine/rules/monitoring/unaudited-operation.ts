import { handlesGraveData, isBruteForceTarget, isServed, isWrite } from '../../heuristics/operationKind.ts';
import { pure } from '../../incremental/pure.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { gatherNamed, operationNaming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'unaudited-operation',
    title: 'A sensitive operation is not marked for the audit log',
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
      one: '"{name}" writes sensitive data or can be guessed at, and is not marked for the audit log, unlike others of this API. Add the mark.',
      many: '"{name}" and {others:more operation} write sensitive data or can be guessed at, and are not marked for the audit log, unlike others of this API. Add the mark.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      // Only an API that marks operations says something by leaving the mark out.
      if (!operations.some(isMarked)) return;
      yield* gatherNamed(cache.select(operations, isForgotten), operationNaming);
    },
  },
});

function isMarked({ node, pathItem }: Pick<Operation, 'node' | 'pathItem'>): boolean {
  return [node, pathItem].some((holder) => holder.entries().some(({ key }) => /^x-audit/i.test(key)));
}

const isForgotten = pure(
  'unaudited-operation.isForgotten',
  (operation: OpenApiDescription['operations'][number]): boolean => {
    if (!isServed(operation) || !isWrite(operation) || isMarked(operation)) return false;
    return handlesGraveData(operation) || isBruteForceTarget(operation);
  },
);
