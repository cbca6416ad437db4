import { pure } from '../../incremental/pure.ts';
import { gatherNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import { isSent, type Schema } from '../../schemas/schemaUsage.ts';

export default defineRule({
  meta: {
    id: 'unanchored-pattern',
    title: 'A pattern checks a part of the text only',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [777],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'The pattern "{name}" is not anchored, so anything may stand around what it checks. Begin with "^" and end with "$".',
      many: 'The pattern "{name}" and {others:more pattern} are not anchored. Begin them with "^" and end with "$".',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache }) {
      yield* gatherNamed(cache.collect(nodes.Schema, looseIn), {
        at: ({ node }) => node.get('pattern') ?? node,
        name: textOf,
      });
    },
  },
});

const looseIn = pure('unanchored-pattern.looseIn', (schema: Schema): readonly SchemaPart[] =>
  schema.parts.filter((part) => isSent(schema, part) && isLoose(part)),
);

/**
 * Checks characters or a fixed shape, and neither end. A pattern with one anchor speaks about that end on purpose, and a
 * single word or class without a quantifier looks for something within.
 */
function isLoose(part: SchemaPart): boolean {
  const text = textOf(part);
  if (
    text === '' ||
    /^\^|\$$|\\[AzZ]/.test(text) ||
    (/^\(\?|\|/.test(text) && !/^\((\?:)?[\w |-]+\)$/.test(text)) ||
    text.startsWith('.*') ||
    text.startsWith('[\\s\\S]') ||
    text.endsWith('.*')
  )
    return false;
  // Something that is no blank, anywhere: to begin and end with it would forbid the blanks between.
  if (/^(\[\^\\s\]|\\S|\.)[+*]?$/.test(text)) return false;
  const isRepeated = /^(\[[^\]]+\]|\\[wdDWsS])([+*]|\{\d+(,\d*)?\})/.test(text);
  // The whole is one choice, or words and at least one class after another: a form, not a character to look for.
  return isRepeated || /^\((\?:)?[\w |-]+\)$/.test(text) || /^[\w-]+(\[[^\]]+\]|\\[wd])/.test(text);
}

function textOf({ node }: SchemaPart): string {
  return node.get('pattern')?.string ?? '';
}
