import { keyWords } from '../../lexicon/credentials.ts';
import { providers, structuralWords } from '../../lexicon/deployments.ts';
import {
  finishingNames,
  idWords,
  loginContext,
  loginParts,
  loginSegments,
  loginSteps,
  longTokens,
  proofs,
  proofVerbs,
} from '../../lexicon/logins.ts';
import type { NameLexicon } from '../../lexicon/names.ts';
import {
  accountNames,
  addressProofs,
  authenticatingNames,
  authenticationSegments,
  authorizationNames,
  authorizationTitles,
  flowParts,
  loginNames,
  loginRecords,
  loginTitles,
  logoutNames,
  logoutTitles,
  oauthSegments,
  ownSessions,
  pageNames,
  providerNames,
  provingVerbs,
  queryNames,
  recoveryFlows,
  recoveryNames,
  recoverySteps,
  recoveryTitles,
  redirectNames,
  redirectTitles,
  registrants,
  registrationLists,
  registrationNames,
  registrationTitles,
  sessionNames,
  tokenNames,
  tokenSteps,
  tokenTitles,
  usersNames,
  vagueNames,
  verificationFlows,
} from '../../lexicon/roles.ts';
import { select, type Words, wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
import type { Role } from '../../openapi/role.ts';
import { isHighImpact } from '../operationKind.ts';
import { lastSegment, namesOf, positionOf } from '../operationWords.ts';
import { saysPublic, takesKey } from '../publicAccess.ts';
import { titlesOf } from './titles.ts';

type Name = Words<'as written'>;

/** The more specific ones first: "reset password token" is about recovery. */
const kinds: readonly (readonly [Role, NameLexicon<'as written'>, NameLexicon<'singular'>])[] = [
  ['logout', logoutNames, logoutTitles],
  ['recovery', recoveryNames, recoveryTitles],
  ['registration', registrationNames, registrationTitles],
  ['redirect', redirectNames, redirectTitles],
  ['authorization', authorizationNames, authorizationTitles],
  ['login', loginNames, loginTitles],
  ['token', tokenNames, tokenTitles],
];

/**
 * What callers reach before they can prove who they are: a login, a registration, the endpoints of OAuth. Everything
 * below an object is about that object: `/cards/{id}/token` opens nothing.
 */
export function entranceOf(operation: Operation): Role | undefined {
  const { place } = positionOf(operation);
  if (place === 'below') return belowLogin(operation) ?? belowAccount(operation);
  if (place === 'beside' && endsInId(operation)) return undefined;
  const role =
    byExactTitle(operation) ?? byName(operation) ?? byStep(operation) ?? byTitle(operation) ?? byData(operation);
  return role === 'login' ? (flowOf(operation.path) ?? role) : role;
}

/** `/authn/{account}/authenticate`: where only words about authentication come before it, no parameter names an object. */
function belowLogin({ method, path }: Operation): Role | undefined {
  const names = literalSegments(path).filter((words) => !words.every((word) => structuralWords.has(word)));
  const isWithin = names.length > 1 && names.slice(0, -1).every((words) => authenticationSegments.matches(words));
  if (!isWithin || path.endsWith('}')) return undefined;
  const last = names.at(-1) ?? noWords;
  const isIssued = method === 'post' || pageNames.matches(last);
  return isIssued && authenticatingNames.matches(last) ? 'login' : undefined;
}

/** `POST /users/{id}/verify-email`: a link in a mail, opened before the account can be used. */
function belowAccount({ method, path, security }: Operation): Role | undefined {
  const names = literalSegments(path);
  const isAccount = names.slice(0, -1).every((words) => words.every(isNeutral) || registrationLists.matches(words));
  if (!isAccount || path.endsWith('}') || method === 'delete' || security.authentication === 'required')
    return undefined;
  return addressProofs.matches(names.at(-1) ?? noWords) ? 'registration' : undefined;
}

/** "Logout": a title of nothing else says more than a name. */
function byExactTitle(operation: Operation): Role | undefined {
  if (operation.method !== 'post') return undefined;
  const [title] = titlesOf(operation);
  return title !== undefined && logoutTitles.matches(title) && logoutTitles.without(title).length === 0
    ? 'logout'
    : undefined;
}

/** `/register/{eventId}` is about the event, `/verify/{token}` about the owner of the token. */
function endsInId({ path }: Operation): boolean {
  const words = lastParameter(path);
  return idWords.matches(words) && !loginParts.matches(words);
}

/** The words of the parameter at the end of the path, as in `/files/{fileName}.json`. */
export function lastParameter(path: string): Name {
  return writtenWordsIn(/\{([^{}]*)\}[^/{}]*$/.exec(path)?.[1] ?? '');
}

function byName(operation: Operation): Role | undefined {
  const [last = noWords, pair = noWords, id = noWords] = namesOf(operation);
  const three = writtenWordsIn(segmentsOf(operation.path).slice(-3).join('-'));
  // `/standards/register`, `/cards/token`: the word before says that it is about something else.
  const names = isVague(last) && !isAtTop(operation) ? [pair, three, id] : [last, pair, three, id];
  for (const name of names) {
    const role = roleOfName(name);
    if (role !== undefined && fits(operation, role, name, name !== id)) return role;
  }
  if (beginsAtProvider(operation, last)) return 'authorization';
  if (provingVerbs.matches(last) && provesAccount(operation, last)) return 'registration';
  if (operation.method === 'delete') return endsSession(operation, last) ? 'logout' : undefined;
  return operation.method !== 'get' && finishingNames.matches(last) && isAtTop(operation) ? 'registration' : undefined;
}

const noWords = writtenWordsIn('');

/** `GET /auth/google`, `GET /login/{provider}` */
function beginsAtProvider({ method, path }: Operation, last: Name): boolean {
  if (method !== 'get') return false;
  const segments = literalSegments(path);
  const isLogin = (words: Name | undefined): boolean => words !== undefined && authenticationSegments.matches(words);
  if (path.endsWith('}')) return isLogin(last) && providers.matches(lastParameter(path));
  return providerNames.matches(last) && isLogin(segments.at(-2));
}

/** `POST /users/verify`, `GET /account/confirm/{token}`; a bank verifies accounts as well. */
function provesAccount(operation: Operation, last: Name): boolean {
  const { method, path } = operation;
  const before = literalSegments(path).at(-2);
  if (before === undefined || method === 'delete' || !isAtTop(operation)) return false;
  if (takesProof(operation) && accountNames.matches(before)) return true;
  // `/auth/verify` is a step of a login, `/auth/activate` of a registration.
  const isActivation = authenticationSegments.matches(before) && !isStep(last);
  return (method !== 'get' || takesProof(operation)) && (usersNames.matches(before) || isActivation);
}

/** `DELETE /session`, `DELETE /sessions/current` */
function endsSession(operation: Operation, last: Name): boolean {
  const own = ownSessions.matches(last) ? literalSegments(operation.path).at(-2) : last;
  return own !== undefined && sessionNames.matches(own) && isAtTop(operation);
}

/** `/signup/1/verify-otp`: the code is a step of what comes before it. */
function flowOf(path: string): Role | undefined {
  const roles = literalSegments(path).slice(0, -1).map(roleOfName);
  return roles.find((role) => role === 'registration' || role === 'recovery');
}

/** A word that many things do; of each of them, an email can be sent again. */
function isVague(name: Name): boolean {
  return vagueNames.matches(name) || (proofIn(name) !== undefined && kinds.every(([, names]) => !names.matches(name)));
}

/** Only segments without a meaning of their own, or about accounts and logins, come before the last one. */
function isAtTop({ path }: Operation): boolean {
  return literalSegments(path)
    .slice(0, -1)
    .every((words) => words.every(isNeutral) || oauthSegments.matches(words));
}

function isNeutral(word: string): boolean {
  return loginContext.has(word) || structuralWords.has(word) || registrants.has(word) || /^\d+$/.test(word);
}

function literalSegments(path: string): readonly Name[] {
  return segmentsOf(path).map(writtenWordsIn);
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '' && !/^v?\{/.test(segment));
}

/** Most names have no word of any phrase, and need no other look. */
function mayName(name: Name): boolean {
  nameWords ??= wordSet([...kinds.map(([, names]) => names), longTokens, proofVerbs], (words) => words);
  return name.some((word) => nameWords?.has(word));
}

/** The same for titles, which begin with a phrase. */
function mayTitle(title: Words<'singular'>): boolean {
  titleWords ??= wordSet(
    kinds.map(([, , titles]) => titles),
    ([first = '']) => [first],
  );
  return titleWords.has(title[0] ?? '');
}

let nameWords: ReadonlySet<string> | undefined;
let titleWords: ReadonlySet<string> | undefined;

function wordSet(
  lexicons: readonly Pick<NameLexicon, 'phrases'>[],
  pick: (words: readonly string[]) => readonly string[],
): ReadonlySet<string> {
  return new Set(lexicons.flatMap(({ phrases }) => phrases.flatMap((phrase) => pick(phrase.split(' ')))));
}

/** A name of nothing but phrases about one kind, and words that may stand next to them. */
function roleOfName(name: Name): Role | undefined {
  if (!mayName(name)) return undefined;
  const proof = proofIn(name);
  const left = proof === undefined ? name : select(name, (index) => index !== proof && index !== proof + 1);
  const rest = kinds.reduce((words, [, names]) => names.without(words), longTokens.without(left));
  if (rest.length === name.length || !rest.every(isContext)) return undefined;
  const role = kinds.find(([, names]) => names.matches(left))?.[0];
  // `verify-email` proves an address, `verify-otp` an account.
  if (proof !== undefined && (role === undefined || role === 'token'))
    return /mail|phone/.test(name[proof + 1] ?? '') ? 'registration' : 'login';
  return role ?? (longTokens.matches(name) ? 'token' : undefined);
}

function isContext(word: string): boolean {
  return loginContext.has(word) || /^\d+$/.test(word);
}

/** The index of the verb in `verify-otp`, `resend_code`. */
function proofIn(name: Name): number | undefined {
  const index = name.findIndex((word, at) => proofVerbs.has(word) && proofs.has(name[at + 1] ?? ''));
  return index < 0 ? undefined : index;
}

/** Whether a method may do what the name says, and whether the name means it here. */
function fits(operation: Operation, role: Role, name: Name, isInPath: boolean): boolean {
  const { method } = operation;
  const isToken = name.length === 1 && name[0] === 'token';
  if (method === 'delete') return role === 'logout' || (isToken && isAtTop(operation));
  if (role === 'redirect') return returnsFromLogin(operation);
  // A page of a login, or a link of a mail.
  if (method === 'get' && !pageNames.matches(name) && !takesProof(operation)) return false;
  if (role === 'authorization') return isAuthentication(operation) || isAtTop(operation);
  // Cards and devices have tokens too.
  if (role !== 'token' || isAuthentication(operation) || name.some((word) => tokenSteps.has(word))) return true;
  return isInPath && name.includes('token') && isAtTop(operation);
}

function takesProof({ sensitive }: Operation): boolean {
  return sensitive.request.includes('credential') || sensitive.request.includes('token');
}

/** Some segment before an object says that the path is about authentication. */
function isAuthentication(operation: Operation): boolean {
  return positionOf(operation).before.some((segment) => oauthSegments.matches(writtenWordsIn(segment)));
}

function lastWords(path: string): Name {
  return writtenWordsIn(lastSegment(path));
}

/** Payments and orders have callbacks as well: machines call those. */
function returnsFromLogin(operation: Operation): boolean {
  const { path, parameters } = operation;
  return (
    (operation.method === 'get' && literalSegments(path).length === 1 && pageNames.matches(lastWords(path))) ||
    isAuthentication(operation) ||
    parameters.some(({ in: where, name }) => where === 'query' && queryNames.matches(writtenWordsIn(name)))
  );
}

/** `POST /auth/verify`, `/authorization/device/code`, `GET /self-service/login/browser`: a step within an entrance. */
function byStep(operation: Operation): Role | undefined {
  const { method, path } = operation;
  const names = literalSegments(path).filter((name) => !/^(v \d+|api)$/.test(name.join(' ')));
  const start = names.findIndex((name) => startOf(name) !== undefined);
  const first = names[start];
  const steps = names.slice(start + 1);
  if (first === undefined || steps.length === 0) return undefined;
  const role = startOf(first);
  const isGeneral = loginSegments.matches(first) || sessionNames.matches(first);
  if (!isGeneral && steps.every((name) => flowParts.matches(name))) return role;
  if ((method !== 'post' && method !== 'put') || recoveryFlows.matches(first) || verificationFlows.matches(first))
    return undefined;
  const areSteps = steps.every((name) => roleOfName(name) !== undefined || name.at(-1) === 'token' || isStep(name));
  return areSteps ? (roleOfStep(steps.at(-1) ?? noWords) ?? role) : undefined;
}

function isStep(name: Name): boolean {
  return name.every((word) => loginSteps.has(word));
}

function startOf(name: Name): Role | undefined {
  if (loginSegments.matches(name)) return 'login';
  if (recoveryFlows.matches(name)) return 'recovery';
  if (verificationFlows.matches(name)) return 'registration';
  return roleOfName(name);
}

function roleOfStep(name: Name): Role | undefined {
  if (recoverySteps.matches(name)) return 'recovery';
  if (tokenSteps.matches(name)) return 'token';
  return roleOfName(name);
}

/** "Send reset password email", "Signs the user out", "Register a new account" */
function byTitle(operation: Operation): Role | undefined {
  const { method, path, sensitive } = operation;
  // The fragment names the action: `/#Action=DeleteUser`.
  if (path.includes('#')) return undefined;
  const titles = titlesOf(operation).filter((title) => mayTitle(title) && !loginRecords.matches(title));
  if (titles.length === 0) return undefined;
  const role = kinds.find(([, , phrases]) => titles.some((title) => phrases.matches(title)))?.[0];
  if (role === undefined || (method === 'delete' && role !== 'logout')) return undefined;
  if (method === 'get' && role !== 'authorization' && role !== 'redirect' && !takesProof(operation)) return undefined;
  // Classify the response last: it is expensive, and has to be kept up to date from then on.
  const isAboutMore = sensitive.response.some(
    (name) => isHighImpact(name) && name !== 'token' && name !== 'credential',
  );
  return isAboutMore ? undefined : role;
}

/** Whatever it is called: a password goes in, and a token comes out that was not sent along. */
function byData(operation: Operation): Role | undefined {
  const { method, path, sensitive, security } = operation;
  if (method === 'get' || method === 'delete' || positionOf(operation).place !== 'apart') return undefined;
  const last = writtenWordsIn(lastSegment(path));
  if (last.at(-1) === 'password')
    return sensitive.request.includes('token') && !takesTokenInHeader(operation) ? 'recovery' : undefined;
  if (method !== 'post') return undefined;
  const isRenewal = last.some((word) => tokenSteps.has(word));
  if (isRenewal && sensitive.request.includes('token') && sensitive.response.includes('token')) return 'token';
  const isSession = sessionNames.matches(last);
  const isAccount = accountNames.matches(last);
  // The author has opened the creation of accounts.
  const isOpened =
    isAccount &&
    ((security.declaredAt === 'operation' && security.authentication === 'none') || saysPublic(operation)) &&
    !takesKey(operation) &&
    !takesTokenInHeader(operation);
  // The fields are read last: there may be hundreds.
  if (!isSession && !isOpened && !sensitive.response.includes('token')) return undefined;
  if (!takesPassword(operation) && !exchangesCredential(operation)) return undefined;
  if (isSession) return 'login';
  if (isOpened) return 'registration';
  if (!returnsNewToken(operation)) return undefined;
  return isAccount ? 'registration' : 'login';
}

/** `POST /auth/api-key` with the key in its body: a path about authentication says that the token is for the caller. */
function exchangesCredential({ path, sensitive }: Operation): boolean {
  return (
    sensitive.request.includes('credential') &&
    literalSegments(path).some((words) => authenticationSegments.matches(words))
  );
}

/** A token in a header is the one that every operation takes. */
function takesTokenInHeader({ sensitiveParameters, parameters }: Operation): boolean {
  const inHeader = parameters.filter(({ in: where }) => where === 'header');
  return sensitiveParameters.some(
    (field) => field.class === 'token' && inHeader.some(({ node }) => node === field.node),
  );
}

/** The key or the secret of a client is sent with every request of some APIs. */
function takesPassword(operation: Operation): boolean {
  if (!operation.sensitive.request.includes('credential')) return false;
  // Asked last: fields that were read once are kept up to date from then on.
  return operation.sensitiveFields.some(
    (field) => field.class === 'credential' && field.direction === 'request' && !keyWords.matches(wordsIn(field.name)),
  );
}

/** A resource that holds a token is sent and returned as it is. */
function returnsNewToken({ sensitiveFields }: Operation): boolean {
  const tokens = sensitiveFields.filter((field) => field.class === 'token');
  const sent = new Set(tokens.filter(({ direction }) => direction === 'request').map(({ name }) => name));
  return tokens.some(({ direction, name }) => direction === 'response' && !sent.has(name));
}
