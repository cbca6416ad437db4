import { markPublicFix, requireAtFixes } from '../../fixes/securityFixes.ts';
import { wantsCallers } from '../../heuristics/loginOperation.ts';
import { handlesGraveData, isWrite, receivesWebhooks } from '../../heuristics/operationKind.ts';
import { saysPublic, takesKey, takesTokenInPath } from '../../heuristics/publicAccess.ts';
import { pure } from '../../incremental/pure.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import type { Fix } from '../../repair/fix.ts';
import { fewPlaces, gathering, methodKey, nameOf, relatedOperations } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { Severity } from '../../severity.ts';

export default defineRule({
  meta: {
    id: 'unauthenticated-operation',
    title: 'An operation requires no authentication',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [306],
    severity: 'error',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 8.3.1', 'GDPR Art. 32', 'HIPAA 164.312(d)'],
    since: '0.1.0',
    absence: true,
    echoOf: ['missing-security-scheme', 'missing-security'],
    messages: {
      one: '"{operation}" requires no authentication, unlike other operations of this API. Require a scheme, or accept it as public.',
      many: '"{operation}" and {others:more operation} require no authentication, unlike others of this API. Add "security" at the root or to each.',
      echo: '"{operation}" requires no authentication. Require a scheme here, or accept it as public.',
    },
  },

  visit: {
    *OpenAPI(description, { config }) {
      const open = description.cache.select(description.operations, isOpen);
      if (open.length === 0) return;
      if (!someAreProtected(description)) {
        // The root cause is reported at the root; here is where it bites.
        for (const operation of open) yield echo(description, operation);
        return;
      }
      const weigh = (operation: Operation): Weight => weightOf(operation, config.profile === 'strict');
      for (const operation of open) if (weigh(operation) === 'echo') yield echo(description, operation);
      yield* gathering(open, methodKey, function* (left) {
        for (const severity of ['error', 'warning', 'information'] as const) {
          const operations = worstFirst(left.filter((operation) => weigh(operation) === severity));
          const [first, ...others] = operations;
          if (first === undefined) continue;
          if (operations.length <= fewPlaces) {
            for (const operation of operations) yield { ...finding(description, operation, severity), message: 'one' };
            continue;
          }
          yield {
            ...finding(description, first, severity),
            message: 'many',
            data: { operation: nameOf(first), others: others.length },
            operations: operations.length,
            fixes: () => [...requireAtFixes(description, operations), ...localFixes(description, first)],
            related: relatedOperations(others),
          };
          for (const operation of others) yield echo(description, operation);
        }
      });
    },
  },
});

/** Who reads one name of many wants to see the plainest case: one that refuses callers, handles what harms, or is somebody's. */
function worstFirst(operations: readonly Operation[]): readonly Operation[] {
  if (operations.length <= fewPlaces) return operations;
  const rank = (operation: Operation): number =>
    (documentsRefusal(operation) ? 0 : 4) + (handlesGraveData(operation) ? 0 : 2) + (isOwned(operation) ? 0 : 1);
  const worst = operations.reduce((best, operation) => (rank(operation) < rank(best) ? operation : best));
  return [worst, ...operations.filter((operation) => operation !== worst)];
}

function isOwned({ path }: Operation): boolean {
  return /\/(my|me|users?|accounts?|customers?|orders?|payments?)(\/|$)/i.test(path);
}

/** Nothing is said about authentication, here or at the root: an oversight, where `security: []` would be a statement. */
const isOpen = pure('unauthenticated-operation.isOpen', (operation: Operation): boolean => {
  return (
    // A value that is still to be typed declares nothing.
    (operation.security.declaredAt === 'nowhere' || operation.security.declaration?.node.scalar === null) &&
    wantsCallers(operation)
  );
});

function someAreProtected({ operations }: OpenApiDescription): boolean {
  return operations.some(({ security }) =>
    security.declaration?.requirements.some(({ schemes }) => schemes.length > 0),
  );
}

type Weight = 'error' | 'warning' | 'information' | 'echo';

/** An oversight weighs more than what the operation itself says in words. What others do changes nothing. */
function weightOf(operation: Operation, isCounted: boolean): Weight {
  // Who sends webhooks has no login, and a secret in the address is one.
  if (receivesWebhooks(operation) || takesTokenInPath(operation)) return isCounted ? 'information' : 'echo';
  // A key is asked for, but no tool knows it.
  if (takesKey(operation)) return 'warning';
  if (saysPublic(operation)) return handlesGraveData(operation) ? 'warning' : isCounted ? 'information' : 'echo';
  return isWrite(operation) || handlesData(operation) ? 'error' : 'warning';
}

function handlesData({ sensitive }: Operation): boolean {
  return sensitive.request.length > 0 || sensitive.response.length > 0;
}

function documentsRefusal({ responses }: Operation): boolean {
  return responses.some(({ status }) => status === '401' || status === '403');
}

function finding(description: OpenApiDescription, operation: Operation, severity: Severity) {
  return {
    at: methodKey(operation),
    data: { operation: nameOf(operation) },
    severity,
    fixes: () => localFixes(description, operation),
  } as const;
}

function echo(description: OpenApiDescription, operation: Operation) {
  return { ...finding(description, operation, 'information'), message: 'echo', echo: true } as const;
}

function localFixes(description: OpenApiDescription, operation: Operation): readonly Fix[] {
  return [...requireAtFixes(description, [operation]), markPublicFix(operation)];
}
