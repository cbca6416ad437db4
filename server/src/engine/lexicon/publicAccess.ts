import { names } from './names.ts';
import { prose } from './prose.ts';

/** Objects that belong to an account: reading them is not public. */
export const ownedWords = names('publicAccess/ownedWords', {
  at: 'anywhere',
  en: `
    key, apikey, token, auth, authorization, login, license, username, password, secret, session, user, account
    customer, client, employee, member, patient, person, people, profile, me, my, order, payment, transaction, invoice
    transfer, balance, card, contact, message, subscription, booking, device, document, file, report, audit, log
    admin, internal, private, config, setting, metric, webhook
  `,
});

/** The sentence says that callers have to be authenticated. */
export const loginRequired = prose('publicAccess/loginRequired', {
  reads: 'claim',
  en: `
    user|users|caller|callers|client|clients|you must be logged|signed in, must be authenticated
    require|requires authentication|login, require|requires a valid (access) token, require|requires a logged in user
    authentication (is) required, authenticated user|users only, only (for) authenticated user|users
  `,
});

/** The sentence says that no authentication is required. */
export const publicAccess = prose('publicAccess/publicAccess', {
  reads: 'claim',
  en: `
    no|without …3 auth|authentication|authorization|authorisation|authenticated|login|credential|credentials|apikey
    no|without …3 api|access key|keys|token|tokens, no|without …3 log|logged|sign|signed in
    not need|require|have …3 auth|authentication|authorization|authorisation|authenticated|login|credential|credentials|apikey
    not need|require|have …3 api|access key|keys|token|tokens, not need|require|have …3 log|logged|sign|signed in
    not required …3 authenticated|logged, no …1 token|tokens (is|are) needed|required|necessary
    need|needs|require|requires no …1 token|tokens
    authentication|authorization|login (is) not required|needed|necessary
    unauthenticated endpoint|call|request|access|operation|route, ^ view|list|get|search (the) public, ^ public information|data about|for|on
    completely|fully|entirely public, public and (freely) accessible|available|open
    accessible|open|available to everyone|everybody|anyone|anybody
    public|publicly endpoint|accessible|available|route|operation
  `,
});

/** The sentence is about the objects that are public, about some callers, or about a refusal. */
export const otherAccess = prose('publicAccess/otherAccess', {
  reads: 'topic',
  en: `
    public and|or, public key|keys|token|tokens, enable|enables (a) public
    everyone|everybody|anyone|anybody with|who|that|in|holding|having, reject|rejects|rejected, refuse|refuses|refused
    fail|fails|failed, deny|denies|denied, forbidden, error|errors, 401, 403, invalid, can not
    unauthorized|unauthorised
  `,
});

/** The description of a parameter that takes a key or a token. */
export const keyDescriptions = prose('publicAccess/keyDescriptions', {
  reads: 'topic',
  en: `
    ^ (the|a|an|your) auth|authentication|authorization|access|api|session token|key
  `,
});

/** The introduction says that the API is for everybody. */
export const openData = prose('publicAccess/openData', {
  reads: 'claim',
  en: `
    open data, public api|data|dataset|user|users, free to use, for public use, open database
    open to the public, free and open, free open, is|are an open api, public access to|for
  `,
});
