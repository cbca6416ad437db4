import type { SensitiveClass } from '../sensitive/classify.ts';
import type { OpenApiDescription, Operation } from './model.ts';
import { perFact } from './perFact.ts';

/** Classes whose loss harms people directly or is regulated: they weigh more than a name or an address. */
const graveClasses: ReadonlySet<SensitiveClass> = new Set([
  'credential',
  'token',
  'payment-card',
  'bank-account',
  'government-id',
  'health',
  'biometric',
]);

export function isGrave(name: SensitiveClass): boolean {
  return graveClasses.has(name);
}

/** RFC 9110 §9.2.1; `query` (draft-ietf-httpbis-safe-method-w-body) is safe as well. */
const safeMethods: ReadonlySet<string> = new Set(['get', 'head', 'options', 'trace', 'query']);

/**
 * True if the operation may change something: its method is not safe, and neither its name nor its summary says that it
 * only reads; or it is a GET whose name and text say that it writes.
 */
export const isWrite = perFact(
  (operation: Operation): boolean =>
    (isWriteByName(operation) && !(operation.method === 'post' && asksOnly(operation))) || changesByGet(operation),
);

/** A GET that says so twice, in its name and in its text: "create_report", "Create a report". */
function changesByGet({ method, node, operationId = '' }: Operation): boolean {
  if (method !== 'get' || !changingWords.has(wordsOf(operationId)[0] ?? '')) return false;
  return ['summary', 'description'].some((key) =>
    changingWords.has(wordsOf(firstSentence(node.get(key)?.string ?? ''))[0] ?? ''),
  );
}

const changingWords: ReadonlySet<string> = new Set(
  'create creates update updates delete deletes remove removes assign assigns cancel cancels revoke revokes'.split(' '),
);

/** True for a GET that can be asked again with the same answer: its name does not say that it makes something. */
export function isRepeatable({ method, path, operationId = '' }: Operation): boolean {
  if (method !== 'get') return false;
  const words = [...wordsOf(lastSegment(path)), ...wordsOf(operationId)];
  return !words.some((word) => writingWords.has(word) || makingWords.has(word));
}

const makingWords: ReadonlySet<string> = new Set('generate issue rotate reset regenerate'.split(' '));

/** The summary or the description begins as that of a question does, and asks for nothing more. */
function asksOnly({ node }: Operation): boolean {
  const texts = ['summary', 'description'].map((key) => wordsOf(firstSentence(node.get(key)?.string ?? '')));
  return texts.some(isQuestion) && !texts.some(changesToo);
}

function firstSentence(text: string): string {
  return text.slice(0, 200).split(/[.\n]/)[0] ?? '';
}

/** "Resolve names to ids", "Bulk lookup of ids" */
function isQuestion([first = '', second = '']: readonly string[]): boolean {
  return askingWords.has(first === 'bulk' || first === 'batch' ? second : first);
}

/** "Get or create a user" */
function changesToo(words: readonly string[]): boolean {
  return words.some((word, index) => (word === 'or' || word === 'and') && writingWords.has(words[index + 1] ?? ''));
}

const askingWords: ReadonlySet<string> = new Set(
  'get gets return returns list lists search searches find finds retrieve retrieves fetch fetches lookup resolve resolves calculate calculates estimate estimates paginated analyse analyses analyze analyzes evaluate evaluates match matches parse parses convert converts validate validates compare compares sanitize sanitizes'.split(
    ' ',
  ),
);

/** What is guessed at is often called so, whatever its summary says: "Get a token". */
const isWriteByName = perFact((operation: Operation): boolean => {
  if (safeMethods.has(operation.method.toLowerCase())) return false;
  if (operation.method.toLowerCase() !== 'post') return true;
  const words = [...wordsOf(lastSegment(operation.path)), ...wordsOf(operation.operationId ?? '')];
  return !words.some((word) => readingWords.has(word)) || words.some((word) => writingWords.has(word));
});

/** What a POST is called that only asks: searches and calculations with a body. */
const readingWords: ReadonlySet<string> = new Set(
  'search query find lookup retrieve get fetch filter list count calculate estimate quote preview validate check convert translate'.split(
    ' ',
  ),
);
const writingWords: ReadonlySet<string> = new Set(
  'create update delete remove add set save send store upload'.split(' '),
);

