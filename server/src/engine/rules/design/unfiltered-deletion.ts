import { isServed } from '../../heuristics/operationKind.ts';
import { lastSegment } from '../../heuristics/operationWords.ts';
import { pure } from '../../incremental/pure.ts';
import { deletionOptions } from '../../lexicon/deletions.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { Operation, Parameter } from '../../openapi/model.ts';
import { groupNamed, operationNaming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'unfiltered-deletion',
    title: 'Bulk deletion without a required filter',
    pillar: 'design',
    owasp: 'API6:2023',
    cwe: [1188],
    severity: 'information',
    confidence: 'medium',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" deletes everything when its filters are omitted. Require one of them, or a confirmation.',
      many: '"{name}" and {others:more operation} delete everything when their filters are omitted. Require one of them, or a confirmation.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      yield* groupNamed(cache.select(operations, deletesAll), operationNaming);
    },
  },
});

/** A DELETE on a collection that takes filters and requires none. */
const deletesAll = pure('unfiltered-deletion.deletesAll', (operation: Operation): boolean => {
  const { method, path, parameters, requestBody } = operation;
  if (method !== 'delete' || !isServed(operation) || requestBody?.isRequired === true) return false;
  if (path.endsWith('}') || !isCollection(lastSegment(path))) return false;
  const query = parameters.filter(({ in: where }) => where === 'query');
  return query.some(isFilter) && !query.some(({ isRequired }) => isRequired);
});

/** `alerts`, in the plural. */
function isCollection(segment: string): boolean {
  const [singular, written] = [wordsIn(segment).at(-1), writtenWordsIn(segment).at(-1)];
  return singular !== undefined && singular !== written;
}

function isFilter({ name }: Parameter): boolean {
  return !deletionOptions.matches(wordsIn(name));
}
