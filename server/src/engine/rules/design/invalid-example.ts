import type { MediaType, OpenApiDescription, Operation, Parameter } from '../../openapi/model.ts';
import { perFact } from '../../openapi/perFact.ts';
import type { SchemaPart } from '../../openapi/schemaUnit.ts';
import type { Schema } from '../../openapi/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import { gather, related } from '../grouping.ts';
import { defineRule } from '../rule.ts';
import { type Misfit, misfitOf } from '../values.ts';

export default defineRule({
  meta: {
    id: 'invalid-example',
    title: 'An example contradicts its schema',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [1059],
    severity: 'hint',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'This example {why}, so tests and mocks built on it check nothing. Correct it, or the schema.',
      many: 'This example {why}, and {others} more contradict their schemas: tests and mocks built on them check nothing. Correct them.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const misfits = new Map(
        [...description.nodes.Schema.flatMap(misfitsIn), ...outside(description)].map((one) => [one.at, one]),
      );
      yield* gather(
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
              (other) => `This one ${other.why}.`,
            ),
          }) as const,
      );
    },
  },
});

/** Beside the keywords that it contradicts. */
const misfitsIn = perFact((schema: Schema): readonly Misfit[] => schema.parts.flatMap(misfitsOf));

function misfitsOf({ node }: SchemaPart): readonly Misfit[] {
  const values = [node.get('example'), ...(node.get('examples')?.items() ?? [])];
  return values.flatMap((value) => (value === undefined || isDocument(value) ? [] : (misfitOf(value, node) ?? [])));
}

/** Of bodies and parameters, which are looked into. */
function outside({ operations, nodes, resolve }: OpenApiDescription): readonly Misfit[] {
  return [...nodes.Parameter, ...operations.flatMap(mediaTypesOf)].flatMap(({ node, schema }) => {
    const target = schema === undefined ? undefined : resolve(schema);
    if (target === undefined || target === node) return [];
    return examplesOf(node, resolve).flatMap((value) =>
      isDocument(value) ? [] : (misfitOf(value, target, resolve) ?? []),
    );
  });
}

function mediaTypesOf({ requestBody, responses }: Operation): readonly (MediaType | Parameter)[] {
  const all = [...(requestBody?.content ?? []), ...responses.flatMap(({ content }) => content)];
  // Of other types, an example is the text itself.
  return all.filter(({ type }) => /^application\/(.*\+)?json\b/i.test(type));
}

function examplesOf(node: SourceNode, resolve: (node: SourceNode) => SourceNode | undefined): readonly SourceNode[] {
  const named = node.get('examples')?.entries() ?? [];
  return [node.get('example'), ...named.map(({ value }) => resolve(value)?.get('value'))].flatMap(
    (value) => value ?? [],
  );
}

/** A whole body as text is a habit of its own. */
function isDocument({ string }: SourceNode): boolean {
  return /^\s*[[{<]/.test(string ?? '');
}
