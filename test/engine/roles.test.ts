import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from '../../server/src/engine/analyze/problems.ts';
import { parseConfig } from '../../server/src/engine/config/parseConfig.ts';
import { DescriptionCache, describe } from '../../server/src/engine/description/describe.ts';
import { rolesOf } from '../../server/src/engine/heuristics/roles.ts';
import type { RolesByPath } from '../../server/src/engine/openapi/role.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import { describeText } from '../support/openapi.ts';

const loader = { load: () => ({ failure: 'missing-file', message: 'There is no other file.' }) as const };

function rolesOfConfig(text: string): { roles: RolesByPath; problems: readonly string[] } {
  const { config, problems } = parseConfig(parseSource('file:///portcullis.yaml', text), { rules: [] });
  return {
    roles: config.roles,
    problems: problems.map(({ code, range }) => `${code} ${text.slice(range.start, range.end)}`),
  };
}

/** The roles of each operation, `get /a: login, token`. */
function rolesIn(text: string, config = '', cache = new DescriptionCache(true)): readonly string[] {
  const { roles } = rolesOfConfig(config);
  const description = describe(
    parseSource('file:///a.yaml', text),
    loader,
    { sensitive: { add: {}, remove: [] }, roles },
    cache,
  );
  assert.ok(description);
  return description.operations.map((operation) => {
    return `${operation.method} ${operation.path}: ${rolesOf(operation).join(', ')}`;
  });
}

const password = 'schema: { type: object, properties: { email: { type: string }, password: { type: string } } }';
const token = 'schema: { type: object, properties: { accessToken: { type: string } } }';
const takesPassword = `requestBody: { content: { application/json: { ${password} } } }`;
const takesKey =
  'requestBody: { content: { application/json: { schema: { type: object, properties: { apiKey: { type: string } } } } } }';
const returnsToken = `responses: { "200": { description: ok, content: { application/json: { ${token} } } } }`;

/** `METHOD path | fields of the operation`: its roles. */
const decided: Readonly<Record<string, string>> = {
  'POST /login': 'login',
  'POST /mechanic/login': 'login',
  'GET /user/login': 'login',
  'GET /login/history': '',
  [`POST /auth/api-key | ${takesKey}, ${returnsToken}`]: 'login',
  [`POST /integrations/api-key | ${takesKey}, ${returnsToken}`]: '',
  'POST /auth/verify': 'login',
  [`POST /sessions | ${takesPassword}`]: 'login',
  'POST /sessions': '',
  [`POST /enter | ${takesPassword}, ${returnsToken}`]: 'login',
  [`POST /vaults/{id}/unlock | ${takesPassword}, ${returnsToken}`]: '',
  'GET /self-service/login/browser': 'login',
  'GET /self-service/recovery/browser': 'recovery',
  'POST /users/register': 'registration',
  'POST /devices/register': '',
  'POST /register/{eventId}': '',
  'POST /accounts | summary: Register a new user': 'registration',
  [`POST /users | security: [], ${takesPassword}`]: 'registration',
  [`POST /users | ${takesPassword}`]: '',
  'POST /verify-email/{token}': 'capability registration',
  'POST /password/forgot': 'recovery',
  'POST /auth/reset': 'recovery',
  'POST /users/{id}/reset-password': 'factor',
  'PUT /me/password': 'factor',
  'POST /oauth2/token': 'token',
  'POST /{tenant}/oauth2/token': 'token',
  'POST /auth/refresh': 'token',
  'POST /cards/token': '',
  'POST /cards/{id}/token': '',
  'POST /tokens | operationId: createToken': '',
  'GET /oauth/authorize': 'authorization',
  'POST /payments/authorize': '',
  'GET /auth/{provider}/callback': 'redirect',
  'GET /callback | parameters: [{ name: code, in: query }]': 'redirect',
  'POST /payments/callback': 'hook',
  'POST /logout': 'logout',
  'DELETE /auth/session': 'logout',
  'DELETE /upload/session': 'destruction',
  'GET /api/v1/health': 'health',
  'GET /status': 'health',
  'GET /workers/status': '',
  'GET /payments/{id}/status': '',
  'GET / | summary: Health check': 'health',
  'GET /version': 'metadata',
  'GET /products/version': '',
  'GET /.well-known/jwks.json': 'metadata',
  'GET /docs/{page}': 'metadata',
  'GET /docs/{account}': '',
  'GET /invitations/{invite_token}': 'capability',
  'GET /tokens/{token}': '',
  'POST /webhooks/stripe': 'hook',
  'POST /stripe/webhook': 'hook',
  'POST /apps/{appId}/services/stripe/webhook': 'hook',
  'POST /apps/{appId}/services/{id}/webhook': '',
  'POST /apps/{appId}/services/stripe/webhooks': '',
  'POST /apps/{appId}/orders/open/webhook': '',
  'POST /webhooks': '',
  'POST /webhooks/{id}/test': '',
  'GET /rates | description: No authentication is required.': 'open-data',
  'POST /rates | description: No authentication is required.': '',
  'GET /api/v1/admin/users': 'administration',
  'GET /users | tags: [Admin]': 'administration',
  'GET /teams/{id}/admin/notes': '',
  'GET /nodes | security: [{ AdminKey: [] }]': 'administration',
  'GET /nodes | security: [{ AdminKey: [] }, { UserKey: [] }]': '',
  'POST /accounts/{id}/transfers': 'money',
  'POST /repositories/transfer': '',
  'POST /beneficiaries': 'beneficiary',
  'GET /beneficiaries': '',
  'PUT /cards/{id}/limits': 'limits',
  'POST /users/{id}/mfa': 'factor',
  'DELETE /orders/{id}': 'destruction',
  'POST /account/delete': 'destruction',
  'POST /orders/bulk': 'bulk',
  'GET /users/export': 'export',
  'POST /orders/search': 'search',
  'GET /patients/health': '',
  'POST /customers/verification': '',
  'POST /users/verification': 'registration',
  'POST /users/notify': '',
};

