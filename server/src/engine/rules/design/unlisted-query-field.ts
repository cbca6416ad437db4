import { isServed } from '../../heuristics/operationKind.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import {
  directions,
  directionTexts,
  filterObjects,
  orderNames,
  sortNames,
  sortTexts,
} from '../../lexicon/queryLanguages.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { Operation, Parameter } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { restrictsText } from '../../patterns/restrictions.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { effectiveOf } from '../../schemas/effectiveSchema.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'unlisted-query-field',
    title: 'Fields to sort or filter by are not listed',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [943, 20],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" has no list of the fields to sort or filter by, so hidden ones may be chosen. List them in "enum" or "properties".',
      many: '"{name}" and {others:more parameter} have no list of the fields to sort or filter by, so hidden ones may be chosen. List them in "enum" or "properties".',
    },
  },

  visit: {
    *OpenAPI({ cache, operations }) {
      const parameters = new Set(cache.collect(operations, selectorsOf));
      yield* groupNamed([...cache.getEach(openAt, [...parameters])].flat(), {
        at: ({ node }) => node.get('name') ?? { keyOf: node },
        name: ({ name }) => name,
        // One habit of the author, however many lists there are.
        few: 1,
      });
    },
  },
});

const selectorsOf = pure('unlisted-query-field.selectorsOf', (operation: Operation): readonly Parameter[] =>
  isServed(operation)
    ? operation.parameters.filter(({ name, in: where }) => where === 'query' && isSelector(name))
    : [],
);

function isSelector(name: string): boolean {
  const words = wordsIn(name);
  return [sortNames, orderNames, filterObjects].some((lexicon) => lexicon.matches(words));
}

const openAt = query(
  'unlisted-query-field.openAt',
  (cache: ReferenceCache, parameter: Parameter): readonly Parameter[] => {
    if (parameter.schema === undefined) return [];
    const schema = effectiveOf(parameter.schema, cache);
    if (schema.isUnknown) return [];
    const words = wordsIn(parameter.name);
    if (filterObjects.matches(words)) {
      const isOpen =
        schema.types.includes('object') && schema.properties.size === 0 && !schema.has('additionalProperties');
      return isOpen ? [parameter] : [];
    }
    const items = schema.get('items');
    const text = schema.types.includes('array') && items !== undefined ? effectiveOf(items, cache) : schema;
    if (!text.types.includes('string') || text.isRestricted(restrictsText)) return [];
    if ([parameter.node, ...text.parts].some(showsDirection)) return [];
    const description = proseOf('parameter', parameter, parameter.node.get('description')?.string);
    if (directionTexts.find(description) !== undefined) return [];
    return sortNames.matches(words) || sortTexts.find(description) !== undefined ? [parameter] : [];
  },
);

/** `default: desc` */
function showsDirection(holder: SourceNode): boolean {
  return ['default', 'example'].some((key) => directions.matches(wordsIn(holder.get(key)?.string ?? '')));
}
