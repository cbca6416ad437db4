import { isServed } from '../../heuristics/operationKind.ts';
import { lastSegment, proseOfOperation } from '../../heuristics/operationWords.ts';
import { hasRole } from '../../heuristics/roles.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import {
  deletingSegments,
  deletionOptions,
  selectingFields,
  selectors,
  wholeDeletions,
  wholeFlags,
} from '../../lexicon/deletions.ts';
import { histories } from '../../lexicon/lists.ts';
import { slice, wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { Operation, Parameter } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupNamed, operationNaming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { effectiveOf } from '../../schemas/effectiveSchema.ts';
import { fieldsIn } from '../../schemas/requestFields.ts';

export default defineRule({
  meta: {
    id: 'unfiltered-deletion',
    title: 'Bulk deletion without a required filter',
    pillar: 'design',
    owasp: 'API6:2023',
    cwe: [1188],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" deletes a whole collection when called without a filter. Require a filter or a confirmation.',
      many: '"{name}" and {others:more operation} delete whole collections when called without a filter. Require a filter or a confirmation.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }, { config }) {
      const isStrict = config.profile === 'strict' || config.rules['unfiltered-deletion'] !== undefined;
      const deletions = cache.select(operations, deletesAll);
      const lists = new Set(operations.filter(({ method }) => method === 'get').map(({ path }) => path));
      const whole = cache
        .select(operations, deletesWithoutFilter)
        .filter(({ path }) => lists.has(path) || wholeFlags.matches(writtenWordsIn(lastSegment(path))));
      const byBody = cache
        .select(operations, takesSelection)
        .filter((operation) => cache.get(requiresNoSelection, operation));
      // The parts of one object are few; a collection of the whole API is not.
      const left = isStrict ? deletions : deletions.filter(({ path }) => !path.includes('{'));
      // One habit of the author, however many collections there are.
      const found = new Set([...left, ...whole, ...byBody]);
      if (found.size === 0) return;
      yield* groupNamed(
        operations.filter((operation) => found.has(operation)),
        { ...operationNaming, few: 1 },
      );
    },
  },
});

/** A DELETE on a collection that takes filters and requires none. */
const deletesAll = pure('unfiltered-deletion.deletesAll', (operation: Operation): boolean => {
  const { method, path, parameters, requestBody } = operation;
  if (method !== 'delete' || !isServed(operation) || requestBody?.isRequired === true) return false;
  if (hasRole(operation, 'logout')) return false;
  if (path.endsWith('}') || !isCollection(lastSegment(path))) return false;
  const query = parameters.filter(({ in: where }) => where === 'query');
  return query.some(isFilter) && !query.some((parameter) => parameter.isRequired || selectsOne(parameter, path));
});

/** A DELETE on a collection of the whole API that takes no filter at all. */
const deletesWithoutFilter = pure('unfiltered-deletion.deletesWithoutFilter', (operation: Operation): boolean => {
  const { method, path, parameters, requestBody } = operation;
  if (method !== 'delete' || !isServed(operation) || requestBody !== undefined || path.includes('{')) return false;
  if (hasRole(operation, 'logout')) return false;
  const isNamedWhole = wholeFlags.matches(writtenWordsIn(lastSegment(path)));
  const isWhole = isCollection(lastSegment(path)) || histories.matches(wordsIn(lastSegment(path)));
  if (!isNamedWhole && (!isWhole || wholeDeletions.find(proseOfOperation(operation)) === undefined)) return false;
  return !parameters.some(
    (parameter) => parameter.in === 'query' && (parameter.isRequired || selectsOne(parameter, path)),
  );
});

/** A deletion of what its body selects. */
const takesSelection = pure('unfiltered-deletion.takesSelection', (operation: Operation): boolean => {
  const { method, path, requestSchemas } = operation;
  if (requestSchemas.length === 0 || !isServed(operation)) return false;
  if (method === 'post') return deletingSegments.matches(writtenWordsIn(lastSegment(path))) && !path.endsWith('}');
  return method === 'delete';
});

/** The body selects by a condition, or means everything, and none of its fields is required. */
const requiresNoSelection = query(
  'unfiltered-deletion.requiresNoSelection',
  (cache: ReferenceCache, { parameters, requestSchemas }: Operation): boolean => {
    if (parameters.some(({ in: where, isRequired }) => where === 'query' && isRequired)) return false;
    return requestSchemas.every((schema) => {
      const fields = fieldsIn(schema, 'request', cache).map(writtenWordsIn);
      const selects = fields.some((words) => wholeFlags.matches(words) || selectingFields.matches(words));
      return (
        selects && !effectiveOf(schema, cache).parts.some((part) => (part.get('required')?.items() ?? []).length > 0)
      );
    });
  },
);

/** `alerts`, in the plural. */
function isCollection(segment: string): boolean {
  const [singular, written] = [wordsIn(segment).at(-1), writtenWordsIn(segment).at(-1)];
  return singular !== undefined && singular !== written;
}

/** `id`, and `device_id` of `/devices`. */
function selectsOne({ name }: Parameter, path: string): boolean {
  const words = writtenWordsIn(name);
  const isOfObject = words.length === 2 && words[0] === wordsIn(lastSegment(path)).at(-1);
  return selectors.matches(isOfObject ? slice(words, 1) : words);
}

function isFilter({ name }: Parameter): boolean {
  return !deletionOptions.matches(wordsIn(name));
}
