import { limitApiFixes } from '../../fixes/rateLimitFixes.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import { namesOf, proseOfOperation } from '../../heuristics/operationWords.ts';
import { limitsNothing } from '../../heuristics/rateLimitProse.ts';
import { hasRole } from '../../heuristics/roles.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import {
  attemptLimits,
  bareCodes,
  checkedProofs,
  checkingNames,
  codeSendings,
  humanProofs,
  shortCodes,
} from '../../lexicon/guessing.ts';
import { passwordFields } from '../../lexicon/passwordFields.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupNamed, operationNaming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { requestFields } from '../../schemas/requestFields.ts';

export default defineRule({
  meta: {
    id: 'unlimited-guessing',
    title: 'Passwords or codes can be guessed without limit',
    pillar: 'rate-limiting',
    owasp: 'API2:2023',
    cwe: [307, 799],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 8.3.4'],
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" checks a password or code, but documents no limit on attempts. Lock the account for a while, and document "429".',
      many: '"{name}" and {others:more operation} check passwords or codes, but document no limit on attempts. Lock the account for a while, and document "429".',
    },
  },

  visit: {
    *OpenAPI(description, { config }) {
      const { operations, cache } = description;
      const candidates = cache.select(operations, mayCheck);
      // Where other operations are limited, missing-rate-limit names these one by one.
      if (candidates.length === 0 || !limitsNothing(description, cache.select(operations, isServed))) return;
      const guessed = candidates.filter((operation) => cache.get(takesGuess, operation));
      // One decision of the author, however many operations there are.
      yield* groupNamed(guessed, {
        ...operationNaming,
        few: 1,
        fixes: (left) => limitApiFixes(description, left, config.gateway),
      });
    },
  },
});

/** An operation that may tell whether a secret is right; nothing says that wrong ones are counted. */
const mayCheck = pure('unlimited-guessing.mayCheck', (operation: Operation): boolean => {
  if (!isServed(operation) || operation.method === 'delete') return false;
  if (!hasRole(operation, 'login', 'token') && !checksByName(operation)) return false;
  if (operation.responses.some(({ status }) => status === '423')) return false;
  const prose = proseOfOperation(operation);
  return attemptLimits.find(prose) === undefined && codeSendings.find(prose) === undefined;
});

function checksByName(operation: Operation): boolean {
  return namesOf(operation).some((name) => checkingNames.matches(name));
}

const takesGuess = query('unlimited-guessing.takesGuess', (cache: ReferenceCache, operation: Operation): boolean => {
  const fields = requestFields(operation, cache).map(writtenWordsIn);
  if (fields.some((words) => humanProofs.matches(words))) return false;
  if (fields.some((words) => shortCodes.matches(words))) return true;
  if (hasRole(operation, 'login', 'token') && fields.some((words) => passwordFields.matches(wordsIn(words.join(' ')))))
    return true;
  return (
    namesOf(operation).some((name) => checkedProofs.matches(name)) && fields.some((words) => bareCodes.matches(words))
  );
});
