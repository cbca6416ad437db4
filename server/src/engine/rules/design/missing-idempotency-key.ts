import { counted } from '../../counted.ts';
import { movesMoney } from '../../heuristics/money.ts';
import { proseOfOperation } from '../../heuristics/operationWords.ts';
import {
  referencedThings,
  referenceWords,
  repetitionKeys,
  repetitionTexts,
  requestReferences,
} from '../../lexicon/requestReferences.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { slice, type Words, wordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { groupNamed, operationNaming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { requestFields } from '../../schemas/requestFields.ts';
import type { Fix, PatchValue } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'missing-idempotency-key',
    title: 'Payment operation has no idempotency key',
    pillar: 'design',
    owasp: 'API6:2023',
    cwe: [837, 799],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" moves money, and a repeated request moves it again. Add an "Idempotency-Key" header.',
      many: '"{name}" and {others:more operation} move money, and a repeated request moves it again. Add an "Idempotency-Key" header.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const { root } = description;
      const introduction = proseOf('introduction', description, root.at('info', 'description')?.string);
      if (repetitionTexts.find(introduction) !== undefined) return;
      yield* groupNamed(
        description.operations.filter(
          (operation) => movesMoney(operation, description) && !isRepeatable(operation, description),
        ),
        // One habit of the author, however many operations there are.
        { ...operationNaming, fixes: (operations) => [addKey(operations, description)], few: 1 },
      );
    },
  },
});

/** True with an idempotency key, or with a reference that the client chooses and the server can recognize. */
function isRepeatable(operation: Operation, description: OpenApiDescription): boolean {
  if (repetitionTexts.find(proseOfOperation(operation)) !== undefined) return true;
  // An ID in the path identifies the order, not the request.
  const inPath = new Set(operation.parameters.filter((one) => one.in === 'path').map(({ name }) => name));
  return requestFields(operation, description.cache).some((name) => {
    if (inPath.has(name)) return false;
    const words = wordsIn(name);
    return repetitionKeys.matches(words) || requestReferences.matches(words) || isReference(words);
  });
}

/** `clientReference`, `X-External-Id`, `orderId`; `reference` alone. */
function isReference(words: Words<'singular'>): boolean {
  const own = words[0] === 'x' ? slice(words, 1) : words;
  const isOfThings = (some: Words<'singular'>): boolean =>
    some.length > 0 && some.every((word) => referencedThings.has(word));
  return isOfThings(own) || (referenceWords.matches(own) && isOfThings(slice(own, 0, -1)));
}

function addKey(operations: readonly Operation[], { version }: OpenApiDescription): Fix {
  const type = { type: 'string', maxLength: 255 };
  const head = { name: 'Idempotency-Key', in: 'header', required: true };
  const value: PatchValue = version === '2.0' ? { ...head, ...type } : { ...head, schema: type };
  return {
    title:
      operations.length === 1
        ? 'Add a required "Idempotency-Key" header'
        : `Add a required "Idempotency-Key" header to ${counted(operations.length, 'operation')}`,
    safety: 'unsafe',
    patches: operations.map(({ node }) => {
      const list = node.get('parameters');
      return list?.kind === 'sequence'
        ? { op: 'append', at: list, value }
        : {
            op: 'set',
            at: node,
            path: ['parameters'],
            value: [value],
            after: ['operationId', 'description', 'summary'],
          };
    }),
  };
}
