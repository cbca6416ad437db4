import { pure } from '../incremental/pure.ts';
import { query } from '../incremental/query.ts';
import type { NameLexicon } from '../lexicon/names.ts';
import type { ProseLexicon } from '../lexicon/prose.ts';
import {
  allowedNames,
  boundsInTime,
  boundWords,
  callsInTime,
  callWords,
  capacityWords,
  errorNames,
  limitCodes,
  limitedOthers,
  limitHeaders,
  limitTopics,
  ofCalls,
  quotaHolders,
  quotaNames,
  refusalNames,
  spentNames,
  statedLimits,
} from '../lexicon/rateLimits.ts';
import { type Sentence, sentencesIn } from '../lexicon/sentences.ts';
import { proseOf } from '../lexicon/subject.ts';
import { wordsIn, writtenWordsIn } from '../lexicon/words.ts';
import type { OpenApiDescription, Operation, Response } from '../openapi/model.ts';
import { isLimitExtension } from '../openapi/rateLimit.ts';
import type { ReferenceCache } from '../openapi/referenceCache.ts';
import { holds } from '../schemas/schemaUnit.ts';
import type { Schema } from '../schemas/schemaUsage.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { isAboutPart, proseOfOperation } from './operationWords.ts';

type Resolve = OpenApiDescription['resolve'];

/** True for the text of a refusal that speaks of how often something may be called. */
export function speaksOfLimit(text = ''): boolean {
  return sentencesIn(text).some((sentence) => limitTopics.matches(sentence));
}

/**
 * True for a text that states a limit: a number of calls in a time, or that calls are throttled or answered "429". A
 * limit as a subject ("Manages rate limits"), and one that is denied or only planned, does not count.
 */
export function statesLimit(text = ''): boolean {
  return sentencesIn(text).some(isLimitStatement);
}

/** True if the introduction states a limit for the whole API: readers know it then, and tools still see none. */
export function isLimitedByIntroduction({ root }: OpenApiDescription): boolean {
  const text = root.at('info', 'description')?.string ?? '';
  return sentencesIn(text).some((sentence) => isLimitStatement(sentence) && !isAboutPart(sentence.text));
}

function isLimitStatement(sentence: Sentence): boolean {
  const has = (lexicon: ProseLexicon): boolean => lexicon.matches(sentence);
  if (has(statedLimits)) return !has(limitedOthers);
  const isInTime = has(callsInTime) || (has(callWords) && has(boundsInTime));
  // "Handles 10,000 requests per second" says how much the server can bear, and limits no client.
  return isInTime && !has(limitedOthers) && (!has(capacityWords) || has(boundWords));
}

/** Whether an operation documents a limit: in a text, a parameter, an extension, a response, or the text of its tags. */
export function limitsInWords(description: OpenApiDescription): (operation: Operation) => boolean {
  const { nodes, cache, root } = description;
  const limitedTags = new Set(
    (root.get('tags')?.items() ?? [])
      .filter((tag) => statesLimit(tag.get('description')?.string))
      .map((tag) => tag.get('name')?.string),
  );
  // Most descriptions name nothing of the kind in any schema.
  const isNamedInSchemas = cache.select(nodes.Schema, mayNameLimit).length > 0;
  return (operation) => {
    if (refusesAll(operation)) return false;
    if (documentsLimit(operation) || respondsWithLimit(operation)) return true;
    if (operation.tags.some((tag) => limitedTags.has(tag))) return true;
    return (
      isNamedInSchemas &&
      operation.responses.some((response) =>
        // Thousands of responses stay as they are from revision to revision.
        cache.get(holdsLimit, response),
      )
    );
  };
}

/** True if none of the served operations has a limit, documented in whatever way. */
export function limitsNothing(description: OpenApiDescription, served: readonly Operation[]): boolean {
  if (isLimitedByIntroduction(description)) return false;
  const isLimited = limitsInWords(description);
  return !served.some((one) => (one.rateLimit.length === 0 ? isLimited(one) : !refusesAll(one)));
}

/** An operation that only demonstrates a 429, and never succeeds, has no limit. */
export function refusesAll({ responses }: Operation): boolean {
  return responses.length > 0 && responses.every(({ status }) => status === '429');
}

const documentsLimit = pure('rateLimitProse.documentsLimit', (operation: Operation): boolean => {
  const { node, parameters, responses } = operation;
  if (proseOfOperation(operation).sentences.some(isLimitStatement)) return true;
  // Before there was a 429, some APIs sent 420.
  if (responses.some(({ status }) => status === '420')) return true;
  // `quotaUser`: the user whose quota a call counts against.
  return parameters.some(({ name }) => wordsIn(name).includes('quota')) || hasLimitAttribute(node);
});

const respondsWithLimit = pure('rateLimitProse.respondsWithLimit', ({ responses }: Operation): boolean =>
  responses.some(
    (response) =>
      hasLimitHeaders(response) || (isRefusal(response) && speaksOfLimit(response.node.get('description')?.string)),
  ),
);

