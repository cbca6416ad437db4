import type { OpenApiDescription, Parameter } from '../../openapi/model.ts';
import { restrictsText } from '../../patterns/restrictions.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { effectiveOf } from '../../schemas/effectiveSchema.ts';

export default defineRule({
  meta: {
    id: 'loose-path-parameter',
    title: 'Path parameter accepts any string',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [20, 22],
    severity: 'hint',
    confidence: 'medium',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" is part of the path and accepts any string, including "..%2f". Add "pattern", "format" or "enum".',
      many: '"{name}" and {others:more path parameter} accept any string, including "..%2f". Add "pattern", "format" or "enum".',
    },
  },

  visit: {
    *OpenAPI(description) {
      yield* groupNamed(looseParameters(description), {
        at: ({ node }) => node.get('name') ?? node,
        name: ({ name }) => name,
      });
    },
  },
});

/** Each name once, because the same parameter is part of many paths. */
function looseParameters({ nodes, cache }: OpenApiDescription): readonly Parameter[] {
  const found = new Map<string, Parameter>();
  for (const parameter of nodes.Parameter) {
    const { name, in: where, schema } = parameter;
    if (where !== 'path' || schema === undefined || found.has(name)) continue;
    const target = effectiveOf(schema, cache);
    if (!target.types.includes('string')) continue;
    if (!target.hasKnownFormat && !target.isRestricted(restrictsText)) found.set(name, parameter);
  }
  return [...found.values()];
}
