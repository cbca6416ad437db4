import { limitApiFixes, limitOperationFixes } from '../../fixes/rateLimitFixes.ts';
import { handlesHighImpactData, isHighImpact, isServed, isWrite } from '../../heuristics/operationKind.ts';
import { takesKey } from '../../heuristics/publicAccess.ts';
import { isLimitedByIntroduction, limitsInWords, refusesAll } from '../../heuristics/rateLimitProse.ts';
import { isBruteForceTarget, isPublicByNature } from '../../heuristics/roles.ts';
import { pure } from '../../incremental/pure.ts';
import { costlyActions, costlyReads, searchParameters, startingVerbs } from '../../lexicon/costlyWork.ts';
import { slice, type Words, wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation, Response } from '../../openapi/model.ts';
import { fewPlaces, groupReports, methodKey, nameOf, relatedOperations } from '../../rule/group.ts';
import { defineRule, type RuleContext } from '../../rule/rule.ts';
import type { Severity } from '../../severity.ts';
import type { Place, SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'missing-rate-limit',
    title: 'Operation has no rate limit',
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
      none: 'No rate limit is declared for {operations:operation}: no "429" response, rate-limit header or gateway extension. Declare a limit, and document "429".',
      range:
        'No rate limit is declared for {operations:operation}: "{range}" documents refusals, but no "429", rate-limit header or gateway extension does. Declare a limit, and document "429".',
      prose:
        'The rate limit is described in words only, which clients and gateways cannot read. Document "429" and the rate-limit headers.',
      one: '"{operation}" documents no rate limit, although it {reason}. Limit it, and document "429".',
      many: '"{operation}" and {others:more operation} have no rate limit, unlike other operations. Limit them, and document "429".',
      echo: '"{operation}" has no rate limit. Limit it, and document "429".',
    },
  },

  visit: {
    *OpenAPI(description, context) {
      const served = description.cache.select(description.operations, isServed);
      const unlimited = served.filter(({ rateLimit }) => rateLimit.length === 0);
      if (unlimited.length === 0) return;
      const isDescribed = isLimitedByIntroduction(description) ? () => true : limitsInWords(description);
      const described: Operation[] = [];
      const silent: Operation[] = [];
      for (const operation of unlimited) (isDescribed(operation) ? described : silent).push(operation);
      if (described.length > 0) yield* inWords(described, context);
      const isLimited = (operation: Operation) => operation.rateLimit.length > 0 && !refusesAll(operation);
      if (described.length > 0 || served.some(isLimited))
        yield* groupReports(silent, methodKey, (left) => someOperations(left, context));
      else yield* wholeApi(silent, context);
    },
  },
});

/** People can read these limits; clients and gateways cannot. */
function* inWords(described: readonly Operation[], context: RuleContext) {
  yield { ...whole(described, context), message: 'prose', severity: 'information', decided: true } as const;
  for (const operation of described) yield echo(operation, context);
}

function* wholeApi(unlimited: readonly Operation[], context: RuleContext) {
  const decided = !unlimited.some(isWorthAnAttack);
  const data = { operations: unlimited.length };
  const range = rangeOf(unlimited);
  if (range === undefined) yield { ...whole(unlimited, context), message: 'none', data, decided } as const;
  else {
    const rangeData = { ...data, range };
    // Clients know that a refusal may come. It is no protection where an attack pays.
    const report = { ...whole(unlimited, context), message: 'range', data: rangeData, decided } as const;
    yield unlimited.some((one) => reasonOf(one) !== undefined)
      ? report
      : ({ ...report, severity: 'information' } as const);
  }
  for (const operation of unlimited) yield echo(operation, context);
}

/** The status that covers "429" at every operation: "4XX" at all of them, else "default". */
function rangeOf(operations: readonly Operation[]): string | undefined {
  if (!operations.every(coversTooMany)) return undefined;
  return operations.every(({ responses }) => responses.some(isClientErrors)) ? '4XX' : 'default';
}

const coversTooMany = pure('missing-rate-limit.coversTooMany', ({ responses }: Operation): boolean =>
  responses.some((response) => response.status === 'default' || isClientErrors(response)),
);

