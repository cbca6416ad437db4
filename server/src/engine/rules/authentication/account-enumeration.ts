import { isServed } from '../../heuristics/operationKind.ts';
import { pure } from '../../incremental/pure.ts';
import {
  accountWords,
  addressFields,
  eitherWrong,
  entrances,
  lookups,
  missingAccounts,
} from '../../lexicon/accounts.ts';
import { ownerProofs } from '../../lexicon/proofs.ts';
import { type Prose, proseOf } from '../../lexicon/subject.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation, Response } from '../../openapi/model.ts';
import { methodKey, nameOf } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { propertiesOf, requestFields } from '../../schemas/requestFields.ts';
import type { Place } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'account-enumeration',
    title: 'Answers tell whether an account exists',
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
        '"{operation}" answers "{status}" where there is no such account, so anybody can find out who has one. Answer as for a wrong password.',
      lookup: '"{operation}" tells anybody whether "{name}" has an account. Require authentication, or answer by mail.',
    },
  },

  visit: {
    *OpenAPI(description) {
      for (const operation of description.cache.select(description.operations, mayTell)) {
        const asked = isLookup(operation) ? askedAddress(operation, description) : undefined;
        if (asked !== undefined) {
          yield { at: methodKey(operation), message: 'lookup', data: { operation: nameOf(operation), name: asked } };
          continue;
        }
        if (!isEntrance(operation)) continue;
        const response = operation.responses.find(
          (one) => tellsOfNobody(one, operation, description) && !isEverywhere(one, description),
        );
        if (response === undefined) continue;
        const at: Place = { keyOf: response.held };
        yield { at, message: 'found', data: { operation: nameOf(operation), status: response.status } };
      }
    },
  },
});

const mayTell = pure('account-enumeration.mayTell', (operation: Operation): boolean => {
  if (!isServed(operation) || operation.security.authentication === 'required') return false;
  return isLookup(operation) || isEntrance(operation);
});

/** What nearly every operation answers says nothing of accounts. */
function isEverywhere(response: Response, { operations }: OpenApiDescription): boolean {
  if (saysMissing(response)) return false;
  const answering = operations.filter(({ responses }) => responses.some(({ status }) => status === response.status));
  return operations.length >= fewOperations && answering.length >= operations.length * 0.8;
}

const fewOperations = 5;

/** Open to all, with the account in the body: of what stands in the path, anything may be missing. */
const isEntrance = pure('account-enumeration.isEntrance', ({ method, path, operationId = '' }: Operation): boolean => {
  if (method !== 'post' || path.includes('{')) return false;
  const names = [path.split('/').filter(Boolean).slice(-2).join(' '), operationId];
  return names.some((name) => entrances.matches(wordsIn(name, { singular: false })));
});

/** A login answers so for its own address as well, where every status is listed; its text has to say what is meant. */
function tellsOfNobody(response: Response, operation: Operation, description: OpenApiDescription): boolean {
  const { status } = response;
  if (status.startsWith('4') && saysMissing(response)) return true;
  if (status !== '404' && status !== '410') return false;
  if (accountWords.find(descriptionOf(response)) !== undefined) return true;
  if (!/pass/i.test(`${operation.path} ${operation.operationId ?? ''}`)) return false;
  // With a token, that is what was not found.
  return !requestFields(operation, description.resolve).some(isProof);
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
  return ownerProofs.matches(wordsIn(name, { singular: false }));
}

/** `GET /users/exists?email=`, `/check-email`. */
const isLookup = pure('account-enumeration.isLookup', ({ method, path, operationId = '' }: Operation): boolean => {
  if (method !== 'get' && method !== 'post') return false;
  const last =
    path
      .split('/')
      .filter((segment) => segment !== '' && !segment.startsWith('{'))
      .at(-1) ?? '';
  return [last, operationId].some((name) => lookups.matches(wordsIn(name, { singular: false })));
});

/** The address that is asked about, and little else: with a code it is proved, with dates something is booked. */
function askedAddress({ parameters, requestSchemas }: Operation, { resolve }: OpenApiDescription): string | undefined {
  const asked = parameters.find(({ name, in: where }) => where !== 'header' && isAddress(name))?.name;
  if (asked !== undefined) return asked;
  const fields = requestSchemas.flatMap((schema) => [...propertiesOf(schema, resolve).keys()]);
  if (fields.length > 2 || fields.some(isProof)) return undefined;
  return fields.find(isAddress);
}

/** Names of users are shown anyway; addresses and numbers are what letters are sent to. */
function isAddress(name: string): boolean {
  return addressFields.matches(wordsIn(name, { singular: false }));
}
