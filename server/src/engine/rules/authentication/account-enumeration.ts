import { isServed } from '../../heuristics/operationKind.ts';
import { hasRole } from '../../heuristics/roles.ts';
import { pure } from '../../incremental/pure.ts';
import { accountWords, addressFields, eitherWrong, lookups, missingAccounts } from '../../lexicon/accounts.ts';
import { ownerProofs } from '../../lexicon/proofs.ts';
import { type Prose, proseOf } from '../../lexicon/subject.ts';
import { writtenWordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation, Response } from '../../openapi/model.ts';
import { methodKey, nameOf } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { fieldsIn, requestFields } from '../../schemas/requestFields.ts';
import type { Place } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'account-enumeration',
    title: 'Response reveals whether an account exists',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [204, 203],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: false,
    messages: {
      found:
        '"{operation}" returns "{status}" for an unknown account, which reveals which accounts exist. Return the same response for known and unknown accounts.',
      lookup:
        '"{operation}" reveals to unauthenticated callers whether "{name}" has an account. Require authentication, or send the answer by email.',
    },
  },

  visit: {
    *OpenAPI(description) {
      for (const operation of description.cache.select(description.operations, mayReveal)) {
        const contact = isLookup(operation) ? contactFieldOf(operation, description) : undefined;
        if (contact !== undefined) {
          yield { at: methodKey(operation), message: 'lookup', data: { operation: nameOf(operation), name: contact } };
          continue;
        }
        if (!isLogin(operation)) continue;
        const response = operation.responses.find(
          (one) => revealsAbsence(one, operation, description) && !isCommon(one, description),
        );
        if (response === undefined) continue;
        const at: Place = { keyOf: response.raw };
        yield { at, message: 'found', data: { operation: nameOf(operation), status: response.status } };
      }
    },
  },
});

const mayReveal = pure('account-enumeration.mayReveal', (operation: Operation): boolean => {
  if (!isServed(operation) || operation.security.authentication === 'required') return false;
  return isLookup(operation) || isLogin(operation);
});

/** A status that nearly every operation documents says nothing about accounts. */
function isCommon(response: Response, { operations }: OpenApiDescription): boolean {
  if (saysMissing(response)) return false;
  const answering = operations.filter(({ responses }) => responses.some(({ status }) => status === response.status));
  return operations.length >= fewOperations && answering.length >= operations.length * 0.8;
}

const fewOperations = 5;

/** Takes the account in the body. With a path parameter, the 404 may be about another object. */
function isLogin(operation: Operation): boolean {
  return operation.method === 'post' && !operation.path.includes('{') && hasRole(operation, 'login', 'recovery');
}

/** A 404 may be generic, so a login needs a description that names the account. */
function revealsAbsence(response: Response, operation: Operation, description: OpenApiDescription): boolean {
  const { status } = response;
  if (status.startsWith('4') && saysMissing(response)) return true;
  if (status !== '404' && status !== '410') return false;
  if (accountWords.find(descriptionOf(response)) !== undefined) return true;
  if (!/pass/i.test(`${operation.path} ${operation.operationId ?? ''}`)) return false;
  // With a token in the request, the 404 is about the token.
  return !requestFields(operation, description.cache).some(isProof);
}

/** "No account with this email", "Email does not exist" */
function saysMissing(response: Response): boolean {
  const description = descriptionOf(response);
  return missingAccounts.find(description) !== undefined && eitherWrong.find(description) === undefined;
}

function descriptionOf(response: Response): Prose<'response'> {
  return proseOf('response', response, response.node.get('description')?.string);
}

function isProof(name: string): boolean {
  return ownerProofs.matches(writtenWordsIn(name));
}

/** `GET /users/exists?email=`, `/check-email`. */
const isLookup = pure('account-enumeration.isLookup', ({ method, path, operationId = '' }: Operation): boolean => {
  if (method !== 'get' && method !== 'post') return false;
  const last =
    path
      .split('/')
      .filter((segment) => segment !== '' && !segment.startsWith('{'))
      .at(-1) ?? '';
  return [last, operationId].some((name) => lookups.matches(writtenWordsIn(name)));
});

/** The email address or phone number in the request. A body with more than two fields is not a lookup. */
function contactFieldOf({ parameters, requestSchemas }: Operation, { cache }: OpenApiDescription): string | undefined {
  const parameter = parameters.find(({ name, in: where }) => where !== 'header' && isContact(name))?.name;
  if (parameter !== undefined) return parameter;
  const fields = requestSchemas.flatMap((schema) => fieldsIn(schema, 'request', cache));
  if (fields.length > 2 || fields.some(isProof)) return undefined;
  return fields.find(isContact);
}

/** User names are often public; email addresses and phone numbers are not. */
function isContact(name: string): boolean {
  return addressFields.matches(writtenWordsIn(name));
}
