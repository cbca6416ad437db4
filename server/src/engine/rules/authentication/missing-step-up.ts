import { movesMoney } from '../../heuristics/money.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import { lastSegment, proseOfOperation } from '../../heuristics/operationWords.ts';
import { withdrawsStatement } from '../../heuristics/roles/deeds.ts';
import { hasRole } from '../../heuristics/roles.ts';
import { asksForDeletionScope } from '../../heuristics/scopeWords.ts';
import { requiresMore, requiresOwnerProof, takesCode } from '../../heuristics/stepUp.ts';
import { pure } from '../../incremental/pure.ts';
import { accountDeletions, confirmedDeletions, ownAccounts } from '../../lexicon/deletions.ts';
import { debits } from '../../lexicon/money.ts';
import { namedUsers, removingVerbs, secondFactors } from '../../lexicon/proofs.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { groupReports, methodKey, nameOf, relatedOperations } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { requestFields } from '../../schemas/requestFields.ts';

export default defineRule({
  meta: {
    id: 'missing-step-up',
    title: 'Transfer, deletion or MFA removal without step-up authentication',
    pillar: 'authentication',
    owasp: 'API6:2023',
    cwe: [306, 287],
    severity: 'information',
    confidence: 'low',
    recommended: true,
    compliance: ['PCI DSS 8.4.2'],
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{operation}" moves money with an ordinary token. Require step-up authentication: a second scheme, a separate scope or a one-time code.',
      many: '"{operation}" and {others:more operation} move money with an ordinary token. Require step-up authentication: a second scheme, a separate scope or a one-time code.',
      deletion:
        '"{operation}" deletes the account of the caller with an ordinary token. Require the password, a one-time code, or a scope that allows only this.',
      factor:
        '"{operation}" removes a second factor with an ordinary token. Require the password or a one-time code in the request.',
    },
  },

  visit: {
    *OpenAPI(description, { config }) {
      const { operations, cache } = description;
      for (const operation of cache.select(operations, deletesOwnAccount)) {
        if (takesCode(operation, cache)) continue;
        yield { at: methodKey(operation), message: 'deletion', data: { operation: nameOf(operation) } };
      }
      for (const operation of cache.select(operations, removesFactor)) {
        if (requiresOwnerProof(operation, cache) || actsOnOthers(description, operation)) continue;
        yield { at: methodKey(operation), message: 'factor', data: { operation: nameOf(operation) } };
      }
      // Few descriptions of payments show how they are confirmed, so most of these findings are questions.
      if (config.profile !== 'strict' && config.rules['missing-step-up'] === undefined) return;
      const unverified = operations.filter(
        (operation) =>
          mayDebit(operation) &&
          (hasRole(operation, 'beneficiary') || movesMoney(operation, description)) &&
          !requiresMore(operation) &&
          !takesCode(operation, cache),
      );
      yield* groupReports(unverified, methodKey, function* (left) {
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

const mayDebit = pure('missing-step-up.mayDebit', (operation: Operation): boolean => {
  if (!isServed(operation) || operation.method !== 'post' || operation.security.authentication !== 'required')
    return false;
  return debits.matches(wordsIn(lastSegment(operation.path))) && !withdrawsStatement(operation);
});

/** `DELETE /users/me`: the stolen token of a session is enough to destroy what cannot be restored. */
const deletesOwnAccount = pure('missing-step-up.deletesOwnAccount', (operation: Operation): boolean => {
  const { method, path, operationId = '', security } = operation;
  if (!isServed(operation) || security.authentication !== 'required' || path.includes('{')) return false;
  const isDeletion =
    (method === 'delete' && ownAccounts.matches(wordsIn(path.replace(version, '/')))) ||
    ((method === 'delete' || method === 'post') && accountDeletions.matches(wordsIn(operationId)));
  return isDeletion && !asksForDeletionScope(operation) && !isConfirmed(operation);
});

/** `POST /users/self/mfa/unregister`: whoever has the token is rid of the factor that would stop them. */
const removesFactor = pure('missing-step-up.removesFactor', (operation: Operation): boolean => {
  const { method, path, operationId = '', security } = operation;
  if (!isServed(operation) || security.authentication !== 'required' || method === 'get') return false;
  if (path.includes('{') || hasRole(operation, 'administration', 'recovery')) return false;
  const end = path.split('/').slice(-2).map(writtenWordsIn);
  const names = [...end, writtenWordsIn(operationId)];
  if (!names.some((name) => secondFactors.matches(name))) return false;
  return (method === 'delete' || names.some((name) => removingVerbs.matches(name))) && !isConfirmed(operation);
});

/** Administrators act on others, whose password they do not have. */
function actsOnOthers({ cache }: OpenApiDescription, operation: Operation): boolean {
  return requestFields(operation, cache).some((name) => namedUsers.matches(writtenWordsIn(name)));
}

/** `/api/v2/users/me` */
const version = /^(\/api)?(\/v\d+)?\//;

function isConfirmed(operation: Operation): boolean {
  return confirmedDeletions.find(proseOfOperation(operation)) !== undefined;
}
