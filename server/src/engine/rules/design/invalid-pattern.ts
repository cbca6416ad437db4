import { defineRule } from '../rule.ts';

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
      found:
        'The pattern "{pattern}" is no regular expression of ECMA-262, so validators skip it or refuse everything. Correct it.',
    },
  },

  visit: {
    *Schema({ parts }) {
      for (const { node } of parts) {
        const at = node.get('pattern');
        const pattern = at?.string;
        if (at === undefined || pattern === undefined || isExpression(pattern)) continue;
        yield { at, message: 'found', data: { pattern } };
      }
    },
  },
});

/** Compiled and never run. With and without `u`: escapes that only the one allows are no defect of the text. */
function isExpression(pattern: string): boolean {
  if (pattern.length > 10_000) return true;
  return ['', 'u'].some((flags) => {
    try {
      return new RegExp(pattern, flags) instanceof RegExp;
    } catch {
      return false;
    }
  });
}
