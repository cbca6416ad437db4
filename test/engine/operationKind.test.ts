import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBatchBoundInWords, isBoundInWords } from '../../server/src/engine/heuristics/boundProse.ts';
import { isServed, isWrite, receivesWebhooks } from '../../server/src/engine/heuristics/operationKind.ts';
import { isOpenByWords, saysPublic, takesKey } from '../../server/src/engine/heuristics/publicAccess.ts';
import {
  isLimitedByIntroduction,
  speaksOfLimit,
  statesLimit,
} from '../../server/src/engine/heuristics/rateLimitProse.ts';
import { isPublicByNature, logsIn } from '../../server/src/engine/heuristics/roles.ts';
import type { Operation } from '../../server/src/engine/openapi/model.ts';
import { isExplained } from '../../server/src/engine/rule/isExplained.ts';
import { describeText } from '../support/openapi.ts';

/** `POST /auth/verify`, with the lines of a flow map behind it. */
function operation(what: string, rest = ''): Operation {
  const [method = '', path = ''] = what.split(' ');
  const [found] = describeText(
    `openapi: 3.1.0\npaths:\n  "${path}":\n    ${method.toLowerCase()}: { ${rest} }\n`,
  ).operations;
  assert.ok(found);
  return found;
}

function check(predicate: (one: Operation) => boolean, table: Readonly<Record<string, boolean>>): void {
  const wrong = Object.entries(table).filter(([row, expected]) => {
    const [what = '', rest] = row.split(' | ');
    return predicate(operation(what, rest)) !== expected;
  });
  assert.deepEqual(wrong, []);
}

test('what callers reach before they can prove who they are, and what only sounds so', () => {
  check(isPublicByNature, {
    'POST /auth/verify': true,
    'POST /authorization/device/code': true,
    'PUT /account/registration': true,
    'POST /auth/login/partner_token': true,
    'POST /sessions | summary: Signs out the current user.': true,
    'POST /resets | summary: Send reset password email': true,
    'GET /ruok': true,
    'POST /auth/keys': false,
    'PUT /auth/password': false,
    'POST /auth/users': false,
    'DELETE /auth/users/{id}': false,
    'POST /customers | summary: Register a new customer': false,
    'POST /reports/{id}/send': false,
  });
});

test('words below an object are about that object, and open nothing', () => {
  const rows: Record<string, boolean> = {};
  for (const word of 'health status ping docs openapi.json jwks version schema test time login logout callback'.split(
    ' ',
  ))
    for (const object of [
      'payments/{paymentId}',
      'Cards({cardId})',
      'v1/accounts/{iban}',
      '{orderId}',
      'tenants/{t}/cards/{card}',
    ])
      rows[`GET /${object}/${word}`] = false;
  for (const word of ['token', 'login', 'register', 'verify-otp', 'auth/verify', 'authenticate', 'oauth/token'])
    for (const object of ['cards/{cardId}', 'users/{user}', '{id}', 'events/{id}/seats/{seat}'])
      rows[`POST /${object}/${word}`] = false;
  check(isPublicByNature, {
    ...rows,
    'GET /payments/{paymentId}/.well-known/keys': false,
    'GET /reports/{id}/public': false,
    'GET /public/reports/{id}/status': true,
    'POST /cards/{cardId}/renewal | summary: Refreshes the token of a card.': false,
    'POST /cards/{cardId}/network | operationId: createToken': false,
    'GET /payments/{paymentId} | operationId: login': false,
    'PUT /events/{id}/registration': false,
  });
});

test('an object behind the word ends what the word opens, and a part of an entrance does not', () => {
  check(isPublicByNature, {
    'GET /status/{paymentId}': false,
    'GET /docs/{account}': false,
    'POST /token/{cardId}': false,
    'POST /register/{eventId}': false,
    'GET /docs/{page}': true,
    'GET /health/{component}': true,
    'POST /login/{provider}': true,
    'POST /login/{loginId}': true,
    'POST /verify-otp/{token}': true,
  });
});

