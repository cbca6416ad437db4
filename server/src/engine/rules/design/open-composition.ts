import { counted } from '../../counted.ts';
import { pure } from '../../incremental/pure.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming } from '../../rule/schemaParts.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import { isSent, type Schema } from '../../schemas/schemaUsage.ts';
import type { Fix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'open-composition',
    title: 'Composed request object accepts undescribed properties',
    pillar: 'design',
    owasp: 'API3:2023',
    cwe: [915],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    versions: ['3.1', '3.2'],
    messages: {
      one: '"{name}" combines schemas and accepts undescribed properties. Add "unevaluatedProperties: false".',
      many: '"{name}" and {others:more composed object} accept undescribed properties. Add "unevaluatedProperties: false".',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache }) {
      yield* groupNamed(cache.collect(nodes.Schema, openIn), { ...partNaming, fixes: (parts) => [close(parts)] });
    },
  },
});

const openIn = pure('open-composition.openIn', (schema: Schema): readonly SchemaPart[] =>
  schema.parts.filter((part) => isSent(schema, part) && isOpen(part)),
);

const branches: ReadonlySet<string> = new Set(['allOf', 'oneOf', 'anyOf', 'then', 'else', 'dependentSchemas']);

/** Only `allOf` of an object, since `oneOf` may choose from strings. A branch cannot close the whole composition. */
function isOpen({ node, keyword, types }: SchemaPart): boolean {
  if (branches.has(keyword) || ['unevaluatedProperties', 'additionalProperties'].some((key) => node.has(key)))
    return false;
  const members = node.get('allOf')?.items() ?? [];
  const isObject = types.includes('object') || [node, ...members].some((member) => member.has('properties'));
  return members.length + (node.has('properties') ? 1 : 0) > 1 && isObject;
}

function close(parts: readonly SchemaPart[]): Fix {
  return {
    title:
      parts.length === 1
        ? 'Add "unevaluatedProperties: false"'
        : `Add "unevaluatedProperties: false" to ${counted(parts.length, 'composed object')}`,
    safety: 'unsafe',
    patches: parts.map(({ node }) => ({
      op: 'set',
      at: node,
      path: ['unevaluatedProperties'],
      value: false,
      after: ['allOf'],
    })),
  };
}
