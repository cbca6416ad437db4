import { names } from './names.ts';

/** Logging in, a step of it, or what only a login needs. */
export const loginNames = names('roles/loginNames', {
  at: 'anywhere',
  form: 'as written',
  en: `
    login, log in, logon, log on, signin, sign in, signon, sign on, authenticate, authentication, otp, captcha, csrf
    nonce, sso, saml, passwordless, magic link, webauthn, passkey
  `,
});

/** Ending a session. */
export const logoutNames = names('roles/logoutNames', {
  at: 'anywhere',
  form: 'as written',
  en: `
    logout, log out, logoff, log off, signout, sign out, endsession, end session, invalidate session
  `,
});

/** Creating an account of one's own, or proving that an address is one's own. */
export const registrationNames = names('roles/registrationNames', {
  at: 'anywhere',
  form: 'as written',
  en: `
    register, registration, signup, sign up, email verification, confirm email, confirm account, activate account
    account activation, verify account, resend verification, verification email, resend confirmation
    activation email
  `,
});

/** Giving an account back to a user that cannot log in. */
export const recoveryNames = names('roles/recoveryNames', {
  at: 'anywhere',
  form: 'as written',
  en: `
    forget password, forgotten password, password forgotten, reset password, password reset, password recovery
    restore password, lost password, account recovery, forgot, recover
  `,
});

/** Issuing, renewing, checking or revoking tokens. */
export const tokenNames = names('roles/tokenNames', {
  at: 'anywhere',
  form: 'as written',
  en: `
    token, tokens, introspect, introspection, revoke, revocation, auth refresh, session refresh, jwt refresh
    session renew, refresh auth, refresh session, renew session, gettoken, refreshtoken, accesstoken, create jwt
    jwt create, jwt verify
  `,
});

/** Beginning an OAuth or OpenID Connect flow. */
export const authorizationNames = names('roles/authorizationNames', {
  at: 'anywhere',
  form: 'as written',
  en: `
    authorize, authorise, device authorization, device code, pushed authorization, backchannel authentication, par
  `,
});

/** Where a browser returns to after a login. */
export const redirectNames = names('roles/redirectNames', {
  at: 'anywhere',
  form: 'as written',
  en: 'callback, acs, assertion consumer, redirect',
});

/** Pages of a login, which a browser opens with GET. */
export const pageNames = names('roles/pageNames', {
  at: 'whole',
  form: 'as written',
  en: `
    login, log in, signin, sign in, logon, sso, saml, logout, log out, signout, sign out, register, signup, sign up
    authorize, authorise, callback, captcha, csrf, csrf token, nonce, endsession, end session, verify email
    confirm email
  `,
});

/** What a login creates, and a logout deletes. */
export const sessionNames = names('roles/sessionNames', {
  at: 'whole',
  form: 'as written',
  en: `
    session, sessions, auth, authentication
  `,
});

/** What a registration creates. */
export const accountNames = names('roles/accountNames', {
  at: 'whole',
  form: 'as written',
  en: `
    user, users, account, accounts, customer, customers, member, members, me
  `,
});

/** A segment of a path that is only about authentication. */
export const authenticationSegments = names('roles/authenticationSegments', {
  at: 'anywhere',
  form: 'as written',
  en: `
    authn, auth, authentication, oauth, oidc, openid, sso, saml, login
  `,
});

/** The last segment of a login, whatever its path says of the account. */
export const authenticatingNames = names('roles/authenticatingNames', {
  at: 'whole',
  form: 'as written',
  en: `
    authenticate, login, log in, signin, sign in, logon
  `,
});

/** The last segment of a link with which a new user proves an address. */
export const addressProofs = names('roles/addressProofs', {
  at: 'last',
  form: 'as written',
  en: `
    verify email, confirm email, verify registration email, email verification
  `,
});

/** What is registered, in a path. */
export const registrationLists = names('roles/registrationLists', {
  at: 'whole',
  form: 'as written',
  en: `
    registration, registrations, signup, signups
  `,
});

/** The operation at the root of an API says what the API is. */
export const rootNames = names('roles/rootNames', {
  at: 'anywhere',
  form: 'as written',
  en: `
    root, index, home, welcome, discovery, service document, landing
  `,
});

/** A title of the root of an API. */
export const rootTitles = names('roles/rootTitles', {
  at: 'first',
  en: `
    root, index, home, welcome, get root, landing page, discovery, service document
  `,
});

/** The last word of a path that many things do: the word before it says what it is about. */
export const vagueNames = names('roles/vagueNames', {
  at: 'whole',
  form: 'as written',
  en: `
    register, registration, token, tokens, callback, revoke, revocation, introspect, authorize, authorise, captcha
    nonce, confirm email, device code, par, redirect, forgot, recover
  `,
});