/** The paths of frameworks and of common services, by the roles that they have without any text. */
const byPath: Readonly<Record<string, string>> = {
  login: `
    POST /api/auth/login
    POST /api/v1/users/sign_in
    POST /rest-auth/login/
    GET /saml/login
    POST /auth/verify-otp
    POST /auth/otp/send
    POST /auth/otp/verify
    POST /auth/mfa/verify
    POST /auth/2fa/login
    POST /auth/magic-link
    POST /auth/passwordless/start
    POST /auth/webauthn/login/begin
    GET /captcha
    GET /auth/csrf
    GET /csrf-token
    POST /auth/nonce
    POST /auth/challenge
    POST /identity/login
    POST /customer/login
    POST /v1/authenticate
    POST /user/authenticate
    POST /authentication/login
    POST /Account/Login
    POST /Users/Authenticate
  `,
  registration: `
    POST /dj-rest-auth/registration/
    POST /dj-rest-auth/registration/verify-email/
    POST /dj-rest-auth/registration/resend-email/
    POST /auth/users/activation/
    POST /oauth/register
    POST /auth/sign-up
    POST /auth/signup
    POST /signup
    POST /auth/register
    POST /users/register
    POST /account/register
    POST /api/register
    POST /auth/confirm-email
    GET /auth/verify-email
    POST /auth/resend-verification
    POST /auth/resend-verification-email
    POST /auth/activate
    POST /Account/Register
  `,
  recovery: `
    POST /dj-rest-auth/password/reset/
    POST /dj-rest-auth/password/reset/confirm/
    POST /auth/users/reset_password/
    POST /auth/users/reset_password_confirm/
    POST /auth/forgot-password
    POST /auth/forgotPassword
    POST /users/forgot_password
    POST /account/forgot
    POST /accounts/password/reset
    POST /password-reset
    POST /auth/recover
    PUT /auth/password/reset
    POST /Account/ForgotPassword
  `,
  factor: `
    POST /dj-rest-auth/password/change/
    POST /auth/2fa/enable
    POST /auth/2fa/disable
    POST /auth/mfa/enroll
  `,
  token: `
    POST /auth/jwt/create/
    POST /auth/jwt/refresh/
    POST /auth/jwt/verify/
    POST /api/token/
    POST /api/token/refresh/
    POST /connect/token
    POST /connect/introspect
    POST /connect/revocation
    POST /auth/refresh
    POST /auth/refresh-token
    POST /auth/refreshToken
    POST /auth/token/refresh
  `,
  authorization: `
    GET /connect/authorize
    POST /oauth2/device_authorization
    POST /oauth/par
    GET /login/google
    GET /auth/google
  `,
  '': `
    GET /connect/userinfo
    GET /connect/checksession
    GET /oauth2/userinfo
    GET /auth/session
    GET /auth/me
    POST /webhooks
    POST /webhooks/subscriptions
    POST /tokens
    GET /tokens
    POST /cards/tokenize
    POST /cards/verify
    POST /orders/{id}/verify
    POST /push/register
    POST /devices/register
    POST /events/register
    POST /domains/verify
    GET /authors
    POST /payments/authorize
    POST /sessions/{id}/messages
    GET /sessions
    POST /games/{id}/login-bonus
    GET /login-history
    GET /logins
    GET /users/{id}/status
    GET /documents
    GET /docs/{docId}
    GET /schemas
  `,
  logout: `
    GET /connect/endsession
    POST /auth/logout
    POST /auth/signout
    DELETE /auth/logout
    POST /auth/logout-all
    POST /session/logout
    DELETE /sessions/current
    DELETE /session
    POST /Account/Logout
  `,
  metadata: `
    GET /.well-known/openid-configuration
    GET /oauth/discovery/keys
    GET /oauth2/v1/keys
    GET /oauth2/certs
    GET /saml/metadata
    GET /actuator/info
    GET /version
    GET /api/version
    GET /v1/version
    GET /openapi.json
    GET /api/openapi.yaml
    GET /swagger.json
    GET /api-docs
    GET /v3/api-docs
    GET /docs
    GET /jwks
    GET /jwks.json
    GET /oauth/jwks
    GET /robots.txt
  `,
  redirect: `
    GET /auth/google/callback
    GET /api/auth/callback/{provider}
    GET /oauth2/redirect
    POST /saml/acs
    POST /sso/saml/acs
  `,
  'capability recovery': `
    POST /password-reset/{token}
    POST /auth/reset-password/{token}
  `,
  'capability registration': `
    GET /users/activate/{token}
    GET /account/confirm/{token}
  `,
  health: `
    GET /healthz
    GET /livez
    GET /readyz
    GET /health/live
    GET /health/ready
    GET /api/health
    GET /_health
    GET /health-check
    GET /healthcheck
    GET /ping
    GET /api/v1/ping
    GET /status
    GET /api/status
    GET /system/status
    GET /server/status
    GET /actuator/health
    GET /actuator/health/liveness
    GET /monitoring/health
  `,
  hook: `
    POST /webhooks/github
    POST /webhooks/stripe/events
    POST /webhook
    POST /api/webhooks/payments/callback
    POST /payments/notify
    POST /payment/ipn
    POST /callbacks/payment
  `,
  capability: `
    GET /share/{token}
    GET /s/{shareToken}
    GET /public/shares/{token}
    GET /download/{token}
    POST /invitations/{token}/accept
    GET /unsubscribe/{token}
    GET /calendar/{secret}.ics
    GET /invoices/public/{token}
  `,
  'open-data': `
    GET /public/posts
    GET /api/public/products
  `,
  export: `
    POST /user/login/history/export
  `,
  'administration login': `
    POST /admin/login
  `,
};

