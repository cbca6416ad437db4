import { isServed } from '../../heuristics/operationKind.ts';
import type { OpenApiDescription, Operation, SecurityScheme } from '../../openapi/model.ts';
import { summarize } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { wordsOf } from '../../sensitive/tokenize.ts';

export default defineRule({
  meta: {
    id: 'cookie-without-csrf-token',
    title: 'A cookie alone allows changes',
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
      one: 'A cookie is all that "{operation}" requires, and browsers send it for any page that asks. Require a CSRF token header too.',
      many: 'A cookie is all that {operations:operation} require, and browsers send it for any page that asks. Require a CSRF token header too.',
    },
  },

  visit: {
    *OpenAPI(description) {
      if (![...description.securitySchemes.values()].some(isCookie)) return;
      yield* summarize(description.operations.filter((operation) => isForgeable(operation, description)));
    },
  },
});

const changing: ReadonlySet<string> = new Set(['post', 'put', 'patch', 'delete']);

function isCookie(scheme: SecurityScheme | undefined): boolean {
  return scheme?.type === 'apiKey' && scheme.in === 'cookie';
}

function isForgeable(operation: Operation, { securitySchemes }: OpenApiDescription): boolean {
  if (!isServed(operation) || !changing.has(operation.method) || operation.security.authentication !== 'required')
    return false;
  const requirements = operation.security.declaration?.requirements ?? [];
  return (
    requirements.some(({ schemes }) => schemes.every(({ name }) => isCookie(securitySchemes.get(name)))) &&
    !hasToken(operation)
  );
}

function hasToken({ parameters }: Operation): boolean {
  return parameters.some(({ name, in: where }) => where === 'header' && wordsOf(name).some((word) => tokens.has(word)));
}

const tokens: ReadonlySet<string> = new Set(['csrf', 'xsrf', 'antiforgery', 'csrftoken', 'xsrftoken']);