/**
 * True for operations that callers must reach before they can prove who they are, or that exist for machines without
 * identity: logging in, getting a token, registering, resetting a password, health probes, discovery documents.
 */
export const isPublicByNature = perFact((operation: Operation): boolean => {
  if (operation.path.includes('/.well-known/')) return true;
  const names = namesOf(operation);
  if (operation.method === 'post' && (names.some(isEntrance) || exchangesCredentials(operation))) return true;
  if (finishesEntering(operation, names) || isStepOfEntering(operation) || saysEntering(operation)) return true;
  // Who lists tokens has one already.
  if (operation.method === 'get' && names.some((name) => isEntrance(name) && !/\btokens?\b/.test(name))) return true;
  // What says `public` in its address says so on purpose; that it reads only, its method says.
  return (
    !isWrite(operation) &&
    (operation.path.split('/').includes('public') || names.slice(0, 2).some((name) => probeNames.test(name)))
  );
});

/** True if whoever calls the operation gets what they prove themselves with from then on: a login, a token for credentials. */
export const logsIn = perFact(
  (operation: Operation): boolean =>
    operation.method === 'post' &&
    (namesOf(operation).some((name) => isEntrance(name) && loginNames.test(name) && !endingNames.test(name)) ||
      exchangesCredentials(operation)),
);

const loginNames = /\b(log ?in|sign ?(in|up)|register|registration|authenticate|authentication|tokens?)\b/;
const endingNames = /\b(revoke|introspect|(log|sign) ?out)\b/;

/** The last words of the path, and the id. */
function namesOf({ path, operationId = '' }: Operation): readonly string[] {
  const segments = path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'));
  return [segments.at(-1) ?? '', segments.slice(-2).join('-'), operationId].map((name) => wordsOf(name).join(' '));
}

/** Whatever it is called: a password, a client's secret, or a token to be renewed goes in, and a token comes out. */
function exchangesCredentials({ path, operationId = '', sensitive }: Operation): boolean {
  if (path.includes('{') || !sensitive.response.includes('token')) return false;
  if (sensitive.request.includes('credential')) return true;
  const words = [...wordsOf(lastSegment(path)), ...wordsOf(operationId)];
  return sensitive.request.includes('token') && words.some((word) => word === 'refresh' || word === 'renew');
}

/** True for a receiver of webhooks: who calls it signs what is sent, and has no login here. */
export const receivesWebhooks = perFact(({ method, path, parameters }: Operation): boolean => {
  if (method !== 'post') return false;
  const [before = '', last = ''] = path
    .split('/')
    .filter((segment) => segment !== '')
    .slice(-2);
  // `/webhooks/stripe`; what is done to one's own webhooks is `/webhooks/{id}/test`, or a verb.
  const isNamed = /^(web-?)?hooks?$/i.test(before) && !last.startsWith('{') && !managingWords.test(last);
  // `/webhooks/incoming/{webhookId}`: what stands in its place is known to who was told the address.
  if (/^(incoming|inbound)$/i.test(before) && /\bhooks?\b|webhook/i.test(path)) return true;
  return isNamed || parameters.some(({ in: where, name }) => where === 'header' && wordsOf(name).includes('signature'));
});

const managingWords =
  /test|ping|verif|valid|subscri|register|create|add|update|delete|remove|replay|resend|retry|rotate|list|search|bulk|batch|enable|disable|config|setting/i;

/** True if the path, the summary or the description says that no credentials are asked for. */
export const saysPublic = perFact(
  (operation: Operation): boolean =>
    operation.path.split('/').includes('public') ||
    sentencesOf(operation).some((sentence) => publicWords.test(sentence) && !refusalWords.test(sentence)),
);

/** True if the summary or the description says that callers have to prove who they are. */
export const asksForLogin = perFact(
  (operation: Operation): boolean =>
    !saysPublic(operation) && sentencesOf(operation).some((sentence) => loginWords.test(sentence)),
);