function isClientErrors({ status }: Response): boolean {
  return /^4xx$/i.test(status);
}

function whole(operations: readonly Operation[], { description, config }: RuleContext) {
  return {
    at: pathsKey(description),
    operations: operations.length,
    fixes: () => limitApiFixes(description, operations, config.gateway),
  } as const;
}

/** Other operations are limited: reports the operations that are worth an attack, and echoes at the rest. */
function* someOperations(unlimited: readonly Operation[], context: RuleContext) {
  const counted = unlimited.filter((operation) => isCounted(operation, context));
  const hasReason = (operation: Operation) => reasonOf(operation) !== undefined;
  const exposed = [...counted.filter(hasReason), ...counted.filter((operation) => !hasReason(operation))];
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
      const reason = reasonOf(operation) ?? (isWrite(operation) ? 'changes data' : undefined);
      const base = at(operation, 'warning', context);
      const data = { operation: nameOf(operation) };
      if (reason === undefined) yield { ...base, message: 'echo', data } as const;
      else yield { ...base, message: 'one', data: { ...data, reason } } as const;
    }
  }
  const named = exposed.length > fewPlaces ? [first] : exposed;
  for (const operation of unlimited) if (!named.includes(operation)) yield echo(operation, context);
}

/** An authenticated, cheap read needs no rate limit, whatever other operations declare. */
function isCounted(operation: Operation, { config }: RuleContext): boolean {
  return config.profile === 'strict' || isWorthAnAttack(operation);
}

/** Writes, and reads that search, count or generate. */
const isWorthAnAttack = pure(
  'missing-rate-limit.isWorthAnAttack',
  (operation: Operation): boolean =>
    isWrite(operation) || readsMuch(operation) || isPublicOnPurpose(operation) || reasonOf(operation) !== undefined,
);

/** Public by its path, unlike a health probe. */
function isPublicOnPurpose({ path, security }: Operation): boolean {
  return security.authentication !== 'required' && path.split('/').includes('public');
}

function readsMuch({ path, operationId = '', parameters }: Operation): boolean {
  if (costlyReads.matches(wordsIn(path)) || costlyReads.matches(wordsIn(operationId))) return true;
  return parameters.some(({ in: where, name }) => where === 'query' && searchParameters.matches(writtenWordsIn(name)));
}

/** Why an operation without a limit is worth an attack; completes "although it …". */
const reasonOf = pure('missing-rate-limit.reasonOf', (operation: Operation): string | undefined => {
  if (isBruteForceTarget(operation)) return 'is open to brute force';
  if (isCostly(operation)) return 'has a cost per call';
  // A health probe reveals nothing.
  if (operation.security.authentication !== 'required' && !isPublicByNature(operation) && !takesKey(operation))
    return 'is public';
  if (isWrite(operation) && handlesHighImpactData(operation)) return 'takes sensitive data';
  if (takesSecretInPath(operation)) return 'takes a secret in its path';
  // Accounts can be read one after another, also by authenticated callers.
  if (operation.sensitive.response.some(isHighImpact)) return 'returns sensitive data';
  return undefined;
});

/** A key or a token that can be guessed without any other. */
function takesSecretInPath({ parameters, sensitiveParameters }: Operation): boolean {
  const isSecret = (node: SourceNode): boolean =>
    sensitiveParameters.some(
      (field) => field.node === node && (field.class === 'token' || field.class === 'credential'),
    );
  return parameters.some(({ in: where, node }) => where === 'path' && isSecret(node));
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

/** Sends paid messages, exports data, or runs a model. */
function isCostly({ method, path, operationId = '' }: Operation): boolean {
  if (method !== 'post') return false;
  const segments = path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'));
  const [before = '', last = ''] = ['', ...segments].slice(-2);
  const isSend = wordsIn(last).join(' ') === 'send';
  return [last, isSend ? `send ${before}` : last, operationId].some((name) => isCostlyAction(wordsIn(name)));
}

/** `createChatCompletion`, `sms` */
function isCostlyAction(words: Words<'singular'>): boolean {
  const start = words.findIndex((word) => !startingVerbs.has(word));
  return start >= 0 && costlyActions.matches(slice(words, start));
}
