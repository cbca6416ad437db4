import { pure } from '../../incremental/pure.ts';
import { specified } from '../../lexicon/specified.ts';
import { gather, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { Schema } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'invalid-pattern',
    title: 'A pattern is no regular expression',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [185],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'The pattern "{pattern}" is no regular expression of ECMA-262, so validators skip it or refuse everything. Correct it.',
      many: 'The pattern "{pattern}" and {others} more are no regular expressions of ECMA-262, so validators skip them or refuse everything. Correct them.',
    },
  },

  visit: {
    // A dialect is a habit: one finding, however many patterns are written in it.
    *OpenAPI({ nodes, cache }) {
      yield* gather(
        cache.collect(nodes.Schema, invalidIn),
        (at, echo) => ({ at, message: 'one', data: { pattern: at.string ?? '' }, echo }) as const,
        (at, others) =>
          ({
            at,
            message: 'many',
            data: { pattern: at.string ?? '', others: others.length },
            related: related(
              others,
              (other) => other,
              (other) => other.string ?? '',
            ),
          }) as const,
      );
    },
  },
});

const invalidIn = pure('invalid-pattern.invalidIn', (schema: Schema): readonly SourceNode[] =>
  schema.parts.flatMap(({ node }) => {
    const pattern = node.get('pattern');
    return pattern?.string === undefined || isExpression(pattern.string) ? [] : [pattern];
  }),
);

/** Compiled and never run. With and without `u`: escapes that only the one allows are no defect of the text. */
function isExpression(pattern: string): boolean {
  if (pattern.length > 10_000) return true;
  if (foreign.some((syntax) => syntax.test(pattern))) return false;
  return ['', 'u'].some((flags) => {
    try {
      return new RegExp(pattern, flags) instanceof RegExp;
    } catch {
      return false;
    }
  });
}

/** What other dialects know, and JavaScript takes for other characters or, with `u`, for an error. */
const foreign: readonly RegExp[] = [
  // Beginning and end of the text in Ruby, Python and Perl.
  /^\(*(\?:)?\\A/,
  /(?<!\\)(?:\\\\)*\\[zZ]\)*$/,
  // POSIX: `[[:alpha:]]`.
  specified('POSIX', /\[:\^?(?:alpha|digit|alnum|upper|lower|space|punct|xdigit|word|blank|cntrl|graph|print):\]/),
  // Java: `\p{IsAlphabetic}`, `\p{Alpha}`.
  specified(
    'java.util.regex.Pattern',
    /(?<!\\)(?:\\\\)*\\[pP]\{(?:Is[A-Z]|In[A-Z]|java[A-Z]|(?:Alpha|Digit|Alnum|Upper|Lower|Punct|Graph|Print|Blank|Cntrl|XDigit|Space|ASCII)\})/,
  ),
  // The slashes of PHP, Perl and of JavaScript itself: nothing stands before the beginning.
  /^\/\^.*\/[a-z]*$|^\/.*\$\/[a-z]*$/s,
];
