import { names } from './names.ts';
import { prose } from './prose.ts';

/** Names of shared responses to clients that send too many requests. */
export const tooManyRequestsNames = names('statuses/tooManyRequestsNames', {
  at: 'anywhere',
  en: `
    429, too many request, toomanyrequest, rate limit, rate limited, ratelimit, ratelimited, ratelimiting
    rate limiting, throttle, throttled, throttling
  `,
});

/** Names of shared responses to clients without valid credentials. */
export const unauthorizedNames = names('statuses/unauthorizedNames', {
  at: 'anywhere',
  en: '401, unauthorized, unauthorised, unauthenticated, not authenticated',
});

/** A statement with a number and one of these words speaks of the status of a response. */
export const statusTexts = prose('statuses/statusTexts', {
  reads: 'topic',
  en: `
    http, status|statuses, code|codes, error|errors, respond|responds|response|responses, return|returns|returned
    answer|answers|answered, unauthorized|unauthorised, authentication|authenticate|authenticated
    credential|credentials, key|keys, token|tokens, bad request, unprocessable, invalid, malformed, wrong, missing
    fail|fails|failed|failure, reject|rejects|rejected
  `,
});

/** The description of a response says that credentials are missing or wrong. */
export const refusedCredentials = prose('statuses/refusedCredentials', {
  reads: 'topic',
  en: `
    bad|invalid|missing|wrong|no (access|api) credentials|token|key, credentials|token|key ~3 missing|invalid
    failed (to) authenticate|authentication, authentication failed, not authenticated|logged
  `,
});
