import { isServed } from '../../openapi/exposure.ts';
import type { OpenApiDescription, Operation, Parameter } from '../../openapi/model.ts';
import { perFact } from '../../openapi/perFact.ts';
import { type SchemaView, viewOf } from '../../openapi/schemaView.ts';
import { type Fix, Placeholder } from '../../repair/fix.ts';
import { wordsOf } from '../../sensitive/tokenize.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import { gatherNamed } from '../grouping.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'unbounded-page-size',
    title: 'Clients choose how much they get at once, without limit',
    pillar: 'rate-limiting',
    owasp: 'API4:2023',
    cwe: [770, 1284],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" has no maximum, so one request may ask for everything. Add "maximum".',
      many: '"{name}" and {others} more page sizes have no maximum, so one request may ask for everything. Add "maximum".',
    },
  },

  visit: {
    *OpenAPI(description) {
      yield* gatherNamed(unbounded(description), {
        at: ({ parameter: { node } }) => node.get('name') ?? { keyOf: node },
        name: ({ parameter }) => parameter.name,
        operations: (place) => place.operations,
        fixes: (places) => [limit(places)],
        // One habit, however many lists there are.
        few: 1,
      });
    },
  },
});

interface Open {
  readonly parameter: Parameter;
  readonly schema: SourceNode;
  operations: number;
}

function unbounded({ operations, memory, resolve }: OpenApiDescription): readonly Open[] {
  const found = new Map<SourceNode, Open>();
  for (const parameter of memory.collect(operations, pageSizesOf)) {
    const schema = parameter.schema && viewOf(parameter.schema, resolve);
    if (schema === undefined || !isOpen(schema, parameter)) continue;
    const known = found.get(schema.node);
    if (known === undefined) found.set(schema.node, { parameter, schema: schema.node, operations: 1 });
    else known.operations++;
  }
  return [...found.values()];
}

function pageSizesOf(operation: Operation): readonly Parameter[] {
  if (!isServed(operation)) return [];
  const found = operation.parameters.filter(isPageSize);
  // `top` beside `per_page` is the top of something else.
  const clear = found.filter(({ name }) => !ambiguous.has(wordsOf(name).join(' ')));
  return clear.length > 0 ? clear : found.filter(({ node }) => !otherUnits.test(node.get('description')?.string ?? ''));
}

const ambiguous: ReadonlySet<string> = new Set(['top', 'first', 'size', 'count']);
const otherUnits =
  /\b(bytes?|days?|hours?|minutes?|seconds?|dates?|offset|first result|pixels?|px|crop\w*|edge|height|width|files?|images?)\b/i;

/** `limit`, `page_size`, `per-page`, `maxResults`, `$top`. */
const sizes: ReadonlySet<string> = new Set(
  'limit,page size,page limit,per page,size,max result,max item,top,first,count,item per page,result per page,num result,page count'.split(
    ',',
  ),
);

const isPageSize = perFact(
  ({ name, in: where }: Parameter): boolean => where === 'query' && sizes.has(wordsOf(name).join(' ')),
);

/** What an integer of 32, 53 or 64 bits can hold at all is no bound of a list. */
const limitsOfTypes: ReadonlySet<number> = new Set([2 ** 31 - 1, 2 ** 32 - 1, Number.MAX_SAFE_INTEGER, 2 ** 63]);

/** A bound in words is a bound that the author knows of: it is told, and only not to machines. */
function isOpen(schema: SchemaView, { node }: Parameter): boolean {
  if (schema.types.length === 0 || schema.types.some((type) => type !== 'integer' && type !== 'number')) return false;
  if (['enum', 'const'].some((key) => schema.has(key))) return false;
  const bounds = ['maximum', 'exclusiveMaximum'].flatMap((key) => schema.get(key)?.scalar ?? []);
  if (bounds.some((bound) => typeof bound !== 'number' || !limitsOfTypes.has(bound))) return false;
  const text = `${node.get('description')?.string ?? ''} ${schema.get('description')?.string ?? ''}`;
  return !boundInWords.test(text);
}

/** "At most 100", "1-100", "<= 100" */
const boundInWords =
  /\b(max(imum)?|at most|up to|between|no more than|cannot exceed|capped|limited to|no (larger|higher|greater) than|should not exceed|must not exceed)\b.{0,40}\d|\ballowed max|\blimited to (the )?max|\[ ?\d+ ?, ?\d+ ?\]|\d ?(-|–|\.\.+|to) ?\d|(<=|≤) ?\d/i;

function limit(places: readonly Open[]): Fix {
  return {
    title: places.length === 1 ? 'Add "maximum: 100"' : `Add "maximum: 100" to ${places.length} page sizes`,
    safety: 'unsafe',
    patches: places.map(({ schema }) => ({
      op: 'set',
      at: schema,
      path: ['maximum'],
      value: new Placeholder('100', 'number'),
      after: ['minimum', 'format', 'type'],
    })),
  };
}
