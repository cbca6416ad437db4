import {
  handlesGraveData,
  isBruteForceTarget,
  isPublicByNature,
  isServed,
  isWrite,
  takesKey,
} from '../../openapi/exposure.ts';
import type { OpenApiDescription, Operation, Response } from '../../openapi/model.ts';
import { perFact } from '../../openapi/perFact.ts';
import { limitApiFixes, limitOperationFixes } from '../../repair/rateLimitSnippets.ts';
import { wordsOf } from '../../sensitive/tokenize.ts';
import type { Place, SourceNode } from '../../syntax/sourceNode.ts';
import { count, fewPlaces, gathering, methodKey, nameOf, relatedOperations } from '../grouping.ts';
import { defineRule, type RuleContext, type Severity } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'missing-rate-limit',
    title: 'Nothing limits how often an operation can be called',
    pillar: 'rate-limiting',
    owasp: 'API4:2023',
    cwe: [770, 307],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 8.3.4'],
    since: '0.1.0',
    absence: true,
    messages: {
      none: 'No limit is declared for {operations}: no "429", no rate-limit header, no extension. Declare one, and document "429".',
      prose:
        'A rate limit is described in words only, so no client or gateway can read it. Document "429" and the limit.',
      one: '"{operation}" has no rate limit, although it {reason}. Limit it, and document "429".',
      many: '"{operation}" and {others} more operations have no rate limit, unlike others of this API. Limit them, and document "429".',
      echo: '"{operation}" has no rate limit. Limit it, and document "429".',
    },
  },

  visit: {
    *OpenAPI(description, context) {
      const served = description.memory.select(description.operations, isServed);
      const unlimited = served.filter(({ rateLimit }) => rateLimit.length === 0);
      if (unlimited.length === 0) return;
      const isLimited = served.some((operation) => operation.rateLimit.length > 0 && !refusesAll(operation));
      if (!isLimited) yield* wholeApi(description, unlimited, context);
      else if (isLimitedByIntroduction(description)) for (const operation of unlimited) yield echo(operation, context);
      else yield* gathering(unlimited, methodKey, (left) => someOperations(left, context));
    },
  },
});

/** An operation that shows what a 429 looks like, and never succeeds, limits nothing. */
function refusesAll({ responses }: Operation): boolean {
  return responses.length > 0 && responses.every(({ status }) => status === '429');
}

function* wholeApi(description: OpenApiDescription, unlimited: readonly Operation[], context: RuleContext) {
  const base = {
    at: pathsKey(description),
    operations: unlimited.length,
    fixes: () => limitApiFixes(description, unlimited, context.config.gateway),
  } as const;
  if (isLimitedByIntroduction(description) || description.operations.some(isLimitedInWords(description))) {
    const echo = context.config.profile !== 'strict';
    yield { ...base, message: 'prose', severity: 'information', echo } as const;
  } else {
    // Who is known and reads what costs little does little harm.
    const echo = context.config.profile !== 'strict' && !unlimited.some(isWorthAnAttack);
    yield { ...base, message: 'none', data: { operations: count(unlimited.length, 'operation') }, echo } as const;
  }
  for (const operation of unlimited) yield echo(operation, context);
}

/** Others are limited, so these were forgotten: those worth an attack are named, the rest carries echoes. */
function* someOperations(unlimited: readonly Operation[], context: RuleContext) {
  const exposed = unlimited.filter((operation) => reasonOf(operation) !== undefined && !isConstant(operation));
  const [first, ...others] = exposed;
  if (first !== undefined && exposed.length > fewPlaces) {
    yield {
      ...at(first, 'warning', context),
      message: 'many',
      data: { operation: nameOf(first), others: others.length },
      operations: exposed.length,
      related: relatedOperations(others),
      fixes: () => limitApiFixes(context.description, exposed, context.config.gateway),
    } as const;
  } else {
    for (const operation of exposed) {
      const reason = reasonOf(operation) ?? '';
      yield {
        ...at(operation, 'warning', context),
        message: 'one',
        data: { operation: nameOf(operation), reason },
      } as const;
    }
  }
  const named = exposed.length > fewPlaces ? [first] : exposed;
  for (const operation of unlimited) if (!named.includes(operation)) yield echo(operation, context);
}

