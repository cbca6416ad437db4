import { names } from './names.ts';
import { prose } from './prose.ts';

/** Last path segments of operations that return the state of a rate limit. */
export const limitResources = names('limitQueries/limitResources', { at: 'whole', en: 'rate limit, quota' });

/** The description says that calls do not use up the rate limit. */
export const uncountedCalls = prose('limitQueries/uncountedCalls', {
  reads: 'topic',
  en: 'not count against|toward|towards',
});
