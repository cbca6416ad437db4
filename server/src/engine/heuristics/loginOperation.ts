import { pure } from '../incremental/pure.ts';
import type { Operation } from '../openapi/model.ts';
import { isGrave, isServed, isWrite } from './operationKind.ts';
import {
  firstSentence,
  isInListedDeployment,
  lastSegment,
  namesOf,
  positionOf,
  textsOf,
  wordsOf,
} from './operationWords.ts';

/** True for an operation whose callers should be known: it is served, nobody accepted it as public, and it is not for entering. */
export function wantsCallers(operation: Operation): boolean {
  return isServed(operation) && operation.publicReason === undefined && !isPublicByNature(operation);
}

/**
 * True for operations that callers must reach before they can prove who they are, or that exist for machines without
 * identity: logging in, getting a token, registering, resetting a password, health probes, discovery documents.
 */
export const isPublicByNature = pure('loginOperation.isPublicByNature', (operation: Operation): boolean => {
  const { place, before } = positionOf(operation);
  // Everything below an object is about that object: the status of a payment is no probe, the token of a card no login.
  const isReadAsPublic = !isWrite(operation) && before.includes('public');
  if (place === 'below') return isReadAsPublic;
  if (operation.path.includes('/.well-known/')) return !isWrite(operation);
  const names = namesOf(operation);
  if (place === 'beside' && endsInId(operation)) return isReadAsPublic;
  if (operation.method === 'post' && (names.some(isEntrance) || exchangesCredentials(operation))) return true;
  if (finishesEntering(operation, names) || isStepOfEntering(operation) || saysEntering(operation)) return true;
  // Who lists tokens has one already.
  if (operation.method === 'get' && names.some((name) => isEntrance(name) && !/\btokens?\b/.test(name))) return true;
  // What says `public` in its address says so on purpose; that it reads only, its method says.
  return isReadAsPublic || isProbe(operation, names);
});

/** A probe or the API's own documentation; `/docs/{page}` is a part of it, and `/docs/{account}` is about an account. */
function isProbe(operation: Operation, names: readonly string[]): boolean {
  if (isWrite(operation) || isInListedDeployment(operation)) return false;
  if (positionOf(operation).place === 'beside' && !partOfProbe.test(operation.path)) return false;
  return names.slice(0, 2).some((name) => probeNames.test(name));
}

const partOfProbe = /\{[^{}]*(file|filename|page|path|asset|format|component|check|probe)\}(\.[a-z]+)?$/i;

/** `/register/{eventId}` is about the event, `/verify/{token}` about whoever has the token. */
function endsInId({ path }: Operation): boolean {
  const name = /\{([^{}]*)\}[^/]*$/.exec(path)?.[1];
  const words = wordsOf(name ?? '');
  return idWords.has(words.at(-1) ?? '') && !words.some((word) => stepNouns.has(word));
}

const idWords: ReadonlySet<string> = new Set('id ids uuid guid number no ref reference'.split(' '));
const stepNouns: ReadonlySet<string> = new Set(
  'login session flow challenge verification confirmation registration invitation provider connection'.split(' '),
);

/** True if whoever calls the operation gets what they prove themselves with from then on: a login, a token for credentials. */
export const logsIn = pure(
  'loginOperation.logsIn',
  (operation: Operation): boolean =>
    operation.method === 'post' &&
    positionOf(operation).place !== 'below' &&
    (namesOf(operation).some((name) => isEntrance(name) && loginNames.test(name) && !endingNames.test(name)) ||
      exchangesCredentials(operation)),
);

const loginNames = /\b(log ?in|sign ?(in|up)|register|registration|authenticate|authentication|tokens?)\b/;
const endingNames = /\b(revoke|introspect|(log|sign) ?out)\b/;

/** Whatever it is called: a password, a client's secret, or a token to be renewed goes in, and a token comes out. */
function exchangesCredentials(operation: Operation): boolean {
  const { path, operationId = '' } = operation;
  if (positionOf(operation).place !== 'apart') return false;
  const { sensitive } = operation;
  if (!sensitive.response.includes('token')) return false;
  if (sensitive.request.includes('credential')) return true;
  const words = [...wordsOf(lastSegment(path)), ...wordsOf(operationId)];
  return sensitive.request.includes('token') && words.some((word) => word === 'refresh' || word === 'renew');
}

