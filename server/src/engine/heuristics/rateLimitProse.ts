import { pure } from '../incremental/pure.ts';
import { query } from '../incremental/query.ts';
import type { OpenApiDescription, Operation, Response } from '../openapi/model.ts';
import { isLimitExtension } from '../openapi/rateLimit.ts';
import type { ReferenceCache } from '../openapi/referenceCache.ts';
import type { Schema } from '../schemas/schemaUsage.ts';
import { wordsOf } from '../sensitive/tokenize.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { isAboutPart, statementsOf, textsOf } from './operationWords.ts';

type Resolve = OpenApiDescription['resolve'];

const limitWords =
  /rate[ -]?limit|throttl|too[ -]?many[ -]?requests|\b429\b|(requests|calls) (per|an?|each|every) (second|minute|hour|day|month)|\b(api|usage|request|call) (limit|quota|allowance)|\b(daily|monthly) (limit|quota|allowance)|\blimit of ([a-z]+ ){0,2}(calls|requests)|\bcredits? (are |is |have been )?(exhausted|used up)|(reached|exceed(ed|s|ing)?) (your|the) ([a-z]+ ){0,2}(limit|quota)/i;

/** True for the text of a refusal that speaks of how often something may be called. */
export function speaksOfLimit(text: string | undefined): boolean {
  return (
    text !== undefined &&
    limitWords.test(text) &&
    statementsOf(text).some((one) => limitWords.test(one) && !isDenied(one))
  );
}

/**
 * True for a text that states a limit: a number of calls in a time, or that calls are throttled or answered "429". A
 * limit as a subject ("Manages rate limits"), and one that is denied or only planned, is none.
 */
export function statesLimit(text: string | undefined): boolean {
  return text !== undefined && statementsOf(text).some(isLimitStatement);
}

/** True if the introduction states a limit for the whole API: readers know it then, and machines still see none. */
export function isLimitedByIntroduction({ root }: OpenApiDescription): boolean {
  const text = root.at('info', 'description')?.string ?? '';
  return statementsOf(text).some((one) => isLimitStatement(one) && !isAboutPart(one));
}

function isLimitStatement(statement: string): boolean {
  if (isDenied(statement)) return false;
  if (limitVerbs.test(statement)) return true;
  if (capacityWords.test(statement) && !boundWords.test(statement)) return false;
  return callsInTime.test(statement) || (callWords.test(statement) && boundInTime.test(statement));
}

const number =
  "(\\d[\\d.,'_]{0,15}( ?(k|million|thousand))?|one|two|three|four|five|six|ten|twenty|thirty|fifty|sixty|hundred|thousand)";
const inTime =
  '(per|an?|each|every|within|in|over|/) ?(any |the )?((\\d+|one|two|five|ten|fifteen|thirty|sixty)[ -]?)?(milliseconds?|s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|days?|weeks?|months?)\\b';

/** "100 requests per minute", "five calls every 10 seconds", "60 req/min", "20 rps" */
const callsInTime = new RegExp(
  `\\b${number}[*_\`]{0,3} ([a-z-]+ ){0,3}(requests?|reqs?|calls?|queries|hits|attempts|invocations|lookups)[*_\`]{0,3}( [a-z-]+){0,4}? ?${inTime}|\\b\\d[\\d,.]{0,15} ?(rpm|rps|qps|tps)\\b`,
  'i',
);

/** "limited to 600 per hour" */
const boundInTime = new RegExp(
  `\\b(limit|limits|limited|quota|allowance|restricted|capped|throttled|maximum|max|at most|no more than|up to)\\b.{0,60}?\\b${number}[*_\`]{0,3} ?${inTime}`,
  'i',
);
const callWords = /\b(rates?|requests?|calls?|api|throttl\w*|rate[- ]?limit\w*)\b/i;

/** "Handles 10,000 requests per second" tells what the server bears, and binds nobody. */
const capacityWords =
  /\b(handl|serv(e|es|ed|ing)\b|process|support|capable|scal(e|es|ed|ing|able)\b|sustain|averag|peak|throughput)/i;
const boundWords = /\b(limit|max|up to|at most|no more than|allow|restrict|capped|quota|throttl)/i;

