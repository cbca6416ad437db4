import { pure } from '../../incremental/pure.ts';
import { specified } from '../../lexicon/specified.ts';
import { groupPlaces, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { Schema } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'invalid-pattern',
    title: 'Pattern is not a valid regular expression',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [185],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'The pattern "{pattern}" is not valid in ECMA-262, so validators skip it or reject every value. Correct it.',
      many: 'The pattern "{pattern}" and {others:more pattern} are not valid in ECMA-262, so validators skip them or reject every value. Correct them.',
    },
  },

  visit: {
    // An author who uses another dialect uses it everywhere: one finding for all.
    *OpenAPI({ nodes, cache }) {
      yield* groupPlaces(
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

/** Compiled, never run. Tried with and without `u`, because an escape that one of them allows is valid. */
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

/** Syntax of other dialects, which JavaScript reads as other characters or, with `u`, as an error. */
const foreign: readonly RegExp[] = [
  // Start and end of the string in Ruby, Python and Perl.
  /^\(*(\?:)?\\A/,
  /(?<!\\)(?:\\\\)*\\[zZ]\)*$/,
  // POSIX: `[[:alpha:]]`.
  specified('POSIX', /\[:\^?(?:alpha|digit|alnum|upper|lower|space|punct|xdigit|word|blank|cntrl|graph|print):\]/),
  // Java: `\p{IsAlphabetic}`, `\p{Alpha}`.
  specified(
    'java.util.regex.Pattern',
    /(?<!\\)(?:\\\\)*\\[pP]\{(?:Is[A-Z]|In[A-Z]|java[A-Z]|(?:Alpha|Digit|Alnum|Upper|Lower|Punct|Graph|Print|Blank|Cntrl|XDigit|Space|ASCII)\})/,
  ),
  // The delimiters of PHP, Perl and JavaScript literals: nothing can match before `^` or after `$`.
  /^\/\^.*\/[a-z]*$|^\/.*\$\/[a-z]*$/s,
];
