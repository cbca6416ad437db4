import { markFix } from '../../fixes/accessFixes.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import { isReturned } from '../../schemas/schemaUsage.ts';
import { tokenize } from '../../sensitive/tokenize.ts';

export default defineRule({
  meta: {
    id: 'card-security-code-in-response',
    title: 'A response gives back the security code of a card',
    pillar: 'design',
    owasp: 'API3:2023',
    cwe: [359, 200],
    severity: 'error',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 3.3.1'],
    since: '0.1.0',
    absence: false,
    messages: {
      found: 'Responses give back "{name}", which must not even be stored. Take it out, or mark it "writeOnly".',
    },
  },

  visit: {
    *Schema(schema, { version }) {
      for (const part of schema.parts) {
        if (!isReturned(schema, part) || !isCode(part)) continue;
        const { node, property = '' } = part;
        yield {
          at: { keyOf: node },
          message: 'found',
          data: { name: property },
          fixes: () => (version === '2.0' ? [] : [markFix('writeOnly', [node])]),
        };
      }
    },
  },
});

const names: ReadonlySet<string> = new Set(
  'cvv,cvv 2,cvc,cvc 2,cvn,card cvv,card cvc,card verification code,card security code,card verification value'.split(
    ',',
  ),
);

/** A result of checking the code is an enumeration, a flag or a letter with its meanings. */
function isCode(part: SchemaPart): boolean {
  const { node, property, types } = part;
  if (property === undefined || types.includes('boolean') || types.includes('object') || node.has('enum')) return false;
  const words = tokenize(property).join(' ');
  const description = node.get('description')?.string ?? '';
  // Whoever issues cards tells their holder what stands on them.
  if (part.enclosing.some((name) => tokenize(name).some((word) => issuing.has(word)))) return false;
  return (
    (names.has(words) || (words === 'security code' && isOfCard(part))) &&
    !/\b(check|result|whether|match|verification (response|status))/i.test(description)
  );
}

const issuing: ReadonlySet<string> = new Set(['issuing', 'issued', 'issuer', 'virtual', 'generated']);

/** Doors and accounts have security codes as well: beside a card's number, or within a card, it is the one of a payment card. */
function isOfCard({ parent }: SchemaPart): boolean {
  const siblings = parent?.node.get('properties')?.entries() ?? [];
  return (
    siblings.some(({ key }) => /^((credit|debit|payment) )?(card (number|no)|pan)$/.test(tokenize(key).join(' '))) ||
    /^((credit|debit|payment|bank) )?card( (data|details|info))?$/.test(tokenize(parent?.enclosing[0] ?? '').join(' '))
  );
}
