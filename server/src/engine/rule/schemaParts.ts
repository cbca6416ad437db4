import { unescapeToken } from '../openapi/uri.ts';
import type { Resolve, SchemaPart } from '../schemas/schemaUnit.ts';
import { isSent, type Schema } from '../schemas/schemaUsage.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import type { Fix } from '../textEdits/fix.ts';
import { groupNamed, type Naming } from './group.ts';
import type { RuleContext } from './rule.ts';

/** Parts of schemas as the places of `groupNamed`, named by property, by the array around an item, or by `ownerName`. */
export const partNaming: Naming<SchemaPart> = {
  at: ({ node }) => ({ keyOf: node }),
  name: nameOfPart,
};

export function nameOfPart(part: SchemaPart): string {
  return part.property ?? part.enclosing[0] ?? ownerName(part);
}

/** The name of the parameter, header, operation or component that a schema without a name belongs to. */
function ownerName(part: SchemaPart): string {
  let root = part;
  while (root.parent !== undefined) root = root.parent;
  let at: SourceNode | undefined = root.node;
  // Within a parameter: its schema, or that of its `content`.
  for (let steps = 0; at !== undefined && steps < 4; steps++, at = at.parent) {
    const where = at.get('in')?.string;
    const name = at.get('name')?.string;
    // In Swagger 2.0, the name of a body parameter has no meaning.
    if (where !== undefined && where !== 'body' && name !== undefined) return name;
    if (at.parent?.key === 'headers') return String(at.key);
  }
  const [, top = '', name = '', method = ''] = root.node.pointer.split('/').map(unescapeToken);
  if (top === 'paths' || top === 'webhooks') return `${method.toUpperCase()} ${name}`;
  return (top === 'components' ? method : name) || top || 'schema';
}

/** A visit of `Schema` that reports the parts that clients send and that are weak, grouped for each schema. */
export function sentParts(
  isWeak: (part: SchemaPart, resolve: Resolve) => boolean,
  fixesOf?: (parts: readonly SchemaPart[], resolve: Resolve) => Iterable<Fix>,
) {
  return (schema: Schema, { resolve }: RuleContext) =>
    groupNamed(
      schema.parts.filter((part) => isSent(schema, part) && isWeak(part, resolve)),
      { ...partNaming, fixes: (parts) => fixesOf?.(parts, resolve) ?? [] },
    );
}