const limitVerbs = new RegExp(
  [
    // "Requests are rate limited", and not "the clients that are throttled"
    '(?<!\\b(that|which|who|whether|if) )\\b(is|are|be|been|being|gets?)( [a-z]+ly| also)? (rate[ -]?limited|throttled)\\b',
    '\\bwe ([a-z]+ ){0,3}(rate[ -]?limit|throttle)\\b',
    '\\b(rate[ -]?limit(s|ing)?|throttling|(api|request|call|usage) (limits?|quotas?))( [a-z]+){0,3}? ((is|are|has been|have been)( [a-z]+ly)? (applied|enforced|imposed|set|in place|in effect|enabled|calculated|measured|counted)|appl(y|ies))\\b',
    '\\b(applies|enforces|imposes|has|have|implements|employs) ([a-z]+ ){0,2}(rate[ -]?limit(s|ing)?|throttling|(api|request|call|usage) (limits?|quotas?))\\b',
    '\\bthere (is|are) ([a-z]+ ){0,3}(rate[ -]?limit(s|ing)?|throttling|(api|request|call|usage) (limits?|quotas?))\\b',
    '\\bsubject to ([a-z-]+ ){0,3}(rate[ -]?limit(s|ing)?|throttling|(api|request|call|usage) (limits?|quotas?))\\b',
    '\\b(exceed(ed|s|ing)?|reach(ed|es|ing)?|hit|hits|hitting|breach(ed|es|ing)?) ([a-z]+ ){0,3}((rate|request|api|usage|call)[- ]?(limits?|quotas?|allowance)|quota)\\b',
    '\\b(number|amount|rate) of ([a-z]+ )?(requests|calls)\\b.{0,60}\\b(limited|restricted|capped)\\b',
    '\\b(x-)?rate-?limit-(limit|remaining|reset|policy)\\b',
    '\\b429\\b.{0,120}\\b(too many|rate|limit|quota|throttl|exceed|slow)|\\b(too many|rate|limit|quota|throttl|exceed|slow|receive|return|respon|answer)\\w*\\b.{0,120}\\b429\\b',
  ].join('|'),
  'i',
);

/** "There is no rate limit", "Requests are not throttled", "Rate limits are planned"; not "must not exceed the limit". */
function isDenied(statement: string): boolean {
  return denied.test(statement.replace(mayChange, ' '));
}

const limitNoun = '(rate|throttl\\w*|quotas?|(api |request |call |usage )?limit(s|ed|ing|ation|ations)?\\b)';
const denied = new RegExp(
  [
    `\\b(no|without|lacks?|free (of|from)|exempt from|absence of|neither|nor) ((any|explicit|hard|strict|api|global|specific|current|defined|documented|formal|official|usage|request|call|enforced) ){0,3}${limitNoun}`,
    `(\\b(not|never|cannot)|n't)( (yet|currently|be|been|being|subject to|any|a|to|have|has|impose|enforce|apply|set|use|implement|support|necessarily|actually|strictly)){0,4} (${limitNoun}|rate[ -]?limited|enforced|applied|imposed|implemented|in place)`,
    '\\b(unlimited|unthrottled|planned|plan to|planning|upcoming|roadmap|coming soon|will (soon|later|eventually)|to be (defined|decided|determined|added|introduced|announced)|tbd|todo|not yet|yet to|intend(s|ed)? to|consider(ing|ed)?|(will|may|might|could) be (added|introduced|implemented|imposed))\\b',
    '\\bin (the|a|some) (near )?future\\b|\\bfuture (version|release)',
  ].join('|'),
  'i',
);

/** "The limit may change in the future" is about a limit that there is. */
const mayChange =
  /\b(may|might|can|could|will|subject to) (be )?(chang|adjust|revis|modif|updat|vary|increas|decreas|rais|lower)\w*.{0,40}/gi;

/** Whether an operation tells of a limit: by a text, a parameter, an extension, what it answers, or the text of its tags. */
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
    if (tellsOfLimit(operation) || answersOfLimit(operation)) return true;
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

/** An operation that shows what a 429 looks like, and never succeeds, limits nothing. */
export function refusesAll({ responses }: Operation): boolean {
  return responses.length > 0 && responses.every(({ status }) => status === '429');
}

const tellsOfLimit = pure('rateLimitProse.tellsOfLimit', (operation: Operation): boolean => {
  const { node, parameters, responses } = operation;
  if (textsOf(operation).some(statesLimit)) return true;
  // 420 was so used before there was a 429.
  if (responses.some(({ status }) => status === '420')) return true;
  // `quotaUser`: whose quota a call counts against.
  return parameters.some(({ name }) => wordsOf(name).includes('quota')) || hasLimitAttribute(node);
});

const answersOfLimit = pure('rateLimitProse.answersOfLimit', ({ responses }: Operation): boolean =>
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
