import { pure } from '../incremental/pure.ts';
import {
  askingVerbs,
  batchWords,
  changingVerbs,
  makingVerbs,
  readingVerbs,
  writingVerbs,
} from '../lexicon/operations.ts';
import { inboundWords } from '../lexicon/outbound.ts';
import {
  hookSegments,
  hookWords,
  managingWords,
  placeholders,
  sentWebhooks,
  serviceHolders,
  singleHooks,
} from '../lexicon/webhooks.ts';
import { slice, wordsIn, writtenWordsIn } from '../lexicon/words.ts';
import type { Operation } from '../openapi/model.ts';
import type { SensitiveClass } from '../sensitive/classify.ts';
import { firstSentence, lastSegment, positionOf, proseOfOperation, textsOf } from './operationWords.ts';

/** High-impact classes: their loss harms people directly or is regulated. */
const highImpactClasses: ReadonlySet<SensitiveClass> = new Set([
  'credential',
  'token',
  'payment-card',
  'bank-account',
  'government-id',
  'health',
  'biometric',
]);

export function isHighImpact(name: SensitiveClass): boolean {
  return highImpactClasses.has(name);
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
  if (method !== 'get' || !changingVerbs.matches(wordsIn(operationId))) return false;
  return textsOf(operation).some((text) => changingVerbs.matches(wordsIn(firstSentence(text))));
}

/** True for a GET that can be asked again with the same answer: its name does not say that it makes something. */
export const isRepeatable = pure(
  'operationKind.isRepeatable',
  ({ method, path, operationId = '' }: Operation): boolean => {
    if (method !== 'get') return false;
    const words = [...writtenWordsIn(lastSegment(path)), ...writtenWordsIn(operationId)];
    return !words.some((word) => writingVerbs.has(word) || makingVerbs.has(word));
  },
);

/** The summary or the description begins as that of a question does, and asks for nothing more. */
function asksOnly(operation: Operation): boolean {
  const texts = textsOf(operation).map(firstSentence);
  return texts.some(isQuestion) && !texts.some(changesToo);
}

/** "Resolve names to IDs", "Bulk lookup of IDs" */
function isQuestion(text: string): boolean {
  const words = wordsIn(text);
  return askingVerbs.matches(batchWords.has(words[0] ?? '') ? slice(words, 1) : words);
}

/** "Get or create a user" */
function changesToo(text: string): boolean {
  return writtenWordsIn(text).some(
    (word, index, all) => (word === 'or' || word === 'and') && writingVerbs.has(all[index + 1] ?? ''),
  );
}

/** Guessable secrets often have such a name, whatever their summary says: "Get a token". */
export const isWriteByName = pure('operationKind.isWriteByName', (operation: Operation): boolean => {
  if (safeMethods.has(operation.method.toLowerCase())) return false;
  if (operation.method.toLowerCase() !== 'post') return true;
  const words = [...writtenWordsIn(lastSegment(operation.path)), ...writtenWordsIn(operation.operationId ?? '')];
  return !words.some((word) => readingVerbs.has(word)) || words.some((word) => writingVerbs.has(word));
});

/** True for a receiver of webhooks: the sender signs its requests, and has no account here. */
export const receivesWebhooks = pure('operationKind.receivesWebhooks', (operation: Operation): boolean => {
  const { method, path, parameters, security } = operation;
  if (method !== 'post') return false;
  // A client that can prove who it is in another way signs its requests as well.
  const isSigned =
    security.authentication === 'none' &&
    parameters.some(({ in: where, name }) => where === 'header' && writtenWordsIn(name).includes('signature'));
  const segments = path.split('/').filter((segment) => segment !== '');
  const [last = '', before = '', holder = ''] = [...segments].reverse();
  // `/apps/{id}/services/stripe/webhook`: one service delivers to it. One's own webhooks are a list, in the plural.
  const isOfService = singleHooks.matches(writtenWordsIn(last)) && !before.startsWith('{');
  if (isOfService && serviceHolders.matches(wordsIn(holder))) return true;
  // `/orders/{id}/webhooks/…`: the webhooks of that order are managed there.
  if (isSigned || positionOf(operation).place === 'below') return isSigned;
  const first = segments.findIndex((segment) => hookSegments.matches(wordsIn(segment)));
  // `/webhooks/incoming/{webhookId}`: only the sender knows this URL.
  if (inboundWords.matches(writtenWordsIn(before)) && segments.some((segment) => hookWords.matches(wordsIn(segment))))
    return true;
  // `/webhooks/stripe`; one's own webhooks are managed by `/webhooks/{id}/test`, or by a verb.
  const behind = first < 0 ? [] : segments.slice(first + 1);
  return (
    behind.length > 0 && behind.every((segment) => !segment.startsWith('{') && !managingWords.matches(wordsIn(segment)))
  );
});

/** Regulated data, which no probe returns and nobody publishes. */
const regulatedClasses: ReadonlySet<SensitiveClass> = new Set([
  'payment-card',
  'bank-account',
  'government-id',
  'biometric',
]);

export function returnsRegulatedData({ sensitive }: Operation): boolean {
  return sensitive.response.some((name) => regulatedClasses.has(name));
}

/** True if the operation reads or takes data that harms when it leaks. */
export function handlesHighImpactData(operation: Operation): boolean {
  return [...operation.sensitive.request, ...operation.sensitive.response].some(isHighImpact);
}

/** Operations that clients of this API call: neither webhooks nor callbacks, which the API itself sends. */
export const isServed = pure('operationKind.isServed', (operation: Operation): boolean => {
  return (
    operation.kind === 'operation' &&
    !isWebhookOfOthers(operation) &&
    !(operation.method === 'options' && operation.responses.length <= 1)
  );
});

/** Served to authenticated callers only. */
export const isProtected = pure('operationKind.isProtected', (operation: Operation): boolean => {
  return isServed(operation) && operation.security.authentication === 'required';
});

/** A webhook that is documented as a path: the client of the API serves it, and the API calls it. */
const isWebhookOfOthers = pure('operationKind.isWebhookOfOthers', (operation: Operation): boolean => {
  const segments = operation.path.split('/').map(writtenWordsIn);
  const isPlaceholder = segments.some(
    (words, index) => segments[index - 1]?.join() === 'your' && placeholders.matches(words),
  );
  return isPlaceholder || sentWebhooks.find(proseOfOperation(operation)) !== undefined;
});
