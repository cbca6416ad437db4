import { isServed, isWrite } from '../../heuristics/operationKind.ts';
import { perDeclaration } from '../../heuristics/schemeUses.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { gathering, methodKey, nameOf, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { requestFields } from '../../schemas/requestFields.ts';
import { wordsOf } from '../../sensitive/tokenize.ts';

export default defineRule({
  meta: {
    id: 'client-supplied-owner',
    title: 'Clients state for whom they act',
    pillar: 'authentication',
    owasp: 'API1:2023',
    cwe: [639, 602],
    severity: 'information',
    confidence: 'low',
    recommended: false,
    compliance: ['PCI DSS 7.2.1', 'HIPAA 164.312(a)(1)'],
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{operation}" takes "{name}" from the client, although the token says who the user is. Take it from the token, or check that both agree.',
      many: '"{operation}" takes "{name}" from the client, although the token says who the user is; {others:more operation} do the like. Take it from the token, or check that both agree.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const found = description.operations.flatMap((operation) => {
        const name = ownerIn(description, operation);
        return name === undefined ? [] : [{ operation, name }];
      });
      yield* gathering(
        found,
        ({ operation }) => methodKey(operation),
        function* (left) {
          const [first, ...others] = left;
          if (first === undefined) return;
          const base = {
            at: methodKey(first.operation),
            operations: left.length,
            related: related(
              others,
              ({ operation }) => methodKey(operation),
              ({ operation, name }) => `"${name}" of "${nameOf(operation)}".`,
            ),
          };
          const data = { operation: nameOf(first.operation), name: first.name };
          if (others.length === 0) yield { ...base, message: 'one', data };
          else yield { ...base, message: 'many', data: { ...data, others: others.length } };
        },
      );
    },
  },
});

/** The field with which a write states its owner; only where every way in is bound to a user. */
function ownerIn(description: OpenApiDescription, operation: Operation): string | undefined {
  if (!isServed(operation) || !isWrite(operation) || !isBoundToUser(description, operation)) return undefined;
  const inPath = new Set(operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name));
  return requestFields(operation, description.resolve).find(
    (name) => !inPath.has(name) && names.test(wordsOf(name).join(' ')),
  );
}

const names =
  /^(owner|user|customer|created by|creator|author|sender|payer|tenant)( user)? (id|identifier|uuid)$|^owner$/;
const userFlows: ReadonlySet<string> = new Set(['authorizationCode', 'implicit', 'password', 'deviceAuthorization']);

function isBoundToUser({ securitySchemes }: OpenApiDescription, { security }: Operation): boolean {
  return security.declaration !== undefined && bindsToUser(security.declaration, securitySchemes);
}

const bindsToUser = perDeclaration(
  'client-supplied-owner.bindsToUser',
  ({ requirements }, securitySchemes) =>
    requirements.length > 0 &&
    requirements.every(({ schemes }) =>
      schemes.some(({ name }) => {
        const scheme = securitySchemes.get(name);
        if (scheme?.type === 'openIdConnect') return true;
        return (
          scheme?.type === 'oauth2' && scheme.flows.length > 0 && scheme.flows.every((flow) => userFlows.has(flow.name))
        );
      }),
    ),
);
