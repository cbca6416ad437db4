import { whereOf } from '../../fixes/securityFixes.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import { csrfHeaders } from '../../lexicon/credentials.ts';
import { wordsIn } from '../../lexicon/words.ts';
import { componentPath } from '../../openapi/components.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { isCookie } from '../../openapi/security.ts';
import { summarize } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { Fix, Patch } from '../../textEdits/fix.ts';

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
      const forgeable = description.operations.filter((operation) => isForgeable(operation, description));
      yield* summarize(forgeable, (left) => [requireToken(description, left)]);
    },
  },
});

const writeMethods: ReadonlySet<string> = new Set(['post', 'put', 'patch', 'delete']);

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

/** Several operations of one document share the parameter. */
function requireToken(description: OpenApiDescription, operations: readonly Operation[]): Fix {
  const { root, entry, version } = description;
  const isOld = version === '2.0';
  const type = isOld ? { type: 'string' } : { schema: { type: 'string' } };
  const parameter = { name: 'X-CSRF-Token', in: 'header', required: true, ...type };
  const path = [...componentPath(version, 'parameters'), 'CsrfToken'];
  const nodes = [...new Set(operations.map(({ node }) => node))];
  const isShared = nodes.filter(({ document }) => document === entry).length > 1 && root.at(...path) === undefined;
  return {
    title: `Require the header "X-CSRF-Token" ${whereOf(description, operations)}`,
    safety: 'unsafe',
    patches: [
      ...(isShared ? [{ op: 'set', at: root, path, value: parameter } as const] : []),
      ...nodes.map((node): Patch => {
        const value = isShared && node.document === entry ? { $ref: `#/${path.join('/')}` } : parameter;
        const list = node.get('parameters');
        return list?.kind === 'sequence'
          ? { op: 'append', at: list, value }
          : {
              op: 'set',
              at: node,
              path: ['parameters'],
              value: [value],
              after: ['operationId', 'description', 'summary'],
            };
      }),
    ],
  };
}
