import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import type { OpenApiDescription } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { gathering, gatherNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import type { Schema } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'closed-composition',
    title: '"additionalProperties: false" refuses what the composition describes',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [1284],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'This "additionalProperties: false" refuses {name}: it sees its own "properties" alone. Use "unevaluatedProperties", or name them here.',
      oneOld:
        'This "additionalProperties: false" refuses {name}: it sees its own "properties" alone. Name them here, or take it out.',
      manyOld:
        'This "additionalProperties: false" refuses {name}, and so do {others} more: they see their own "properties" alone. Take it out.',
      many: 'This "additionalProperties: false" refuses {name}, and so do {others} more: they see their own "properties" alone. Use "unevaluatedProperties".',
    },
  },

  visit: {
    *OpenAPI(description) {
      const naming = { at: ({ at }: Refusal) => at, name: ({ name }: Refusal) => name };
      // `unevaluatedProperties` came with JSON Schema 2019-09, and so with 3.1.
      const isOld = description.version === '2.0' || description.version === '3.0';
      yield* gathering(refusals(description), naming.at, function* (left) {
        for (const report of gatherNamed(left, naming)) {
          if (report.message === 'many') yield isOld ? ({ ...report, message: 'manyOld' } as const) : report;
          else yield isOld ? ({ ...report, message: 'oneOld' } as const) : report;
        }
      });
    },
  },
});

interface Refusal {
  readonly at: SourceNode;
  readonly name: string;
}

function refusals({ nodes, cache }: OpenApiDescription): readonly Refusal[] {
  if (cache.select(nodes.Schema, isClosedAnywhere).length === 0) return [];
  const found = new Map<SourceNode, Refusal>();
  const all = cache.getEach(refusalsIn, cache.select(nodes.Schema, isComposed));
  for (const refusal of [...all].flat()) if (!found.has(refusal.at)) found.set(refusal.at, refusal);
  return [...found.values()];
}

const refusalsIn = query('closed-composition.refusalsIn', (cache: ReferenceCache, schema: Schema) =>
  composedIn(schema).flatMap((part) => refusalOf(part, cache.resolve) ?? []),
);

function refusalOf(part: SchemaPart, resolve: OpenApiDescription['resolve']): Refusal | undefined {
  const refusal = refusalIn(part.node, resolve);
  const whole = part.property ?? part.enclosing[0];
  return (
    refusal && { ...refusal, name: `${refusal.name} of ${whole === undefined ? 'the composition' : `"${whole}"`}` }
  );
}

/** Without one, no composition is refused. */
const isClosedAnywhere = pure('closed-composition.isClosedAnywhere', (schema: Schema): boolean =>
  schema.parts.some(({ node }) => node.get('additionalProperties')?.scalar === false),
);

const isComposed = pure('closed-composition.isComposed', (schema: Schema): boolean => composedIn(schema).length > 0);

const compositions = ['allOf', 'oneOf', 'anyOf'];

const composedIn = pure('closed-composition.composedIn', (schema: Schema): readonly SchemaPart[] =>
  schema.parts.filter(({ node }) => compositions.some((key) => node.has(key))),
);

/** The members of `allOf` hold together with each other and with what stands around; those of the others with that alone. */
function refusalIn(node: SourceNode, resolve: OpenApiDescription['resolve']): Refusal | undefined {
  const membersOf = (key: string): readonly SourceNode[] =>
    (node.get(key)?.items() ?? []).flatMap((item) => resolve(item) ?? []);
  const together = [node, ...membersOf('allOf')];
  const alternatives = [...membersOf('oneOf'), ...membersOf('anyOf')];
  const all = namesIn([...together, ...alternatives]);
  for (const closed of together) {
    const refused = refusedBy(closed, all);
    if (refused !== undefined) return refused;
  }
  const around = namesIn(together);
  for (const closed of alternatives) {
    const refused = refusedBy(closed, around);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

/** The names of the properties that some schemas describe, in order. */
function namesIn(schemas: readonly SourceNode[]): readonly string[] {
  const names = new Set<string>();
  for (const schema of new Set(schemas)) {
    schema.get('properties')?.each((key) => names.add(key));
  }
  return [...names];
}

/** A schema describes all names before the first that it refuses, so the search is as long as what it says. */
function refusedBy(closed: SourceNode, described: readonly string[]): Refusal | undefined {
  const at = closed.get('additionalProperties');
  if (at?.scalar !== false || closed.has('patternProperties')) return undefined;
  const own = closed.get('properties');
  const name = described.find((key) => own?.has(key) !== true);
  return name === undefined ? undefined : { at, name: `"${name}"` };
}
