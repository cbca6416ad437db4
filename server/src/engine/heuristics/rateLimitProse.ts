import { pure } from '../incremental/pure.ts';
import { query } from '../incremental/query.ts';
import type { OpenApiDescription, Operation, Response } from '../openapi/model.ts';
import { isLimitExtension } from '../openapi/rateLimit.ts';
import type { ReferenceCache } from '../openapi/referenceCache.ts';
import type { Schema } from '../schemas/schemaUsage.ts';
import { wordsOf } from '../sensitive/tokenize.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { textsOf } from './operationWords.ts';

type Resolve = OpenApiDescription['resolve'];

const limitWords =
  /rate[ -]?limit|throttl|too[ -]?many[ -]?requests|\b429\b|(requests|calls) (per|an?|each|every) (second|minute|hour|day|month)|\b(api|usage|request|call) (limit|quota|allowance)|\b(daily|monthly) (limit|quota|allowance)|\blimit of ([a-z]+ ){0,2}(calls|requests)|\bcredits? (are |is |have been )?(exhausted|used up)|(reached|exceed(ed|s|ing)?) (your|the) ([a-z]+ ){0,2}(limit|quota)/i;

/** True for a text that speaks of how often something may be called. */
export function speaksOfLimit(text: string | undefined): boolean {
  return text !== undefined && limitWords.test(text);
}

/**
 * Many APIs explain their limits in the introduction, or where an error says so under a number of its own. Readers know
 * them then, so this is no finding; machines still see none.
 */
export function isLimitedByIntroduction({ root }: OpenApiDescription): boolean {
  const tags = root.get('tags')?.items() ?? [];
  return [root.at('info', 'description'), ...tags.map((tag) => tag.get('description'))].some((text) =>
    speaksOfLimit(text?.string),
  );
}

/** True if some operation tells of a limit: by a text, a parameter, an extension of its own, or what it answers. */
export function isLimitedInWords(description: OpenApiDescription): boolean {
  const { operations, nodes, cache } = description;
  if (operations.some((operation) => tellsOfLimit(operation) || answersOfLimit(operation))) return true;
  // Most descriptions name nothing of the kind in any schema.
  if (cache.select(nodes.Schema, mayNameLimit).length === 0) return false;
  return operations.some(
    (operation) =>
      !refusesAll(operation) &&
      operation.responses.some((response) =>
        // Thousands of responses stay as they are from revision to revision.
        cache.get(holdsLimit, response),
      ),
  );
}

/** An operation that shows what a 429 looks like, and never succeeds, limits nothing. */
export function refusesAll({ responses }: Operation): boolean {
  return responses.length > 0 && responses.every(({ status }) => status === '429');
}

const tellsOfLimit = pure('rateLimitProse.tellsOfLimit', (operation: Operation): boolean => {
  const { node, parameters, responses } = operation;
  if (textsOf(operation).some(speaksOfLimit)) return true;
  // 420 was so used before there was a 429.
  if (responses.some(({ status }) => status === '420')) return true;
  // `quotaUser`: whose quota a call counts against.
  return parameters.some(({ name }) => wordsOf(name).includes('quota')) || hasLimitAttribute(node);
});

const answersOfLimit = pure(
  'rateLimitProse.answersOfLimit',
  (operation: Operation): boolean =>
    !refusesAll(operation) &&
    operation.responses.some(
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
        key.startsWith('x-') && !isLimitExtension(key) && value.entries().some((entry) => limitName.test(entry.key)),
    );
}

/** By numbers that tell how many calls there are, by what a refusal is called, or by a code for what went wrong. */
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
  parts.some(({ node, property }) => {
    if (property !== undefined && isQuota(property)) return true;
    return limitName.test(String(node.key)) || hasLimitCode(node);
  }),
);

/** `X-Exl-Api-Remaining`; `x-renders-allowed` beside `x-renders-used`: about calls, by names that clients do not know. */
function hasLimitHeaders({ headers }: Response): boolean {
  const has = (end: RegExp): boolean => headers.some(({ name }) => end.test(name));
  if (has(/-(allowed|limit)$/i) && has(/-(used|reset|left|remaining)$/i)) return true;
  return headers.some(
    ({ name, node }) =>
      /remaining|quota|throttl/i.test(name) &&
      /\b(calls?|requests?|quota)\b/i.test(node.get('description')?.string ?? ''),
  );
}

/** `meta: { dailyQuota, requestCount }` */
function holdsQuota(schema: SourceNode | undefined, resolve: Resolve, depth = 0, seen: Seen = new Map()): boolean {
  if (schema === undefined || wasSeen(schema, depth, seen)) return false;
  return (schema.get('properties')?.entries() ?? []).some(
    ({ key, value }) =>
      isQuota(key) ||
      (depth < maxDepth &&
        /^(meta|usage|quota|limits)/i.test(key) &&
        holdsQuota(resolve(value), resolve, depth + 1, seen)),
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
  return quotaNames.test(wordsOf(name).join(' '));
}

const quotaNames =
  /^((daily|hourly|api|request|call) quota|(remaining|left) (api )?(request|call)|(api )?(request|call) (remaining|left))$/;

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
  if ((inRefusal && limitName.test(String(schema.key))) || hasLimitCode(schema)) return true;
  const properties = schema.get('properties')?.entries() ?? [];
  const isError = inRefusal ? refusalName : errorName;
  const parts = [
    ...['oneOf', 'anyOf', 'allOf'].flatMap((key) => schema.get(key)?.items() ?? []),
    ...properties.flatMap(({ key, value }) => (isError.test(key) ? [value] : [])),
    schema.get('items'),
  ];
  return parts.some((part) => part !== undefined && namesLimit(resolve(part), resolve, inRefusal, depth + 1, seen));
}

function hasLimitCode(schema: SourceNode): boolean {
  const codes = [...(schema.get('enum')?.items() ?? []), schema.get('const')];
  return codes.some((code) => code?.scalar === 429 || limitName.test(code?.string ?? ''));
}

const errorName = /error|fault|exception|code|reason|status/i;

const refusalName =
  /error|fault|exception|code|reason|type|kind|status|detail|message|title|name|rate[_-]?limit|throttl|too[_-]?many/i;

const maxDepth = 3;

/** `rate_limited`, `ThrottlingException`, `TooManyRequests` */
const limitName = /rate[_-]?limit|throttl|too[_-]?many[_-]?requests/i;