/** Who registers, or has a login. */
export const registrants = names('roles/registrants', {
  at: 'whole',
  form: 'as written',
  en: `
    client, clients, merchant, merchants, vendor, vendors, seller, sellers, buyer, buyers, driver, drivers, patient
    patients, doctor, doctors, student, students, teacher, teachers, employee, employees, member, members, partner
    partners, company, companies, organization, organizations, developer, developers, guest, guests, player, players
    tenant, tenants, admin, admins, owner, owners, agent, agents, mobile, web, portal, self, person, persons, staff
    provider, providers
  `,
});

/** The last word of a path that is a probe or documentation only of the whole service. */
export const vagueProbes = names('roles/vagueProbes', {
  at: 'whole',
  form: 'as written',
  en: `
    status, test, echo, version, about, time, timestamp, schema, docs, doc, documentation, live, ready, alive, up
    metadata, discovery, certs, public key, public keys, uptime, info, spec, specification
  `,
});

/** A step that gives an account back. */
export const recoverySteps = names('roles/recoverySteps', {
  at: 'whole',
  form: 'as written',
  en: `
    reset, forgot, forgotten, recover, lost
  `,
});

/** A step that renews or ends a token. */
export const tokenSteps = names('roles/tokenSteps', {
  at: 'whole',
  form: 'as written',
  en: `
    refresh, revoke, exchange, jwt, renew, refreshtoken
  `,
});

/** Segments behind a login, a registration or a recovery: parts of its flow. */
export const flowParts = names('roles/flowParts', {
  at: 'whole',
  form: 'as written',
  en: `
    flow, flows, browser, api, methods, error
  `,
});

/** Segments before the parts of a recovery. */
export const recoveryFlows = names('roles/recoveryFlows', {
  at: 'whole',
  form: 'as written',
  en: `
    recovery, password recovery, account recovery
  `,
});

/** Segments before the parts of a verification. */
export const verificationFlows = names('roles/verificationFlows', {
  at: 'whole',
  form: 'as written',
  en: `
    verification, email verification
  `,
});

/** A title about logging in. */
export const loginTitles = names('roles/loginTitles', {
  at: 'first',
  en: `
    login, log in, logon, log on, signin, sign in, log user in, sign user in, log customer in, user login
    user log in, user sign in, customer login, admin login, perform login, verify otp, validate otp, send otp
    request otp, create csrf, get csrf token, log user into, exchange credential, authenticate user
    authenticate client, authenticate customer, authenticate with, authenticate using, authenticate via
  `,
});

/** A title about ending a session. */
export const logoutTitles = names('roles/logoutTitles', {
  at: 'first',
  en: `
    logout, log out, logoff, log off, signout, sign out, log user out, sign user out, user logout, user log out
    end session, invalidate session, end current session
  `,
});

/** A title about registering. */
export const registrationTitles = names('roles/registrationTitles', {
  at: 'first',
  en: `
    register user, register account, register new user, register new account, self register, user registration
    account registration, sign up, signup, verify email, confirm email, verify user email, confirm user email
    verify account, confirm account, activate account, resend verification, resend confirmation
    send verification email, complete registration, confirm registration
  `,
});

/** A title about giving an account back. */
export const recoveryTitles = names('roles/recoveryTitles', {
  at: 'first',
  en: `
    forgot password, forgotten password, reset password, reset user password, password reset, request password reset
    request reset password, send password reset, send reset password, send reset email, initiate password reset
    start password reset, complete password reset, confirm password reset, recover password, recover account
    recover username, password recovery, account recovery, restore password, recover forgotten
  `,
});

/** A title about the tokens of OAuth. */
export const tokenTitles = names('roles/tokenTitles', {
  at: 'first',
  en: `
    refresh token, refresh access token, refresh jwt, refresh session, refresh authentication token, renew token
    renew access token, get access token, obtain access token, request access token, issue access token
    generate access token, get token, obtain token, request token, get jwt, obtain jwt, get bearer token
    exchange code, exchange authorization code, exchange token, exchange refresh token, revoke access token
    revoke refresh token, introspect token, introspect access token, token endpoint, token exchange
    token introspection, token revocation, oauth token, oauth 2 token, oauth 2 0 token, create access token
    get oauth, renew expired token
  `,
});

/** A title about the beginning of a flow. */
export const authorizationTitles = names('roles/authorizationTitles', {
  at: 'first',
  en: `
    oauth authorize, oauth authorization, oauth 2 authorize, oauth 2 authorization, start oauth, begin oauth
    initiate oauth, initiate login, initiate openid, initiate sso, initiate saml, start login, get device code
    device code, start sso, begin login, device authorization, pushed authorization, oauth 2 0 authorization
    redirect login, redirect user login, redirect provider
  `,
});

/** A title about the return of the browser. */
export const redirectTitles = names('roles/redirectTitles', {
  at: 'first',
  en: `
    oauth callback, oauth 2 callback, oidc callback, openid callback, saml callback, login callback
    authorization callback, sso callback, handle oauth, handle oidc, handle saml, handle login callback
    handle authorization callback, assertion consumer, callback oidc, callback oauth
  `,
});

