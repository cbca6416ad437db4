import { anchorFixes } from '../../fixes/patternFixes.ts';
import { pure } from '../../incremental/pure.ts';
import { isExpression } from '../../patterns/dialects.ts';
import { beginsLiterally } from '../../patterns/form.ts';
import { restrictsText } from '../../patterns/restrictions.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { holds, type SchemaPart } from '../../schemas/schemaUnit.ts';
import { isSent, type Schema } from '../../schemas/schemaUsage.ts';

export default defineRule({
  meta: {
    id: 'unanchored-pattern',
    title: 'Pattern is not anchored',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [777],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'The pattern "{name}" is not anchored, so any text may surround the match. Begin it with "^" and end it with "$".',
      many: 'The pattern "{name}" and {others:more pattern} are not anchored, so any text may surround the match. Begin them with "^" and end them with "$".',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache }) {
      yield* groupNamed(cache.collect(nodes.Schema, looseIn), {
        at: ({ node }) => node.get('pattern') ?? node,
        name: textOf,
        fixes: (parts) => anchorFixes(parts.map(({ node }) => node)),
      });
    },
  },
});

const looseIn = pure('unanchored-pattern.looseIn', (schema: Schema): readonly SchemaPart[] =>
  schema.parts.filter((part) => isSent(schema, part) && isLoose(part)),
);

/**
 * True if the pattern describes characters or a fixed form and anchors neither end. One anchor is there on purpose, and a
 * single word or class without a quantifier searches for something within the string.
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
  // What takes every character has nothing before or behind it. What is not valid is reported by invalid-pattern.
  if (!isExpression(text) || !restrictsText(`^(?:${text})$`)) return false;
  // "Not blank": anchored, it would forbid blanks between other characters.
  if (/^(\[\^\\s\]|\\S|\.)[+*]?$/.test(text)) return false;
  const isRepeated = /^(\[[^\]]+\]|\\[wdDWsS])([+*]|\{\d+(,\d*)?\})/.test(text);
  // One choice of words, or a text followed by a class: a form, not a character to search for.
  return isRepeated || /^\((\?:)?[\w |-]+\)$/.test(text) || beginsLiterally(text);
}

function textOf(part: SchemaPart): string {
  return holds(part, 'pattern') ? (part.node.get('pattern')?.string ?? '') : '';
}
