import { grouped } from '../counted.ts';
import { pure } from '../incremental/pure.ts';
import type { OpenApiDescription } from '../openapi/model.ts';
import { hasMoreUrls, maxExpansions } from '../openapi/servers.ts';
import { maxLength } from '../patterns/parsePattern.ts';
import { hasMorePairs } from '../rule/routes.ts';
import type { Schema } from '../schemas/schemaUsage.ts';
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
    ...nodes.Schema.flatMap(longPatternsIn).map((at) => ({
      code: 'too-long-pattern',
      message: `This pattern is longer than ${grouped(maxLength)} characters and is not checked for catastrophic backtracking. Shorten it.`,
      at,
    })),
  ];
}

const longPatternsIn = pure('limits.longPatternsIn', ({ parts }: Schema): readonly SourceNode[] =>
  parts.flatMap(({ node }) => {
    const pattern = node.get('pattern');
    return (pattern?.string?.length ?? 0) > maxLength ? pattern! : [];
  }),
);
