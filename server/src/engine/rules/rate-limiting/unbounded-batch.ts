import { largestValue, upperBoundFixes } from '../../fixes/boundFixes.ts';
import { isBatchBoundInWords, numberInWords } from '../../heuristics/boundProse.ts';
import { isServed, isWrite } from '../../heuristics/operationKind.ts';
import { lastSegment, textsOf } from '../../heuristics/operationWords.ts';
import { hasRole } from '../../heuristics/roles.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import { idNames, objectParts } from '../../lexicon/batches.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupNamed, operationNaming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { type EffectiveSchema, effectiveOf } from '../../schemas/effectiveSchema.ts';
import { hasPartsBesideReference } from '../../schemas/schemaUnit.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'unbounded-batch',
    title: 'Batch request has no maximum size',
    pillar: 'rate-limiting',
    owasp: 'API4:2023',
    cwe: [770, 799],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" takes a list without a maximum length, so one request can do the work of thousands. Add "maxItems".',
      many: '"{name}" and {others:more operation} take lists without a maximum length, so one request can do the work of thousands. Add "maxItems".',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      const listsIn = (places: readonly Operation[]) =>
        places.flatMap((operation) => {
          const bodies = (operation.requestBody?.content ?? []).map(({ node }) => node);
          const about = textOf(operation.requestBody?.node);
          return listsOf(operation, cache).map((schema) => ({
            schema,
            largest: largestValue('maxItems', [...bodies, schema]),
            stated: numberInWords(...about, ...effectiveOf(schema, cache).parts.flatMap(textOf)),
          }));
        });
      yield* groupNamed(
        cache.select(operations, takesBody).filter((operation) => cache.get(takesBatch, operation)),
        {
          ...operationNaming,
          fixes: (places) => upperBoundFixes('maxItems', 100, 'list', listsIn(places), ['type']),
          few: 1,
        },
      );
    },
  },
});

function textOf(node: SourceNode | undefined): readonly string[] {
  return [node?.get('description')?.string ?? ''];
}

const takesBatch = query('unbounded-batch.takesBatch', (cache: ReferenceCache, operation: Operation): boolean =>
  listsOf(operation, cache).some((list) => isBatch(operation, effectiveOf(list, cache), cache)),
);

const takesBody = pure('unbounded-batch.takesBody', (operation: Operation): boolean => {
  if (!isServed(operation) || operation.requestSchemas.length === 0 || !isWrite(operation)) return false;
  return !isPartOfOne(operation) && !isBounded(operation);
});

/** `PUT /dashboards/{id}/cells` and `POST /plugins/{name}/tag` take the parts of one object. */
function isPartOfOne(operation: Operation): boolean {
  const { method, path } = operation;
  const [before = '', last = ''] = path.split('/').slice(-2);
  const words = wordsIn(last);
  const isBelow = before.startsWith('{') && !last.startsWith('{') && !hasRole(operation, 'bulk');
  return isBelow && (method === 'put' || objectParts.matches(words));
}

/** The text of the operation, of its request body or of its "413" response states a maximum. */
function isBounded(operation: Operation): boolean {
  const { requestBody, responses } = operation;
  return (
    isBatchBoundInWords(...textsOf(operation), requestBody?.node.get('description')?.string) ||
    responses.some(
      (response) => response.status === '413' && /\btoo many\b/i.test(response.node.get('description')?.string ?? ''),
    )
  );
}

/**
 * True if the items are work of their own: the path is a collection, a name says "bulk", or each item has an ID. What one
 * plug-in is allowed to do is a list as well, and multiplies nothing.
 */
function isBatch(operation: Operation, list: EffectiveSchema, cache: ReferenceCache): boolean {
  const { path, requestSchemas } = operation;
  if (hasRole(operation, 'bulk')) return true;
  // What is wrapped has the name of the path.
  if (!requestSchemas.some((schema) => effectiveOf(schema, cache).types.includes('array'))) return true;
  const last = path.split('/').at(-1) ?? '';
  if (!last.startsWith('{') && isPlural(last)) return true;
  const items = list.get('items');
  if (items === undefined) return false;
  return cache.get(hasIds, hasPartsBesideReference(items) ? items : (cache.resolve(items) ?? items));
}

/** Read once, however many operations take lists of these items. */
const hasIds = query('unbounded-batch.hasIds', (cache: ReferenceCache, item: SourceNode): boolean =>
  [...effectiveOf(item, cache).properties.keys()].some((name) => idNames.matches(wordsIn(name))),
);

function isPlural(name: string): boolean {
  return wordsIn(name).at(-1) !== writtenWordsIn(name).at(-1);
}

/** `transactions` in the body of `POST /transactions`, `reroutes` of `POST /reroute`, and the only property of a bulk. */
function wrappedLists(operation: Operation, body: SourceNode, cache: ReferenceCache): readonly SourceNode[] {
  const target = hasPartsBesideReference(body) ? body : (cache.resolve(body) ?? body);
  const { byName, only } = cache.get(namedLists, target);
  if (only !== undefined && hasRole(operation, 'bulk')) return [only];
  const named = byName.get(wordsIn(lastSegment(operation.path)).at(-1) ?? '');
  return named === undefined ? [] : [named];
}

/** The properties of a body with a name in the plural, by the word in the singular. Each shared schema is read once. */
const namedLists = query('unbounded-batch.namedLists', (cache: ReferenceCache, schema: SourceNode) => {
  const properties = [...effectiveOf(schema, cache).propertiesIn('request')];
  // An object with a name of its own has parts.
  const isOne = properties.some(([name]) => ['id', 'name'].includes(name.toLowerCase()));
  const named = isOne ? [] : properties.filter(([name]) => isPlural(name));
  return {
    byName: new Map(named.map(([name, value]) => [wordsIn(name).join(' '), value])),
    only: properties.length === 1 ? properties[0]?.[1] : undefined,
  };
});

/** Request bodies that are lists of objects without a maximum, or hold one that the path is about. */
function listsOf(operation: Operation, source: ReferenceCache): readonly SourceNode[] {
  const bodies = operation.requestSchemas;
  const lists = bodies.flatMap((schema) => wrappedLists(operation, schema, source));
  return [...bodies, ...lists].flatMap((schema) => {
    const list = effectiveOf(schema, source);
    if (!list.types.includes('array') || list.types.length > 1 || list.isBoundedInItems) return [];
    const items = list.get('items');
    const item = items && effectiveOf(items, source);
    // JSON Patch (RFC 6902) and similar formats: a list of changes to one resource.
    if (item === undefined || item.properties.size === 0 || item.properties.has('op')) return [];
    // The turns of one conversation, which has one answer.
    if (item.properties.has('role') && item.properties.has('content')) return [];
    return [list.place];
  });
}
