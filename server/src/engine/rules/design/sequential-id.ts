import { wordsIn } from '../../lexicon/words.ts';
import { examplesOf } from '../../openapi/examples.ts';
import type { OpenApiDescription, Parameter } from '../../openapi/model.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { type EffectiveSchema, effectiveOf } from '../../schemas/effectiveSchema.ts';
import type { Scalar } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'sequential-id',
    title: 'Object IDs are sequential and can be enumerated',
    pillar: 'design',
    owasp: 'API1:2023',
    cwe: [639],
    severity: 'information',
    confidence: 'medium',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{name}" is a number, so other IDs can be guessed. Authorize access to each object, and prefer random IDs ("format: uuid").',
      many: '"{name}" and {others:more ID} are numbers, so other IDs can be guessed. Authorize access to each object, and prefer random IDs ("format: uuid").',
    },
  },

  visit: {
    *OpenAPI(description) {
      yield* groupNamed(countable(description), {
        at: ({ node }) => node.get('name') ?? node,
        name: ({ name }) => name,
      });
    },
  },
});

/** Each name once, because the same ID is part of many paths. */
function countable({ nodes, cache }: OpenApiDescription): readonly Parameter[] {
  const found = new Map<string, Parameter>();
  for (const parameter of nodes.Parameter) {
    const { name, in: where, schema } = parameter;
    if (where !== 'path' || found.has(name) || wordsIn(name).at(-1) !== 'id') continue;
    const target = schema === undefined ? undefined : effectiveOf(schema, cache);
    if (target !== undefined && isNumber(parameter, target)) found.set(name, parameter);
  }
  return [...found.values()];
}

/** An integer, or a string whose examples are integers. */
function isNumber(parameter: Parameter, schema: EffectiveSchema): boolean {
  if (schema.types.includes('integer')) return true;
  if (!schema.types.includes('string') || schema.has('format') || schema.has('pattern')) return false;
  return valuesOf(parameter, schema).some(isShortNumber);
}

function valuesOf({ node }: Parameter, schema: EffectiveSchema): readonly Scalar[] {
  const values = [...[node, ...schema.parts].flatMap((holder) => examplesOf(holder)), schema.get('default')];
  return values.flatMap((value) => value?.scalar ?? []);
}

/** Longer numbers contain a time or are random. */
function isShortNumber(value: Scalar): boolean {
  return /^\d{1,9}$/.test(String(value));
}