/** Words of a title that decide nothing. */
export const titleFillers = names('roles/titleFillers', {
  at: 'whole',
  en: `
    a, an, the, this, new, current, currently, existing, your, my, his, their, specific, endpoint, operation, method
    api, allow, let, used, use, to, for, of
  `,
});

/** Query parameters with which a browser returns. */
export const queryNames = names('roles/queryNames', {
  at: 'whole',
  form: 'as written',
  en: `
    code, state, oauth verifier, oauth token, saml response, id token
  `,
});

/** Segments of a path that is about authentication. */
export const oauthSegments = names('roles/oauthSegments', {
  at: 'anywhere',
  form: 'as written',
  en: `
    auth, oauth, oidc, openid, connect, sso, saml, login, signin, identity, idp, iam, authentication, authenticate
    authorization, security, jwt, session
  `,
});

/** Probes: the service tells that it runs. */
export const healthNames = names('roles/healthNames', {
  at: 'whole',
  form: 'as written',
  en: `
    ruok, health, healthz, healthy, healthcheck, health check, healthchecks, health status, livez, live, liveness
    alive, readyz, ready, readiness, ping, status, heartbeat, uptime, up, echo, test, health live, health ready
    health liveness, health readiness, liveness probe, readiness probe, status check, system health, is alive
    isalive, hc, startupz
  `,
});

/** The documentation of the API, its version, keys and discovery documents. */
export const metadataNames = names('roles/metadataNames', {
  at: 'whole',
  form: 'as written',
  en: `
    version, robots txt, favicon ico, openapi, openapi json, openapi yaml, swagger, swagger json, swagger yaml
    schema, schema json, docs, api docs, apidocs, doc, documentation, redoc, swagger ui, about, outbound ips
    ip ranges, time, timestamp, server time, jwk, jwks, jwks json, certs, info, spec, specification
    openid configuration, oauth authorization server, server info, api info, build info, metadata, public key
    public keys, sitemap xml, discovery
  `,
});

/** A title about a probe. */
export const healthTitles = names('roles/healthTitles', {
  at: 'first',
  en: `
    health check, healthcheck, check health, get service health, liveness, readiness, service health, system health
    service status, server status, api status, system status, check service status, check server status
    get service status, get server status, get system status, check if service, check if server, check if system
    check service health, get health check, get health status, health status, 
    ping server, ping service
  `,
});

/** A title about what the API says of itself. */
export const metadataTitles = names('roles/metadataTitles', {
  at: 'first',
  en: `
    openapi, get openapi, swagger, json web key, get json web key, get jwk, jwk, openid configuration
    openid connect configuration, openid provider configuration, get openid configuration, openid connect discovery
    oauth 2 authorization server metadata, discovery document, get discovery document, get server version
    get service version, get server time, server time, get instance public configuration, public configuration
    get public configuration, instance information, get instance information, server information
    get server information, service information, get service information, get instance about, version information
    version number, get version information, return version, get public key
  `,
});

/** A segment of a path for a protocol of logins, which has keys and metadata of its own. */
export const protocolSegments = names('roles/protocolSegments', {
  at: 'anywhere',
  form: 'as written',
  en: `
    oauth, oidc, openid, saml, connect
  `,
});

/** What a protocol of logins publishes. */
export const protocolKeys = names('roles/protocolKeys', {
  at: 'whole',
  form: 'as written',
  en: `
    keys, certs, metadata
  `,
});

/** Services with which users log in elsewhere. */
export const providerNames = names('roles/providerNames', {
  at: 'whole',
  form: 'as written',
  en: `
    google, facebook, github, gitlab, apple, microsoft, azure, twitter, linkedin, discord, slack, okta, steam
  `,
});

/** Behind a list of sessions: the one of the caller. */
export const ownSessions = names('roles/ownSessions', {
  at: 'whole',
  form: 'as written',
  en: `
    current, me, self
  `,
});

/** The last segment of a path that proves an address or an account, or of one about something else. */
export const provingVerbs = names('roles/provingVerbs', {
  at: 'whole',
  form: 'as written',
  en: 'verify, activate, confirm, validate, verification, activation',
});

/** Accounts of people; a bank verifies accounts of another kind. */
export const usersNames = names('roles/usersNames', {
  at: 'whole',
  form: 'as written',
  en: `
    user, users
  `,
});

/** A title of nothing else, about a probe. */
export const wholeHealthTitles = names('roles/wholeHealthTitles', {
  at: 'whole',
  en: `
    ping, heartbeat, health, get health, pong
  `,
});

/** A title of nothing else, about the API. */
export const wholeMetadataTitles = names('roles/wholeMetadataTitles', {
  at: 'whole',
  en: `
    version, get version, documentation, get documentation
  `,
});

/** A title about what is known of logins. */
export const loginRecords = names('roles/loginRecords', {
  at: 'first',
  en: `
    login history, login attempt, login event, login statistic, login setting
  `,
});
