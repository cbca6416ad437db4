import { names } from './names.ts';
import { prose } from './prose.ts';

/** In the name of a token: it authenticates a caller, and does not only name a thing. */
export const openingWords = names('urlSecrets/openingWords', {
  at: 'anywhere',
  form: 'as written',
  en: `
    access, auth, session, refresh, reset, verification, confirmation, activation, invite, invitation, password, login, api
    bearer, id, jwt, otp
  `,
});

/** In the path of an operation: its URL is a link that was sent by e-mail. */
export const linkActions = names('urlSecrets/linkActions', {
  at: 'anywhere',
  form: 'as written',
  en: `
    verify, verification, confirm, confirmation, activate, activation, unsubscribe, invitation, invite, magic
  `,
});

/** In a path: its accounts belong to bookkeeping and not to a bank. */
export const ledgerNames = names('urlSecrets/ledgerNames', {
  at: 'anywhere',
  en: 'ledger, cash account, sub account, bookkeeping',
});

/** The description of an account number says the same. */
export const ledgerTexts = prose('urlSecrets/ledgerTexts', {
  reads: 'topic',
  en: 'ledger|ledgers, cash account|accounts, sub account|accounts, bookkeeping',
});

/** Parts of a payment card that are not secret by themselves. */
export const cardParts = names('urlSecrets/cardParts', {
  at: 'anywhere',
  form: 'as written',
  en: 'exp, expiry, expiration, expires, month, year, last, brand',
});

/** The value only refers to something that the server keeps. */
export const referenceEndings = names('urlSecrets/referenceEndings', {
  at: 'last',
  form: 'as written',
  en: 'id, ids, uuid, guid, ref, reference',
});

/** The description of a key says that the value only names the key. */
export const identifierTexts = prose('urlSecrets/identifierTexts', { reads: 'topic', en: 'id, identifier' });

/** Parameters with cookies that are sent on, sessions included. */
export const cookieFields = names('urlSecrets/cookieFields', {
  at: 'whole',
  form: 'as written',
  en: 'cookie, cookies',
});

/** Keys that open one thing to everybody who has them. */
export const sharedKeys = names('urlSecrets/sharedKeys', {
  at: 'whole',
  form: 'as written',
  en: 'sharing key, share key, share token, stream key, streamkey, edit key, view key, secret key, private key, invite key',
});

/** The description of a parameter says that its value is secret. */
export const secretTexts = prose('urlSecrets/secretTexts', {
  reads: 'claim',
  en: '^ (the|your) private|secret hash|key|code',
});

/** The description of a parameter is the name of a token. */
export const tokenTexts = prose('urlSecrets/tokenTexts', {
  reads: 'claim',
  en: '^ (the|your) access|api|session token',
});
