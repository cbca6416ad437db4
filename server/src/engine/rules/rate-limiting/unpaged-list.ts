import { isServed } from '../../heuristics/operationKind.ts';
import { lastSegment, proseOfOperation } from '../../heuristics/operationWords.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import {
  dateRanges,
  growingLists,
  histories,
  limitedLists,
  pagingFields,
  pagingParameters,
  smallLists,
} from '../../lexicon/lists.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupNamed, operationNaming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { type EffectiveSchema, effectiveOf } from '../../schemas/effectiveSchema.ts';

export default defineRule({
  meta: {
    id: 'unpaged-list',
    title: 'Growing list is returned without pagination',
    pillar: 'rate-limiting',
    owasp: 'API4:2023',
    cwe: [770],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" returns a list that grows with use, and takes no page size. Add "limit" with a "maximum", and a cursor.',
      many: '"{name}" and {others:more operation} return lists that grow with use, and take no page size. Add "limit" with a "maximum", and a cursor.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const { operations, cache } = description;
      const candidates = cache.select(operations, isUnpaged);
      // Where other lists have pages, one without them is short on purpose, unless its name says that it grows.
      const paged = cache.select(operations, isPaged).length;
      const made = paged * 4 > candidates.length ? new Set<string>() : pathsWithPost(description);
      const growing = candidates.filter(grows);
      const lists = new Set([...growing, ...candidates.filter(({ path }) => made.has(path))]);
      // One habit of the author, however many lists there are.
      yield* groupNamed(
        [...lists].filter((operation) => cache.get(returnsAll, operation)),
        { ...operationNaming, few: 1 },
      );
    },
  },
});

/** The paths at which clients add objects to the list that a GET returns. */
function pathsWithPost({ operations }: OpenApiDescription): ReadonlySet<string> {
  return new Set(operations.filter(({ method }) => method === 'post').map(({ path }) => path));
}

const isPaged = pure('unpaged-list.isPaged', (operation: Operation): boolean => {
  return operation.method === 'get' && isServed(operation) && takesPages(operation);
});

function takesPages({ parameters }: Operation): boolean {
  return parameters.some(({ name, in: where }) => where !== 'path' && pagingParameters.matches(wordsIn(name)));
}

const isUnpaged = pure('unpaged-list.isUnpaged', (operation: Operation): boolean => {
  const { method, path } = operation;
  if (method !== 'get' || !isServed(operation) || path.endsWith('}') || takesPages(operation)) return false;
  if (smallLists.matches(wordsIn(lastSegment(path)))) return false;
  return limitedLists.find(proseOfOperation(operation)) === undefined;
});

/** `/devices/{id}/history`, and what is asked for between two dates. */
const grows = pure('unpaged-list.grows', ({ path, parameters }: Operation): boolean => {
  const last = lastSegment(path);
  const isPlural = wordsIn(last).at(-1) !== writtenWordsIn(last).at(-1);
  return (
    histories.matches(wordsIn(last)) ||
    (isPlural && growingLists.matches(wordsIn(last))) ||
    parameters.filter(({ name, in: where }) => where === 'query' && dateRanges.matches(wordsIn(name))).length > 1
  );
});

/** True if a successful response is a list of objects, alone or as the only list of an object. */
const returnsAll = query('unpaged-list.returnsAll', (cache: ReferenceCache, { responses }: Operation): boolean => {
  return responses.some(
    ({ status, schemas, headers }) =>
      /^2/.test(status) &&
      !headers.some(({ name }) => pagingFields.matches(wordsIn(name))) &&
      schemas.some((schema) => isWholeList(effectiveOf(schema, cache), cache)),
  );
});

function isWholeList(schema: EffectiveSchema, cache: ReferenceCache, depth = 0): boolean {
  if (isListOfObjects(schema, cache)) return true;
  const properties = [...schema.propertiesIn('response')];
  if (properties.length === 0 || properties.some(([name]) => pagingFields.matches(wordsIn(name)))) return false;
  const lists = properties.filter(([, value]) => isListOfObjects(effectiveOf(value, cache), cache));
  if (lists.length === 1 && properties.length <= 3) return true;
  // `{ data: { orders: [] } }`
  const [only, ...others] = properties;
  return (
    only !== undefined && others.length === 0 && depth < 2 && isWholeList(effectiveOf(only[1], cache), cache, depth + 1)
  );
}

function isListOfObjects(schema: EffectiveSchema, cache: ReferenceCache): boolean {
  const items = schema.get('items');
  if (items === undefined || schema.isBoundedInItems || !schema.types.includes('array')) return false;
  const item = effectiveOf(items, cache);
  return item.properties.size > 1;
}
