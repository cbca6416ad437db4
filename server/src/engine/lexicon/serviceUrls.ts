import { names } from './names.ts';
import { prose } from './prose.ts';

/** Fields with the URL of a service, where an example shows one. */
export const serviceNames = names('serviceUrls/serviceNames', { at: 'last', en: 'api, host, server, endpoint' });

/** The URL is one that clients request: "The URI for retrieving notifications". */
export const clientUrls = prose('serviceUrls/clientUrls', {
  reads: 'topic',
  en: 'for|to retrieve|retrieving|get|getting|fetch|fetching|read|reading|view|viewing, you can use',
});
