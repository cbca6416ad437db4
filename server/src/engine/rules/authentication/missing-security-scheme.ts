import { addSchemeFixes, defineScheme, requireScheme, whereOf } from '../../fixes/securityFixes.ts';
import { wantsCallers } from '../../heuristics/loginOperation.ts';
import { handlesGraveData, isWrite } from '../../heuristics/operationKind.ts';
import { isOpenByWords, readsOpenData, speaksOfNoCallers } from '../../heuristics/publicAccess.ts';
import type { OpenApiDescription, Operation, Parameter, SensitiveField } from '../../openapi/model.ts';
import type { Fix } from '../../repair/fix.ts';
import { defineRule } from '../../rule/rule.ts';
import { wordsOf } from '../../sensitive/tokenize.ts';
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
      none: 'No security scheme is defined, so nothing says who may call {operations:operation}. Define a scheme and require it.',
      answered:
        'No security scheme is defined, yet {operations:operation} may answer "401": nothing tells which credential they ask for. Define it as a scheme and require it.',
      undeclared:
        'The credential "{parameter}" is an ordinary parameter, so no tool knows that {operations:operation} need it. Define it as a security scheme and require it.',
    },
  },

  visit: {
    *OpenAPI(description, { config }) {
      if (description.securitySchemes.size > 0) return;
      const exposed = description.operations.filter(wantsCallers);
      if (exposed.length === 0) return;

      const most = mostUsedCredential(exposed);
      const operations = exposed.length;
      const credential = most !== undefined && most.operations * 2 > operations ? most.parameter : undefined;
      const base = { at: versionKey(description), operations } as const;
      if (credential === undefined) {
        // What says of itself that it asks nobody is looked at elsewhere.
        if (exposed.every(isSaidOpen)) return;
        const answered = exposed.filter(refusesCallers);
        const asks = answered.length * 2 > operations;
        yield {
          ...base,
          message: asks ? 'answered' : 'none',
          data: { operations: asks ? answered.length : operations },
          // Where some operations take a credential, others that take none do not open them.
          severity: most === undefined ? severityOf(exposed) : 'error',
          echo: config.profile !== 'strict' && most === undefined && isForEverybody(description, exposed),
          fixes: () => addSchemeFixes(description),
        };
      } else {
        yield {
          ...base,
          message: 'undeclared',
          data: { parameter: credential.name, operations: operations },
          related: [{ at: credential.node, message: `"${credential.name}" is declared here.` }],
          fixes: () => [declareFix(description, credential), ...addSchemeFixes(description)],
        };
      }
    },
  },
});

function isSaidOpen({ security, responses }: Operation): boolean {
  const { declaration, declaredAt } = security;
  if (responses.some(({ status }) => status === '401' || status === '403')) return false;
  return (
    declaredAt === 'operation' &&
    declaration?.node.kind === 'sequence' &&
    declaration.requirements.length + declaration.malformed.length === 0
  );
}

function severityOf(exposed: readonly Operation[]): 'error' | 'warning' {
  return exposed.some((operation) => isWrite(operation)) || handlesData(exposed) ? 'error' : 'warning';
}

/** Reading what is for everybody, as the introduction says or nothing contradicts, needs no key. */
function isForEverybody(description: OpenApiDescription, exposed: readonly Operation[]): boolean {
  // `security: []` at the root is a statement.
  const isStated =
    description.root.get('security')?.kind === 'sequence' && description.root.get('security')?.items().length === 0;
  if (isStated || isOpenByWords(description)) return !exposed.some(isGraveOrWrites);
  return speaksOfNoCallers(description) && exposed.every(readsOpenData);
}

function isGraveOrWrites(operation: Operation): boolean {
  return isWrite(operation) || handlesGraveData(operation);
}

/** Not for what stands in its own body, as a client's secret does. */
function refusesCallers(operation: Operation): boolean {
  const isAnswered = operation.responses.some(({ status }) => status === '401');
  return isAnswered && !operation.sensitive.request.includes('credential');
}

function handlesData(operations: readonly Operation[]): boolean {
  return operations.some(({ sensitive }) => sensitive.request.length > 0 || sensitive.response.length > 0);
}

/** The line that says which OpenAPI this is: the first thing a reader sees, and the root is where the fix goes. */
function versionKey({ root, version }: OpenApiDescription): Place {
  const node = root.get(version === '2.0' ? 'swagger' : 'openapi');
  return node === undefined ? root : { keyOf: node };
}

/** The header or query parameter with a credential that the most operations take, and how many they are. */
function mostUsedCredential(
  operations: readonly Operation[],
): { readonly parameter: Parameter; readonly operations: number } | undefined {
  const uses = new Map<string, { parameter: Parameter; operations: number }>();
  for (const operation of operations) {
    const held = new Set(operation.sensitiveParameters.filter(isKey).map(({ node }) => node));
    for (const parameter of operation.parameters) {
      if (!isPlace(parameter) || !(held.has(parameter.node) || isNamedLikeOne(parameter))) continue;
      const key = `${parameter.in} ${parameter.name.toLowerCase()}`;
      const use = uses.get(key);
      if (use === undefined) uses.set(key, { parameter, operations: 1 });
      else use.operations++;
    }
  }
  const [best] = [...uses.values()].sort((a, b) => b.operations - a.operations);
  return best;
}

/** A password is for an account, and no key to the API. */
function isKey({ name, class: kind }: SensitiveField): boolean {
  return (
    kind === 'token' || (kind === 'credential' && /^(key|secret|token|authorization)$/.test(wordsOf(name).at(-1) ?? ''))
  );
}

function isPlace({ in: where }: Parameter): boolean {
  return where === 'header' || where === 'query';
}

function isNamedLikeOne({ name }: Parameter): boolean {
  return /^(authorization|(x-)?([a-z0-9]+[-_])*?(api|access|app|auth|subscription)[-_]?(key|token|secret)|x-auth(-token)?)$/i.test(
    name,
  );
}

function declareFix(description: OpenApiDescription, parameter: Parameter): Fix {
  const isAuthorization = parameter.name.toLowerCase() === 'authorization' && description.version !== '2.0';
  const value = isAuthorization
    ? { type: 'http', scheme: 'bearer' }
    : { type: 'apiKey', in: parameter.in, name: parameter.name };
  const name = isAuthorization ? 'bearerAuth' : 'apiKey';
  return {
    title: `Define "${parameter.name}" as the scheme "${name}" and require it ${whereOf(description, undefined)}`,
    safety: 'unsafe',
    patches: [defineScheme(description, name, value), requireScheme(description.root, name, [])],
  };
}
