import { names } from './names.ts';
import { prose } from './prose.ts';

/** Parameters with a URL that the browser is sent to. `redirect_uri` is defined by OAuth, whose servers know each client's. */
export const redirectParameters = names('redirects/redirectParameters', {
  at: 'whole',
  en: 'redirect, redirect to, return uri, return to, next url, continue url, goto, success url, cancel url',
});

/** The same, with more in front: `loginRedirectUrl`. */
export const redirectUrls = names('redirects/redirectUrls', { at: 'last', en: 'redirect url, return url' });

/** OAuth's own parameter (RFC 6749 §3.1.2), which is bound to a client where there is one. */
export const oauthRedirects = names('redirects/oauthRedirects', { at: 'whole', en: 'redirect uri' });

/** The registered client whose redirect URLs the server knows. */
export const clientIds = names('redirects/clientIds', { at: 'whole', en: 'client id, client key, app id' });

/** The description says that the server restricts the URL. */
export const restrictedUrls = prose('redirects/restrictedUrls', {
  reads: 'claim',
  en: 'restricted to, allow listed, allowlisted, whitelisted, must be registered|on, must be one of',
});

/** A filter for redirects: the parameter selects, and redirects nothing. */
export const filterWords = prose('redirects/filterWords', { reads: 'topic', en: 'filter|filters|filtered|filtering' });
