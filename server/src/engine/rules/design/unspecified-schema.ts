import { isServed } from '../../heuristics/operationKind.ts';
import { lastSegment } from '../../heuristics/operationWords.ts';
import { pure } from '../../incremental/pure.ts';
import { calledThings } from '../../lexicon/outbound.ts';
import { passedFields } from '../../lexicon/passedFields.ts';
import { specified } from '../../lexicon/specified.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
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
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" accepts anything, because its schema does not describe the content. Describe it.',
      many: '"{name}" and {others:more schema} accept any value, or any object. Describe them.',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache, operations }, { config }) {
      const empty = [...cache.getEach(emptyIn, nodes.Schema)].flat();
      if (config.profile === 'strict') {
        yield* groupNamed(empty, partNaming);
        return;
      }
      if (empty.length === 0) return;
      const bodies = new Set(cache.collect(operations, bodiesOf).map((body) => cache.resolve(body) ?? body));
      const open = empty.filter((part) => isWholeBody(part, bodies) || isPassedOn(part));
      yield* groupNamed(open, { ...partNaming, few: 1 });
    },
  },
});

/** The schemas of bodies with a structure. */
const bodiesOf = pure('unspecified-schema.bodiesOf', (operation: Operation): readonly SourceNode[] => {
  const words = wordsIn(lastSegment(operation.path));
  // The sender of a webhook or a callback decides about its body.
  if (!isServed(operation) || calledThings.matches(words)) return [];
  const content = operation.requestBody?.content ?? [];
  return content.flatMap(({ type, schema }) => (schema !== undefined && structured.test(type) ? [schema] : []));
});

const structured = specified(
  'IANA media types',
  /^application\/(?:json|[\w.+-]*[.+]json|x-www-form-urlencoded)\b(?<!patch\+json)/i,
);

/** A body, or an item of a body that is a list. */
function isWholeBody(part: SchemaPart, bodies: ReadonlySet<SourceNode>): boolean {
  if (part.property !== undefined) return false;
  const whole = part.keyword === 'items' ? part.parent : part;
  return whole !== undefined && whole.parent === undefined && bodies.has(whole.node);
}

/** `provider_parameters`, `extras`: what is handed to another program. Data of users, such as `metadata`, is open on purpose. */
function isPassedOn({ property = '' }: SchemaPart): boolean {
  return passedFields.matches(wordsIn(property));
}

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
