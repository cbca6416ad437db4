import { names } from './names.ts';
import { prose } from './prose.ts';

/** The description of a response speaks of a limit on how often something may be called. */
export const limitTopics = prose('rateLimits/limitTopics', {
  reads: 'claim',
  en: `
    rate limit|limits|limited|limiting, ratelimit|ratelimits|ratelimited|ratelimiting|ratelimitexceeded
    throttle|throttles|throttled|throttling|throttlingexception, too many requests
    toomanyrequests|toomanyrequestsexception, 429, requests|calls per|a|an|each|every second|minute|hour|day|month
    api|usage|request|call limit|quota|allowance, daily|monthly limit|quota|allowance, limit of …2 calls|requests
    credit|credits …2 exhausted, credit|credits …2 used up
    reached|exceed|exceeded|exceeds|exceeding your|the …2 limit|quota
  `,
});

/** A number of calls in a time. */
export const callsInTime = prose('rateLimits/callsInTime', {
  reads: 'claim',
  en: `
    # …3 request|requests|req|reqs|call|calls|queries|hits|attempts|invocations|lookups …4 per|a|an|each|every|within|in|over …2 s|sec|secs|second|seconds|min|mins|minute|minutes|h|hr|hrs|hour|hours|day|days|week|weeks|month|months
    no|not …2 more than # …3 request|requests|req|reqs|call|calls|queries|hits|attempts|invocations|lookups …4 per|a|an|each|every|within|in|over …2 s|sec|secs|second|seconds|min|mins|minute|minutes|h|hr|hrs|hour|hours|day|days|week|weeks|month|months
    # rpm|rps|qps|tps
  `,
});

/** A bound and a number in a time. */
export const boundsInTime = prose('rateLimits/boundsInTime', {
  reads: 'claim',
  en: `
    limit|limits|limited|quota|allowance|restricted|capped|throttled|maximum|max|most|than|to ~6 # per|a|an|each|every|within|in|over …2 s|sec|secs|second|seconds|min|mins|minute|minutes|h|hr|hrs|hour|hours|day|days|week|weeks|month|months
  `,
});

/** The sentence is about calls. */
export const callWords = prose('rateLimits/callWords', {
  reads: 'topic',
  en: `
    rate|rates, request|requests, call|calls, api|apis, throttle|throttles|throttled|throttling, ratelimit|ratelimited
  `,
});

/** The sentence says how much the server can bear: no limit for the client. */
export const capacityWords = prose('rateLimits/capacityWords', {
  reads: 'topic',
  en: `
    handle|handles|handling, serve|serves|served|serving, process|processes|processed|processing
    support|supports|supported, capable, scale|scales|scaled|scaling|scalable, sustain|sustains|sustained
    average|averages|averaging, peak|peaks, throughput
  `,
});

/** A sentence about what the server can bear that is also a limit. */
export const boundWords = prose('rateLimits/boundWords', {
  reads: 'topic',
  en: `
    limit|limits|limited|limiting, max|maximum, up to, at most, no more than, allow|allows|allowed|allowance
    restrict|restricts|restricted, capped, quota|quotas, throttle|throttles|throttled|throttling
  `,
});

