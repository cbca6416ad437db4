import type { Random } from '../../support/edits.ts';
import {
  type Api,
  guardedOf,
  isObject,
  isSuccess,
  type Json,
  type JsonObject,
  listIn,
  type Mutator,
  type Operation,
  objectIn,
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
  insert,
  plantInRequest,
  plantInResponse,
  plantParameter,
  share,
  some,
  spelled,
} from '../planting.ts';

export const transport: Readonly<Record<string, Mutator>> = {
  'cacheable-sensitive-data': (api, random) => {
    const operation = addOperation(api, random, 'get', random.pick(['/me/insurance', '/me/card']));
    if (operation === undefined) return undefined;
    const scheme = addScheme(
      api,
      random,
      'session',
      random.pick<JsonObject>([
        { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        ...(api.version === '2.0' ? [] : [{ type: 'apiKey', in: 'cookie', name: 'session' }]),
      ]),
    );
    operation.value['security'] = [{ [scheme.name]: [] }];
    const name = random.pick(['iban', 'diagnosis', 'cardNumber', 'socialSecurityNumber', 'bankAccountNumber']);
    const schema = { type: 'object', properties: { [spelled(random, name)]: { type: 'string', maxLength: 40 } } };
    const content = api.version === '2.0' ? { schema } : { content: { 'application/json': { schema } } };
    operation.value['responses'] = { 200: { description: 'Yours', ...content } };
    return [operation.path];
  },

  'credentials-over-plaintext': (api, random) => {
    const server = plantServer(api, random, guardedOf(api));
    if (server === undefined) return undefined;
    const schemes = schemesOf(api);
    const names = server.operations.flatMap((operation) =>
      securityOf(api, operation).flatMap((requirement) => Object.keys(requirement)),
    );
    const carried = [...new Set(names)].filter((name) => {
      const scheme = schemes.value[name];
      // A certificate is no credential that travels.
      return isObject(scheme) && scheme['type'] !== 'mutualTLS';
    });
    return carried.length === 0 ? undefined : carried.map((name) => [...schemes.path, name]);
  },

  'internal-server-address': (api, random) => {
    if (api.version === '2.0') return undefined;
    const url = random.pick([
      ...['http://10.2.0.15:8080', 'https://192.168.1.20/v1', 'http://172.20.3.4', 'https://payments.prod.internal/v1'],
      ...['http://orders.default.svc.cluster.local:80', 'https://api.corp', 'https://build.lan'],
      ...['http://169.254.169.254/latest', 'https://gateway.intranet', 'http://[fd00::12]:8080'],
    ]);
    const holder = random.pick([{ path: [], value: api.root }, ...(chance(random, 0.3) ? operationsOf(api) : [])]);
    const servers = listIn(holder.value, 'servers');
    const index = random.below(servers.length + 1);
    servers.splice(index, 0, { url, ...(chance(random, 0.5) ? { description: 'Staging' } : {}) });
    return [[...holder.path, 'servers', String(index)]];
  },

  'plaintext-server': (api, random) => {
    const server = plantServer(api, random, operationsOf(api));
    return server && [server.path];
  },

  'sensitive-data-in-url': (api, random) => {
    const name = random.pick([
      ...['password', 'accessToken', 'cardNumber', 'accountNumber', 'socialSecurityNumber', 'passportNumber', 'iban'],
      ...['sessionToken', 'refreshToken', 'clientSecret', 'creditCardNumber', 'ssn', 'apiKey', 'pan', 'token'],
    ]);
    const schema = random.pick<JsonObject>([{ type: 'string' }, { type: 'string', maxLength: 64 }]);
    const location = random.pick(['query', 'query', 'path'] as const);
    return plantParameter(api, random, { name: spelled(random, name), in: location, schema });
  },

  'sensitive-data-over-plaintext': (api, random) => {
    const name = random.pick([
      ...['email', 'iban', 'dateOfBirth', 'diagnosis', 'socialSecurityNumber', 'phoneNumber', 'cardNumber'],
      ...['passportNumber', 'emailAddress', 'bloodType', 'password', 'fingerprintTemplate', 'homeAddress', 'lastName'],
    ]);
    const schema = { type: 'string', maxLength: 80 };
    const planting = chance(random, 0.5)
      ? plantInRequest(api, random, spelled(random, name), schema)
      : plantInResponse(api, random, spelled(random, name), schema, isSuccess);
    // At the root, so that whoever sends or gets the field is reached by it.
    return planting && plantServer(api, random, operationsOf(api), true) && planting;
  },

  'weak-cookie': (api, random) => {
    // Headers of Swagger 2.0 have no examples.
    if (api.version === '2.0') return undefined;
    const example = random.pick([
      ...['sid=abc; Path=/', 'session=xyz123; HttpOnly', 'sid=abc; Secure; HttpOnly', 'sid=abc; SameSite=Lax; Path=/'],
      ...[
        'token=9f8e7d; Max-Age=3600; secure',
        'JSESSIONID=38afes7a8; Path=/; HttpOnly',
        'id=a3; httponly; samesite=strict',
      ],
    ]);
    const schema = { type: 'string' };
    const shapes: JsonObject[] = [
      { schema, example },
      { schema: { type: 'string', example } },
      { schema, examples: { usual: { value: example } } },
    ];
    if (api.version !== '3.0') shapes.push({ schema: { type: 'string', examples: [example] } });
    const name = random.pick(['Set-Cookie', 'Set-Cookie', 'set-cookie']);
    return plantHeaders(api, random, { [name]: random.pick(shapes) });
  },

  'wildcard-cors-with-credentials': (api, random) => {
    if (chance(random, 0.4)) {
      const key = 'x-amazon-apigateway-cors';
      const allowOrigins = random.pick<Json>([['*'], ['*'], ['https://shop.example', '*']]);
      insert(random, api.root, key, { allowMethods: ['GET'], allowOrigins, allowCredentials: true });
      return [[key]];
    }
    const fixed = (value: string): JsonObject => {
      const isNew = api.version === '3.1' || api.version === '3.2';
      const schema = random.pick<JsonObject>([
        { type: 'string', enum: [value] },
        { type: 'string', default: value },
        ...(isNew ? [{ type: 'string', const: value }] : []),
      ]);
      if (api.version === '2.0') return schema;
      return chance(random, 0.4) ? { schema: { type: 'string' }, example: value } : { schema };
    };
    return plantHeaders(api, random, {
      'Access-Control-Allow-Origin': fixed('*'),
      'Access-Control-Allow-Credentials': fixed('true'),
    });
  },

  'personal-data-in-url': (api, random) => {
    const name = random.pick([
      ...['phoneNumber', 'mobileNumber', 'emailAddress', 'email', 'firstName', 'lastName', 'dateOfBirth', 'message'],
      ...['comment', 'note', 'clientLat', 'userLongitude', 'homeAddress', 'customerIp', 'msisdn', 'messageText'],
    ]);
    const schema = random.pick<JsonObject>([{ type: 'string' }, { type: 'string', maxLength: 64 }]);
    return plantParameter(api, random, { name: spelled(random, name), in: 'query', schema }, writesOf(guardedOf(api)));
  },

  'missing-production-server': (api, random) => {
    if (api.version === '2.0') return undefined;
    const hosts = ['sandbox.shop', 'api-test.bank', 'demo.clinic', 'eu.uat.trains'];
    api.root['servers'] = [{ url: `https://${random.pick(hosts)}.example/v1` }];
    return [['servers', '0']];
  },
};

interface PlainServer {
  readonly path: readonly string[];
  readonly operations: readonly Operation[];
}

/** A server without encryption, for the whole API or for a part of it. */
function plantServer(
  api: Api,
  random: Random,
  candidates: readonly Operation[],
  isForAll = chance(random, 0.6),
): PlainServer | undefined {
  const operation = some(random, candidates);
  if (operation === undefined) return undefined;
  const root: Place = { path: [], value: api.root };
  if (api.version === '2.0') {
    const holder = isForAll ? root : operation;
    const schemes = random.pick<Json[]>([['http'], ['https', 'http'], ['http', 'https'], ['ws', 'https']]);
    holder.value['schemes'] = schemes;
    const reached = isForAll ? candidates.filter(({ value }) => value['schemes'] === undefined) : [operation];
    return { path: [...holder.path, 'schemes'], operations: reached };
  }
  const holder = isForAll ? root : random.pick([operation, operation.item]);
  const host = random.pick(['api.example.com/v1', 'shop.example.org', 'eu.bank.example:8080/api']);
  const scheme = random.pick(['http', 'http', 'ws', 'HTTP']);
  const server = random.pick<JsonObject>([
    { url: `${scheme}://${host}` },
    { url: `${scheme}://${host}`, description: 'Production' },
    { url: `{scheme}://${host}`, variables: { scheme: { default: 'https', enum: ['https', 'http'] } } },
    { url: `{protocol}://${host}`, variables: { protocol: { default: 'http' } } },
    { url: `http://{tenant}.example.com`, variables: { tenant: { default: 'demo' } } },
  ]);
  const servers = listIn(holder.value, 'servers');
  if (chance(random, 0.3)) servers.length = 0;
  const index = random.below(servers.length + 1);
  servers.splice(index, 0, server);
  const reached = isForAll
    ? candidates.filter(({ value, item }) => value['servers'] === undefined && item.value['servers'] === undefined)
    : candidates.filter(({ value, item }) => value === holder.value || item.value === holder.value);
  return { path: [...holder.path, 'servers', String(index)], operations: reached };
}

/** Headers of a response, inline or shared. */
function plantHeaders(api: Api, random: Random, headers: JsonObject) {
  const responses = operationsOf(api).flatMap((operation) =>
    responsesOf(api, operation).flatMap(([status, response]) => (isSuccess(status) ? [response] : [])),
  );
  const response = some(random, responses);
  if (response === undefined) return undefined;
  const held = objectIn(response.value, 'headers');
  const planting: (readonly string[])[] = [];
  for (const [name, header] of Object.entries(headers)) {
    const { written, places } = share(api, random, 'headers', name, header as JsonObject, 0.2);
    insert(random, held, name, written);
    planting.push([...response.path, 'headers', name], ...places);
  }
  return planting;
}
