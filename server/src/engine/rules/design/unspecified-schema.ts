import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming, weakParts } from '../../rule/schemaParts.ts';
import { type EffectiveSchema, isAnything } from '../../schemas/effectiveSchema.ts';
import { isAnnotation, type SchemaPart } from '../../schemas/schemaUnit.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'unspecified-schema',
    title: 'Schema in a request accepts any value',
    pillar: 'design',
    owasp: 'API3:2023',
    cwe: [20, 915],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" accepts anything, because its schema does not describe the content. Describe it.',
      many: '"{name}" and {others:more schema} accept any value, or any object. Describe them.',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache }) {
      yield* groupNamed([...cache.getEach(emptyIn, nodes.Schema)].flat(), partNaming);
    },
  },
});

const emptyIn = weakParts('unspecified-schema.emptyIn', isEmpty);

/** Branches of compositions and further properties may be open on purpose. */
function isEmpty(schema: EffectiveSchema, { keyword }: SchemaPart): boolean {
  if (keyword !== '' && keyword !== 'properties' && keyword !== 'items') return false;
  return !schema.isUnknown && schema.choices.length === 0 && schema.parts.every(saysNothing);
}

/** Fields of a 2.0 parameter, which has its schema's keywords. */
const parameterFields: ReadonlySet<string> = new Set(['name', 'in', 'required', 'allowEmptyValue']);

/** True for no keyword that describes a content: an object of any, or of some number of properties is still any object. */
function saysNothing(part: SourceNode): boolean {
  return part.entries().every(({ key, value }) => {
    if (key === 'type') return value.string === 'object';
    if (key === 'additionalProperties' || key === 'unevaluatedProperties') return isAnything(value);
    if (key === 'minProperties' || key === 'maxProperties') return true;
    return key === 'allOf' || key === '$ref' || isAnnotation(key) || (part.has('in') && parameterFields.has(key));
  });
}