function isRefusal({ status }: Response): boolean {
  return !/^[123]/.test(status);
}

/** `x-attributes: { ThrottleSecondsPerUser: 5 }`: only its author reads it. Those of gateways have been read, and limit nothing. */
function hasLimitAttribute(node: SourceNode): boolean {
  return node
    .entries()
    .some(
      ({ key, value }) =>
        key.startsWith('x-') && !isLimitExtension(key) && value.entries().some(({ key }) => isLimitName(key)),
    );
}

/** By numbers of calls, by the name of a refusal, or by an error code. */
const holdsLimit = query('rateLimitProse.holdsLimit', (cache: ReferenceCache, response: Response): boolean =>
  response.schemas.some((schema) => {
    const node = cache.resolve(schema);
    if (node === undefined) return false;
    if (!isRefusal(response)) return holdsQuota(node, cache.resolve) || namesLimit(node, cache.resolve, false);
    // Hundreds of responses show the same error.
    return cache.get(isLimitError, node);
  }),
);

const isLimitError = query('rateLimitProse.isLimitError', (cache: ReferenceCache, node: SourceNode): boolean =>
  namesLimit(node, cache.resolve, true),
);

const mayNameLimit = pure('rateLimitProse.mayNameLimit', ({ parts }: Schema): boolean =>
  parts.some((part) => {
    const { node, property } = part;
    if (property !== undefined && isQuota(property)) return true;
    return isLimitName(String(node.key)) || ((holds(part, 'enum') || holds(part, 'const')) && hasLimitCode(node));
  }),
);

/** `X-Exl-Api-Remaining`; `x-renders-allowed` next to `x-renders-used`: about calls, by names that clients do not know. */
function hasLimitHeaders(response: Response): boolean {
  const names = response.headers.map(({ name }) => writtenWordsIn(name));
  const has = (lexicon: NameLexicon<'as written'>): boolean => names.some((words) => lexicon.matches(words));
  if (has(allowedNames) && has(spentNames)) return true;
  return response.headers.some(({ node }, index) => {
    const words = names[index];
    if (words === undefined || !limitHeaders.matches(words)) return false;
    return ofCalls.find(proseOf('response', response, node.get('description')?.string)) !== undefined;
  });
}

/** `meta: { dailyQuota, requestCount }` */
function holdsQuota(schema: SourceNode | undefined, resolve: Resolve, depth = 0, seen: Seen = new Map()): boolean {
  if (schema === undefined || wasSeen(schema, depth, seen)) return false;
  return (schema.get('properties')?.entries() ?? []).some(
    ({ key, value }) =>
      isQuota(key) ||
      (depth < maxDepth && quotaHolders.matches(wordsIn(key)) && holdsQuota(resolve(value), resolve, depth + 1, seen)),
  );
}

/** At which depth a schema was looked into: schemas that are shared would be read once for each way to them. */
type Seen = Map<SourceNode, number>;

function wasSeen(schema: SourceNode, depth: number, seen: Seen): boolean {
  if ((seen.get(schema) ?? Number.POSITIVE_INFINITY) <= depth) return true;
  seen.set(schema, depth);
  return false;
}

function isQuota(name: string): boolean {
  return quotaNames.matches(wordsIn(name));
}

/**
 * By a code that a property may be, also where it is one of several or within another. Only what is called an error is
 * looked into: an answer without one may manage limits for others, and an error may show whole objects beside it. What
 * a refusal is called counts too.
 */
function namesLimit(
  schema: SourceNode | undefined,
  resolve: Resolve,
  inRefusal: boolean,
  depth = 0,
  seen: Seen = new Map(),
): boolean {
  if (schema === undefined || depth > maxDepth || wasSeen(schema, depth, seen)) return false;
  if ((inRefusal && isLimitName(String(schema.key))) || hasLimitCode(schema)) return true;
  const properties = schema.get('properties')?.entries() ?? [];
  const parts = [
    ...['oneOf', 'anyOf', 'allOf'].flatMap((key) => schema.get(key)?.items() ?? []),
    ...properties.flatMap(({ key, value }) => (isErrorName(key, inRefusal) ? [value] : [])),
    schema.get('items'),
  ];
  return parts.some((part) => part !== undefined && namesLimit(resolve(part), resolve, inRefusal, depth + 1, seen));
}

function hasLimitCode(schema: SourceNode): boolean {
  const one = schema.get('const');
  return (one !== undefined && isLimitCode(one)) || (schema.get('enum')?.items().some(isLimitCode) ?? false);
}

function isLimitCode({ scalar, string = '' }: SourceNode): boolean {
  return scalar === 429 || isLimitName(string);
}

function isErrorName(key: string, inRefusal: boolean): boolean {
  const words = wordsIn(key);
  return errorNames.matches(words) || (inRefusal && (refusalNames.matches(words) || isLimitName(key)));
}

const maxDepth = 3;

/** `rate_limited`, `ThrottlingException`, `TooManyRequests` */
function isLimitName(name: string): boolean {
  return limitCodes.matches(writtenWordsIn(name));
}
