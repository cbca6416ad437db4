import { markFix } from '../../fixes/accessFixes.ts';
import {
  cardIssuing,
  cardNumbers,
  cardObjects,
  cardSecurityCodes,
  checkResults,
  vagueSecurityCodes,
} from '../../lexicon/cards.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { wordsIn } from '../../lexicon/words.ts';
import { defineRule } from '../../rule/rule.ts';
import { type EffectiveSchema, effectiveOf } from '../../schemas/effectiveSchema.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import { isReturned } from '../../schemas/schemaUsage.ts';

export default defineRule({
  meta: {
    id: 'card-security-code-in-response',
    title: 'Response returns a card security code',
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
      found:
        '"{name}" is returned in responses, but a card security code must not be stored after authorization. Remove it, or mark it "writeOnly".',
    },
  },

  visit: {
    *Schema(schema, { version, cache }) {
      for (const part of schema.parts) {
        if (!isReturned(schema, part) || !isCode(part) || isResult(effectiveOf(part.node, cache))) continue;
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

/** The result of checking the code: an enumeration or a flag. */
function isResult(schema: EffectiveSchema): boolean {
  return schema.types.includes('boolean') || schema.types.includes('object') || schema.isListed;
}

/** Not the result of checking the code: a letter whose meanings are described. */
function isCode(part: SchemaPart): boolean {
  const { node, property } = part;
  if (property === undefined) return false;
  const words = wordsIn(property);
  if (!cardSecurityCodes.matches(words) && !(vagueSecurityCodes.matches(words) && isOfCard(part))) return false;
  // An issuer shows the data of its cards to their holders.
  if (part.enclosing.some((name) => cardIssuing.matches(wordsIn(name)))) return false;
  return checkResults.find(proseOf('property', part, node.get('description')?.string)) === undefined;
}

/** Next to a card number, or within a card. */
function isOfCard({ parent }: SchemaPart): boolean {
  const siblings = parent?.node.get('properties')?.entries() ?? [];
  return (
    siblings.some(({ key }) => cardNumbers.matches(wordsIn(key))) ||
    cardObjects.matches(wordsIn(parent?.enclosing[0] ?? ''))
  );
}