/** True for a key that is described as an ordinary parameter: it is asked for all the same. */
export const takesKey = perFact(({ parameters, sensitiveParameters }: Operation): boolean => {
  const keys = new Set(
    sensitiveParameters.filter(({ class: kind }) => kind === 'credential' || kind === 'token').map(({ node }) => node),
  );
  return parameters.some(
    ({ node, name, isRequired, in: where }) =>
      (isRequired || (where === 'header' && /api[-_]?key$/i.test(name))) &&
      (keys.has(node) || (where !== 'path' && keyDescription.test(node.get('description')?.string ?? ''))),
  );
});

/** "Authentication token", "Your API key" */
const keyDescription = /^((the|an?|your) )?(auth\w*|access|api|session) (token|key)\b/i;

/**
 * True for an operation that only reads what is nobody's: neither its path nor its texts, parameters or responses hint
 * at somebody who would have to be known.
 */
export const readsOpenData = perFact((operation: Operation): boolean => {
  const { path, operationId = '', parameters, responses, sensitive } = operation;
  if (isWrite(operation) || handlesGraveData(operation) || asksForLogin(operation)) return false;
  if (responses.some(({ status }) => status === '401' || status === '403')) return false;
  if (sensitive.response.some((name) => aboutPeople.has(name))) return false;
  const names = [path, operationId, ...parameters.map(({ name }) => name)];
  return !names.some((name) => wordsOf(name).some((word) => ownedWords.has(word)));
});

const aboutPeople: ReadonlySet<SensitiveClass> = new Set(['person-name', 'demographic', 'financial']);

const ownedWords: ReadonlySet<string> = new Set(
  'key apikey token auth authorization login license username password secret session user users account accounts customer customers client clients employee employees member members patient patients person persons people profile profiles me my order orders payment payments transaction transactions invoice invoices transfer transfers balance balances card cards contact contacts message messages subscription subscriptions booking bookings device devices document documents file files report reports audit log logs admin internal private config settings metrics'.split(
    ' ',
  ),
);

/** True if there is an introduction, and nothing in it hints at callers who are known. */
export function isOpenApi({ root }: OpenApiDescription): boolean {
  const introduction = root.at('info', 'description')?.string ?? '';
  return introduction !== '' && !callerWords.test(introduction);
}

const callerWords =
  /\b(api[- ]?keys?|tokens?|credentials?|authenticat\w*|authoriz\w*|oauth\w*|sign(ing|ed)?[- ]?(up|in)|log(ging|ged)?[- ]?in|passwords?|subscri\w+|regist\w+|private|internal|partners?|customers?)\b/i;

/** True if the introduction says that the whole API is for everybody. */
export function isOpenByWords({ root }: OpenApiDescription): boolean {
  const texts = [root.at('info', 'title'), root.at('info', 'description')];
  return texts.some((text) =>
    sentences(text?.string ?? '').some(
      (sentence) => (publicWords.test(sentence) || openWords.test(sentence)) && !refusalWords.test(sentence),
    ),
  );
}

const openWords =
  /\bopen[- ]data\b|\bpublic(ly available)? (api|data|dataset|users?)\b|\bfree to use\b|\bfor public use\b|\bopen (database|source data)\b|\bopen to the public\b|\ballows the public to\b|\bfree (&|and) open\b|\b(is|are) an open api\b|\b(free )?public access (to|for)\b/i;

function sentencesOf({ node }: Operation): readonly string[] {
  return ['summary', 'description'].flatMap((key) => sentences(node.get(key)?.string ?? ''));
}

function sentences(text: string): readonly string[] {
  return text.slice(0, 2000).split(/[.!\n]/);
}

const loginWords =
  /\b((user|caller|client|you)s? must be (authenticated|logged in|signed in)|requires? (authentication|a valid (access )?token|a logged[- ]in user|login)|authentication( is)? required|must be authenticated|authenticated users? only|only (for )?authenticated users?|precondition:? authenticated user)\b/i;

