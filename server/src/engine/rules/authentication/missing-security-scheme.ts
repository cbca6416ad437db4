import { addSchemeFixes, defineScheme, requirePatches, urlNote, whereOf } from '../../fixes/securityFixes.ts';
import { withoutDecided, worstOpen } from '../../heuristics/openWeight.ts';
import { handlesHighImpactData, isWrite } from '../../heuristics/operationKind.ts';
import { isOpenByWords } from '../../heuristics/publicAccess.ts';
import { wantsCallers } from '../../heuristics/roles.ts';
import { keyParameters, keyWords } from '../../lexicon/credentials.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation, Parameter, SensitiveField } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';
import type { Place } from '../../syntax/sourceNode.ts';
import type { Fix } from '../../textEdits/fix.ts';

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
    },
  },

  visit: {
    *OpenAPI(description) {
      if (description.securitySchemes.size > 0) return;
      // undefined-security-scheme reports a requirement whose scheme is missing, and its fix defines the scheme.
      const exposed = description.operations.filter(
        (operation) => wantsCallers(operation) && operation.security.authentication !== 'required',
      );
      if (exposed.length === 0) return;

      const mostUsed = mostUsedCredential(exposed);
      const operations = exposed.length;
      const weight = worstOpen(exposed);
      const severity = weight === 'decided' ? 'information' : weight;
      const credential =
        mostUsed !== undefined && mostUsed.taking.length * 2 > operations ? mostUsed.parameter : undefined;
      const base = { at: versionKey(description), operations } as const;
      if (credential === undefined) {
        // public-operation reports operations with `security: []`.
        if (exposed.every(isDeclaredPublic)) return;
        // Where others require a scheme, unauthenticated-operation reports these.
        if (description.operations.some(namesScheme)) return;
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
          decided: weight === 'decided' || (mostUsed === undefined && isPublicApi(description, exposed)),
          fixes: () => addSchemeFixes(description),
        };
      } else {
        const taking = mostUsed?.taking ?? [];
        yield {
          ...base,
          message: 'undeclared',
          severity,
          data: { parameter: credential.name, operations: taking.length },
          operations: taking.length,
          related: [{ at: credential.node, message: `"${credential.name}" is declared here.` }],
          fixes: () => [
            // What does not take it, such as an operation that needs no credentials, must not require it.
            declareFix(description, credential, taking.length === operations ? undefined : taking),
            ...addSchemeFixes(description),
          ],
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

/** The header or query parameter with a credential that most operations take. */
function mostUsedCredential(
  operations: readonly Operation[],
): { readonly parameter: Parameter; readonly taking: readonly Operation[] } | undefined {
  const uses = new Map<string, { parameter: Parameter; taking: Operation[] }>();
  for (const operation of operations) {
    const keys = new Set(operation.sensitiveParameters.filter(isKey).map(({ node }) => node));
    for (const parameter of operation.parameters) {
      if (!isHeaderOrQuery(parameter) || !(keys.has(parameter.node) || hasKeyName(parameter))) continue;
      const key = `${parameter.in} ${parameter.name.toLowerCase()}`;
      const use = uses.get(key);
      if (use === undefined) uses.set(key, { parameter, taking: [operation] });
      else if (use.taking.at(-1) !== operation) use.taking.push(operation);
    }
  }
  const [best] = [...uses.values()].sort((a, b) => b.taking.length - a.taking.length);
  return best;
}

/** A password is a credential of an account, not a key to the API. */
function isKey({ name, class: kind }: SensitiveField): boolean {
  return kind === 'token' || (kind === 'credential' && keyWords.matches(wordsIn(name)));
}

function isHeaderOrQuery({ in: where }: Parameter): boolean {
  return where === 'header' || where === 'query';
}

function hasKeyName({ name }: Parameter): boolean {
  return name.toLowerCase() === 'authorization' || keyParameters.matches(writtenWordsIn(name));
}

/** Requires it at `targets`, or at the root. */
function declareFix(
  description: OpenApiDescription,
  parameter: Parameter,
  targets: readonly Operation[] | undefined,
): Fix {
  const isAuthorization = parameter.name.toLowerCase() === 'authorization' && description.version !== '2.0';
  const value = isAuthorization
    ? { type: 'http', scheme: 'bearer' }
    : { type: 'apiKey', in: parameter.in, name: parameter.name };
  const name = isAuthorization ? 'bearerAuth' : 'apiKey';
  // The API takes it in the URL already; the scheme makes that weakness visible.
  const sent = parameter.in === 'query' ? `${urlNote},` : '';
  const where = whereOf(description, targets);
  return {
    title: `Define "${parameter.name}" as the scheme "${name}"${sent} and require it ${where}`,
    safety: 'unsafe',
    patches: [
      defineScheme(description, name, value),
      ...requirePatches(description, targets, [[{ name, scopes: [] }]]),
    ],
  };
}