/** Also where nothing is limited: writing, and reading what has to be looked for, counted or made. */
const isWorthAnAttack = perFact(
  (operation: Operation): boolean =>
    reasonOf(operation) !== undefined || isWrite(operation) || readsMuch(operation) || isPublicOnPurpose(operation),
);

/** Unlike a probe, which is public by nature. */
function isPublicOnPurpose({ path, security }: Operation): boolean {
  return security.authentication !== 'required' && path.split('/').includes('public');
}

/** `GET /languages`, beside operations that are limited: the same for all, and cheap. */
function isConstant(operation: Operation): boolean {
  const { method, parameters, path } = operation;
  const isList = method === 'get' && parameters.length === 0 && !path.includes('{');
  return isList && !readsMuch(operation) && !handlesGraveData(operation);
}

function readsMuch({ path, operationId = '' }: Operation): boolean {
  return [...wordsOf(path), ...wordsOf(operationId)].some((word) => costlyReads.has(word));
}

const costlyReads: ReadonlySet<string> = new Set(
  'search query find export report download analytics aggregate bulk batch dump generate convert translate render screenshot scan calculate compute predict detect recognize'.split(
    ' ',
  ),
);

/** What makes an unlimited operation worth an attack. */
function reasonOf(operation: Operation): string | undefined {
  if (isBruteForceTarget(operation)) return 'can be guessed at';
  if (isCostly(operation)) return 'costs something each time';
  // A probe that anyone may call gives nothing away.
  if (operation.security.authentication !== 'required' && !isPublicByNature(operation) && !takesKey(operation))
    return 'can be called by anyone';
  if (isWrite(operation) && handlesGraveData(operation)) return 'takes sensitive data';
  return undefined;
}

function at(operation: Operation, severity: Severity, { description, config }: RuleContext) {
  return {
    at: methodKey(operation),
    severity,
    fixes: () => limitOperationFixes(description, operation, config.gateway),
  } as const;
}

function echo(operation: Operation, context: RuleContext) {
  return {
    ...at(operation, 'information', context),
    message: 'echo',
    data: { operation: nameOf(operation) },
    echo: true,
  } as const;
}

function pathsKey({ root }: OpenApiDescription): Place {
  const paths = root.get('paths');
  return paths === undefined ? root : { keyOf: paths };
}

const limitInWords =
  /rate[ -]?limit|throttl|too[ -]?many[ -]?requests|\b429\b|(requests|calls) (per|an?|each|every) (second|minute|hour|day|month)|\b(api|usage|request|call) (limit|quota|allowance)|\b(daily|monthly) (limit|quota|allowance)|\blimit of ([a-z]+ ){0,2}(calls|requests)|\bcredits? (are |is |have been )?(exhausted|used up)|(reached|exceed(ed|s|ing)?) (your|the) ([a-z]+ ){0,2}(limit|quota)/i;

/**
 * Many APIs explain their limits in the introduction, or where an error says so under a number of its own. Readers know
 * them then, so this is no finding; machines still see none.
 */
function isLimitedByIntroduction({ root }: OpenApiDescription): boolean {
  const texts = [
    root.at('info', 'description'),
    ...(root.get('tags')?.items() ?? []).map((tag) => tag.get('description')),
  ];
  return texts.some((text) => limitInWords.test(text?.string ?? ''));
}

function isLimitedInWords({ resolve, memory }: OpenApiDescription): (operation: Operation) => boolean {
  return (operation) =>
    ['summary', 'description'].some((key) => limitInWords.test(operation.node.get(key)?.string ?? '')) ||
    holdsLimit(operation.node) ||
    // `quotaUser`: whose quota a call counts against.
    operation.parameters.some(({ name }) => wordsOf(name).includes('quota')) ||
    operation.responses.some(
      (response) =>
        !refusesAll(operation) &&
        // Thousands of responses stay as they are from version to version.
        memory.recall(
          `missing-rate-limit ${response.status === '420' || /^[123]/.test(response.status) ? response.status : 'refusal'}`,
          response.node,
          [],
          () => refusesTooMany(response, resolve) || tellsWhatIsLeft(response) || holdsQuota(response, resolve),
        ),
    );
}