const publicWords =
  /\b(no|without|(does not|doesn't|do not|don't|not) (need|require|have)|needs no|requires no|not required)\b[^,;:]{0,30}\b(auth|authentication|authori[sz]ation|authenticated|logged in|log ?in|signed in|sign ?in|credentials?|api[- ]?keys?|(access )?tokens?)\b|\b(authentication|authorization|login) (is not|isn't) (required|needed|necessary)|\bunauthenticated (endpoint|call|request|access|operation|route)|^\s*((view|list|get|search) )?(the )?public \w+|\b(completely|fully|entirely) public\b|\bpublic and (freely )?(accessible|available|open)\b|\b(accessible|open|available) to (everyone|everybody|anyone|anybody)\b|\bpublic(ly)? (endpoint|accessible|available|route|operation)\b/i;

/** "Requests without credentials are rejected." */
const refusalWords = /\b(reject|refus|fail|den(y|ied)|forbidden|error|40[13]|invalid|cannot|can't|unauthori[sz]ed)/i;

/** `PUT /account/registration`, `POST /users/verification`, `PUT /account/password` with a token that came by mail. */
function finishesEntering({ method, path, sensitive }: Operation, names: readonly string[]): boolean {
  if ((method !== 'put' && method !== 'post' && method !== 'patch') || path.includes('{')) return false;
  const [last = ''] = names;
  if (/^(registration|verification|activation)$/.test(last)) return true;
  return /\bpassword$/.test(last) && sensitive.request.includes('token') && sensitive.request.includes('credential');
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
  'verify verification refresh check reset set send resend code device callback confirm validate init initiate start begin finish complete challenge exchange revoke pin jwt token tokens connect quick password email mail phone otp mfa key'.split(
    ' ',
  ),
);

/** "Send reset password email", "When a user signs out", "Register a new account" */
function saysEntering({ method, node, sensitive }: Operation): boolean {
  if (method === 'get' || sensitive.response.some(isGrave)) return false;
  return ['summary', 'description'].some((key) => enteringSentence.test(firstSentence(node.get(key)?.string ?? '')));
}

const enteringSentence =
  /^((this|the) (endpoint|operation|method|call) )?((sends?|request|requests) (a |an )?((password )?reset (e-?mail|link)|reset password (e-?mail|link))|(signs?|logs?) (the |a )?(current )?(user |customer )?(out|in)\b|when a (user|customer) (signs|logs) (out|in)|(self[- ]?)?register(s|ing)? (a |an )?(new )?(user|account|customer)\b|(sign|log)[- ]?(in|out|up)$|refresh(es)? (a |an |the )?([a-z]+ )?token)/i;

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

/** True for operations where guessing pays: each needs a limit of its own, whoever may call it. */
export const isBruteForceTarget = perFact((operation: Operation): boolean => {
  if (!isWriteByName(operation)) return false;
  return namesOf(operation).some((name) => guessableNames.test(name));
});

const guessableNames =
  /\b(log ?in|sign ?in|authenticate|token|otp|totp|mfa|2fa|pin|verify|verification|password|passcode|sign ?up|register|redeem|coupon|voucher)\b/;

/** `getUserByID` → get user by id; `forgot-password` → forgot password. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

function lastSegment(path: string): string {
  return (
    path
      .split('/')
      .filter((segment) => segment !== '' && !segment.startsWith('{'))
      .at(-1) ?? ''
  );
}

/** True if the operation reads or takes data that harms when it leaks. */
export function handlesGraveData(operation: Operation): boolean {
  return [...operation.sensitive.request, ...operation.sensitive.response].some(isGrave);
}

/** Operations that clients of this API call: neither webhooks nor callbacks, which the API itself sends. */
export function isServed(operation: Operation): boolean {
  return (
    operation.kind === 'operation' &&
    !isWebhookOfOthers(operation) &&
    !(operation.method === 'options' && operation.responses.length <= 1)
  );
}

/** A webhook that was written down as a path: whoever uses the API serves it, and the API calls. */
const isWebhookOfOthers = perFact(({ path, node }: Operation): boolean => {
  if (/\/your\//i.test(path)) return true;
  const text = ['summary', 'description'].map((key) => node.get(key)?.string ?? '').join('\n');
  return /\bthis webhook (will be|is) (invoked|called|sent|triggered)|\bwebhook (will be|is) invoked\b|^callback to notify\b/im.test(
    text,
  );
});
