import { names } from './names.ts';

/** First words of a name or a summary that says it changes something. */
export const changingVerbs = names('operations/changingVerbs', {
  at: 'first',
  en: 'create, update, delete, remove, assign, cancel, revoke',
});

/** A GET with one of these answers differently each time. */
export const makingVerbs = names('operations/makingVerbs', {
  at: 'anywhere',
  form: 'as written',
  en: 'generate, issue, rotate, reset, regenerate',
});

/** First words of the summary of a POST that only reads. */
export const askingVerbs = names('operations/askingVerbs', {
  at: 'first',
  en: `
    get, return, list, search, find, retrieve, fetch, lookup, resolve, calculate, estimate, paginated, analyse
    analyze, evaluate, parse, validate, compare, sanitize
  `,
});

/** They come before the verb of an operation on many objects. */
export const batchWords = names('operations/batchWords', {
  at: 'first',
  form: 'as written',
  en: 'bulk, batch',
});

/** A POST with one of these is a search or a calculation with a body. */
export const readingVerbs = names('operations/readingVerbs', {
  at: 'anywhere',
  form: 'as written',
  en: `
    search, query, find, lookup, retrieve, get, fetch, filter, list, count, aggregate, calculate, compare, estimate
    evaluate, analyze, analyse, parse, quote, preview, simulate, suggest, summarize, validate, check, convert
    translate
  `,
});

/** Whatever else the name says, the operation changes something. */
export const writingVerbs = names('operations/writingVerbs', {
  at: 'anywhere',
  form: 'as written',
  en: 'create, update, delete, remove, add, set, save, send, store, upload',
});

/** Operations where guessing a secret or a code pays. */
export const guessableSecrets = names('operations/guessableSecrets', {
  at: 'anywhere',
  form: 'as written',
  en: `
    login, log in, signin, sign in, authenticate, token, otp, totp, mfa, pin, 2 fa, verify, verification, password
    passcode, signup, sign up, register, redeem, coupon, voucher
  `,
});
