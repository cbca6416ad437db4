import { tracedThings } from '../lexicon/traceIds.ts';
import { writtenWordsIn } from '../lexicon/words.ts';
import type { Operation } from '../openapi/model.ts';

/** Whether a request of the operation can be followed through logs: a header has a correlation ID. */
export function isTraceable({ parameters, responses }: Operation): boolean {
  return (
    parameters.some(({ name, in: where }) => where === 'header' && isCorrelation(name)) ||
    responses.some(({ headers }) => headers.some(({ name }) => isCorrelation(name)))
  );
}

/** `traceparent`, `X-Request-Id`, `X-Correlation-ID`, `x-fapi-interaction-id`, `x-amzn-RequestId`. */
function isCorrelation(name: string): boolean {
  const words = writtenWordsIn(name);
  return words.includes('traceparent') || (words.includes('id') && tracedThings.matches(words));
}

/** Whether an extension marks the operation for auditing. */
export function isAudited({ node, pathItem }: Pick<Operation, 'node' | 'pathItem'>): boolean {
  return [node, pathItem].some((holder) => holder.entries().some(({ key }) => /^x-audit/i.test(key)));
}
