import { pure } from '../../incremental/pure.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { propertiesOf } from '../../schemas/requestFields.ts';
import type { Resolve, SchemaPart } from '../../schemas/schemaUnit.ts';
import { isReturned, isSent, type Schema } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'undescribed-required-property',
    title: 'Required property is not described',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [1284],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{name}" is required but not described, so its value is not validated. Describe it in "properties".',
      many: '"{name}" and {others:more property} are required but not described, so their values are not validated. Describe them in "properties".',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache, resolve }) {
      const alone = cache.collect(nodes.Schema, undescribedIn);
      const composed = cache.collect(nodes.Schema, compositionsIn).flatMap((part) => undescribedByAny(part, resolve));
      yield* groupNamed([...alone, ...composed], {
        at: (node) => node,
        name: ({ string }) => string ?? '',
      });
    },
  },
});

const undescribedIn = pure('undescribed-required-property.undescribedIn', (schema: Schema): readonly SourceNode[] =>
  schema.parts.filter((part) => isUsed(schema, part)).flatMap(undescribedOf),
);

/** The outermost `allOf`s with a member that requires properties. */
const compositionsIn = pure('undescribed-required-property.compositionsIn', (schema: Schema): readonly SchemaPart[] =>
  schema.parts.filter(
    (part) =>
      part.node.has('allOf') &&
      isUsed(schema, part) &&
      !branches.has(part.keyword) &&
      membersOf(part.node).some((member) => member.has('required')),
  ),
);

function isUsed(schema: Schema, part: SchemaPart): boolean {
  return isSent(schema, part) || isReturned(schema, part);
}

/** The schema and the members of its `allOf`s, which describe one object. Each once, because aliases are shared. */
function membersOf(node: SourceNode): readonly SourceNode[] {
  const members = new Set([node]);
  // The set grows during the iteration.
  for (const member of members) for (const part of member.get('allOf')?.items() ?? []) members.add(part);
  return [...members];
}

/** Required properties that no member describes. A member without `properties` leaves them to the others. */
function undescribedByAny({ node }: SchemaPart, resolve: Resolve): readonly SourceNode[] {
  const members = membersOf(node);
  const targets = members.map(resolve);
  if (targets.some((target) => target === undefined || descriptive.some((key) => target.has(key)))) return [];
  const described = propertiesOf(node, resolve);
  return members
    .filter((member) => member.has('properties'))
    .flatMap((member) => member.get('required')?.items() ?? [])
    .filter(({ string }) => string !== undefined && !described.has(string));
}

/** Keywords that may describe a property in another way than `properties`. */
const descriptive = ['if', 'patternProperties', 'discriminator', 'dependentSchemas', '$dynamicRef'];

/** With one of these, another schema may describe the property. */
const elsewhere = ['allOf', 'oneOf', 'anyOf', '$ref', 'if', 'patternProperties', 'discriminator'];
const branches: ReadonlySet<string> = new Set(['allOf', 'oneOf', 'anyOf', 'then', 'else', 'dependentSchemas']);

function undescribedOf({ node, keyword }: SchemaPart): readonly SourceNode[] {
  const required = node.get('required');
  const properties = node.get('properties');
  if (required === undefined || properties === undefined || branches.has(keyword)) return [];
  if (elsewhere.some((key) => node.has(key))) return [];
  return required.items().filter(({ string }) => string !== undefined && !properties.has(string));
}
