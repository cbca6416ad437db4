import { addSchemeFixes } from '../../fixes/securityFixes.ts';
import {
  credentialInBodies,
  credentialParameter,
  exposedOperations,
  mostUsedParameter,
} from '../../heuristics/documentedCredential.ts';
import { withoutDecided, worstOpen } from '../../heuristics/openWeight.ts';
import { handlesHighImpactData, isWrite } from '../../heuristics/operationKind.ts';
import { isOpenByWords } from '../../heuristics/publicAccess.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';
import type { Place } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'missing-security-scheme',
    title: 'No security scheme is defined',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [306],
    severity: 'error',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 8.3.1', 'GDPR Art. 32', 'HIPAA 164.312(d)'],
    since: '0.1.0',
    absence: true,
    messages: {
      none: 'No security scheme is defined, so no authentication is documented for {operations:operation}. Define a scheme and require it.',
      answered:
        'No security scheme is defined, although {operations:operation} can return "401". Define the expected credential as a scheme and require it.',
      undeclared:
        '"{parameter}" is a credential declared as an ordinary parameter of {operations:operation}, so tools do not enforce it. Define it as a security scheme and require it.',
      inUrl:
        '"{parameter}" is a credential in the URL of {operations:operation}, so logs store it, and no scheme makes tools enforce it. Define it as a security scheme, in a header where possible, and require it.',
      inBodies:
        '"{field}" is a credential in the request bodies of {operations:operation}, where no security scheme can describe it. Accept it in a header, and require a scheme.',
    },
  },

  visit: {
    *OpenAPI(description) {
      if (description.securitySchemes.size > 0) return;
      // undefined-security-scheme reports a requirement whose scheme is missing, and its fix defines the scheme.
      const exposed = exposedOperations(description);
      if (exposed.length === 0) return;

      const operations = exposed.length;
      const weight = worstOpen(exposed);
      const severity = weight === 'decided' ? 'information' : weight;
      const credential = credentialParameter(description);
      const base = { at: versionKey(description), operations } as const;
      if (credential === undefined) {
        // public-operation reports operations with `security: []`.
        if (exposed.every(isDeclaredPublic)) return;
        // Where others require a scheme, unauthenticated-operation reports these.
        if (description.operations.some(namesScheme)) return;
        const inBodies = credentialInBodies(description);
        if (inBodies !== undefined) {
          yield {
            ...base,
            message: 'inBodies',
            severity: severity === 'information' ? 'warning' : severity,
            data: { field: inBodies.subject, operations: inBodies.taking.length },
            operations: inBodies.taking.length,
            fixes: () => addSchemeFixes(description),
          };
          return;
        }
        const open = withoutDecided(exposed);
        const refusing = open.filter(refusesCallers);
        const isRefusing = refusing.length * 2 > open.length;
        yield {
          ...base,
          operations: open.length,
          message: isRefusing ? 'answered' : 'none',
          data: { operations: isRefusing ? refusing.length : open.length },
          severity,
          // A credential that only some operations take still shows that the API is not public.
          decided:
            weight === 'decided' || (mostUsedParameter(description) === undefined && isPublicApi(description, exposed)),
          fixes: () => addSchemeFixes(description),
        };
      } else {
        const { subject: parameter, taking } = credential;
        yield {
          ...base,
          message: parameter.in === 'query' ? 'inUrl' : 'undeclared',
          severity,
          data: { parameter: parameter.name, operations: taking.length },
          operations: taking.length,
          related: [{ at: parameter.node, message: `"${parameter.name}" is declared here.` }],
          // What does not take it, such as an operation that needs no credentials, must not require it.
          fixes: () => addSchemeFixes(description, taking.length === operations ? undefined : taking),
        };
      }
    },
  },
});

function namesScheme({ security }: Operation): boolean {
  return security.undefinedSchemes.length > 0;
}

function isDeclaredPublic({ security, responses }: Operation): boolean {
  const { declaration, declaredAt } = security;
  if (responses.some(({ status }) => status === '401' || status === '403')) return false;
  return (
    declaredAt === 'operation' &&
    declaration?.node.kind === 'sequence' &&
    declaration.requirements.length + declaration.malformed.length === 0
  );
}

/** Reading public data needs no key, where the author says so. An introduction that mentions no callers says nothing. */
function isPublicApi(description: OpenApiDescription, exposed: readonly Operation[]): boolean {
  // `security: []` at the root is a statement.
  const isStated =
    description.root.get('security')?.kind === 'sequence' && description.root.get('security')?.items().length === 0;
  return (isStated || isOpenByWords(description)) && !exposed.some(isHighImpact);
}

function isHighImpact(operation: Operation): boolean {
  return isWrite(operation) || handlesHighImpactData(operation);
}

/** A 401 about a credential in the body, such as a client secret, is not about the caller. */
function refusesCallers(operation: Operation): boolean {
  const isAnswered = operation.responses.some(({ status }) => status === '401');
  return isAnswered && !operation.sensitive.request.includes('credential');
}

/** The version line: the first line of a document, and the fix is at the root. */
function versionKey({ root, version }: OpenApiDescription): Place {
  const node = root.get(version === '2.0' ? 'swagger' : 'openapi');
  return node === undefined ? root : { keyOf: node };
}