test('a parameter that names a deployment comes before the objects', () => {
  check(isPublicByNature, {
    'POST /{tenant}/oauth2/token': true,
    'POST /{tenantId}/{policy}/oauth2/v2.0/token': true,
    'POST /{realm}/protocol/openid-connect/token': true,
    'POST /realms/{realm}/protocol/openid-connect/token': true,
    'GET /realms/{realm}/.well-known/openid-configuration': true,
    'POST /oauth2/{authServerId}/v1/token': true,
    'GET /auth/{provider}/callback': true,
    'GET /v{version}/health': true,
    'GET /ledger/v{version}/health': true,
    'GET /api/{apiVersion}/status': true,
    'GET /{region}/status': true,
    'POST /{tenant}/account/registration': true,
    // One item of a list of tenants has a status of its own.
    'GET /tenants/{tenantId}/status': false,
    'GET /{tenant}/payments/{id}/status': false,
    'POST /{tenant}/cards/{id}/token': false,
    'POST /cards/{provider}/token': false,
  });
});

test("webhooks below an object are that object's own", () => {
  check(receivesWebhooks, {
    'POST /webhooks/payments': true,
    'POST /webhooks/incoming/{webhookId}': true,
    'POST /orders/{id}/webhooks/carrier': false,
    'POST /orders/{id}/events | parameters: [{ name: X-Signature, in: header, schema: { type: string } }]': true,
  });
});

test('a POST with credentials that answers a token is no login below an object', () => {
  const rest =
    'requestBody: { content: { application/json: { schema: { type: object, properties: { password: { type: string } } } } } }, responses: { "200": { description: ok, content: { application/json: { schema: { type: object, properties: { accessToken: { type: string } } } } } } }';
  check(logsIn, { [`POST /session | ${rest}`]: true, [`POST /vaults/{id}/tokens | ${rest}`]: false });
});

test('texts say that an operation is public, or speak of something else that is', () => {
  check(saysPublic, {
    'GET /a | description: Authentication is not required.': true,
    'GET /a | description: "Authentication isn\'t required to create a new account."': true,
    'GET /a | summary: View public statuses': true,
    'GET /a | description: The catalogue is open to everybody.': true,
    'GET /a | description: This endpoint needs no token.': true,
    'GET /a | summary: List public and private repositories': false,
    'GET /a | description: Available to anyone with an account.': false,
    'GET /a | description: Renews without refreshing the token.': false,
  });
});

test('a key among ordinary parameters is asked for', () => {
  const parameter = (name: string, rest: string) =>
    `GET /a | parameters: [{ name: ${name}, in: header, schema: { type: string }, ${rest} }]`;
  check(takesKey, {
    [parameter('X-Api-Key', 'required: true')]: true,
    [parameter('partner-api-key', 'required: false')]: true,
    [parameter('vestorly_auth', 'required: true, description: Authentication token')]: true,
    [parameter('X-Trace', 'required: true')]: false,
    [parameter('X-Auth', 'required: false, description: Authentication token')]: false,
  });
});

test('webhooks of others are not served; what is yours is', () => {
  check(isServed, {
    'POST /your/configured/path/{id}': false,
    'POST /order-ready | description: This webhook will be invoked when the order is ready.': false,
    'GET /your/profile': true,
    'POST /webhooks | description: Creates a webhook.': true,
  });
});

test('a POST that asks, and one that only begins so', () => {
  check(isWrite, {
    'POST /expression | summary: Analyses an expression': false,
    'POST /rows | summary: Paginated list of rows': false,
    'POST /leads/{id} | summary: Convert a lead into a customer': true,
    'POST /payments | summary: Match payments with invoices': true,
  });
});

test('bounds in words, of a number and of a batch', () => {
  for (const text of [
    'At most 100',
    'The value cannot be greater than 10000',
    'range [1, 250]',
    'limited to max page size',
  ])
    assert.ok(isBoundInWords(text), text);
  for (const text of ['How many to return', 'Default is 20']) assert.ok(!isBoundInWords(text), text);
  for (const text of ['You can upload 1000  contacts per request', 'up to `30 000` messages in a batch', '100 at once'])
    assert.ok(isBatchBoundInWords(text), text);
  for (const text of ['Uploads orders by version 2', 'Names have at most 50 characters', 'Costs 5 credits per order'])
    assert.ok(!isBatchBoundInWords(text), text);
});

