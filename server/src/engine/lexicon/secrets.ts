import { names } from './names.ts';
import { prose } from './prose.ts';

export const passwords = names('secrets/passwords', {
  at: 'whole',
  form: 'as written',
  en: 'password, passwd, pwd, passphrase',
  de: 'passwort, kennwort',
  fr: 'mot de passe',
  es: 'contrasena',
  pt: 'senha',
  nl: 'wachtwoord',
});

/** In front of a password: whose it is, or how it is kept. */
export const passwordOwners = names('secrets/passwordOwners', {
  at: 'anywhere',
  form: 'as written',
  en: 'user, login, account, admin, customer, client, member, encrypted, hashed, plain',
});

/** Behind a password: the value that it is checked with. */
export const passwordChecks = names('secrets/passwordChecks', {
  at: 'last',
  form: 'as written',
  en: 'hash, salt, digest',
});

/** Secrets that two parties share. */
export const sharedSecrets = names('secrets/sharedSecrets', {
  at: 'last',
  form: 'as written',
  en: `
    client secret, shared secret, app secret, consumer secret, webhook secret, signing secret, secret key, api secret
    secret access key, private key, privatekey, jwt secret, signing key, hmac key, stream key, decryption key
    connection string, connectionstring, sas token
  `,
});

/** Keys and tokens of accounts, applications and devices, which an object keeps as long as it lives. */
export const accountKeys = names('secrets/accountKeys', {
  at: 'last',
  form: 'as written',
  en: `
    api key, apikey, api token, auth token, auth key, secret key, application token, app token, bearer token, authorization header
    provider token, provider access token, provider refresh token, export token, download token
  `,
});

/** What an account of another service is used with: stored, if clients send the object that has it. */
export const storedTokens = names('secrets/storedTokens', {
  at: 'last',
  form: 'as written',
  en: 'access token, refresh token, oauth token',
});

/** Next to a password: the name says what is done with it, or whether there is one. */
export const passwordDeeds = names('secrets/passwordDeeds', {
  at: 'first',
  form: 'as written',
  en: `
    allow, allows, can, change, confirm, display, enable, forget, forgot, has, have, is, last, must, need, needs, no, require
    requires, reset, set, show, update, use, uses, with
  `,
});

/** The same without a word about what it opens: only beside the ID of the object that has it. */
export const bareKeys = names('secrets/bareKeys', { at: 'whole', form: 'as written', en: 'token, secret' });

/** Whose `token` names something else: a card in a vault, a device for notifications, a page, what an alert is about. */
export const otherTokenOwners = names('secrets/otherTokenOwners', {
  at: 'anywhere',
  form: 'as written',
  en: 'card, payment, push, notification, device, page, pagination, cursor, coin, nft, contract, asset, alert',
});

/** An example that shows what is returned instead. */
export const maskedValues = names('secrets/maskedValues', { at: 'whole', en: 'redacted, masked, hidden, filtered' });

/** The object that has a secret is identified by it. */
export const ownerIds = names('secrets/ownerIds', {
  at: 'last',
  form: 'as written',
  en: 'id, uuid, name, description',
});

/** The text of an operation says that secrets of others are what it returns. */
export const secretProducts = prose('secrets/secretProducts', {
  reads: 'claim',
  en: `
    password|account hashes, hashes of passwords, leaked|breached|cracked|default password|passwords
    leaked|breached|compromised credential|credentials|secret|secrets, default credentials
  `,
});

/** In the name of a schema: its response is the one that tells a new secret. */
export const issuingWords = names('secrets/issuingWords', {
  at: 'anywhere',
  form: 'as written',
  en: 'create, created, generate, generated, reset, rotate, issue',
});

export const answerWords = names('secrets/answerWords', { at: 'anywhere', form: 'as written', en: 'response, result' });

/** In the name of a schema: its fields say what is wrong with the field of that name. */
export const errorWords = names('secrets/errorWords', {
  at: 'anywhere',
  form: 'as written',
  en: 'error, errors, violation, violations, invalid',
});

/** The server made the secret up itself, so it has to return it once. */
export const issuedSecrets = prose('secrets/issuedSecrets', {
  reads: 'topic',
  en: `
    generated, issued, temporary, one time, was created, only|just once, once only
    only|just returned|shown|available|present|visible, short lived
    valid for (a|#) (few|short) second|seconds|minute|minutes|hour|hours|time|use|uses
    client side, publishable, never|not …2 again
  `,
});

/** The description says that the value is not returned: only `writeOnly` is missing. */
export const withheldSecrets = prose('secrets/withheldSecrets', {
  reads: 'topic',
  en: `
    not|never (be) returned|included|exposed|shown|readable|retrievable, write only, masked, redacted, obfuscated, encrypted
    only (the) first|last # characters|digits, will be empty|null|blank, only users|owners|you can see, only the owner can see
  `,
});
