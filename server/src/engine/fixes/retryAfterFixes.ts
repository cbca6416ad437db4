import { isServed } from '../heuristics/operationKind.ts';
import { hasRole } from '../heuristics/roles.ts';
import { type Pure, pure } from '../incremental/pure.ts';
import { concurrencyWords } from '../lexicon/concurrency.ts';
import { proseOf } from '../lexicon/subject.ts';
import type { OpenApiDescription, Operation, Response } from '../openapi/model.ts';
import type { Fix } from '../textEdits/fix.ts';
import { retryAfterHeader, tellsWhenToRetry } from './rateLimitFixes.ts';

export interface SilentResponse {
  readonly response: Response;
  readonly operations: number;
}

/** Responses of a status without the time to retry: each definition once, however many operations share it. */
export function silentResponses(
  { operations, cache }: OpenApiDescription,
  status: keyof typeof silentOf,
): readonly SilentResponse[] {
  const silent = new Map<unknown, { response: Response; operations: number }>();
  for (const response of cache.collect(operations, silentOf[status])) {
    const known = silent.get(response.node);
    if (known === undefined) silent.set(response.node, { response, operations: 1 });
    else known.operations++;
  }
  return [...silent.values()];
}

const silentOf = { 429: silentWith('429'), 503: silentWith('503') } as const;

function silentWith(status: string): Pure<Operation, readonly Response[]> {
  return pure(`retryAfterFixes.silentWith ${status}`, (operation: Operation) =>
    // A probe asks again at its own pace.
    isServed(operation) && !(status === '503' && hasRole(operation, 'health'))
      ? operation.responses.filter((response) => response.status === status && isSilent(response))
      : [],
  );
}

function isSilent(response: Response): boolean {
  // An unresolved reference gives no information about the response.
  if (response.node.has('$ref') || isAboutConcurrency(response)) return false;
  return !tellsWhenToRetry(response.headers.map(({ name }) => name));
}

/** A client with too many concurrent requests may retry when one of them is done, so no time is needed. */
function isAboutConcurrency(response: Response): boolean {
  const description = proseOf('response', response, response.node.get('description')?.string);
  return concurrencyWords.find(description) !== undefined;
}

export function addRetryAfter(description: OpenApiDescription, responses: readonly Response[]): Fix {
  const value = retryAfterHeader(description);
  return {
    title:
      responses.length === 1
        ? 'Add the header "Retry-After"'
        : `Add the header "Retry-After" to ${responses.length} responses`,
    safety: 'safe',
    patches: responses.map(({ node }) => ({
      op: 'set',
      at: node,
      path: ['headers', 'Retry-After'],
      value,
      after: ['description'],
    })),
  };
}
