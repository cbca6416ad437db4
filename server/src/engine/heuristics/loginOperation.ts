import { pure } from '../incremental/pure.ts';
import {
  deploymentWords,
  endingPhrases,
  finishingNames,
  idWords,
  issuingPhrases,
  loginContext,
  loginParts,
  loginPhrases,
  loginSegments,
  loginSentences,
  loginSteps,
  loginTitles,
  longTokens,
  probeNames,
  probeParts,
  proofs,
  proofVerbs,
} from '../lexicon/logins.ts';
import { proseOf } from '../lexicon/subject.ts';
import { select, slice, type Words, writtenWordsIn } from '../lexicon/words.ts';
import type { Operation } from '../openapi/model.ts';
import { isHighImpact, isServed, isWrite } from './operationKind.ts';
import { firstSentence, isInListedDeployment, lastSegment, namesOf, positionOf, textsOf } from './operationWords.ts';

/** True for an operation whose callers should be known: it is served, not accepted as public, and not a login. */
export function wantsCallers(operation: Operation): boolean {
  return isServed(operation) && operation.publicReason === undefined && !isPublicByNature(operation);
}

/**
 * True for operations that callers must reach before they can prove who they are, or that exist for machines without
 * identity: logging in, getting a token, registering, resetting a password, health probes, discovery documents.
 */
export const isPublicByNature = pure('loginOperation.isPublicByNature', (operation: Operation): boolean => {
  const { place, before } = positionOf(operation);
  // Everything below an object is about that object: the status of a payment is not a probe.
  const isReadAsPublic = !isWrite(operation) && before.includes('public');
  if (place === 'below') return isReadAsPublic;
  if (operation.path.includes('/.well-known/')) return !isWrite(operation);
  const names = namesOf(operation);
  if (place === 'beside' && endsInId(operation)) return isReadAsPublic;
  if (operation.method === 'post' && (names.some(isLogin) || exchangesCredentials(operation))) return true;
  if (finishesLogin(operation, names) || isStepOfLogin(operation) || isLoginByText(operation)) return true;
  // A caller that lists tokens has one already.
  if (operation.method === 'get' && names.some((name) => isLogin(name) && !name.some(isToken))) return true;
  // `public` in a path is on purpose, and the method says that the operation only reads.
  return isReadAsPublic || isProbe(operation);
});

function isToken(word: string): boolean {
  return word === 'token' || word === 'tokens';
}

/** A probe or the API's own documentation; `/docs/{page}` is a part of it, and `/docs/{account}` is about an account. */
export function isProbe(operation: Operation): boolean {
  if (isWrite(operation) || isInListedDeployment(operation)) return false;
  const { place } = positionOf(operation);
  if (place === 'below') return false;
  if (place === 'beside' && !probeParts.matches(lastParameter(operation))) return false;
  return namesOf(operation).slice(0, 2).some(isProbeName);
}

/** `api/v1/health` */
function isProbeName(name: Words<'as written'>): boolean {
  if (probeNames.matches(name)) return true;
  const first = name.findIndex((word) => !deploymentWords.has(word) && !/^\d+$/.test(word));
  return first > 0 && probeNames.matches(slice(name, first));
}

/** The words of the parameter at the end of the path, as in `/files/{fileName}.json`. */
function lastParameter({ path }: Operation): Words<'as written'> {
  return writtenWordsIn(/\{([^{}]*)\}[^/{}]*$/.exec(path)?.[1] ?? '');
}

/** `/register/{eventId}` is about the event, `/verify/{token}` about the owner of the token. */
function endsInId(operation: Operation): boolean {
  const words = lastParameter(operation);
  return idWords.matches(words) && !loginParts.matches(words);
}

/** True if the caller gets a proof of identity for later calls: a login, a token for credentials. */
export const logsIn = pure(
  'loginOperation.logsIn',
  (operation: Operation): boolean =>
    operation.method === 'post' &&
    positionOf(operation).place !== 'below' &&
    (namesOf(operation).some((name) => isLogin(name) && issuingPhrases.matches(name) && !endingPhrases.matches(name)) ||
      exchangesCredentials(operation)),
);

/** Whatever it is called: a password, a client's secret, or a token to be renewed goes in, and a token comes out. */
function exchangesCredentials(operation: Operation): boolean {
  const { path, operationId = '' } = operation;
  if (positionOf(operation).place !== 'apart') return false;
  const { sensitive } = operation;
  if (!sensitive.response.includes('token')) return false;
  if (sensitive.request.includes('credential')) return true;
  const words = [...writtenWordsIn(lastSegment(path)), ...writtenWordsIn(operationId)];
  return sensitive.request.includes('token') && words.some((word) => word === 'refresh' || word === 'renew');
}

/** `PUT /account/registration`, `POST /users/verification`, `PUT /account/password` with a token that came by mail. */
function finishesLogin(operation: Operation, [last]: readonly Words<'as written'>[]): boolean {
  const { method } = operation;
  if (method !== 'put' && method !== 'post' && method !== 'patch') return false;
  if (last === undefined || positionOf(operation).place !== 'apart') return false;
  if (finishingNames.matches(last)) return true;
  if (last.at(-1) !== 'password') return false;
  const { request } = operation.sensitive;
  return request.includes('token') && request.includes('credential');
}

/** `POST /auth/verify`, `/authorization/device/code`: a step within a login. */
function isStepOfLogin({ method, path }: Operation): boolean {
  if (method !== 'post' && method !== 'put') return false;
  const names = path
    .split('/')
    .filter((segment) => segment !== '' && !/^(\{.*|v\d+|api)$/.test(segment))
    .map(writtenWordsIn);
  const start = names.findIndex((name) => loginSegments.matches(name) || isLogin(name));
  if (start < 0 || start === names.length - 1) return false;
  return names
    .slice(start + 1)
    .every((name) => isLogin(name) || name.at(-1) === 'token' || name.every((word) => loginSteps.has(word)));
}

/** "Send reset password email", "When a user signs out", "Register a new account" */
function isLoginByText(operation: Operation): boolean {
  if (operation.method === 'get') return false;
  const texts = textsOf(operation).map(firstSentence);
  const isLogin =
    texts.some((text) => loginTitles.matches(writtenWordsIn(text))) ||
    loginSentences.find(proseOf('operation', operation, ...texts)) !== undefined;
  // Classify the response last: it is expensive, and has to be kept up to date from then on.
  return isLogin && !operation.sensitive.response.some(isHighImpact);
}

/** A name of nothing but phrases about logging in, and words that may stand next to them. */
function isLogin(name: Words<'as written'>): boolean {
  const rest = longTokens.without(loginPhrases.without(withoutProofs(name)));
  if (rest.length === name.length) return false;
  return rest.every((word) => loginContext.has(word) || /^\d+$/.test(word));
}

/** `verify-otp`, `resend_code` */
function withoutProofs(name: Words<'as written'>): Words<'as written'> {
  const isProof = (index: number): boolean => proofVerbs.has(name[index - 1] ?? '') && proofs.has(name[index] ?? '');
  return select(name, (index) => !isProof(index) && !isProof(index + 1));
}
