import { names } from './names.ts';
import { prose } from './prose.ts';

/** The text says that a key goes into the query string. */
export const queryKeys = prose('credentialTexts/queryKeys', {
  reads: 'claim',
  en: `
    key|token …6 query|url parameter|string, client|app|application id …6 query|url parameter|string
    query|url parameter|string …5 key|token
  `,
});

/** The text says that a key goes into a header. */
export const headerKeys = prose('credentialTexts/headerKeys', {
  reads: 'claim',
  en: 'key|token …6 header|headers, header …5 key|token',
});

/** The text says that a session is kept in a cookie. */
export const sessionCookies = prose('credentialTexts/sessionCookies', {
  reads: 'claim',
  en: 'session …5 cookie, cookie …5 session',
});

/** The text says that clients send bearer tokens. A JWT may as well be a body, so the text says what it is for. */
export const bearerTokens = prose('credentialTexts/bearerTokens', {
  reads: 'claim',
  en: `
    bearer token|authentication|authorization
    jwt ~6 header|authentication|authorization|authenticate
    header|authentication|authorization|authenticate|send|pass|include ~6 jwt
    web token ~6 header|authentication|identifies, header|authentication|send ~6 web token
  `,
});

/** The text names the keys of the API. Where these go it may leave open. */
export const namedKeys = prose('credentialTexts/namedKeys', {
  reads: 'claim',
  en: 'api key|keys, apikey|apikeys, account|subscription key',
});

/** The text names Basic authentication. */
export const basicAuthentication = prose('credentialTexts/basicAuthentication', {
  reads: 'claim',
  en: 'basic auth|authentication|authorization, http basic',
});

/** The text says that callers get their tokens by OAuth. */
export const oauthTokens = prose('credentialTexts/oauthTokens', {
  reads: 'claim',
  en: `
    authentication|authenticate|authorization|authorize ~6 oauth|oauth2, oauth|oauth2 …2 token|tokens
    oauth|oauth2 …2 authentication|authorization
  `,
});

/** The text says that callers sign in by OpenID Connect. */
export const openIdLogins = prose('credentialTexts/openIdLogins', {
  reads: 'claim',
  en: 'authentication|authenticate|authorization ~6 openid connect',
});

/** Fields of request bodies that are a key to the API wherever they stand. */
export const bodyKeys = names('credentialTexts/bodyKeys', {
  at: 'whole',
  form: 'as written',
  en: 'api key, api token, access token, auth token, app key, access key, secret key',
});

/** Fields of request bodies that are a key to the API where nearly every operation takes them. */
export const plainBodyKeys = names('credentialTexts/plainBodyKeys', {
  at: 'whole',
  form: 'as written',
  en: 'key, token',
});

/** Query parameters with a credential that a text shows in a URL. */
export const shownParameters = names('credentialTexts/shownParameters', {
  at: 'whole',
  form: 'as written',
  en: 'key, api key, token, access token, auth token, api token, app key, app id, client id, user key',
});
