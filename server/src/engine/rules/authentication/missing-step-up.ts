import { isServed } from '../../heuristics/operationKind.ts';
import { pure } from '../../incremental/pure.ts';
import { debits } from '../../lexicon/money.ts';
import { stepUpProofs } from '../../lexicon/proofs.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation, SecurityDeclaration } from '../../openapi/model.ts';
import { gathering, methodKey, nameOf, relatedOperations } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { requestFields } from '../../schemas/requestFields.ts';

export default defineRule({
  meta: {
    id: 'missing-step-up',
    title: 'Money moves without a further proof',
    pillar: 'authentication',
    owasp: 'API6:2023',
    cwe: [306, 287],
    severity: 'information',
    confidence: 'low',
    recommended: false,
    compliance: ['PCI DSS 8.4.2'],
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{operation}" moves money on the strength of an ordinary token. Require a further proof: a second scheme, a scope of its own, or a code.',
      many: '"{operation}" and {others:more operation} move money on the strength of an ordinary token. Require a further proof: a second scheme, a scope of its own, or a code.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const bare = description.operations.filter(
        (operation) => movesMoney(operation) && !asksMore(operation) && !asksCode(description, operation),
      );
      yield* gathering(bare, methodKey, function* (left) {
        const [first, ...others] = left;
        if (first === undefined) return;
        const base = { at: methodKey(first), operations: left.length, related: relatedOperations(others) };
        const data = { operation: nameOf(first) };
        if (others.length === 0) yield { ...base, message: 'one', data };
        else yield { ...base, message: 'many', data: { ...data, others: others.length } };
      });
    },
  },
});

const movesMoney = pure('missing-step-up.movesMoney', (operation: Operation): boolean => {
  if (!isServed(operation) || operation.method !== 'post' || operation.security.authentication !== 'required')
    return false;
  const last =
    operation.path
      .split('/')
      .filter((segment) => segment !== '' && !segment.startsWith('{'))
      .at(-1) ?? '';
  return debits.matches(wordsIn(last));
});

/** Every alternative asks for two schemes, or for a scope that some token lacks. */
function asksMore({ security }: Operation): boolean {
  return security.declaration === undefined || alwaysAsksMore(security.declaration);
}

const alwaysAsksMore = pure('missing-step-up.alwaysAsksMore', ({ requirements }: SecurityDeclaration): boolean =>
  requirements.every(({ schemes }) => schemes.length > 1 || schemes.some(({ scopes }) => scopes.length > 0)),
);

/** A code may come in the body or in a header. */
function asksCode({ resolve }: OpenApiDescription, operation: Operation): boolean {
  const fields = requestFields(operation, resolve);
  return fields.some((name) => stepUpProofs.matches(wordsIn(name)));
}
