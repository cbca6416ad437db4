import { names } from './names.ts';
import { prose } from './prose.ts';

/** Response headers that hold a token or a key. */
export const tokenHeaders = names('credentials/tokenHeaders', {
  at: 'whole',
  form: 'as written',
  en: 'authorization, x auth token, x access token, x session token, x refresh token, x api token, x api key',
});

/** Parameters that hold a key to the API, whatever stands in front. */
export const keyParameters = names('credentials/keyParameters', {
  at: 'last',
  form: 'as written',
  en: `
    api key, apikey, access key, app key, auth key, subscription key, api token, access token, app token, auth token
    api secret, app secret, auth signature
  `,
});

/** The last word of a credential for the API. A password is one for an account. */
export const keyWords = names('credentials/keyWords', { at: 'last', en: 'key, secret, token, authorization' });

/** Fields of a response that hold a secret besides the tokens of an API (`expiry/apiTokens`). */
export const lastingSecrets = names('credentials/lastingSecrets', {
  at: 'whole',
  form: 'as written',
  en: 'refresh token, session token, client secret',
});

/** Last segments of paths at which clients get a token. */
export const tokenSegments = names('credentials/tokenSegments', {
  at: 'whole',
  en: 'auth, authenticate, token, session',
});

/** Headers that a page of another site cannot set to the right value. */
export const csrfHeaders = names('credentials/csrfHeaders', {
  at: 'anywhere',
  en: 'csrf, xsrf, antiforgery',
});

/** HTTP authentication schemes that sign the request. */
export const signatureSchemes = names('credentials/signatureSchemes', {
  at: 'anywhere',
  form: 'as written',
  en: '*hmac, *sha, *sign, signed, *signature',
});

/** The text says that callers, keys or users have different rights. */
export const credentialRights = prose('credentials/credentialRights', {
  reads: 'topic',
  en: `
    permission|permissions, role|roles, scope|scopes, privilege|privileges, read only ~4 key|keys|token|tokens|access
    restricted key|keys|token|tokens
  `,
});
