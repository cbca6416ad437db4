import { pure } from '../incremental/pure.ts';
import type { Operation } from '../openapi/model.ts';
import type { SensitiveClass } from '../sensitive/classify.ts';
import { firstSentence, lastSegment, namesOf, positionOf, textsOf, wordsOf } from './operationWords.ts';

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
export const isWrite = pure(
  'operationKind.isWrite',
  (operation: Operation): boolean =>
    (isWriteByName(operation) && !(operation.method === 'post' && asksOnly(operation))) || changesByGet(operation),
);

/** A GET that says so twice, in its name and in its text: "create_report", "Create a report". */
function changesByGet(operation: Operation): boolean {
  const { method, operationId = '' } = operation;
  if (method !== 'get' || !changingWords.has(wordsOf(operationId)[0] ?? '')) return false;
  return textsOf(operation).some((text) => changingWords.has(wordsOf(firstSentence(text))[0] ?? ''));
}

const changingWords: ReadonlySet<string> = new Set(
  'create creates update updates delete deletes remove removes assign assigns cancel cancels revoke revokes'.split(' '),
);

/** True for a GET that can be asked again with the same answer: its name does not say that it makes something. */
export const isRepeatable = pure(
  'operationKind.isRepeatable',
  ({ method, path, operationId = '' }: Operation): boolean => {
    if (method !== 'get') return false;
    const words = [...wordsOf(lastSegment(path)), ...wordsOf(operationId)];
    return !words.some((word) => writingWords.has(word) || makingWords.has(word));
  },
);

const makingWords: ReadonlySet<string> = new Set('generate issue rotate reset regenerate'.split(' '));

/** The summary or the description begins as that of a question does, and asks for nothing more. */
function asksOnly(operation: Operation): boolean {
  const texts = textsOf(operation).map((text) => wordsOf(firstSentence(text)));
  return texts.some(isQuestion) && !texts.some(changesToo);
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
  'get gets return returns list lists search searches find finds retrieve retrieves fetch fetches lookup resolve resolves calculate calculates estimate estimates paginated analyse analyses analyze analyzes evaluate evaluates parse parses validate validates compare compares sanitize sanitizes'.split(
    ' ',
  ),
);

/** What is guessed at is often called so, whatever its summary says: "Get a token". */
const isWriteByName = pure('operationKind.isWriteByName', (operation: Operation): boolean => {
  if (safeMethods.has(operation.method.toLowerCase())) return false;
  if (operation.method.toLowerCase() !== 'post') return true;
  const words = [...wordsOf(lastSegment(operation.path)), ...wordsOf(operation.operationId ?? '')];
  return !words.some((word) => readingWords.has(word)) || words.some((word) => writingWords.has(word));
});

/** What a POST is called that only asks: searches and calculations with a body. */
const readingWords: ReadonlySet<string> = new Set(
  'search query find lookup retrieve get fetch filter list count aggregate calculate compare estimate evaluate analyze analyse parse quote preview simulate suggest summarize validate check convert translate'.split(
    ' ',
  ),
);
const writingWords: ReadonlySet<string> = new Set(
  'create update delete remove add set save send store upload'.split(' '),
);

/** True for a receiver of webhooks: who calls it signs what is sent, and has no login here. */
export const receivesWebhooks = pure('operationKind.receivesWebhooks', (operation: Operation): boolean => {
  const { method, path, parameters } = operation;
  if (method !== 'post') return false;
  const isSigned = parameters.some(({ in: where, name }) => where === 'header' && wordsOf(name).includes('signature'));
  // `/orders/{id}/webhooks/…`: the webhooks of that order are managed there.
  if (isSigned || positionOf(operation).place === 'below') return isSigned;
  const [before = '', last = ''] = path
    .split('/')
    .filter((segment) => segment !== '')
    .slice(-2);
  // `/webhooks/stripe`; what is done to one's own webhooks is `/webhooks/{id}/test`, or a verb.
  const isNamed = /^(web-?)?hooks?$/i.test(before) && !last.startsWith('{') && !managingWords.test(last);
  // `/webhooks/incoming/{webhookId}`: what stands in its place is known to who was told the address.
  if (/^(incoming|inbound)$/i.test(before) && /\bhooks?\b|webhook/i.test(path)) return true;
  return isNamed;
});

const managingWords =
  /test|ping|verif|valid|subscri|register|create|add|update|delete|remove|replay|resend|retry|rotate|list|search|bulk|batch|enable|disable|config|setting/i;

/** True for operations where guessing pays: each needs a limit of its own, whoever may call it. */
export const isBruteForceTarget = pure('operationKind.isBruteForceTarget', (operation: Operation): boolean => {
  if (!isWriteByName(operation)) return false;
  return namesOf(operation).some((name) => guessableNames.test(name));
});

const guessableNames =
  /\b(log ?in|sign ?in|authenticate|token|otp|totp|mfa|2fa|pin|verify|verification|password|passcode|sign ?up|register|redeem|coupon|voucher)\b/;

/** True if the operation reads or takes data that harms when it leaks. */
export function handlesGraveData(operation: Operation): boolean {
  return [...operation.sensitive.request, ...operation.sensitive.response].some(isGrave);
}

/** Operations that clients of this API call: neither webhooks nor callbacks, which the API itself sends. */
export const isServed = pure('operationKind.isServed', (operation: Operation): boolean => {
  return (
    operation.kind === 'operation' &&
    !isWebhookOfOthers(operation) &&
    !(operation.method === 'options' && operation.responses.length <= 1)
  );
});

/** Served to callers who have to say who they are. */
export const isProtected = pure('operationKind.isProtected', (operation: Operation): boolean => {
  return isServed(operation) && operation.security.authentication === 'required';
});

/** A webhook that was written down as a path: whoever uses the API serves it, and the API calls. */
const isWebhookOfOthers = pure('operationKind.isWebhookOfOthers', (operation: Operation): boolean => {
  if (/\/your\/(configured|own|path|endpoint|server|url|webhook)\b/i.test(operation.path)) return true;
  const text = textsOf(operation).join('\n');
  return /\bthis webhook (will be|is) (invoked|called|sent|triggered)|\bwebhook (will be|is) invoked\b|^callback to notify\b/im.test(
    text,
  );
});
