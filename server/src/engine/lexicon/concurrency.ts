import { prose } from './prose.ts';

/** The response is about requests that run at once, not about how many there are in a time. */
export const concurrencyWords = prose('concurrency/concurrencyWords', {
  reads: 'topic',
  en: 'concurrent|concurrently|concurrency, parallel, simultaneous|simultaneously, at the same time, on another request',
});
