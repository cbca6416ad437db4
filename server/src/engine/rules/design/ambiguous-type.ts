import { defineRule, type RuleContext } from '../../rule/rule.ts';
import { sentParts } from '../../rule/schemaParts.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'ambiguous-type',
    title: 'Property accepts a scalar or any object',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [843, 943],
    severity: 'information',
    confidence: 'medium',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{name}" accepts a scalar and any object, so code may receive an unexpected type. Choose one type, or use two properties.',
      many: '"{name}" and {others:more property} accept a scalar and any object, so code may receive an unexpected type. Choose one type for each.',
    },
  },

  visit: {
    Schema: sentParts(isAmbiguous),
  },
});

/** True for a list of types, and for alternatives that state only a type. */
function isAmbiguous({ node, property }: SchemaPart, resolve: RuleContext['resolve']): boolean {
  if (property === undefined) return false;
  const schema = resolve(node) ?? node;
  const listed = schema.get('type')?.items() ?? [];
  const alternatives = ['anyOf', 'oneOf'].flatMap((key) => schema.get(key)?.items() ?? []);
  // A described alternative is intended.
  const undescribed = alternatives.flatMap((item) => {
    const alternative = resolve(item);
    return alternative === undefined || isDescribed(alternative) ? [] : [alternative.get('type')?.string];
  });
  const types = new Set([...listed.map(({ string }) => string), ...undescribed]);
  return types.has('object') && (types.has('string') || types.has('number') || types.has('integer'));
}

function isDescribed(schema: SourceNode): boolean {
  return (
    schema.get('additionalProperties')?.kind === 'map' ||
    ['properties', 'enum', 'const', 'pattern', 'format'].some((key) => schema.has(key))
  );
}
