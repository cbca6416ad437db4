import { defineRule } from '../../rule/rule.ts';
import { sentParts } from '../../rule/schemaParts.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'open-object',
    title: 'An object in a request takes any further property',
    pillar: 'design',
    owasp: 'API3:2023',
    cwe: [915],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" takes properties that are not described. Add "additionalProperties: false".',
      many: '"{name}" and {others:more object} take properties that are not described. Add "additionalProperties: false".',
    },
  },

  visit: {
    Schema: sentParts(isOpen),
  },
});

const compositions = ['allOf', 'oneOf', 'anyOf', '$ref'];

/** A part of a composition cannot close it: the other parts have properties too. */
function isOpen({ node, keyword }: SchemaPart): boolean {
  const isBranch = ['allOf', 'oneOf', 'anyOf', 'then', 'else', 'dependentSchemas'].includes(keyword);
  return !isBranch && node.has('properties') && !compositions.some((key) => node.has(key)) && !isClosed(node);
}

/** Described or forbidden; `true` is what holds without a word. */
function isClosed(node: SourceNode): boolean {
  return ['additionalProperties', 'unevaluatedProperties'].some((key) => {
    const value = node.get(key);
    return value !== undefined && value.scalar !== true;
  });
}