/** Summaries at a path that says nothing, by method and role. */
const byTitle: Readonly<Record<string, string>> = {
  'POST login': `
    Log in
    Logs user into the system
    User login
    Login with email and password
    Authenticate a user and return a JWT
    Authenticates the user
    Sign in with Google
    Sign-in
  `,
  'POST token': `
    Obtain an access token
    Get an access token
    Get OAuth token
    Generate an access token
    Request a new access token
    Refresh the access token
    Refresh tokens
    Renew an expired token
  `,
  'POST registration': `
    Register a new user
    Registers an account
    Register user account
    User registration
    Sign up
    Sign up a new user
    Confirm user email address
    Verify the email address of a user
    Resend the verification email
  `,
  'POST ': `
    Create a new user account
    Create a webhook
    Register a webhook
    Register a device
    Register a new customer
    Reset counters
    Verify a payment
    Authenticate a transaction
    Log a message
    Sign a document
    Login history
  `,
  'POST recovery': `
    Forgot password
    Send a password reset email
    Request a password reset
    Request password reset link
    Reset password with token
    Recover a forgotten username
  `,
  'POST logout': `
    Logout
    Log out the current user
    Logs the user out
    Sign out
    End the current session
  `,
  'GET authorization': `
    Redirect to the login page
    Start OAuth flow
  `,
  'GET redirect': `
    OAuth callback
    Handle OAuth2 callback
    Callback endpoint for OIDC login
  `,
  'GET health': `
    Health check
    Health Check Endpoint
    Check service health
    Check if the service is up
    Service health check
    API health status
    Liveness probe
    Ping the server
  `,
  'GET metadata': `
    Get API version
    Returns the version of the API
    Get the OpenAPI specification
    JSON Web Key Set
    OpenID Connect discovery document
    Get public keys
  `,
  'POST hook': `
    Receive webhook events
    Stripe webhook handler
    Handles incoming webhooks
  `,
  'GET ': `
    Get login history
    List tokens
    Get token balance
    Get the status of an order
    Ping a device
  `,
};

