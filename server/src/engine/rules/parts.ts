import type { SchemaPart } from '../openapi/schemaUnit.ts';
import { isSent, type Schema } from '../openapi/schemaUsage.ts';
import { gatherNamed, type Naming } from './grouping.ts';
import type { RuleContext } from './rule.ts';

/** Parts of schemas as the places of `gatherNamed`: by the property, or by what it is an item of. */
export const partNaming: Naming<SchemaPart> = {
  at: ({ node }) => ({ keyOf: node }),
  name: ({ property, enclosing }) => property ?? enclosing[0] ?? 'schema',
};

/** A visit of `Schema` that reports what clients send and `isWeak` finds weak, one finding for a schema with many. */
export function sentParts(isWeak: (part: SchemaPart, resolve: RuleContext['resolve']) => boolean) {
  return (schema: Schema, { resolve }: RuleContext) =>
    gatherNamed(
      schema.parts.filter((part) => isSent(schema, part) && isWeak(part, resolve)),
      partNaming,
    );
}