/** `meta: { dailyQuota, requestCount }`: answers say how many calls there are. */
function holdsQuota({ schemas }: Response, resolve: OpenApiDescription['resolve']): boolean {
  const propertiesOf = (schema: SourceNode) => resolve(schema)?.get('properties')?.entries() ?? [];
  const isQuota = ({ key }: { key: string }): boolean => quotaNames.test(wordsOf(key).join(' '));
  return schemas.some((schema) =>
    propertiesOf(schema).some((entry) => isQuota(entry) || propertiesOf(entry.value).some(isQuota)),
  );
}

const quotaNames =
  /^((daily|hourly|api|request|call) quota|(remaining|left) (api )?(request|call)|(api )?(request|call) (remaining|left)|rate limit)$/;

/** `x-attributes: { ThrottleSecondsPerUser: 5 }`: an extension that only its author reads. */
function holdsLimit(node: SourceNode): boolean {
  return node
    .entries()
    .some(
      ({ key, value }) =>
        key.startsWith('x-') &&
        [key, ...value.entries().map((entry) => entry.key)].some((name) => limitName.test(name)),
    );
}

/** `X-Exl-Api-Remaining`: a header about calls, by another name than those that clients know. */
function tellsWhatIsLeft({ headers }: Response): boolean {
  // `x-renders-allowed`, `x-renders-used`, `x-renders-reset`
  if (headers.filter(({ name }) => /-(allowed|limit|used|reset|left|remaining)$/i.test(name)).length >= 2) return true;
  return headers.some(
    ({ name, node }) =>
      /remaining|quota|throttl/i.test(name) &&
      /\b(calls?|requests?|quota)\b/i.test(node.get('description')?.string ?? ''),
  );
}

/** By what it is called, by its text, or by the codes that its body may hold. 420 was so used before there was a 429. */
function refusesTooMany({ status, node, schemas }: Response, resolve: OpenApiDescription['resolve']): boolean {
  const isRefusal = !/^[123]/.test(status);
  if (isRefusal && (status === '420' || limitInWords.test(node.get('description')?.string ?? ''))) return true;
  return schemas.some((schema) => namesLimit(resolve(schema), resolve));
}

/** By its name, or by a code that one of its properties may be, also where it is one of several or within another. */
function namesLimit(schema: SourceNode | undefined, resolve: OpenApiDescription['resolve'], depth = 0): boolean {
  if (schema === undefined || depth > 3) return false;
  if (limitName.test(String(schema.key))) return true;
  const codes = [...(schema.get('enum')?.items() ?? []), ...[schema.get('const')].flatMap((code) => code ?? [])];
  if (codes.some(({ string, scalar }) => scalar === 429 || limitName.test(string ?? ''))) return true;
  const parts = ['oneOf', 'anyOf', 'allOf'].flatMap((key) => schema.get(key)?.items() ?? []);
  const properties = (schema.get('properties')?.entries() ?? []).map(({ value }) => value);
  const items = schema.get('items');
  return [...parts, ...properties, ...(items === undefined ? [] : [items])].some((part) =>
    namesLimit(resolve(part), resolve, depth + 1),
  );
}

/** `rate_limited`, `ThrottlingException`, `TooManyRequests` */
const limitName = /rate_?-?limit|throttl|too_?-?many_?-?requests/i;

/** Messages that somebody pays for, exports and reports that keep the server busy, answers of a model. */
function isCostly({ method, path, operationId = '' }: Operation): boolean {
  if (method !== 'post') return false;
  const [before = '', last = ''] = [
    '',
    ...path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{')),
  ]
    .slice(-2)
    .map((segment) => wordsOf(segment).join(' '));
  // `/emails/send`
  return [last, last === 'send' ? `send ${before}` : last, wordsOf(operationId).join(' ')].some((name) =>
    costly.test(name),
  );
}

const costly =
  /^((create|post|generate|run|start|request) )*(sms|whatsapp|send (sms|email|mail|message|notification|invoice|invitation|reminder|newsletter|whatsapp|fax)|export|report export|export report|completion|chat completion|embedding|transcription|inference|image generation|bulk (send|export))$/;
