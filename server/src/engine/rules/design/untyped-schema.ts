import { counted } from '../../counted.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming, weakParts } from '../../rule/schemaParts.ts';
import type { EffectiveSchema } from '../../schemas/effectiveSchema.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import type { Fix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'untyped-schema',
    title: 'Schema in a request has no "type"',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [20, 843],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" has no "type", so values of other types are not validated. Add it.',
      many: '"{name}" and {others:more schema} have no "type", so values of other types are not validated. Add it.',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache }) {
      yield* groupNamed([...cache.getEach(untypedIn, nodes.Schema)].flat(), {
        ...partNaming,
        fixes: (parts) => [addType(parts)],
      });
    },
  },
});

const untypedIn = weakParts('untyped-schema.untypedIn', isUntyped);

/** Keywords that restrict values of one type and say nothing about others. */
const keywordsByType: readonly (readonly [string, readonly string[]])[] = [
  ['object', ['properties', 'additionalProperties', 'minProperties', 'maxProperties']],
  ['array', ['items', 'minItems', 'maxItems', 'uniqueItems']],
  ['string', ['pattern', 'minLength', 'maxLength']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
];

function isUntyped(schema: EffectiveSchema, part: SchemaPart): boolean {
  // A schema that only lists alternatives may state their type.
  if (part.parent?.isTransparent === true && part.parent.node.has('type')) return false;
  const isTyped = schema.types.length > 0 || schema.isListed || schema.choices.length > 0 || schema.isUnknown;
  return !isTyped && !schema.has('not') && typeOf(part) !== undefined;
}

/** By the keywords of the node itself, which gets the type. */
function typeOf({ node }: SchemaPart): string | undefined {
  return keywordsByType.find(([, keywords]) => keywords.some((key) => node.has(key)))?.[0];
}

function addType(parts: readonly SchemaPart[]): Fix {
  const [first] = parts;
  return {
    title:
      first !== undefined && parts.length === 1
        ? `Add "type: ${typeOf(first) ?? 'object'}"`
        : `Add "type" to ${counted(parts.length, 'schema')}`,
    safety: 'unsafe',
    patches: parts.map((part) => ({
      op: 'set',
      at: part.node,
      path: ['type'],
      value: typeOf(part) ?? 'object',
      after: ['title', 'description'],
    })),
  };
}
