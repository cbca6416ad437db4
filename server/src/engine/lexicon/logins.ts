import { names } from './names.ts';

/** Kinds of tokens, in words that have another meaning elsewhere. */
export const longTokens = names('logins/longTokens', {
  at: 'anywhere',
  form: 'as written',
  en: 'access token, access tokens, bearer token, bearer tokens',
});

/** Before a proof of identity: the operation is a step of a login. */
export const proofVerbs = names('logins/proofVerbs', {
  at: 'whole',
  form: 'as written',
  en: 'check, verify, send, validate, request, resend',
});

/** What a client sends or receives to prove who it is. */
export const proofs = names('logins/proofs', {
  at: 'whole',
  form: 'as written',
  en: 'otp, email, phone, sms, code, token, emailtoken',
});

/** Words that may stand next to those of a login. */
export const loginContext = names('logins/loginContext', {
  at: 'whole',
  form: 'as written',
  en: `
    user, users, auth, api, account, accounts, session, sessions, customer, customers, post, get, create, issue
    request, exchange, obtain, generate, refresh, do, oauth, openid, connect, with, by, via, using, token, email
    phone, password, google, facebook, apple, github, handler, controller, confirmation, new, identity, me, set, v
    json, ask, send, resend, all, confirm, done
  `,
});

/** These end a session or a token. */
export const endingPhrases = names('logins/endingPhrases', {
  at: 'anywhere',
  form: 'as written',
  en: 'revoke, introspect, logout, log out, signout, sign out',
});

/** Last path segments that finish a registration. */
export const finishingNames = names('logins/finishingNames', {
  at: 'whole',
  form: 'as written',
  en: 'registration',
});

/** Path segments of everything for logging in. */
export const loginSegments = names('logins/loginSegments', {
  at: 'whole',
  form: 'as written',
  en: 'auth, authorization, oauth, oauth 2, quick connect',
});

/** Path segments within what is for logging in. */
export const loginSteps = names('logins/loginSteps', {
  at: 'whole',
  form: 'as written',
  en: `
    verify, verification, refresh, check, reset, send, resend, code, device, callback, confirm, validate, init
    initiate, start, begin, finish, complete, challenge, exchange, revoke, pin, jwt, token, tokens, connect, quick
    otp, mfa
  `,
});

/** Path parameters that identify an object. */
export const idWords = names('logins/idWords', {
  at: 'last',
  form: 'as written',
  en: 'id, ids, uuid, guid, number, no, ref, reference',
});

/** Path parameters that identify a part of a login and no object. */
export const loginParts = names('logins/loginParts', {
  at: 'anywhere',
  form: 'as written',
  en: `
    login, session, flow, challenge, verification, confirmation, registration, invitation, provider, connection
  `,
});

/** They come before the name of a probe. */
export const deploymentWords = names('logins/deploymentWords', {
  at: 'whole',
  form: 'as written',
  en: 'api, system, server, service, app, v, actuator, monitoring',
});

/** Path parameters that name a part of a probe or of the documentation. */
export const probeParts = names('logins/probeParts', {
  at: 'last',
  form: 'as written',
  en: 'file, filename, page, path, asset, format, component, check, probe',
});
