import { perFact } from '../../openapi/perFact.ts';
import type { SchemaPart } from '../../openapi/schemaUnit.ts';
import { isSent, type Schema } from '../../openapi/schemaUsage.ts';
import { isCatastrophic } from '../../patterns/catastrophic.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'redos-pattern',
    title: 'Checking a text against the pattern may take for ever',
    pillar: 'design',
    owasp: 'API4:2023',
    cwe: [1333],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: false,
    messages: {
      found:
        'The pattern "{pattern}" takes exponential time on texts that nearly match. Rewrite it without a repetition in a repetition, or add a small "maxLength".',
    },
  },

  visit: {
    *Schema(schema) {
      for (const part of slowIn(schema)) {
        const at = part.node.get('pattern');
        if (at !== undefined) yield { at, message: 'found', data: { pattern: at.string ?? '' } };
      }
    },
  },
});

/** Exponential time needs length: with less than this there is none to speak of. */
const harmlessLength = 24;

const slowIn = perFact((schema: Schema): readonly SchemaPart[] =>
  schema.parts.filter((part) => {
    const pattern = part.node.get('pattern')?.string;
    if (pattern === undefined || !isSent(schema, part)) return false;
    const maxLength = part.node.get('maxLength')?.scalar;
    return !(typeof maxLength === 'number' && maxLength <= harmlessLength) && isCatastrophic(pattern);
  }),
);
