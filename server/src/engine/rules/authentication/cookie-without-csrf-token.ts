import { isServed } from '../../heuristics/operationKind.ts';
import { csrfHeaders } from '../../lexicon/credentials.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation, SecurityScheme } from '../../openapi/model.ts';
import { summarize } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'cookie-without-csrf-token',
    title: 'Cookie authentication without a CSRF token',
    pillar: 'authentication',
    owasp: 'API8:2023',
    cwe: [352],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{operation}" is authenticated by a cookie alone, which browsers also send with cross-site requests. Require a CSRF token header too.',
      many: 'A cookie alone authenticates {operations:operation}, and browsers also send it with cross-site requests. Require a CSRF token header too.',
    },
  },

  visit: {
    *OpenAPI(description) {
      if (![...description.securitySchemes.values()].some(isCookie)) return;
      yield* summarize(description.operations.filter((operation) => isForgeable(operation, description)));
    },
  },
});

const writeMethods: ReadonlySet<string> = new Set(['post', 'put', 'patch', 'delete']);

function isCookie(scheme: SecurityScheme | undefined): boolean {
  return scheme?.type === 'apiKey' && scheme.in === 'cookie';
}

function isForgeable(operation: Operation, { securitySchemes }: OpenApiDescription): boolean {
  if (!isServed(operation) || !writeMethods.has(operation.method) || operation.security.authentication !== 'required')
    return false;
  const requirements = operation.security.declaration?.requirements ?? [];
  return (
    requirements.some(({ schemes }) => schemes.every(({ name }) => isCookie(securitySchemes.get(name)))) &&
    !hasCsrfHeader(operation)
  );
}

function hasCsrfHeader({ parameters }: Operation): boolean {
  return parameters.some(({ name, in: where }) => where === 'header' && csrfHeaders.matches(wordsIn(name)));
}