test('decides roles by path, method, security, data and texts', () => {
  const wrong = Object.entries(decided).flatMap(([row, expected]) => {
    const [what = '', fields = ''] = row.split(' | ');
    const [method = '', path = ''] = what.split(' ');
    const parameters = fields.includes('parameters')
      ? ''
      : `parameters: [${[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `{ name: ${name}, in: path, required: true, schema: { type: string } }`).join()}], `;
    const [line = ''] = rolesIn(
      `openapi: 3.1.0\npaths:\n  "${path}":\n    ${method.toLowerCase()}: { ${parameters}${fields} }\n`,
    );
    const found = line.slice(line.indexOf(': ') + 2).replaceAll(',', '');
    return found === expected ? [] : [`${row}: ${found}`];
  });
  assert.deepEqual(wrong, []);
});

test('decides roles of common paths, and of paths that look like them', () => {
  const wrong = Object.entries(byPath).flatMap(([expected, list]) =>
    list
      .trim()
      .split(/\n\s*/)
      .flatMap((row) => {
        const [method = '', path = ''] = row.split(' ');
        const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `{ name: ${name}, in: path }`);
        const text = `openapi: 3.1.0\npaths:\n  "${path}":\n    ${method.toLowerCase()}: { parameters: [${names.join()}] }\n`;
        const found = rolesIn(text)[0]?.replace(/^.*: /, '').split(', ') ?? [];
        const right = found.filter((role) => role !== '' && role !== 'destruction' && role !== 'search').join(' ');
        return right === expected ? [] : [`${row}: ${right}, not ${expected}`];
      }),
  );
  assert.deepEqual(wrong, []);
});

test('decides roles by a summary where the path says nothing', () => {
  const wrong = Object.entries(byTitle).flatMap(([key, list]) => {
    const [method = '', expected = ''] = key.split(' ');
    return list
      .trim()
      .split(/\n\s*/)
      .flatMap((summary) => {
        const text = `openapi: 3.1.0\npaths:\n  /x1:\n    ${method.toLowerCase()}: { summary: "${summary}" }\n`;
        const found = rolesIn(text)[0]?.replace(/^.*: /, '');
        return found === expected ? [] : [`${summary}: ${found}, not ${expected}`];
      });
  });
  assert.deepEqual(wrong, []);
});

test('a webhook and a callback are called by another machine', () => {
  const events = 'openapi: 3.1.0\nwebhooks: { paid: { post: {} } }\n';
  assert.deepEqual(rolesIn(events), ['post paid: hook']);
});

const text = `openapi: 3.1.0
paths:
  /session: { post: {} }
  /admin/users/{id}: { get: {}, delete: {} }
  /health: { get: { x-portcullis-role: [search, export] }, head: { x-portcullis-role: [] } }
`;

