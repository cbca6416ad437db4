import { grouped } from '../counted.ts';
import { pure } from '../incremental/pure.ts';
import { query } from '../incremental/query.ts';
import type { OpenApiDescription } from '../openapi/model.ts';
import type { ReferenceCache } from '../openapi/referenceCache.ts';
import { hasMoreUrls, maxExpansions } from '../openapi/servers.ts';
import { maxLength } from '../patterns/parsePattern.ts';
import { hasMorePairs } from '../rule/routes.ts';
import { effectiveOf, maxSchemas } from '../schemas/effectiveSchema.ts';
import { holds } from '../schemas/schemaUnit.ts';
import { returnedWholes, type Schema, sentWholes } from '../schemas/schemaUsage.ts';
import type { Place, SourceNode } from '../syntax/sourceNode.ts';
import { readable } from './formatMessage.ts';

/** A part of the description that was not checked whole, because that would take too long. */
export interface ReachedLimit {
  readonly code: string;
  readonly message: string;
  readonly at: Place;
}

/** Every limit that can hide a finding, where it was reached. */
export function limitsOf(description: OpenApiDescription): readonly ReachedLimit[] {
  const { nodes, root } = description;
  const paths = root.get('paths');
  return [
    ...nodes.Server.filter(hasMoreUrls).map(({ urlNode, template }) => ({
      code: 'too-many-server-urls',
      message: `"${readable(template)}" stands for more than ${maxExpansions} URLs. Only the default values of some variables are checked. Split the server.`,
      at: urlNode,
    })),
    ...(paths !== undefined && hasMorePairs(description)
      ? [
          {
            code: 'too-many-paths',
            message: '"paths" has too many entries to compare each with all others, so ambiguous paths may be missed.',
            at: { keyOf: paths },
          },
        ]
      : []),
    ...largeCompositions(description).map((at) => ({
      code: 'too-many-schemas',
      message: `This schema is composed of more than ${grouped(maxSchemas)} others and is not read to its end, so weak bounds may be missed. Divide it.`,
      at,
    })),
    ...nodes.Schema.flatMap(longPatternsIn).map((at) => ({
      code: 'too-long-pattern',
      message: `This pattern is longer than ${grouped(maxLength)} characters, so neither its lengths nor its backtracking are checked. Shorten it.`,
      at,
    })),
  ];
}

/** Fewer schemas than that cannot make a composition that is too large. */
function largeCompositions({ nodes, cache }: OpenApiDescription): readonly SourceNode[] {
  let parts = 0;
  for (const schema of nodes.Schema) parts += schema.parts.length;
  return parts <= maxSchemas ? [] : [...cache.getEach(largeIn, nodes.Schema)].flat();
}

const largeIn = query('limits.largeIn', (cache: ReferenceCache, schema: Schema): readonly SourceNode[] =>
  [...sentWholes(schema), ...returnedWholes(schema)].flatMap((part) =>
    composing.some((key) => holds(part, key)) && effectiveOf(part.node, cache).isTooLarge ? part.node : [],
  ),
);

const composing = ['allOf', 'oneOf', 'anyOf', '$ref', 'if'] as const;

const longPatternsIn = pure('limits.longPatternsIn', ({ parts }: Schema): readonly SourceNode[] =>
  parts.flatMap((part) => {
    const pattern = holds(part, 'pattern') ? part.node.get('pattern') : undefined;
    return (pattern?.string?.length ?? 0) > maxLength ? pattern! : [];
  }),
);
