import { isHighImpact, isServed } from '../../heuristics/operationKind.ts';
import { perDeclaration, schemesOf } from '../../heuristics/schemeUses.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { summarize } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'cacheable-sensitive-data',
    title: 'Sensitive response may be cached',
    pillar: 'transport',
    owasp: 'API8:2023',
    cwe: [525, 524],
    severity: 'information',
    confidence: 'low',
    recommended: false,
    compliance: ['GDPR Art. 5(1)(f)'],
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{operation}" returns sensitive data for an API key or cookie, but documents no "Cache-Control". Document "Cache-Control: no-store".',
      many: 'No "Cache-Control" is documented for {operations:operation} with sensitive data behind an API key or cookie. Document "Cache-Control: no-store".',
    },
  },

  visit: {
    *OpenAPI(description) {
      yield* summarize(description.operations.filter((operation) => isCacheable(operation, description)));
    },
  },
});

function isCacheable(operation: Operation, description: OpenApiDescription): boolean {
  if (!isServed(operation) || operation.method !== 'get' || !operation.sensitive.response.some(isHighImpact))
    return false;
  if (!isUnknownToCaches(operation, description)) return false;
  return operation.responses.some(
    ({ status, headers, schemas }) =>
      status.startsWith('2') &&
      schemas.length > 0 &&
      !headers.some(({ name }) => /^(cache-control|pragma|expires)$/i.test(name)),
  );
}

/** RFC 9111 §3.5 keeps responses to requests with `Authorization` out of shared caches, but no others. */
function isUnknownToCaches({ security }: Operation, { securitySchemes }: OpenApiDescription): boolean {
  const { authentication, declaration } = security;
  return authentication === 'required' && declaration !== undefined && sendsOwnKey(declaration, securitySchemes);
}

const sendsOwnKey = perDeclaration('cacheable-sensitive-data.sendsOwnKey', (declaration, securitySchemes) => {
  const schemes = schemesOf(declaration);
  return (
    schemes.length > 0 &&
    schemes.every(({ name }) => {
      const scheme = securitySchemes.get(name);
      return scheme?.type === 'apiKey' && scheme.parameterName?.toLowerCase() !== 'authorization';
    })
  );
});
