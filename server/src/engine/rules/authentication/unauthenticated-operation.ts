import { markPublicFix, requireAtFixes } from '../../fixes/securityFixes.ts';
import { weighOpen } from '../../heuristics/openWeight.ts';
import { handlesHighImpactData } from '../../heuristics/operationKind.ts';
import { isOpenByWords } from '../../heuristics/publicAccess.ts';
import { wantsCallers } from '../../heuristics/roles.ts';
import { pure } from '../../incremental/pure.ts';
import { accountSegments, personalSegments } from '../../lexicon/ownership.ts';
import { specified } from '../../lexicon/specified.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { fewPlaces, groupReports, methodKey, nameOf, relatedOperations } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { takesField } from '../../schemas/requestFields.ts';
import type { Severity } from '../../severity.ts';
import type { Fix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'unauthenticated-operation',
    title: 'Operation requires no authentication',
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
      one: '"{operation}" requires no authentication, unlike other operations of this API. Require a scheme, or add "x-portcullis-public" with a reason.',
      many: '"{operation}" and {others:more operation} require no authentication, unlike other operations of this API. Add "security" at the root, or to each operation.',
      open: '"{operation}" requires no authentication, unlike other operations of this API, and reads data that looks public. Add "x-portcullis-public" with a reason, or require a scheme.',
      manyOpen:
        '"{operation}" and {others:more operation} require no authentication, unlike other operations of this API, and read data that looks public. Add "x-portcullis-public" with a reason to each, or require a scheme.',
      echo: '"{operation}" requires no authentication. Require a scheme here, or add "x-portcullis-public" with a reason.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const open = description.cache
        .select(description.operations, isOpen)
        .filter((operation) => !authenticatesClient(operation, description));
      if (open.length === 0) return;
      if (!someAreProtected(description)) {
        // The root cause is reported at the root; echoes mark the operations.
        for (const operation of open) yield echo(description, operation);
        return;
      }
      // An introduction that calls the API open speaks for reads of public data, also once another operation is secured.
      const isOpenApi = isOpenByWords(description);
      const isDecided = (operation: Operation): boolean => {
        const weight = weighOpen(operation);
        return weight === 'decided' || (weight === 'information' && isOpenApi);
      };
      for (const operation of open) if (isDecided(operation)) yield decided(description, operation);
      const undecided = open.filter((operation) => !isDecided(operation));
      yield* groupReports(undecided, methodKey, function* (left) {
        for (const severity of severities) {
          const operations = worstFirst(left.filter((operation) => weighOpen(operation) === severity));
          const looksPublic = severity === 'information';
          const [first, ...others] = operations;
          if (first === undefined) continue;
          if (operations.length <= fewPlaces) {
            const message = looksPublic ? 'open' : 'one';
            for (const operation of operations) yield { ...finding(description, operation, severity), message };
            continue;
          }
          yield {
            ...finding(description, first, severity),
            message: looksPublic ? 'manyOpen' : 'many',
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

const severities: readonly Severity[] = specified('severity.ts', ['error', 'warning', 'information'] as const);

/** The message names the first, so the clearest case comes first: it documents a refusal, has high impact or is personal. */
function worstFirst(operations: readonly Operation[]): readonly Operation[] {
  if (operations.length <= fewPlaces) return operations;
  const rank = (operation: Operation): number =>
    (documentsRefusal(operation) ? 0 : 4) +
    (handlesHighImpactData(operation) ? 0 : 2) +
    (isPersonal(operation) ? 0 : 1);
  const worst = operations.reduce((best, operation) => (rank(operation) < rank(best) ? operation : best));
  return [worst, ...operations.filter((operation) => operation !== worst)];
}

function isPersonal({ path }: Operation): boolean {
  const segments = path.split('/').map((segment) => wordsIn(segment));
  return segments.some((words) => accountSegments.matches(words) || personalSegments.matches(words));
}

/** No `security` applies: an oversight, where `security: []` would be a decision. */
const isOpen = pure('unauthenticated-operation.isOpen', (operation: Operation): boolean => {
  return (
    // A value that is still being typed declares nothing.
    (operation.security.declaredAt === 'nowhere' || operation.security.declaration?.node.scalar === null) &&
    wantsCallers(operation)
  );
});

/** True for a token request: its own body carries the credentials of the client, which a scheme cannot describe. */
function authenticatesClient(operation: Operation, { cache }: OpenApiDescription): boolean {
  if (operation.method !== 'post') return false;
  return clientFields.every((name) => takesField(operation, name, cache));
}

const clientFields: readonly string[] = specified('RFC 6749', ['client_id', 'client_secret', 'grant_type']);

function someAreProtected({ operations }: OpenApiDescription): boolean {
  return operations.some(({ security }) =>
    security.declaration?.requirements.some(({ schemes }) => schemes.length > 0),
  );
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

function decided(description: OpenApiDescription, operation: Operation) {
  return { ...finding(description, operation, 'information'), message: 'echo', decided: true } as const;
}

function localFixes(description: OpenApiDescription, operation: Operation): readonly Fix[] {
  return [...requireAtFixes(description, [operation]), markPublicFix(operation)];
}
