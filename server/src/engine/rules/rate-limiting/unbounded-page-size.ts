import { integerFixes, largestValue, type Unbounded, upperBoundFixes } from '../../fixes/boundFixes.ts';
import { isBoundInWords, largestNumberIn } from '../../heuristics/boundProse.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import { isAboutPart, proseOfOperation, statementsOf } from '../../heuristics/operationWords.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import { listActions } from '../../lexicon/listPaths.ts';
import type { NameLexicon } from '../../lexicon/names.ts';
import {
  introducedLimits,
  limitedPages,
  otherCounts,
  otherUnits,
  pageSizes,
  pagingWords,
  pairedPageSizes,
  pairedStarts,
  resultWords,
  vaguePageSizes,
} from '../../lexicon/pageSizes.ts';
import { type Prose, proseOf } from '../../lexicon/subject.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation, Parameter } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupNamed, groupPlaces, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { type EffectiveSchema, effectiveOf } from '../../schemas/effectiveSchema.ts';
import type { Place, SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'unbounded-page-size',
    title: 'Page size has no maximum',
    pillar: 'rate-limiting',
    owasp: 'API4:2023',
    cwe: [770, 1284],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" has no maximum, so one request can return everything. Add "maximum".',
      many: '"{name}" and {others:more page size} have no maximum, so one request can return everything. Add "maximum".',
      text: '"{name}" is a page size but accepts any text, so it has no maximum. Make it an integer with "maximum".',
      texts:
        '"{name}" and {others:more page size} accept any text, so they have no maximum. Make them integers with "maximum".',
    },
  },

  visit: {
    *OpenAPI(description) {
      const open = unbounded(description);
      yield* groupNamed(
        open.filter((one) => !one.isText),
        {
          at: placeOf,
          name: nameOf,
          operations: ({ operations }: Counted) => operations,
          fixes: (places) => upperBoundFixes('maximum', 100, 'page size', places, ['minimum', 'format', 'type']),
          // One habit of the author, however many lists there are.
          few: 1,
        },
      );
      yield* groupPlaces(
        open.filter((one) => one.isText),
        (one, echo) => ({ ...textReport([one]), message: 'text', data: { name: nameOf(one) }, echo }) as const,
        (first, others) => {
          const data = { name: nameOf(first), others: others.length };
          return { ...textReport([first, ...others]), message: 'texts', data } as const;
        },
        1,
      );
    },
  },
});

interface Open extends Unbounded {
  readonly parameter: Parameter;
  readonly isText: boolean;
}

interface Counted extends Open {
  readonly operations: number;
}

function placeOf({ parameter: { node } }: Open): Place {
  return node.get('name') ?? { keyOf: node };
}

function nameOf({ parameter }: Open): string {
  return parameter.name;
}

function textReport(places: readonly [Counted, ...Counted[]]) {
  const [first, ...others] = places;
  return {
    at: placeOf(first),
    severity: 'information',
    operations: places.reduce((sum, { operations }) => sum + operations, 0),
    related: related(others, placeOf, nameOf),
    fixes: () =>
      integerFixes(
        100,
        'page size',
        places.map((place) => ({ ...place, holders: [place.parameter.node] })),
      ),
  } as const;
}

function unbounded(description: OpenApiDescription): readonly Counted[] {
  const { operations, cache, root } = description;
  const statements = statementsOf(root.at('info', 'description')?.string ?? '').filter((one) => !isAboutPart(one));
  const introduction = proseOf('introduction', description, ...statements);
  if (introducedLimits.find(introduction) !== undefined) return [];
  const found = new Map<SourceNode, Counted>();
  const pageSizes = cache.collect(operations, pageSizesOf);
  const open = cache.getEach(openSchema, pageSizes);
  for (const place of [...open].flat()) {
    const known = found.get(place.schema);
    const operations = (known?.operations ?? 0) + 1;
    const largest = Math.max(place.largest, known?.largest ?? 0);
    found.set(place.schema, { ...(known ?? place), operations, largest });
  }
  return [...found.values()];
}