test('a text states a limit, or has one as its subject', () => {
  for (const text of [
    'You may send 60 requests per minute.',
    'We allow five calls every 10 seconds per key.',
    'Limit: 1,000 API calls / day',
    'The code is limited to 10 redemption requests per minute per caller.',
    'Rate limit: 20 rps',
    'All requests are rate limited. Clients that send more get a 429.',
    'Requests are\nthrottled per account.',
    'Clients must not exceed the rate limit.',
    '| 429 | Too Many Requests | Slow down |',
    '<p>Above that, the answer is <code>429</code>: too many requests.</p>',
    'There is a rate limit of two calls per day.',
    'Use of this operation is subject to a strict rate limit.',
    'Every response has X-RateLimit-Remaining.',
    'The limit is 100 requests per minute, and may change in the future.',
    'You cannot make more than 100 requests per hour.',
  ])
    assert.ok(statesLimit(text), text);
  for (const text of [
    'Operations about decisions: bans, captcha, rate-limit etc.',
    '# Rate limits',
    'Manages the rate limits of your gateway.',
    'Lists the clients that are throttled.',
    'There is no rate limit.',
    'There is\nno rate limit.',
    'Requests are not rate limited.',
    'The API is not yet limited to 100 requests per minute.',
    "We don't throttle requests.",
    'Rate limits are planned.',
    'A limit of 100 requests per minute is planned.',
    'Rate limiting will be added in a future version.',
    'Works without any rate limit.',
    'Unlimited requests per day.',
    'The platform handles 10,000 requests per second.',
    'Transfers are limited to 1000 EUR per day.',
    'Rates are updated three times a day.',
    'Aktuell besteht keine API Limitierung.',
    'The agent is IDLE or THROTTLED.',
    'Access is limited to registered users.',
    undefined,
  ])
    assert.ok(!statesLimit(text), text);
});

test('the introduction limits the whole API by a statement about the whole', () => {
  const isLimited = (text: string): boolean => isLimitedByIntroduction(described(text));
  for (const text of [
    'All endpoints are limited to 100 requests per minute.',
    '# Limits\n\nEach key is rate limited at 30 requests per second.\n\nThe search endpoint has a lower limit.',
    'The REST API endpoints are rate limited; you will receive 429.',
  ])
    assert.ok(isLimited(text), text);
  for (const text of [
    'The login endpoint is limited to 5 requests per minute.',
    '`POST /login` allows 5 requests per minute.',
    'Some operations are rate limited.',
    'Calls of /search are throttled.',
    'Reads and writes rate limits.',
  ])
    assert.ok(!isLimited(text), text);
});

function described(text: string) {
  return describeText(JSON.stringify({ openapi: '3.1.0', info: { description: text }, paths: {} }));
}

test('the introduction opens the API by a statement about the whole', () => {
  for (const text of ['Open data of the railway.', 'No authentication is required.', '# About\n\nA free & open API.'])
    assert.ok(isOpenByWords(described(text)), text);
  for (const text of [
    'The health endpoint needs no authentication.',
    'Some operations require no API key.',
    'Anonymous callers: no credentials are needed for `GET /rates`.',
    'Requests without credentials are rejected.',
  ])
    assert.ok(!isOpenByWords(described(text)), text);
});

test('the introduction explains a status, or has a number that looks like one', () => {
  for (const text of [
    '| 401 | No valid key |',
    'Errors: 400, 401 and 404.',
    '- `401`: see above',
    'HTTP 401 is answered.',
  ])
    assert.ok(isExplained(described(text), 401), text);
  for (const text of [
    'Administers 401(k) plans.',
    'Data of 401 banks.',
    'It takes 401.5 ms.',
    'The login endpoint returns 401 for a wrong password.',
  ])
    assert.ok(!isExplained(described(text), 401), text);
});

test('the text of a refusal speaks of limits', () => {
  for (const text of ['60 requests per minute', 'or you reached your API limit', 'Limit of system calls is reached'])
    assert.ok(speaksOfLimit(text), text);
  for (const text of ['The credit limit of the customer', 'limit: how many to return', undefined])
    assert.ok(!speaksOfLimit(text), text);
});
