import { isServed, isWrite } from '../../heuristics/operationKind.ts';
import { lastSegment, proseOfOperation } from '../../heuristics/operationWords.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import { codeFields, programs, runningActions, runningTexts, vagueCodeFields } from '../../lexicon/serverCode.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { Operation, SecurityDeclaration } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupNamed, operationNaming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { effectiveOf } from '../../schemas/effectiveSchema.ts';

export default defineRule({
  meta: {
    id: 'client-supplied-code',
    title: 'Server runs code that clients send',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [94, 95],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{name}" takes code that the server runs, and requires no scope for it. Require one, or offer the intended functions instead.',
      many: '"{name}" and {others:more operation} take code that the server runs, and require no scope for it. Require one, or offer the intended functions instead.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      const takers = cache.select(operations, mayTakeCode).filter((operation) => cache.get(takesCode, operation));
      // One decision of the author, however many operations there are.
      yield* groupNamed(takers, { ...operationNaming, few: 1 });
    },
  },
});

const mayTakeCode = pure('client-supplied-code.mayTakeCode', (operation: Operation): boolean => {
  const { method, requestBody, security } = operation;
  if (!isServed(operation) || requestBody === undefined || method === 'delete') return false;
  return security.declaration === undefined || !isReserved(security.declaration);
});

/** Every alternative requires two schemes or a scope. */
const isReserved = pure(
  'client-supplied-code.isReserved',
  ({ requirements }: SecurityDeclaration): boolean =>
    requirements.length > 0 &&
    requirements.every(({ schemes }) => schemes.length > 1 || schemes.some(({ scopes }) => scopes.length > 0)),
);

const takesCode = query('client-supplied-code.takesCode', (cache: ReferenceCache, operation: Operation): boolean => {
  const { path, requestSchemas } = operation;
  const last = lastSegment(path);
  if (runningActions.matches(writtenWordsIn(last)) || runningTexts.find(proseOfOperation(operation)) !== undefined) {
    return true;
  }
  if (!isWrite(operation) || !programs.matches(wordsIn(last))) return false;
  return requestSchemas.some((schema) =>
    [...effectiveOf(schema, cache).propertiesIn('request').keys()].some((name) => {
      return codeFields.matches(wordsIn(name)) || vagueCodeFields.matches(wordsIn(name));
    }),
  );
});