test('states roles in the configuration by method and path, and at the operation', () => {
  const config = `roles:
  "POST /session": login
  "/admin/**": [search, bulk]
  "delete /admin/users/{userId}": destruction
  "/health": login
`;
  assert.deepEqual(rolesIn(text, config), [
    'post /session: login',
    'get /admin/users/{id}: bulk, search',
    'delete /admin/users/{id}: bulk, destruction, search',
    'get /health: export, search',
    'head /health: ',
  ]);
});

test('matches paths of the configuration segment by segment', () => {
  const matches = (pattern: string, path: string): boolean =>
    rolesIn(`openapi: 3.1.0\npaths:\n  "${path}": { get: {} }\n`, `roles: { "${pattern}": factor }`)[0]!.endsWith(
      'factor',
    );
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['/a', '/a', true],
    ['/a', '/a/b', false],
    ['/a/*', '/a/b', true],
    ['/a/*', '/a/b/c', false],
    ['/a/**', '/a', true],
    ['/a/**', '/a/b/c', true],
    ['/**/c', '/a/b/c', true],
    ['/a/{x}/c', '/a/{y}/c', true],
    ['/a/{x}/c', '/a/b/c', false],
    ['get /a', '/a', true],
    ['GET /a', '/a', true],
    ['POST /a', '/a', false],
  ];
  const wrong = rows.filter(([pattern, path, expected]) => matches(pattern, path) !== expected);
  assert.deepEqual(wrong, []);
});

test('reports bad keys and values of roles at their place', () => {
  assert.deepEqual(rolesOfConfig('roles: { session: login, "/a": signin, "/b": [money, cash] }\n'), {
    roles: Object.assign(Object.create(null), { '/b': ['money'] }),
    problems: ['invalid-path session', 'invalid-value signin', 'invalid-value cash'],
  });
  assert.deepEqual(rolesOfConfig('roles: login\n').problems, ['not-a-map login']);
});

test('reports an unknown role at the operation, and decides the roles itself', () => {
  const description = describeText(
    'openapi: 3.1.0\npaths:\n  /health: { get: { x-portcullis-role: [helth, 7] }, head: { x-portcullis-role: x } }\n',
  );
  assert.deepEqual(
    problemsOf(description).map(({ code, severity, message, document, range }) => [
      `${code} ${severity} ${document.slice(range.start, range.end)}`,
      message.split('. ')[1],
    ]),
    [
      ['unknown-role warning helth', 'Did you mean "health"?'],
      ['unknown-role warning 7', message7],
      ['unknown-role warning x', message7],
    ],
  );
  assert.deepEqual(
    description.operations.map((operation) => rolesOf(operation)),
    [['health'], ['health']],
  );
});

const message7 =
  'One of "administration", "authorization", "beneficiary", "bulk", "capability", "destruction", "export", "factor", "health", "hook", "limits", "login", "logout", "metadata", "money", "open-data", "recovery", "redirect", "registration", "search", "token" is expected here.';

test('a change of the configuration changes the roles of operations that stay as they are', () => {
  const cache = new DescriptionCache();
  assert.equal(rolesIn(text, '', cache)[0], 'post /session: ');
  assert.equal(rolesIn(text, 'roles: { "/session": recovery }', cache)[0], 'post /session: recovery');
});

test('the text of a tag makes its operations administrative, also when it is written later', () => {
  const cache = new DescriptionCache();
  const withText = (description: string): string =>
    `openapi: 3.1.0\ntags: [{ name: users, description: "${description}" }]\npaths:\n  /users: { get: { tags: [users] } }\n  /notes: { get: { tags: [notes] } }\n`;
  const users = (description: string): string | undefined => rolesIn(withText(description), '', cache)[0];
  assert.equal(users('Users of the service.'), 'get /users: ');
  assert.equal(users('Only administrators may use these.'), 'get /users: administration');
  assert.equal(users('Users are not only for administrators.'), 'get /users: ');
  assert.deepEqual(rolesIn(withText('Administrators only.'))[1], 'get /notes: ');
});
