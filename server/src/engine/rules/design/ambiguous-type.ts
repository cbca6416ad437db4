import { defineRule, type RuleContext } from '../../rule/rule.ts';
import { sentParts } from '../../rule/schemaParts.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'ambiguous-type',
    title: 'A field takes a plain value or an object',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [843, 943],
    severity: 'information',
    confidence: 'medium',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{name}" takes a plain value as well as an object, so code that expects the one may get the other. Choose one type, or two fields.',
      many: '"{name}" and {others:more field} take a plain value as well as an object, so code that expects the one may get the other. Choose one type each.',
    },
  },

  visit: {
    Schema: sentParts(isAmbiguous),
  },
});

/** By a list of types, or by alternatives that tell no more than their type. */
function isAmbiguous({ node, property }: SchemaPart, resolve: RuleContext['resolve']): boolean {
  if (property === undefined) return false;
  const schema = resolve(node) ?? node;
  const listed = schema.get('type')?.items() ?? [];
  const alternatives = ['anyOf', 'oneOf'].flatMap((key) => schema.get(key)?.items() ?? []);
  // An alternative that says more is a form of its own.
  const open = alternatives.flatMap((item) => {
    const alternative = resolve(item);
    return alternative === undefined || isDescribed(alternative) ? [] : [alternative.get('type')?.string];
  });
  const types = new Set([...listed.map(({ string }) => string), ...open]);
  return types.has('object') && (types.has('string') || types.has('number') || types.has('integer'));
}

function isDescribed(schema: SourceNode): boolean {
  return (
    schema.get('additionalProperties')?.kind === 'map' ||
    ['properties', 'enum', 'const', 'pattern', 'format'].some((key) => schema.has(key))
  );
}
