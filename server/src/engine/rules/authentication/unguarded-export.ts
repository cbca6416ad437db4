import { requirementText } from '../../heuristics/authStrength.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import { lastSegment, proseOfOperation } from '../../heuristics/operationWords.ts';
import { pure } from '../../incremental/pure.ts';
import { roleStatements } from '../../lexicon/administration.ts';
import { wholeTexts, wholeTransfers } from '../../lexicon/wholeExports.ts';
import { writtenWordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { groupNamed, operationNaming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'unguarded-export',
    title: 'Everything can be exported by an ordinary request',
    pillar: 'authentication',
    owasp: 'API5:2023',
    cwe: [285, 200],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 7.2.2'],
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{name}" exports or replaces everything, but requires no more than other operations. Require a scope for operators.',
      many: '"{name}" and {others:more operation} export or replace everything, but require no more than other operations. Require a scope for operators.',
    },
  },

  visit: {
    *OpenAPI(description) {
      // One decision of the author, however many operations there are.
      yield* groupNamed(transfersIn(description), { ...operationNaming, few: 1 });
    },
  },
});

function transfersIn({ operations, cache }: OpenApiDescription): readonly Operation[] {
  const transfers = cache.select(operations, movesEverything);
  if (transfers.length === 0) return [];
  const found = new Set(transfers);
  const ordinary = new Set(
    operations.filter((operation) => isServed(operation) && !found.has(operation)).map(requirementText),
  );
  const reads = new Map(
    operations.filter(({ method }) => method === 'get').map((operation) => [operation.path, operation]),
  );
  return transfers.filter((operation) => {
    const required = requirementText(operation);
    if (!ordinary.has(required)) return false;
    // Who may read the list learns no more from its export.
    const read = operation.method === 'get' ? reads.get(readPath(operation)) : undefined;
    return read === undefined || found.has(read) || requirementText(read) !== required;
  });
}

/** `/export/org/sites.json` exports what `/org/sites` reads. */
function readPath({ path }: Operation): string {
  return path.replace(/^\/[^/]*/, '').replace(/\.[a-z]{1,8}$/, '');
}

const movesEverything = pure('unguarded-export.movesEverything', (operation: Operation): boolean => {
  const { method, path, operationId = '' } = operation;
  if (!isServed(operation) || (method !== 'get' && method !== 'post' && method !== 'put')) return false;
  // Below an object, that object is exported.
  if (path.endsWith('}')) return false;
  const isNamed = [lastSegment(path), operationId].some((name) => wholeTransfers.matches(writtenWordsIn(name)));
  const prose = proseOfOperation(operation);
  if (roleStatements.find(prose) !== undefined) return false;
  return (isNamed && !path.includes('{')) || wholeTexts.find(prose) !== undefined;
});