const openSchema = query(
  'unbounded-page-size.openSchema',
  (cache: ReferenceCache, parameter: Parameter): readonly Open[] => {
    if (parameter.schema === undefined) return [];
    const schema = effectiveOf(parameter.schema, cache);
    const isText = isOpenText(schema);
    if (!isText && !isOpen(schema, parameter)) return [];
    const holders = [parameter.node, ...schema.parts];
    // "200 by default, 1000 max"
    const told = holders.map((holder) => largestNumberIn(holder.get('description')?.string ?? ''));
    return [{ parameter, isText, schema: schema.place, largest: Math.max(largestValue('maximum', holders), ...told) }];
  },
);

const pageSizesOf = pure('unbounded-page-size.pageSizesOf', (operation: Operation): readonly Parameter[] => {
  if (!isServed(operation)) return [];
  const isRead = operation.method === 'get' || operation.method === 'query';
  const found = pairedSizesOf(operation) ?? operation.parameters.filter((one) => isPageSize(one) && !countsOthers(one));
  if (found.length === 0) return [];
  if (limitedPages.find(proseOfOperation(operation)) !== undefined) return [];
  // The `size` of an upload.
  if (!isRead && found.every(isVague)) return [];
  // `top` next to `per_page` counts something else.
  const clear = found.filter((one) => !isVague(one));
  if (clear.length > 0) return clear;
  const isPaged = operation.parameters.some(({ name }) => pagingWords.matches(wordsIn(name)));
  return found.filter((parameter) => {
    const description = descriptionOf(parameter);
    if (otherUnits.find(description) !== undefined) return false;
    return isPaged || isListPath(operation.path) || resultWords.find(description) !== undefined;
  });
});

/** `?first=20&max=10` is a position and a page size. */
function pairedSizesOf({ parameters }: Operation): readonly Parameter[] | undefined {
  const named = (lexicon: NameLexicon<'singular'>) =>
    parameters.filter(({ name, in: where }) => where === 'query' && lexicon.matches(wordsIn(name)));
  const sizes = named(pairedPageSizes);
  return sizes.length > 0 && named(pairedStarts).length > 0 ? sizes : undefined;
}

/** `/signals`, `/search` */
function isListPath(path: string): boolean {
  const last = path.replace(/\/$/, '').split('/').at(-1) ?? '';
  return /s$/i.test(last) || listActions.matches(writtenWordsIn(last));
}

/** "Number of days to look back" */
function countsOthers(parameter: Parameter): boolean {
  return otherCounts.find(descriptionOf(parameter)) !== undefined;
}

function descriptionOf(parameter: Parameter): Prose<'parameter'> {
  return proseOf('parameter', parameter, parameter.node.get('description')?.string);
}

/** `top`, `size`: they may count something else. */
function isVague({ name }: Parameter): boolean {
  return vaguePageSizes.matches(wordsIn(name));
}

/** `limit`, `page_size`, `per-page`, `maxResults`, `$top`. */
const isPageSize = pure(
  'unbounded-page-size.isPageSize',
  ({ name, in: where }: Parameter): boolean => where === 'query' && pageSizes.matches(wordsIn(name)),
);

/** A maximum in words says nothing to a validator that takes any text. */
function isOpenText(schema: EffectiveSchema): boolean {
  return schema.types.length === 1 && schema.types[0] === 'string' && !schema.isUnknown && !schema.isBoundedInLength;
}

/** A maximum in words is likely to be enforced, so it counts. */
function isOpen(schema: EffectiveSchema, { node }: Parameter): boolean {
  if (schema.types.length === 0 || schema.types.some((type) => type !== 'integer' && type !== 'number')) return false;
  if (schema.hasEffectiveMaximum) return false;
  return !isBoundInWords(node.get('description')?.string, schema.get('description')?.string);
}
