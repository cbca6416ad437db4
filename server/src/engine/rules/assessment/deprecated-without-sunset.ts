import { isServed } from '../../heuristics/operationKind.ts';
import { textsOf } from '../../heuristics/operationWords.ts';
import { pure } from '../../incremental/pure.ts';
import { retirementFields, retirementTexts } from '../../lexicon/retirement.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
import { summarize } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'deprecated-without-sunset',
    title: 'Deprecated operation has no sunset date',
    pillar: 'assessment',
    owasp: 'API9:2023',
    cwe: [1059, 477],
    severity: 'hint',
    confidence: 'medium',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{operation}" is deprecated, but has no sunset date. Add "x-sunset" or the header "Sunset".',
      many: 'No sunset date is documented for {operations:deprecated operation}. Add "x-sunset" or the header "Sunset".',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      yield* summarize(cache.select(operations, hasNoEnd));
    },
  },
});

const hasNoEnd = pure('deprecated-without-sunset.hasNoEnd', (operation: Operation): boolean => {
  const { node, pathItem, responses } = operation;
  if (!isServed(operation) || !operation.deprecated) return false;
  if ([node, pathItem].some((holder) => holder.entries().some(({ key }) => isRetirementField(key)))) return false;
  if (responses.some(({ headers }) => headers.some(({ name }) => /^sunset$/i.test(name)))) return false;
  const texts = textsOf(operation);
  if (texts.some((text) => /\b20\d\d\b/.test(text))) return false;
  // Words and numbers are separate words in a lexicon: `v2` is the number 2.
  const numbered = texts.map((text) => text.replaceAll(/\bv(?=\d)/gi, ''));
  return retirementTexts.find(proseOf('operation', operation, ...numbered)) === undefined;
});

/** `x-sunset`, `x-removal-date` */
function isRetirementField(key: string): boolean {
  return /^x-/i.test(key) && retirementFields.matches(wordsIn(key));
}
