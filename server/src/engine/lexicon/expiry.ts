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

/** Path segments of the keys and tokens that clients create and keep. Plural: `/oauth/token` gives one for a login. */
export const createdTokens = names('expiry/createdTokens', {
  at: 'last',
  form: 'as written',
  en: 'tokens, api keys, apikeys, access keys, auth keys, app keys',
});

/** In front of a token that is used at once, or that is none of an API. */
export const passingTokens = names('expiry/passingTokens', {
  at: 'anywhere',
  form: 'as written',
  en: `
    connection, session, client, ephemeral, temporary, device, push, card, payment, csrf, refresh, registration, bank
    pagination, design, reset
  `,
});

/** The text says that nothing is created. */
export const otherTokenDeeds = prose('expiry/otherTokenDeeds', {
  reads: 'topic',
  en: '^ list|lists|update|updates|get|gets|review|approve|search|exchange|resend|send|tokenize|import',
});

/** What a field for a lifetime belongs to, if it is a credential. */
export const credentialOwners = names('expiry/credentialOwners', {
  at: 'anywhere',
  en: 'token, key, apikey, credential, session, secret, invitation, invite, share, link',
});

/** The description of a lifetime says that there may be none. */
export const endlessTimes = prose('expiry/endlessTimes', {
  reads: 'topic',
  en: `
    never expire|expires|expired, does|do|will not expire, no|without …1 expiration|exipration|expiry, infinite|unlimited
    indefinitely, forever, valid permanently
  `,
});

/** Operations that take a key or token away again. */
export const revocations = names('expiry/revocations', {
  at: 'anywhere',
  form: 'as written',
  en: 'revoke, revocation, rotate, rotation, regenerate, reset, disable, deactivate, delete, remove, compromised, expire',
});

/** True for every name that `expiryFields` may match: tested before a name is split into words. */
export function mayBeLifetime(name: string): boolean {
  return /exp|ttl|valid|life|age/i.test(name);
}
