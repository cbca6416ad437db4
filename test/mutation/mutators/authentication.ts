import type { Random } from '../../support/edits.ts';
import {
  type Api,
  guardedOf,
  isObject,
  type Json,
  type JsonObject,
  listIn,
  type Mutator,
  type Operation,
  objectIn,
  objectsOf,
  operationsOf,
  type Place,
  responsesOf,
  schemesOf,
  securityOf,
  writesOf,
} from '../api.ts';
import {
  addOperation,
  addScheme,
  chance,
  fresh,
  insert,
  plantIn,
  plantParameter,
  requireSomewhere,
  rewriteText,
  setBody,
  share,
  some,
  spelled,
  textParameters,
} from '../planting.ts';

export const authentication: Readonly<Record<string, Mutator>> = {
  'malformed-security': (api, random) => {
    const operation = some(random, operationsOf(api));
    const name = some(random, Object.keys(schemesOf(api).value));
    if (operation === undefined || name === undefined) return undefined;
    const [security, ...inner] = random.pick<readonly [Json, ...string[]]>([
      [[name], '0'],
      [name],
      [{ [name]: [] }],
      [[{ [name]: 'read' }], '0', name],
    ]);
    operation.value['security'] = security;
    return [[...operation.path, 'security', ...inner]];
  },

  'misplaced-security': (api, random) => {
    const operation = some(random, operationsOf(api));
    if (operation === undefined) return undefined;
    const requirement: Json = random.pick<Json>([[{ key: [] }], [], [{ a: [] }, { b: ['read'] }]]);
    const response = some(random, responsesOf(api, operation))?.[1];
    const holders: Place[] = [
      operation.item,
      { path: ['info'], value: objectIn(api.root, 'info') },
      ...(response === undefined ? [] : [response]),
      ...(api.version === '2.0' ? [] : [{ path: ['components'], value: objectIn(api.root, 'components') }]),
    ];
    const holder = random.pick(holders);
    insert(random, holder.value, 'security', requirement);
    return [[...holder.path, 'security']];
  },

  'account-enumeration': (api, random) => {
    const [template, what] = random.pick<readonly [string, string]>([
      ['/members/login', 'Unknown user'],
      ['/signIn', 'No account with this e-mail'],
      ['/forgot-password', 'Not Found'],
      ['/password-reset', 'There is no such account.'],
      ['/auth/forgotPassword', 'User not found'],
      ['/account/recover-password', 'Not Found'],
    ]);
    const isLookup = chance(random, 0.3);
    const lookup = random.pick(['/users/exists', '/accounts/available', '/check-email', '/emailCheck']);
    const operation = addOperation(api, random, isLookup ? 'get' : 'post', isLookup ? lookup : template);
    if (operation === undefined) return undefined;
    if (chance(random, 0.5) || api.root['security'] !== undefined) operation.value['security'] = [];
    else delete operation.value['security'];
    if (isLookup) {
      const name = random.pick(['email', 'emailAddress', 'phone', 'phoneNumber']);
      const base = { name: spelled(random, name), in: 'query' };
      const schema = { type: 'string', maxLength: 90 };
      operation.value['parameters'] = [api.version === '2.0' ? { ...base, ...schema } : { ...base, schema }];
      return [operation.path];
    }
    const text = { type: 'string', maxLength: 90 };
    setBody(api, random, operation, { type: 'object', properties: { email: text } });
    const { written, places } = share(api, random, 'responses', 'Unknown', { description: what }, 0.3);
    (operation.value['responses'] as JsonObject)[random.pick(['404', '404', '410'])] = written;
    return [operation.path, ...places];
  },

  'ambiguous-route': (api, random) => {
    const [first, second] = random.pick<readonly [string, string]>([
      ['/{tenant}/settings', '/public/{page}'],
      ['/ledger/{id}', '/ledger/{number}'],
      ['/{area}/list', '/shared/{name}'],
    ]);
    const one = addOperation(api, random, 'get', first);
    const other = addOperation(api, random, 'get', second);
    if (one === undefined || other === undefined) return undefined;
    one.value['security'] = [{ [strongScheme(api, random)]: [] }];
    other.value['security'] = random.pick<Json[]>([[], [{ [keyScheme(api, random)]: [] }]]);
    return [one.path, other.path];
  },

  'authorization-response-header': (api, random) => {
    const operation = some(random, guardedOf(api));
    const responses =
      operation &&
      objectsOf(operation.value['responses']).filter(([status, value]) => /^2/.test(status) && !('$ref' in value));
    const found = responses && some(random, responses);
    if (operation === undefined || found === undefined) return undefined;
    const [status, response] = found;
    const name = random.pick(['Authorization', 'X-Auth-Token']);
    insert(
      random,
      objectIn(response, 'headers'),
      name,
      api.version === '2.0' ? { type: 'string' } : { schema: { type: 'string' } },
    );
    return [[...operation.path, 'responses', status, 'headers', name]];
  },

  'cacheable-token': (api, random) => plantTokenResponse(api, random, { expires_in: { type: 'integer' } })?.response,

  'client-supplied-owner': (api, random) => {
    const operation = addOperation(api, random, 'post', random.pick(['/wishes', '/remarks', '/bookmarks']));
    if (operation === undefined) return undefined;
    const scheme = addScheme(api, random, 'people', oauthScheme(api, { write: 'Write' }));
    operation.value['security'] = [{ [scheme.name]: ['write'] }];
    setBody(api, random, operation, {
      type: 'object',
      properties: { [random.pick(['userId', 'user_id', 'customerId'])]: { type: 'string' }, text: { type: 'string' } },
    });
    return [operation.path];
  },

  'deprecated-scheme': (api, random) => {
    const key = api.version === '3.2' ? 'deprecated' : 'x-deprecated';
    const { name, path } = addScheme(api, random, 'oldKey', {
      type: 'apiKey',
      in: 'header',
      name: 'X-Old',
      [key]: true,
    });
    const operation = some(random, guardedOf(api));
    if (operation === undefined) return undefined;
    const security = structuredClone(operation.value['security'] ?? api.root['security']);
    operation.value['security'] = [...(Array.isArray(security) ? security : []), { [name]: [] }];
    return [path];
  },

  'missing-pkce': (api, random) => plantScheme(api, random, 'people', oauthScheme(api, {})),

  'missing-scope': (api, random) => {
    const operation = some(random, guardedOf(api));
    if (operation === undefined) return undefined;
    const scheme = addScheme(api, random, 'people', oauthScheme(api, { 'a:read': 'Read', 'a:write': 'Write' }));
    operation.value['security'] = [{ [scheme.name]: [] }];
    return [[...operation.path, 'security']];
  },

  'missing-step-up': (api, random) => {
    const template = random.pick(['/wire-transfers', '/payouts', '/purse/withdraw']);
    const operation = addOperation(api, random, 'post', template);
    if (operation === undefined) return undefined;
    operation.value['security'] = [{ [strongScheme(api, random)]: [] }];
    setBody(api, random, operation, { type: 'object', properties: { amount: { type: 'string' } } });
    return [operation.path];
  },

  'repeated-credential': (api, random) => {
    const operation = some(random, guardedOf(api));
    if (operation === undefined) return undefined;
    const header = addScheme(api, random, 'header', { type: 'apiKey', in: 'header', name: 'X-Api-Key' });
    const name = random.pick(['api_key', 'apiKey', 'apikey']);
    const query = addScheme(api, random, 'query', { type: 'apiKey', in: 'query', name });
    operation.value['security'] = [{ [header.name]: [], [query.name]: [] }];
    return [operation.path];
  },

  'shared-admin-access': (api, random) => {
    const usual = some(
      random,
      guardedOf(api).filter(({ template }) => !/admin|internal|staff/.test(template)),
    );
    const method = random.pick(['get', 'put', 'delete']);
    const operation = addOperation(api, random, method, random.pick(['/admin/members', '/v1/backoffice/limits']));
    if (usual === undefined || operation === undefined) return undefined;
    const security = usual.value['security'] ?? api.root['security'];
    if (security !== undefined) operation.value['security'] = structuredClone(security);
    return [operation.path];
  },

  'single-scope': (api, random) => {
    const scheme = addScheme(api, random, 'everything', oauthScheme(api, { api: 'Everything' }));
    const guarded = guardedOf(api);
    if (guarded.length < 5) return undefined;
    for (const { value } of guarded) value['security'] = [{ [scheme.name]: ['api'] }];
    return [scheme.path];
  },

  'token-without-expiry': (api, random) => plantTokenResponse(api, random, {})?.token,

  'unspecified-bearer-format': (api, random) =>
    api.version === '2.0'
      ? undefined
      : plantScheme(api, random, 'carried', { type: 'http', scheme: random.pick(['bearer', 'Bearer']) }),

  'unused-scope': (api, random) => {
    const operation = some(random, guardedOf(api));
    if (operation === undefined) return undefined;
    const scheme = addScheme(api, random, 'people', oauthScheme(api, { 'a:read': 'Read', 'a:erase': 'Erase' }));
    operation.value['security'] = [{ [scheme.name]: ['a:read'] }];
    return [scheme.path];
  },

  'weaker-old-version': (api, random) => {
    const rest = random.pick(['/ledgers/{id}', '/parcels', '/visits/{visitId}/notes']);
    const method = random.pick(['get', 'put', 'delete']);
    const old = addOperation(api, random, method, `/v1${rest}`);
    const recent = addOperation(api, random, method, `/v2${rest.replace(/\{\w+\}/, '{key}')}`);
    if (old === undefined || recent === undefined) return undefined;
    recent.value['security'] = [{ [strongScheme(api, random)]: [] }];
    old.value['security'] = [{ [keyScheme(api, random)]: [] }];
    return [old.path];
  },

  'weaker-write': (api, random) => {
    const template = random.pick(['/ledgers/{id}', '/parcels']);
    const read = addOperation(api, random, 'get', template);
    const write = addOperation(api, random, random.pick(['put', 'delete', 'patch']), template);
    if (read === undefined || write === undefined) return undefined;
    // What one operation alone asks for is no measure for others.
    const another = addOperation(api, random, 'get', '/calendars');
    read.value['security'] = [{ [strongScheme(api, random)]: [] }];
    if (another !== undefined) another.value['security'] = structuredClone(read.value['security']);
    write.value['security'] = [{ [keyScheme(api, random)]: [] }];
    return [write.path];
  },

  'api-key-in-url': (api, random) => {
    const name = random.pick(['api_key', 'apikey', 'key', 'token', 'access_token', 'appid', 'sig']);
    return plantScheme(api, random, 'urlKey', { type: 'apiKey', in: 'query', name });
  },

  'authentication-switched-off': (api, random) => {
    const operation = some(random, guardedOf(api));
    if (operation === undefined) return undefined;
    const [key, value, isForAll] = random.pick<readonly [string, Json, boolean]>([
      ['x-amazon-apigateway-auth', { type: random.pick(['NONE', 'none']) }, false],
      ['x-auth-type', random.pick(['None', 'none']), false],
      ['x-wso2-disable-security', true, false],
      ['x-wso2-disable-security', true, true],
    ]);
    const holder: Place = isForAll ? { path: [], value: api.root } : operation;
    insert(random, holder.value, key, value);
    return [[...holder.path, key]];
  },

  'authorization-parameter': (api, random) => {
    const name = random.pick(['Authorization', 'authorization', 'AUTHORIZATION']);
    const schema = random.pick<JsonObject>([{ type: 'string' }, { type: 'string', maxLength: 200 }]);
    return plantParameter(api, random, { name, in: 'header', schema });
  },

  'basic-authentication': (api, random) => {
    const scheme = random.pick(['basic', 'Basic', 'BASIC']);
    return plantScheme(api, random, 'login', api.version === '2.0' ? { type: 'basic' } : { type: 'http', scheme });
  },

  'conflicting-identifier': (api, random) => {
    const name = random.pick(['id', 'wishId', 'wish_id', 'wish-id', 'userId']);
    const operation = addOperation(api, random, random.pick(['put', 'patch', 'post']), `/wishes/{${name}}`);
    if (operation === undefined) return undefined;
    const text = { type: 'string', maxLength: 40 };
    const base = { name, in: 'path', required: true };
    operation.value['parameters'] = [api.version === '2.0' ? { ...base, ...text } : { ...base, schema: text }];
    const properties = { title: text, [name]: text };
    setBody(api, random, operation, {
      type: 'object',
      ...(chance(random, 0.3) ? { allOf: [{ properties }] } : { properties }),
    });
    return [operation.path];
  },

  'cookie-without-csrf-token': (api, random) => {
    if (api.version === '2.0') return undefined;
    const operation = some(random, writesOf(guardedOf(api)));
    if (operation === undefined) return undefined;
    const name = random.pick(['sid', 'SESSION', 'JSESSIONID', 'auth']);
    const cookie = addScheme(api, random, random.pick(['session', 'cookieAuth']), {
      type: 'apiKey',
      in: 'cookie',
      name,
    });
    const own = chance(random, 0.5) ? [] : structuredClone(securityOf(api, operation));
    own.splice(random.below(own.length + 1), 0, { [cookie.name]: [] });
    operation.value['security'] = own;
    return [operation.path];
  },

  'implicit-flow': (api, random) => plantFlow(api, random, 'implicit'),

  'insecure-oauth-url': (api, random) => {
    const schemes = schemesOf(api);
    const urls = objectsOf(schemes.value).flatMap(([name, scheme]) =>
      urlsIn({ path: [...schemes.path, name], value: scheme }),
    );
    const url = some(random, urls);
    if (url === undefined) return undefined;
    const { holder, key } = url;
    holder.value[key] = String(holder.value[key]).replace(/^https:/, random.pick(['http:', 'http:', 'HTTP:']));
    return [[...holder.path, key]];
  },

  'key-in-authorization-header': (api, random) => {
    // Swagger 2.0 has no other way to say it.
    if (api.version === '2.0') return undefined;
    const description = random.pick([
      'Bearer token',
      'Send `Bearer` and the token.',
      'JWT Authorization header using the Bearer scheme. Example: "Authorization: Bearer {token}"',
      'Prefix the token with "Bearer ".',
      'HTTP Basic with user and password',
      'Basic authentication',
    ]);
    const name = random.pick(['Authorization', 'authorization']);
    return plantScheme(api, random, 'token', { type: 'apiKey', in: 'header', name, description });
  },

  'misplaced-scope': (api, random) => {
    if (api.version !== '2.0' && api.version !== '3.0') return undefined;
    const basic = api.version === '2.0' ? { type: 'basic' } : { type: 'http', scheme: 'basic' };
    const bearer = api.version === '2.0' ? basic : { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' };
    const scheme = addScheme(
      api,
      random,
      'staffKey',
      random.pick<JsonObject>([{ type: 'apiKey', in: 'header', name: 'X-API-Key' }, basic, bearer]),
    );
    const operation = some(random, guardedOf(api));
    if (operation === undefined) return undefined;
    const scopes = random.pick<Json[]>([['admin'], ['read', 'write'], ['accounts:read']]);
    operation.value['security'] = [{ [scheme.name]: scopes }];
    return [[...operation.path, 'security', '0', scheme.name]];
  },

  'missing-401-response': (api, random) => {
    const operation = some(random, guardedOf(api));
    if (operation === undefined) return undefined;
    return forget(operation, ['401', '4XX', 'default']);
  },

  'missing-403-response': (api, random) => {
    const scoped = guardedOf(api).filter((operation) =>
      securityOf(api, operation).every((requirement) => Object.values(requirement).some(isFilled)),
    );
    const operation = some(random, scoped);
    if (operation === undefined) return undefined;
    return forget(operation, ['403', '4XX', 'default']);
  },

  'missing-security': (api) => {
    forgetSecurity(api);
    return [schemesOf(api).path];
  },

  'missing-security-scheme': (api, random) => {
    const { root } = api;
    forgetSecurity(api);
    if (api.version === '2.0') delete root['securityDefinitions'];
    else delete objectIn(root, 'components')['securitySchemes'];
    if (chance(random, 0.4)) {
      // A careless author takes the key as an ordinary parameter.
      const schema = { type: 'string', maxLength: 64 };
      const everywhere = operationsOf(api);
      plantParameter(
        api,
        random,
        { name: random.pick(['X-Api-Key', 'X-Auth-Token']), in: 'header', schema },
        everywhere,
      );
    }
    return [['openapi'], ['swagger']];
  },

  'optional-authentication': (api, random) => {
    const { root } = api;
    const operation = some(random, guardedOf(api));
    if (operation === undefined) return undefined;
    const holder: Place =
      operation.value['security'] === undefined ? random.pick([operation, { path: [], value: root }]) : operation;
    const security = structuredClone(holder.value['security'] ?? root['security']) as Json[];
    const index = random.below(security.length + 1);
    security.splice(index, 0, {});
    holder.value['security'] = security;
    return [[...holder.path, 'security', String(index)]];
  },

  'password-change-without-proof': (api, random) => {
    const [method, template, operationId] = random.pick<readonly [string, string, string]>([
      ['post', '/me/change-password', 'changeMine'],
      ['put', '/me/password', 'setMine'],
      ['post', '/account/password', 'newPassword'],
      ['patch', '/users/me/password', 'change'],
      ['post', '/changePassword', 'act'],
      ['put', '/profile', 'changePassword'],
      ['put', '/account', 'updatePassword'],
      ['post', '/password/change', 'doIt'],
      ['put', '/members/{member}/password', 'setTheirs'],
      ['post', '/members/{member}/change-password', 'changeTheirs'],
    ]);
    // For somebody else's, no more is asked for than for reading.
    const readable = guardedOf(api).filter(({ method: other }) => other === 'get');
    const operation = addOperation(api, random, method, template, template.includes('{') ? readable : undefined);
    if (operation === undefined) return undefined;
    operation.value['operationId'] = operationId;
    const text = { type: 'string', minLength: 12, maxLength: 128 };
    const field = spelled(random, random.pick(['newPassword', 'password']));
    const properties: JsonObject = { [field]: text };
    if (chance(random, 0.3)) properties[spelled(random, 'confirmPassword')] = text;
    if (chance(random, 0.3)) properties['language'] = { type: 'string', enum: ['de', 'en'] };
    setBody(api, random, operation, { type: 'object', additionalProperties: false, properties });
    return [operation.path];
  },

  'password-flow': (api, random) => plantFlow(api, random, 'password'),

  'public-operation': (api, random) => {
    const { root } = api;
    const operations = guardedOf(api);
    if (chance(random, 0.25) && root['security'] !== undefined) {
      // Somebody still has to inherit it.
      if (operations.every(({ value }) => value['security'] !== undefined)) return undefined;
      root['security'] = [];
      return [['security']];
    }
    const operation = some(random, operations);
    if (operation === undefined) return undefined;
    insert(random, operation.value, 'security', []);
    return [[...operation.path, 'security']];
  },

  'trace-method': (api, random) => {
    if (api.version === '2.0') return undefined;
    const item = some(random, guardedOf(api))?.item;
    if (item === undefined) return undefined;
    const operation = { operationId: 'mirror', responses: { '200': { description: 'What was sent' } } };
    if (api.version === '3.2' && chance(random, 0.5)) {
      insert(random, objectIn(item.value, 'additionalOperations'), 'TRACE', operation);
      return [[...item.path, 'additionalOperations', 'TRACE']];
    }
    insert(random, item.value, 'trace', operation);
    return [[...item.path, 'trace']];
  },

  'unauthenticated-operation': (api, random) => {
    const { root } = api;
    const operations = guardedOf(api);
    const operation = some(random, operations);
    if (operation === undefined || operations.length < 2) return undefined;
    for (const other of operationsOf(api)) {
      if (other.value['security'] === undefined && root['security'] !== undefined && operations.some(isAt(other))) {
        other.value['security'] = structuredClone(root['security']);
      }
    }
    delete root['security'];
    delete operation.value['security'];
    return [operation.path];
  },

  'undefined-scope': (api, random) => {
    const requirement = some(
      random,
      requirementsIn(api).filter(({ scopes }) => scopes.length > 0),
    );
    if (requirement === undefined) return undefined;
    const { path, scopes } = requirement;
    const index = random.below(scopes.length);
    const old = String(scopes[index]);
    const misspelt = [old.slice(0, -1), `${old}s`, old.replace(/[:.]/, '_'), old.toUpperCase(), 'admin', 'all'];
    scopes[index] = random.pick(misspelt);
    return [path];
  },

  'undefined-security-scheme': (api, random) => {
    const requirement = some(random, requirementsIn(api));
    if (requirement === undefined) return undefined;
    const { holder, name, scopes, path } = requirement;
    delete holder[name];
    const misspelt = [`${name}s`, name.slice(0, -1), name.toUpperCase(), `${name}Auth`, 'apiKey', 'OAuth2', 'internal'];
    const wrong = random.pick(misspelt);
    holder[wrong] = scopes;
    return [[...path.slice(0, -1), wrong]];
  },

  'unscoped-object-access': (api, random) => {
    const list = addOperation(api, random, 'get', '/wishes');
    if (list === undefined) return undefined;
    const one = addOperation(api, random, random.pick(['get', 'put', 'delete', 'patch']), '/wishes/{id}', [list]);
    if (one === undefined) return undefined;
    one.value['responses'] = {
      [random.pick(['200', '204', '202'])]: { description: 'Done' },
      401: { description: 'Who?' },
    };
    return [one.path];
  },

  'unsigned-jwt-example': (api, random) => {
    const encode = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const alg = random.pick(['none', 'None', 'NONE']);
    const header = random.pick<JsonObject>([{ alg }, { alg, typ: 'JWT' }, { typ: 'JWT', alg }]);
    const token = `${encode(header)}.${encode({ sub: 'ann', admin: true })}.${random.pick(['', 'x', 'c2ln'])}`;
    if (chance(random, 0.4)) return rewriteText(api, random, (text) => `${text} Send ${token} with it.`);
    const key = random.pick([
      'example',
      'default',
      ...(api.version === '3.1' || api.version === '3.2' ? ['examples'] : []),
    ]);
    const schema = { type: 'string', maxLength: 2000, [key]: key === 'examples' ? [token] : token };
    return plantIn(api, random, 'sample', schema, () => true);
  },

  'unsigned-webhook': (api, random) => {
    if (api.version === '2.0') return undefined;
    const parameters = [{ in: 'header', name: 'X-Request-Id', schema: { type: 'string', format: 'uuid' } }];
    const value: JsonObject = {
      ...(chance(random, 0.3) ? { parameters } : {}),
      requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
      responses: { '204': { description: 'Thanks' } },
    };
    const method = random.pick(['post', 'post', 'put']);
    // A login at the root is one of the webhooks as well.
    if (api.version !== '3.0' && api.root['security'] === undefined && chance(random, 0.5)) {
      const webhooks = objectIn(api.root, 'webhooks');
      const name = fresh(webhooks, random.pick(['paymentReceived', 'changed', 'order.closed']));
      insert(random, webhooks, name, { [method]: value });
      return [['webhooks', name, method]];
    }
    const operation = some(random, writesOf(operationsOf(api)));
    if (operation === undefined) return undefined;
    const callbacks = objectIn(operation.value, 'callbacks');
    const name = fresh(callbacks, 'done');
    const expression = random.pick(['{$request.body#/url}', '{$request.query.callback}', 'https://shop.example/done']);
    callbacks[name] = { [expression]: { [method]: value } };
    return [[...operation.path, 'callbacks', name, expression, method]];
  },

  'unused-security-scheme': (api, random) => {
    const scheme = random.pick<JsonObject>([
      { type: 'apiKey', in: 'header', name: 'X-Key' },
      ...(api.version === '2.0'
        ? [{ type: 'basic' }]
        : [
            { type: 'http', scheme: 'bearer' },
            { type: 'openIdConnect', openIdConnectUrl: 'https://login.example.com/.well-known/openid-configuration' },
          ]),
    ]);
    return [addScheme(api, random, random.pick(['strong', 'legacy', 'next', 'internalKey']), scheme).path];
  },

  'weak-alternative': (api, random) => {
    const schemes = schemesOf(api).value;
    const strong = (requirement: JsonObject): boolean =>
      Object.keys(requirement).some((name) => {
        const scheme = schemes[name];
        return isObject(scheme) && ['oauth2', 'openIdConnect', 'mutualTLS'].includes(String(scheme['type']));
      });
    const operation = some(
      random,
      guardedOf(api).filter((candidate) => securityOf(api, candidate).some(strong)),
    );
    if (operation === undefined) return undefined;
    const basic = api.version === '2.0' ? { type: 'basic' } : { type: 'http', scheme: 'basic' };
    const weak = random.pick<JsonObject>([basic, { type: 'apiKey', in: 'query', name: 'api_key' }]);
    const { name } = addScheme(api, random, 'old', weak);
    const holder: Place =
      operation.value['security'] === undefined ? random.pick([operation, { path: [], value: api.root }]) : operation;
    const security = structuredClone(securityOf(api, operation));
    security.splice(random.below(security.length + 1), 0, { [name]: [] });
    holder.value['security'] = security;
    return [[...holder.path, 'security']];
  },

  'weak-http-scheme': (api, random) => {
    if (api.version === '2.0') return undefined;
    const scheme = random.pick([
      ...['digest', 'Digest', 'negotiate', 'NTLM', 'ntlm', 'OAuth'],
      ...['token', 'hmac', 'apikey', 'jwt', 'custom', 'X-Auth'],
    ]);
    return plantScheme(api, random, 'own', { type: 'http', scheme });
  },

  'write-with-read-scope': (api, random) => {
    const operation = some(random, writesOf(guardedOf(api)));
    const schemes = schemesOf(api);
    const scheme = objectsOf(schemes.value).find(([, value]) => value['type'] === 'oauth2');
    if (operation === undefined || scheme === undefined) return undefined;
    const [name, value] = scheme;
    const scope = random.pick([
      ...['accounts:read', 'read_accounts', 'read', 'orders.read', 'read:orders', 'api/read'],
      ...['accounts.readonly', 'read-only', 'records.view', 'https://auth.example.com/orders.readonly'],
    ]);
    const flows = api.version === '2.0' ? [value] : objectsOf(value['flows']).map(([, flow]) => flow);
    for (const flow of flows) objectIn(flow, 'scopes')[scope] = 'See things';
    operation.value['security'] = [{ [name]: [scope] }];
    return [operation.path];
  },
  'wrong-discovery-url': (api, random) => {
    if (api.version === '2.0') return undefined;
    const openIdConnectUrl = random.pick([
      ...['https://login.bank.example', 'https://login.bank.example/', 'https://login.bank.example/realms/bank'],
      ...['https://login.bank.example/oauth2/authorize', 'https://login.bank.example/oauth2/token?tenant=1'],
    ]);
    const scheme = addScheme(api, random, 'oidc', { type: 'openIdConnect', openIdConnectUrl });
    requireSomewhere(api, random, scheme.name);
    return [[...scheme.path, 'openIdConnectUrl']];
  },

  'invalid-key-name': (api, random) => {
    const name = random.pick(['Authorization: Bearer', 'X-Key: {key}', 'X-Key, X-Secret', 'API key', 'x-token=']);
    const scheme = plantScheme(api, random, 'odd', { type: 'apiKey', in: 'header', name });
    return scheme?.map((path) => [...path, 'name']);
  },

  'exposed-service-control': (api, random) => {
    const template = random.pick(['/system/stop', '/shutdown', '/tools/reset', '/admin/restart', '/gateway/reload']);
    const operation = addOperation(api, random, random.pick(['post', 'put', 'get']), template);
    if (operation === undefined) return undefined;
    // A scope would be a privilege of its own.
    operation.value['security'] = [];
    return [operation.path];
  },

  'unguarded-role-grant': (api, random) => {
    const [method, template] = random.pick<readonly [string, string]>([
      ['post', '/users'],
      ['post', '/staff/users'],
      ['put', '/employees'],
    ]);
    const reading = addOperation(api, random, 'get', '/wishes');
    if (reading === undefined) return undefined;
    const operation = addOperation(api, random, method, template, [reading]);
    if (operation === undefined) return undefined;
    reading.value['security'] = [];
    operation.value['security'] = [];
    delete objectIn(operation.value, 'responses')['403'];
    const name = spelled(random, random.pick(['role', 'roles', 'permissions', 'userRole']));
    const text = { type: 'string', maxLength: 20 };
    setBody(api, random, operation, { type: 'object', additionalProperties: false, properties: { [name]: text } });
    return [operation.path];
  },

  'client-chosen-identity': (api, random) => {
    const operation = addOperation(api, random, 'post', random.pick(['/wishes', '/wishes/{id}/block']));
    if (operation === undefined) return undefined;
    for (const status of ['403', '4XX']) delete objectIn(operation.value, 'responses')[status];
    const name = random.pick(['X-Tenant-Id', 'X-Account', 'X-Customer-Id', 'X-On-Behalf-Of']);
    const [where, spelling] = random.pick<readonly [string, string]>([
      ['header', name],
      ['query', spelled(random, random.pick(['approvedBy', 'blockedBy', 'performedBy']))],
    ]);
    const text = { type: 'string', maxLength: 20 };
    const parameter = { name: spelling, in: where };
    const own = api.version === '2.0' ? { ...parameter, ...text } : { ...parameter, schema: text };
    operation.value['parameters'] = [...textParameters(api, operation.template), own];
    return [operation.path];
  },

  'unguarded-export': (api, random) => {
    const other = addOperation(api, random, 'get', '/wishes');
    if (other === undefined) return undefined;
    const operation = addOperation(api, random, 'get', random.pick(['/backup', '/admin/dump', '/state/full-export']), [
      other,
    ]);
    if (operation === undefined) return undefined;
    other.value['security'] = [];
    operation.value['security'] = [];
    return [operation.path];
  },

  'self-approval': (api, random) => {
    const creation = addOperation(api, random, 'post', '/wishes');
    if (creation === undefined) return undefined;
    const template = random.pick(['/wishes/{id}/approve', '/wishes/{id}/approval']);
    const operation = addOperation(api, random, random.pick(['post', 'put']), template, [creation]);
    if (operation === undefined) return undefined;
    operation.value['parameters'] = textParameters(api, template);
    return [operation.path];
  },

  // One token for all that is guarded, and money moves with it. What administrators do keeps its own requirement.
  'overbroad-credential': (api, random) => {
    const info = api.root['info'];
    if (isObject(info)) delete info['description'];
    for (const template of ['/books', '/shelves', '/pages', '/covers', '/authors', '/readers', '/loans'])
      if (addOperation(api, random, 'get', template) === undefined) return undefined;
    if (addOperation(api, random, 'post', random.pick(['/payouts', '/v1/payments'])) === undefined) return undefined;
    const key = addScheme(api, random, 'everything', oauthScheme(api, {}));
    for (const { template, value } of guardedOf(api)) {
      if (/admin|staff|internal|backoffice/i.test(template + JSON.stringify(value['tags'] ?? ''))) continue;
      value['security'] = [{ [key.name]: [] }];
    }
    return [key.path];
  },

  'weak-password-policy': (api, random) => {
    const template = random.pick(['/register', '/sign-up', '/staff/users', '/account/change-password']);
    const operation = addOperation(api, random, 'post', template);
    if (operation === undefined) return undefined;
    const name = spelled(random, random.pick(['password', 'newPassword']));
    const bound = random.pick<JsonObject>([{}, { minLength: 4 }, { pattern: '^.{6,}$' }]);
    const password: JsonObject = { type: 'string', maxLength: 99, ...bound };
    const text = { type: 'string', maxLength: 90 };
    const places = setBody(api, random, operation, { type: 'object', properties: { name: text, [name]: password } });
    return places.map((place) => [...place, 'properties', name]);
  },

  'endless-token': (api, random) => {
    const template = random.pick(['/api-keys', '/access-tokens', '/settings/apiKeys', '/machines/tokens']);
    const operation = addOperation(api, random, 'post', template);
    if (operation === undefined) return undefined;
    const text = { type: 'string', maxLength: 90 };
    setBody(api, random, operation, { type: 'object', properties: { name: text } });
    operation.value['responses'] = { '201': { description: 'Created' } };
    return [operation.path];
  },
};

/** A new scheme, or one behind a reference. */
function plantScheme(api: Api, random: Random, name: string, scheme: JsonObject) {
  const { name: key, path } = addScheme(api, random, name, scheme);
  if (api.version !== '2.0' && chance(random, 0.15)) {
    const alias = addScheme(api, random, 'alias', { $ref: `#/${path.join('/')}` });
    requireSomewhere(api, random, alias.name);
    return [path, alias.path];
  }
  requireSomewhere(api, random, key);
  return [path];
}

/** A flow beside others of an existing scheme, or a scheme of its own. */
function plantFlow(api: Api, random: Random, flow: 'implicit' | 'password') {
  const urls: JsonObject =
    flow === 'implicit'
      ? { authorizationUrl: 'https://login.example.com/authorize' }
      : { tokenUrl: 'https://login.example.com/token' };
  const written = { ...urls, scopes: { things: 'Use things' } };
  const schemes = schemesOf(api);
  const existing = objectsOf(schemes.value).find(([, value]) => isObject(value['flows']));
  if (existing !== undefined && chance(random, 0.5)) {
    insert(random, objectIn(existing[1], 'flows'), flow, written);
    return [[...schemes.path, existing[0], 'flows', flow]];
  }
  const scheme: JsonObject =
    api.version === '2.0' ? { type: 'oauth2', flow, ...written } : { type: 'oauth2', flows: { [flow]: written } };
  const { name, path } = addScheme(api, random, random.pick(['login', 'oauth']), scheme);
  requireSomewhere(api, random, name, ['things']);
  return [path];
}

function urlsIn(scheme: Place): { holder: Place; key: string }[] {
  const flows = objectsOf(scheme.value['flows']).map(
    ([flow, value]): Place => ({ path: [...scheme.path, 'flows', flow], value }),
  );
  return [scheme, ...flows].flatMap((holder) =>
    Object.entries(holder.value)
      .filter(([key, value]) => /Url$/.test(key) && typeof value === 'string')
      .map(([key]) => ({ holder, key })),
  );
}

/** Nothing requires a login any more; what was public on purpose stays so. */
function forgetSecurity(api: Api): void {
  const webhooks = objectsOf(api.root['webhooks']).flatMap(([, item]) => objectsOf(item).map(([, held]) => held));
  const holders = [api.root, ...webhooks, ...guardedOf(api).map(({ value }) => value)];
  for (const holder of holders) delete holder['security'];
}

/** Removes these responses of an operation. */
function forget(operation: Operation, statuses: readonly string[]) {
  const responses = objectIn(operation.value, 'responses');
  for (const status of statuses) delete responses[status];
  return [operation.path];
}

function isFilled(scopes: Json): boolean {
  return Array.isArray(scopes) && scopes.length > 0;
}

function isAt(operation: Operation): (other: Operation) => boolean {
  return (other) => other.value === operation.value;
}

interface Requirement {
  readonly holder: JsonObject;
  readonly name: string;
  readonly scopes: Json[];
  readonly path: readonly string[];
}

function requirementsIn(api: Api): Requirement[] {
  const holders: Place[] = [{ path: [], value: api.root }, ...operationsOf(api)];
  return holders.flatMap(({ path, value }) =>
    listIn({ ...value }, 'security').flatMap((holder, index) =>
      isObject(holder)
        ? Object.entries(holder).map(([name, scopes]) => ({
            holder,
            name,
            scopes: scopes as Json[],
            path: [...path, 'security', String(index), name],
          }))
        : [],
    ),
  );
}

/** People log in and agree. */
function oauthScheme({ version }: Api, scopes: JsonObject): JsonObject {
  const flow = {
    authorizationUrl: 'https://auth.example.com/authorize',
    tokenUrl: 'https://auth.example.com/token',
    scopes,
  };
  return version === '2.0'
    ? { type: 'oauth2', flow: 'accessCode', ...flow }
    : { type: 'oauth2', flows: { authorizationCode: flow } };
}

function strongScheme(api: Api, random: Random): string {
  const bearer: JsonObject = { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' };
  return addScheme(api, random, 'session', api.version === '2.0' ? oauthScheme(api, {}) : bearer).name;
}

function keyScheme(api: Api, random: Random): string {
  return addScheme(api, random, 'plainKey', { type: 'apiKey', in: 'header', name: 'X-Plain-Key' }).name;
}

/** A login that answers with a token. */
function plantTokenResponse(api: Api, random: Random, others: JsonObject) {
  const operation = addOperation(api, random, 'post', random.pick(['/oauth/token', '/session/token']));
  if (operation === undefined) return undefined;
  const name = random.pick(['access_token', 'accessToken']);
  const schema: JsonObject = { type: 'object', properties: { [name]: { type: 'string' }, ...others } };
  const isOld = api.version === '2.0';
  const response: JsonObject = isOld
    ? { description: 'A token', schema }
    : { description: 'A token', content: { 'application/json': { schema } } };
  operation.value['responses'] = { 200: response };
  const path = [...operation.path, 'responses', '200'];
  const held = isOld ? ['schema'] : ['content', 'application/json', 'schema'];
  return { response: [path], token: [[...path, ...held, 'properties', name]] };
}
