import { markPublicFix, requireAtFixes, requireDefinedFixes } from '../../fixes/securityFixes.ts';
import { wantsCallers } from '../../heuristics/loginOperation.ts';
import { handlesGraveData, isWrite, receivesWebhooks } from '../../heuristics/operationKind.ts';
import { asksForLogin, saysPublic, takesKey } from '../../heuristics/publicAccess.ts';
import { pure } from '../../incremental/pure.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import type { Fix } from '../../repair/fix.ts';
import { fewPlaces, gathering, nameOf } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'public-operation',
    title: 'An operation is public on purpose',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [306],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 7.3.3'],
    since: '0.1.0',
    absence: true,
    messages: {
      risky:
        '"{operation}" is public by "security: []", although it {risk}. Require a scheme, or accept it with a reason.',
      manyRisky:
        '"{operation}" and {others:more operation} are public by "security: []", although this one {risk}. Require a scheme, or accept each with a reason.',
      harmless: '"{operation}" is public by "security: []". Accept it with a reason, or require a scheme.',
      manyPersonal:
        '"{operation}" and {others:more operation} are public by "security: []", and give personal data away. Accept each with a reason, or require a scheme.',
      root: '"security: []" at the root makes {operations:operation} public. Require a scheme, or accept each with a reason.',
    },
  },

  visit: {
    *OpenAPI(description, { config }) {
      const open = description.cache.select(description.operations, isOpen);
      const inherited = open.filter(({ security }) => security.declaredAt === 'root');
      if (inherited.length > 0 && description.security !== undefined && description.securitySchemes.size > 0) {
        yield {
          at: { keyOf: description.security.node },
          message: 'root',
          data: { operations: inherited.length },
          severity: inherited.some((operation) => riskOf(operation) !== undefined) ? 'error' : 'warning',
          operations: inherited.length,
          fixes: () => requireDefinedFixes(description),
        };
      }
      const declared = open.filter(({ security }) => security.declaredAt === 'operation');
      yield* gathering(declared, placeOf, function* (left) {
        for (const severity of ['error', 'warning'] as const) {
          const risky = left.filter((operation) => severityOf(operation) === severity);
          const [first, ...others] = risky;
          if (first === undefined) continue;
          if (risky.length > fewPlaces) {
            yield {
              ...gathered(description, first, others),
              message: 'manyRisky',
              data: { operation: nameOf(first), others: others.length, risk: riskOf(first) ?? '' },
              severity,
            };
            continue;
          }
          for (const operation of risky) {
            const data = { operation: nameOf(operation), risk: riskOf(operation) ?? '' };
            yield { ...at(description, operation), message: 'risky', data, severity };
          }
        }
        yield* harmless(
          description,
          left.filter((operation) => riskOf(operation) === undefined),
          config.profile === 'strict',
        );
      });
    },
  },
});

/** A statement about what gives nothing away is shown where it stands, and counted for those who count everything. */
function* harmless(description: OpenApiDescription, operations: readonly Operation[], isCounted: boolean) {
  const personal = operations.filter(handlesPersonalData);
  const [first, ...others] = personal;
  const isGathered = first !== undefined && personal.length > fewPlaces;
  if (isGathered) {
    const data = { operation: nameOf(first), others: others.length };
    yield { ...gathered(description, first, others), message: 'manyPersonal', data } as const;
  }
  for (const operation of isGathered ? operations.filter((one) => !personal.includes(one)) : operations) {
    const data = { operation: nameOf(operation) };
    const echo = !isCounted && !handlesPersonalData(operation);
    yield { ...at(description, operation), message: 'harmless', data, echo } as const;
  }
}

function handlesPersonalData({ sensitive }: Operation): boolean {
  return sensitive.request.length > 0 || sensitive.response.length > 0;
}

/** Many statements of one kind are one finding, at the first of them. */
function gathered(description: OpenApiDescription, first: Operation, others: readonly Operation[]) {
  return {
    ...at(description, first),
    operations: others.length + 1,
    fixes: () => [...requireAtFixes(description, [first, ...others]), ...fixesFor(description, first)],
    related: others.slice(0, 10).map((operation) => ({ at: placeOf(operation), message: nameOf(operation) })),
  } as const;
}

function severityOf(operation: Operation): 'error' | 'warning' | undefined {
  if (riskOf(operation) === undefined) return undefined;
  return handlesGraveData(operation) || asksForLogin(operation) ? 'error' : 'warning';
}

const isOpen = pure('public-operation.isOpen', (operation: Operation): boolean => {
  const { security } = operation;
  return (
    security.authentication === 'none' &&
    // A value that is still to be typed states nothing.
    security.declaration?.node.kind === 'sequence' &&
    security.declaration.malformed.length === 0 &&
    security.declaredAt !== 'nowhere' &&
    wantsCallers(operation) &&
    !takesKey(operation)
  );
});

/** What makes a public operation more than a statement; `undefined` if it reads what is not sensitive, or says it twice. */
function riskOf(operation: Operation): string | undefined {
  if (asksForLogin(operation)) return 'says that callers have to be authenticated';
  if (handlesGraveData(operation)) return 'handles sensitive data';
  return isWrite(operation) && !saysPublic(operation) && !receivesWebhooks(operation) ? 'changes data' : undefined;
}

function placeOf({ security, held }: Operation) {
  const { declaration, declaredAt } = security;
  return { keyOf: declaredAt === 'operation' && declaration !== undefined ? declaration.node : held };
}

function at(description: OpenApiDescription, operation: Operation) {
  return { at: placeOf(operation), fixes: () => fixesFor(description, operation) } as const;
}

function fixesFor(description: OpenApiDescription, operation: Operation): readonly Fix[] {
  return [...requireAtFixes(description, [operation]), markPublicFix(operation)];
}
