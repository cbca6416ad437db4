import { markPublicFix, requireAtFixes, requireDefinedFixes } from '../../fixes/securityFixes.ts';
import { isAcceptedOpen, isDeclaredOpen } from '../../heuristics/openWeight.ts';
import { handlesHighImpactData, isWrite } from '../../heuristics/operationKind.ts';
import { asksForLogin, saysPublic } from '../../heuristics/publicAccess.ts';
import { hasRole } from '../../heuristics/roles.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { publicExtension } from '../../openapi/reason.ts';
import { fewPlaces, groupReports, nameOf } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { Fix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'public-operation',
    title: 'Operation is explicitly public',
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
        '"{operation}" has "security: []" although it {risk}. Require a scheme, or add "x-portcullis-public" with a reason.',
      manyRisky:
        '"{operation}" and {others:more operation} have "security: []" although the first {risk}. Require a scheme, or add "x-portcullis-public" with a reason.',
      harmless:
        '"{operation}" is public because of "security: []". Add "x-portcullis-public" with a reason, or require a scheme.',
      manyPersonal:
        '"{operation}" and {others:more operation} have "security: []" but handle personal data. Add "x-portcullis-public" with a reason to each, or require a scheme.',
      accepted: '"{operation}" is public, as "{extension}" states. Require a scheme when that is no longer intended.',
      root: '"security: []" at the root makes {operations:operation} public. Require a scheme, or add "x-portcullis-public" with a reason to each.',
    },
  },

  visit: {
    *OpenAPI(description) {
      for (const operation of description.cache.select(description.operations, isAcceptedOpen)) {
        const at = { keyOf: operation.node.get(publicExtension) ?? operation.raw };
        yield {
          at,
          message: 'accepted',
          data: { operation: nameOf(operation), extension: publicExtension },
          severity: severityOf(operation) ?? 'information',
          stated: { reason: operation.publicReason, at },
        };
      }
      const open = description.cache.select(description.operations, isDeclaredOpen);
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
      yield* groupReports(declared, placeOf, function* (left) {
        for (const severity of ['error', 'warning'] as const) {
          const risky = left.filter((operation) => severityOf(operation) === severity);
          const [first, ...others] = risky;
          if (first === undefined) continue;
          if (risky.length > fewPlaces) {
            yield {
              ...grouped(description, first, others),
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
        );
      });
    },
  },
});

/** `security: []` where nothing sensitive is exposed is a decision; with personal data it is a finding. */
function* harmless(description: OpenApiDescription, operations: readonly Operation[]) {
  const personal = operations.filter(handlesPersonalData);
  const [first, ...others] = personal;
  const isGrouped = first !== undefined && personal.length > fewPlaces;
  if (isGrouped) {
    const data = { operation: nameOf(first), others: others.length };
    yield { ...grouped(description, first, others), message: 'manyPersonal', data } as const;
  }
  for (const operation of isGrouped ? operations.filter((one) => !personal.includes(one)) : operations) {
    const data = { operation: nameOf(operation) };
    const decided = !handlesPersonalData(operation);
    yield { ...at(description, operation), message: 'harmless', data, decided } as const;
  }
}

function handlesPersonalData({ sensitive }: Operation): boolean {
  return sensitive.request.length > 0 || sensitive.response.length > 0;
}

/** One finding for many operations, at the first. */
function grouped(description: OpenApiDescription, first: Operation, others: readonly Operation[]) {
  return {
    ...at(description, first),
    operations: others.length + 1,
    fixes: () => [...requireAtFixes(description, [first, ...others]), ...fixesFor(description, first)],
    related: others.slice(0, 10).map((operation) => ({ at: placeOf(operation), message: nameOf(operation) })),
  } as const;
}

function severityOf(operation: Operation): 'error' | 'warning' | undefined {
  if (riskOf(operation) === undefined) return undefined;
  return handlesHighImpactData(operation) || asksForLogin(operation) ? 'error' : 'warning';
}

/** Why a public operation is risky; `undefined` if it only reads, or if its text documents the decision too. */
function riskOf(operation: Operation): string | undefined {
  if (asksForLogin(operation)) return 'is documented as requiring authentication';
  if (handlesHighImpactData(operation)) return 'handles sensitive data';
  return isWrite(operation) && !saysPublic(operation) && !hasRole(operation, 'hook', 'capability')
    ? 'changes data'
    : undefined;
}

function placeOf({ security, raw }: Operation) {
  const { declaration, declaredAt } = security;
  return { keyOf: declaredAt === 'operation' && declaration !== undefined ? declaration.node : raw };
}

function at(description: OpenApiDescription, operation: Operation) {
  return { at: placeOf(operation), fixes: () => fixesFor(description, operation) } as const;
}

function fixesFor(description: OpenApiDescription, operation: Operation): readonly Fix[] {
  return [...requireAtFixes(description, [operation]), markPublicFix(operation)];
}
