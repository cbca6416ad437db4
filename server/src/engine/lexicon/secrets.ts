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
  en: 'user, login, account, admin, customer, member, encrypted, hashed, plain',
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
    secret access key, private key
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
    client side, publishable
  `,
});

/** The description says that the value is not returned: only `writeOnly` is missing. */
export const withheldSecrets = prose('secrets/withheldSecrets', {
  reads: 'topic',
  en: `
    not|never (be) returned|included|exposed|shown|readable|retrievable, write only, masked, redacted, obfuscated, encrypted
    will be empty|null|blank, only users|owners|you can see, only the owner can see
  `,
});
