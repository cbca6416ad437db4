import { defineRule } from '../../rule/rule.ts';
import { sentParts } from '../../rule/schemaParts.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'open-object',
    title: 'Request object accepts undescribed properties',
    pillar: 'design',
    owasp: 'API3:2023',
    cwe: [915],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" accepts undescribed properties. Add "additionalProperties: false".',
      many: '"{name}" and {others:more object} accept undescribed properties. Add "additionalProperties: false".',
    },
  },

  visit: {
    Schema: sentParts(isOpen),
  },
});

const compositions = ['allOf', 'oneOf', 'anyOf', '$ref'];

/** A branch of a composition cannot close it, because the other branches have properties too. */
function isOpen({ node, keyword }: SchemaPart): boolean {
  const isBranch = ['allOf', 'oneOf', 'anyOf', 'then', 'else', 'dependentSchemas'].includes(keyword);
  return !isBranch && node.has('properties') && !compositions.some((key) => node.has(key)) && !isClosed(node);
}

/** True if further properties are described or forbidden; `true` is the default. */
function isClosed(node: SourceNode): boolean {
  return ['additionalProperties', 'unevaluatedProperties'].some((key) => {
    const value = node.get(key);
    return value !== undefined && value.scalar !== true;
  });
}