/** The sentence says that calls are limited. */
export const statedLimits = prose('rateLimits/statedLimits', {
  reads: 'claim',
  en: `
    is|are|be|been|being|get|gets …1 rate limited, is|are|be|been|being|get|gets …1 throttled|ratelimited
    we …3 rate limit, we …3 throttle
    rate limit|limits|limiting …3 is|are|been …1 applied|enforced|imposed|set|enabled|calculated|measured|counted
    rate limit|limits|limiting …3 applies|apply, rate limit|limits|limiting …3 is|are in place|effect
    throttling …3 applies, throttling …3 is …1 applied|enforced|enabled
    api|request|call|usage limit|limits|quota|quotas …3 is|are|been …1 applied|enforced|imposed|set|enabled|calculated|measured|counted
    api|request|call|usage limit|limits|quota|quotas …3 applies|apply
    applies|enforces|imposes|has|have|implements|employs …2 rate limit|limits|limiting
    applies|enforces|imposes|has|have|implements|employs …2 api|request|call|usage limit|limits|quota|quotas
    applies|enforces|imposes|implements|employs …2 throttling, there is|are …3 rate limit|limits|limiting
    there is|are …3 api|request|call|usage limit|limits|quota|quotas, subject to …3 rate limit|limits|limiting
    subject to …3 api|request|call|usage limit|limits|quota|quotas, subject to …3 throttling
    exceed|exceeded|exceeds|exceeding|reach|reached|reaches|reaching|hit|hits|hitting …3 rate limit|limits
    exceed|exceeded|exceeds|exceeding|reach|reached|reaches|reaching|hit|hits|hitting …3 api|request|call|usage limit|limits|allowance
    exceed|exceeded|exceeds|exceeding|reach|reached|reaches|reaching|hit|hits|hitting …3 quota
    not exceed|reach|hit …3 rate limit|limits, without exceeding …3 rate limit|limits
    not exceed|reach|hit …3 api|request|call|usage limit|limits|quota|quotas|allowance
    number|amount|rate of …1 requests|calls ~8 limited|restricted|capped, rate limit remaining|reset|policy
    ratelimit remaining|reset|policy|limit
    429 ~8 too|rate|limit|limits|limited|quota|throttled|throttling|exceed|exceeded|slow, ^ too many requests
    receive|receives|return|returns|returned|respond|responds|response|answer|answers|answered|get|gets ~8 429
    many|limit|quota|exceed|exceeded|limited ~8 429
  `,
});

/** The sentence is about others that are limited, or about limits to come. */
export const limitedOthers = prose('rateLimits/limitedOthers', {
  reads: 'topic',
  en: `
    that|which|who|whether|if is|are …1 throttled|limited, that|which|who|whether|if is|are …1 rate limited
    will be added|introduced|implemented|imposed, unlimited|unthrottled
  `,
});

/** The description of a header is about calls. */
export const ofCalls = prose('rateLimits/ofCalls', {
  reads: 'topic',
  en: 'call|calls, request|requests, quota',
});

/** Names and codes of errors for too many calls. */
export const limitCodes = names('rateLimits/limitCodes', {
  at: 'anywhere',
  form: 'as written',
  en: `
    rate limit, rate limits, rate limited, rate limiting, ratelimit, ratelimited, rate limiter, throttle, throttled
    throttling, throttles, throttler, too many requests, toomanyrequests
  `,
});

/** Headers that say how many calls are used or left. */
export const spentNames = names('rateLimits/spentNames', {
  at: 'last',
  form: 'as written',
  en: 'used, reset, left, remaining',
});

/** Headers that say how many calls there are. */
export const allowedNames = names('rateLimits/allowedNames', {
  at: 'last',
  form: 'as written',
  en: 'allowed, limit',
});

/** Headers about limits where their description says so. */
export const limitHeaders = names('rateLimits/limitHeaders', {
  at: 'anywhere',
  form: 'as written',
  en: 'remaining, quota, throttle, throttled, throttling',
});

/** Properties with a number of calls. */
export const quotaNames = names('rateLimits/quotaNames', {
  at: 'whole',
  en: `
    daily quota, hourly quota, api quota, request quota, remaining request, remaining call, remaining api request
    remaining api call, request remaining, call remaining, request left, call left, api request remaining
    api call remaining
    api call left
  `,
});

/** Properties whose properties are numbers of calls. */
export const quotaHolders = names('rateLimits/quotaHolders', {
  at: 'first',
  en: 'meta, metadata, usage, quota, limit',
});

/** Properties that hold an error. */
export const errorNames = names('rateLimits/errorNames', {
  at: 'anywhere',
  en: '*error, *fault, *exception, *code, reason, *status',
});

/** Properties of a response that refuses a call, which may say why. */
export const refusalNames = names('rateLimits/refusalNames', {
  at: 'anywhere',
  en: 'type, kind, detail, *message, title, name',
});
