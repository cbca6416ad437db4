import { names } from './names.ts';
import { prose } from './prose.ts';

/** Operations for logging in, registering, recovering an account and getting a token. */
export const loginPhrases = names('logins/loginPhrases', {
  at: 'anywhere',
  form: 'as written',
  en: `
    login, log in, logon, log on, logout, log out, signin, sign in, signon, sign on, signup, sign up, signout
    sign out, register, registration, authenticate, authentication, authorize, introspect, revoke, token, tokens
    auth refresh, session refresh, jwt refresh, auth renew, session renew, jwt renew, refresh auth, refresh session
    refresh jwt, renew auth, renew session, renew jwt, forgot password, forget password, forgotten password
    forgetten password, password forgot, password forget, password forgotten, reset password, password reset
    recover password, recovery password, password recovery, recover username, forgot username, otp, email verification
    confirm email, jwk, jwks, captcha, csrf, nonce, saml, acs, sso, callback, device authorization
  `,
});

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
    json
  `,
});

/** A client gets from these what it proves its identity with. */
export const issuingPhrases = names('logins/issuingPhrases', {
  at: 'anywhere',
  form: 'as written',
  en: `
    login, log in, signin, sign in, signup, sign up, register, registration, authenticate, authentication, token
    tokens
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
  en: 'registration, verification, activation',
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

/** First sentences that only name a login. */
export const loginTitles = names('logins/loginTitles', {
  at: 'whole',
  form: 'as written',
  en: `
    login, log in, logout, log out, signin, sign in, signout, sign out, signup, sign up
  `,
});

/** Probes, the documentation of the API itself, and what is the same for every caller. */
export const probeNames = names('logins/probeNames', {
  at: 'whole',
  form: 'as written',
  en: `
    ruok, health, healthz, healthcheck, health check, livez, live, liveness, readyz, ready, readiness, ping, status
    heartbeat, version, robots txt, favicon ico, openapi, openapi json, openapi yaml, swagger, swagger json, schema
    schema json, docs, test, echo, about, outbound ips, ip ranges, time, timestamp
  `,
});

/** They come before the name of a probe. */
export const deploymentWords = names('logins/deploymentWords', {
  at: 'whole',
  form: 'as written',
  en: 'api, system, server, service, app, v',
});

/** Path parameters that name a part of a probe or of the documentation. */
export const probeParts = names('logins/probeParts', {
  at: 'last',
  form: 'as written',
  en: 'file, filename, page, path, asset, format, component, check, probe',
});

/** The first sentence says that the operation is a login, a logout or a registration. */
export const loginSentences = prose('logins/loginSentences', {
  reads: 'topic',
  en: `
    ^ (this|the) (endpoint|operation|method|call) send|sends|request|requests (a|an) (password) reset email|mail|link
    ^ (this|the) (endpoint|operation|method|call) send|sends|request|requests (a|an) (password) reset e mail
    ^ (this|the) (endpoint|operation|method|call) send|sends|request|requests (a|an) reset password email|mail|link
    ^ (this|the) (endpoint|operation|method|call) send|sends|request|requests (a|an) reset password e mail
    ^ (this|the) (endpoint|operation|method|call) sign|signs|log|logs (the|a) (current) (user|customer) out|in
    ^ (this|the) (endpoint|operation|method|call) (self) register|registers|registering (a|an) (new) user|account
    ^ (this|the) (endpoint|operation|method|call) refresh|refreshes (a|an|the) …1 token
    ^ when a user|customer signs|logs out|in
  `,
});
