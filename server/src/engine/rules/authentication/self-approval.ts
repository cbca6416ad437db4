import { requirementText } from '../../heuristics/authStrength.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import { lastSegment, proseOfOperation } from '../../heuristics/operationWords.ts';
import { pure } from '../../incremental/pure.ts';
import { roleStatements } from '../../lexicon/administration.ts';
import { approvingActions } from '../../lexicon/approvals.ts';
import { writtenWordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { groupNamed, operationNaming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'self-approval',
    title: 'Creator can approve with the same credential',
    pillar: 'authentication',
    owasp: 'API6:2023',
    cwe: [285, 863],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 7.2.2'],
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" approves what the same credential can create. Require another scope, or state that the creator cannot approve.',
      many: '"{name}" and {others:more operation} approve what the same credential can create. Require another scope, or state that the creator cannot approve.',
    },
  },

  visit: {
    *OpenAPI(description) {
      // One decision of the author, however many operations there are.
      yield* groupNamed(approvalsIn(description), { ...operationNaming, few: 1 });
    },
  },
});

function approvalsIn({ operations, cache }: OpenApiDescription): readonly Operation[] {
  const approvals = cache.select(operations, isApproval);
  if (approvals.length === 0) return [];
  const creations = new Map(
    operations
      .filter(({ method }) => method === 'post')
      .map((operation) => [operation.path, requirementText(operation)]),
  );
  return approvals.filter((operation) => creations.get(collectionOf(operation.path)) === requirementText(operation));
}

const isApproval = pure('self-approval.isApproval', (operation: Operation): boolean => {
  const { method, path } = operation;
  if (!isServed(operation) || (method !== 'post' && method !== 'put')) return false;
  if (!approvingActions.matches(writtenWordsIn(lastSegment(path))) || path.endsWith('}')) return false;
  return roleStatements.find(proseOfOperation(operation)) === undefined;
});

/** `/transfers` for `/transfers/{id}/approve`. */
function collectionOf(path: string): string {
  const at = path.lastIndexOf('/{');
  return at < 0 ? path.slice(0, path.lastIndexOf('/')) : path.slice(0, at);
}
