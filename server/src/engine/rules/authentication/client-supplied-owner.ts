import { isServed, isWrite } from '../../heuristics/operationKind.ts';
import { perDeclaration } from '../../heuristics/schemeUses.ts';
import { identifierWords, ownerWords } from '../../lexicon/ownership.ts';
import { slice, type Words, wordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { groupReports, methodKey, nameOf, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { requestFields } from '../../schemas/requestFields.ts';

export default defineRule({
  meta: {
    id: 'client-supplied-owner',
    title: 'Client supplies the owner of an object',
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
      one: '"{operation}" takes "{name}" from the request although the token identifies the user. Use the identity in the token, or check that both match.',
      many: '"{operation}" and {others:more operation} take the owner from the request, such as "{name}", although the token identifies the user. Use the identity in the token, or check that both match.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const found = description.operations.flatMap((operation) => {
        const name = ownerIn(description, operation);
        return name === undefined ? [] : [{ operation, name }];
      });
      yield* groupReports(
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

/** The request field that names the owner. Only where every requirement identifies a user. */
function ownerIn(description: OpenApiDescription, operation: Operation): string | undefined {
  if (!isServed(operation) || !isWrite(operation) || !isBoundToUser(description, operation)) return undefined;
  const inPath = new Set(operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name));
  return requestFields(operation, description.cache).find((name) => !inPath.has(name) && isOwner(wordsIn(name)));
}

/** `owner`, `customerId`, `createdByUserId` */
function isOwner(words: Words<'singular'>): boolean {
  if (words.length === 1) return words[0] === 'owner';
  if (!identifierWords.matches(words)) return false;
  const subject = slice(words, 0, -1);
  if (ownerWords.matches(subject)) return true;
  return subject.at(-1) === 'user' && ownerWords.matches(slice(subject, 0, -1));
}

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
