import { query } from '../../incremental/query.ts';
import { examplesOf } from '../../openapi/examples.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupPlaces, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { type EffectiveSchema, effectiveOf } from '../../schemas/effectiveSchema.ts';
import type { Resolve, SchemaPart } from '../../schemas/schemaUnit.ts';
import type { Schema } from '../../schemas/schemaUsage.ts';
import { Compared, type Misfit, misfitOf } from '../../schemas/values.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'invalid-example',
    title: 'Example contradicts its schema',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [1059],
    severity: 'hint',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'This example {why}, so tests and mocks built on it are unreliable. Correct the example or the schema.',
      many: 'This example {why}, and {others:more example} contradict their schemas. Correct the examples or the schemas.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const misfits = new Map(
        [...[...description.cache.getEach(misfitsIn, description.nodes.Schema)].flat(), ...outside(description)].map(
          (one) => [one.at, one],
        ),
      );
      yield* groupPlaces(
        [...misfits.values()],
        ({ at, why }, echo) => ({ at, message: 'one', data: { why }, echo }) as const,
        ({ at, why }, others) =>
          ({
            at,
            message: 'many',
            data: { why, others: others.length },
            related: related(
              others,
              (other) => other.at,
              (other) => `This example ${other.why}.`,
            ),
          }) as const,
      );
    },
  },
});

/** Examples within schemas. */
const misfitsIn = query('invalid-example.misfitsIn', (cache: ReferenceCache, schema: Schema): readonly Misfit[] =>
  schema.parts.flatMap((part) => misfitsOf(part, cache)),
);

function misfitsOf({ node }: SchemaPart, cache: ReferenceCache): readonly Misfit[] {
  // The example is one of this node, whatever it is composed of.
  const isOfParameter = node.parent?.has('in') === true;
  return examplesOf(node).flatMap((value) => {
    if (isDocument(value) || (isOfParameter && isSerialized(value, effectiveOf(node, cache)))) return [];
    return misfitOf(value, node, cache) ?? [];
  });
}

interface Exampled {
  readonly values: readonly SourceNode[];
  readonly schema: SourceNode | undefined;
  readonly isParameter?: boolean;
}

/** Examples of bodies and parameters. */
function outside({ operations, nodes, cache }: OpenApiDescription): readonly Misfit[] {
  const parameters = nodes.Parameter.map(({ node, schema }) => ({
    values: node === schema ? [] : examplesOf(node, cache.resolve),
    schema,
    isParameter: true,
  }));
  const bodies = operations.flatMap((operation) => bodiesOf(operation, cache.resolve));
  const compared = new Compared();
  return [...parameters, ...bodies].flatMap(({ values, schema, isParameter }: Exampled) => {
    if (values.length === 0 || schema === undefined) return [];
    return values.flatMap((value) =>
      isDocument(value) || (isParameter && isSerialized(value, effectiveOf(schema, cache)))
        ? []
        : (misfitOf(value, schema, cache, compared) ?? []),
    );
  });
}

/** For other media types, an example is the text of the body. */
const json = /^application\/(.*\+)?json\b/i;

function bodiesOf({ requestBody, responses }: Operation, resolve: Resolve): readonly Exampled[] {
  const content = [...(requestBody?.content ?? []), ...responses.flatMap((response) => response.content)];
  const found: Exampled[] = content.flatMap(({ type, node, schema }) =>
    json.test(type) ? { values: examplesOf(node, resolve), schema } : [],
  );
  for (const { node, schemas } of responses) {
    // Swagger 2.0 has the examples of a response by media type.
    const examples = node.get('examples')?.entries() ?? [];
    found.push({ values: examples.flatMap(({ key, value }) => (json.test(key) ? value : [])), schema: schemas[0] });
  }
  return found;
}

/** An array or an object serialized as in a URL: `a,b`. */
function isSerialized({ kind }: SourceNode, { types }: EffectiveSchema): boolean {
  return kind === 'scalar' && (types.includes('array') || types.includes('object'));
}

/** True for a body serialized as a string, which many authors write. */
function isDocument({ string }: SourceNode): boolean {
  return /^\s*[[{<]/.test(string ?? '');
}
