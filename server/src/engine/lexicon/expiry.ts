import { names } from './names.ts';
import { prose } from './prose.ts';

/** Fields that hold a token of an API. */
export const apiTokens = names('expiry/apiTokens', {
  at: 'whole',
  form: 'as written',
  en: 'access token, accesstoken, jwt, id token, bearer token, auth token',
});

/** Fields that say how long something is valid. */
export const expiryFields = names('expiry/expiryFields', {
  at: 'anywhere',
  form: 'as written',
  en: 'exp, expire, expires, expired, expiry, expiration, expiring, ttl, lifetime, valid, validity, max age',
});

/** The description says how long it is valid. */
export const expiryWords = prose('expiry/expiryWords', {
  reads: 'topic',
  en: 'expire|expires|expired|expiry|expiration|expiring, valid for|until',
});