/** `PUT /account/registration`, `POST /users/verification`, `PUT /account/password` with a token that came by mail. */
function finishesEntering(operation: Operation, names: readonly string[]): boolean {
  const { method } = operation;
  if (method !== 'put' && method !== 'post' && method !== 'patch') return false;
  if (positionOf(operation).place !== 'apart') return false;
  const [last = ''] = names;
  if (/^(registration|verification|activation)$/.test(last)) return true;
  if (!/\bpassword$/.test(last)) return false;
  const { request } = operation.sensitive;
  return request.includes('token') && request.includes('credential');
}

/** `POST /auth/verify`, `/authorization/device/code`: a step within what is for entering. */
function isStepOfEntering({ method, path }: Operation): boolean {
  if (method !== 'post' && method !== 'put') return false;
  const segments = path.split('/').filter((segment) => segment !== '' && !/^(\{.*|v\d+|api)$/.test(segment));
  const names = segments.map((segment) => wordsOf(segment).join(' '));
  const start = names.findIndex(
    (name) => /^(auth|authorization|oauth2?|quick connect)$/.test(name) || isEntrance(name),
  );
  if (start < 0 || start === names.length - 1) return false;
  return names
    .slice(start + 1)
    .every((name) => isEntrance(name) || /\btoken$/.test(name) || name.split(' ').every((word) => stepWords.has(word)));
}

const stepWords: ReadonlySet<string> = new Set(
  'verify verification refresh check reset send resend code device callback confirm validate init initiate start begin finish complete challenge exchange revoke pin jwt token tokens connect quick otp mfa'.split(
    ' ',
  ),
);

/** "Send reset password email", "When a user signs out", "Register a new account" */
function saysEntering(operation: Operation): boolean {
  if (operation.method === 'get') return false;
  // What is sensitive has to be worked out, and kept up to date from then on: it is asked last.
  return (
    textsOf(operation).some((text) => enteringSentence.test(firstSentence(text))) &&
    !operation.sensitive.response.some(isGrave)
  );
}

const enteringSentence =
  /^((this|the) (endpoint|operation|method|call) )?((sends?|request|requests) (a |an )?((password )?reset (e-?mail|link)|reset password (e-?mail|link))|(signs?|logs?) (the |a )?(current )?(user |customer )?(out|in)\b|when a (user|customer) (signs|logs) (out|in)|(self[- ]?)?register(s|ing)? (a |an )?(new )?(user|account)\b|(sign|log)[- ]?(in|out|up)$|refresh(es)? (a |an |the )?([a-z]+ )?token)/i;

/** Nothing but words of entering, and words that say where or how. */
function isEntrance(name: string): boolean {
  const rest = name.replaceAll(entrancePhrases, ' ');
  if (rest === name) return false;
  return rest.split(' ').every((word) => word === '' || entranceContext.has(word) || /^v?\d+$/.test(word));
}

const entrancePhrases = new RegExp(
  `\\b(${[
    'log ?(in|on|out)',
    'sign ?(in|on|up|out)',
    'register|registration|authenticate|authentication|authorize|introspect|revoke',
    '(access |refresh |auth |bearer |oauth )?tokens?',
    '(auth|session|jwt) (refresh|renew)|(refresh|renew) (auth|session|jwt)',
    'forg[oe]t(ten)? password|password forg[oe]t(ten)?|reset password|password reset|(recover|recovery) password|password recovery',
    '(recover|forgot) username',
    '(check|verify|send|validate|request|resend) (otp|email|phone|sms|code|(e?mail )?token)',
    'otp|email verification|confirm email',
    'jwks( json)?|captcha|csrf|nonce|saml|acs|sso|callback|device authorization',
  ].join('|')})\\b`,
  'g',
);

const entranceContext: ReadonlySet<string> = new Set(
  'user users auth api account accounts session sessions customer customers post get create issue request exchange obtain generate refresh do oauth oauth2 openid connect with by via using token email phone password google facebook apple github handler controller confirmation new identity me set'.split(
    ' ',
  ),
);

const probeNames =
  /^((api|system|server|service|app|v\d+) )*(ruok|health|healthz|health ?check|livez|live|liveness|readyz|ready|readiness|ping|status|heartbeat|version|robots txt|favicon ico|openapi|openapi json|openapi yaml|swagger|swagger json|schema|schema json|api docs|docs|test|echo|about|outbound ips|ip ranges|time|timestamp|server time)$/;
