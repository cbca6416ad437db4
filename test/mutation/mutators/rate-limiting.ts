import {
  type Api,
  guardedOf,
  isObject,
  isSuccess,
  type Json,
  type JsonObject,
  type Mutator,
  type Operation,
  objectIn,
  objectsOf,
  operationsOf,
  responsesOf,
  writesOf,
} from '../api.ts';
import { addOperation, chance, insert, plantParameter, setBody, share, some, spelled } from '../planting.ts';

export const rateLimiting: Readonly<Record<string, Mutator>> = {
  'disabled-rate-limit': (api, random) => {
    const [key, value] = random.pick<readonly [string, Json]>([
      ['x-kong-plugin-rate-limiting', { enabled: false, config: { minute: 5 } }],
      ['x-kong-plugin-rate-limiting-advanced', { enabled: false, config: { limit: [5], window_size: [60] } }],
      ['x-throttling-tier', 'Unlimited'],
      ['x-wso2-throttling-tier', 'Unlimited'],
      ['x-throttling-tier', 'unlimited'],
      ['x-rate-limit', { enabled: false, requests: 5 }],
      ['x-rate-limit', 'unlimited'],
    ]);
    const operation = some(random, operationsOf(api));
    if (operation === undefined) return undefined;
    const holder = random.pick([{ path: [], value: api.root }, operation, operation]);
    insert(random, holder.value, key, value);
    return [[...holder.path, key]];
  },

  'incomplete-rate-limit-headers': (api, random) => {
    const prefix = random.pick(['X-RateLimit-', 'RateLimit-', 'X-Rate-Limit-', 'x-ratelimit-']);
    const names = random.pick([
      ['Limit'],
      ['Remaining'],
      ['Limit', 'Remaining'],
      ['Limit', 'Reset'],
      ['Reset', 'Remaining'],
    ]);
    const response = some(
      random,
      operationsOf(api).flatMap((operation) =>
        responsesOf(api, operation).flatMap(([status, place]) => (isSuccess(status) ? [place] : [])),
      ),
    );
    if (response === undefined) return undefined;
    const headers = objectIn(response.value, 'headers');
    for (const name of Object.keys(headers)) if (/rate-?limit|retry-after/i.test(name)) delete headers[name];
    for (const name of names) insert(random, headers, prefix + name, integerHeader(api));
    return [response.path];
  },

  'missing-429-response': (api, random) => {
    const operation = some(random, guardedOf(api));
    if (operation === undefined) return undefined;
    forget429(operation);
    const success = responsesOf(api, operation).find(([status]) => isSuccess(status))?.[1];
    if (success !== undefined && chance(random, 0.5)) {
      const names = [
        'X-RateLimit-Limit',
        'X-Rate-Limit-Remaining',
        'RateLimit',
        'RateLimit-Limit',
        'X-RateLimit-Remaining',
      ];
      const header: JsonObject = api.version === '2.0' ? { type: 'integer' } : { schema: { type: 'integer' } };
      insert(random, objectIn(success.value, 'headers'), random.pick(names), header);
    } else {
      const extension = random.pick<readonly [string, Json]>([
        ['x-rate-limit', '60/min'],
        ['x-ratelimit', { limit: 60, window: '1m' }],
        ['x-kong-plugin-rate-limiting', { config: { minute: 60 } }],
        ['x-throttling-tier', 'Gold'],
      ]);
      insert(random, operation.value, ...extension);
    }
    return [operation.path];
  },

  'missing-rate-limit': (api, random) => {
    if (chance(random, 0.4)) {
      for (const operation of operationsOf(api)) unlimit(api, operation);
      unlimitHolder(api.root);
      return [['paths']];
    }
    // What one forgets hurts where it can be guessed at, is open to all, or takes what is sensitive.
    if (Object.keys(api.root).some(isLimit)) return undefined;
    const [template, schema] = random.pick<readonly [string, JsonObject]>([
      ['/login', credentials('password')],
      ['/auth/login', credentials('password')],
      ['/sign-in', credentials('password')],
      ['/password/reset', credentials('email')],
      ['/otp/verify', credentials('otp')],
      ['/payment-methods', credentials('cardNumber')],
    ]);
    const operation = addOperation(api, random, 'post', template);
    if (operation === undefined) return undefined;
    if (chance(random, 0.5)) operation.value['security'] = [];
    setBody(api, random, operation, schema);
    unlimit(api, operation);
    return [operation.path];
  },

  'missing-retry-after': (api, random) => {
    const responses = operationsOf(api).flatMap((operation) =>
      responsesOf(api, operation).flatMap(([status, response]) => (status === '429' ? { operation, response } : [])),
    );
    const limited = some(random, responses);
    if (limited === undefined) return undefined;
    const { operation, response } = limited;
    const bare: JsonObject = { description: 'Slow down' };
    if (chance(random, 0.3)) {
      const header: JsonObject = api.version === '2.0' ? { type: 'integer' } : { schema: { type: 'integer' } };
      bare['headers'] = { 'X-RateLimit-Limit': header };
    }
    if (chance(random, 0.5)) {
      objectIn(operation.value, 'responses')['429'] = bare;
      return [[...operation.path, 'responses', '429']];
    }
    for (const key of Object.keys(response.value)) delete response.value[key];
    Object.assign(response.value, bare);
    return [response.path];
  },

  'mixed-rate-limit-headers': (api, random) => {
    const families = [
      ['X-RateLimit-Limit', 'X-RateLimit-Remaining'],
      ['X-Rate-Limit-Limit'],
      ['RateLimit'],
      ['RateLimit-Limit', 'RateLimit-Reset'],
    ];
    const first = random.below(families.length);
    const chosen = [families[first]!, families[(first + 1 + random.below(families.length - 1)) % families.length]!];
    const places = operationsOf(api).flatMap((operation) => responsesOf(api, operation).map(([, place]) => place));
    for (const { value } of places) {
      const headers = isObject(value['headers']) ? value['headers'] : {};
      for (const name of Object.keys(headers)) if (/rate-?limit/i.test(name)) delete headers[name];
    }
    return chosen.flatMap((names) => {
      const response = random.pick(places);
      for (const name of names) insert(random, objectIn(response.value, 'headers'), name, integerHeader(api));
      return names.map((name) => [...response.path, 'headers', name]);
    });
  },

  'unavailable-without-retry-after': (api, random) => {
    const operation = some(random, operationsOf(api));
    if (operation === undefined) return undefined;
    const silent = random.pick<JsonObject>([
      { description: 'Down' },
      { description: 'Down', headers: { 'X-Node': integerHeader(api) } },
    ]);
    const { written, places } = share(api, random, 'responses', 'Down', silent, 0.4);
    (operation.value['responses'] as JsonObject)['503'] = written;
    return [[...operation.path, 'responses', '503'], ...places];
  },

  'unbounded-batch': (api, random) => {
    const item: JsonObject = {
      type: 'object',
      additionalProperties: false,
      properties: { amount: { type: 'integer', minimum: 1, maximum: 9 } },
    };
    if (api.version !== '2.0' && chance(random, 0.2)) item['description'] = 'One of them';
    const schema: JsonObject = { type: 'array', items: item, ...(chance(random, 0.3) ? { minItems: 1 } : {}) };
    const operation = chance(random, 0.5)
      ? some(
          random,
          writesOf(guardedOf(api)).filter(({ method, template }) => method === 'post' && /s$/.test(template)),
        )
      : addOperation(
          api,
          random,
          random.pick(['post', 'put', 'patch']),
          random.pick(['/batch', '/imports', '/bulk/things']),
        );
    if (operation === undefined) return undefined;
    const places = setBody(api, random, operation, schema);
    return [operation.path, ...places];
  },

  'unbounded-page-size': (api, random) => {
    const name = random.pick([
      'limit',
      'pageSize',
      'perPage',
      'maxResults',
      'pageLimit',
      'itemsPerPage',
      'resultsPerPage',
    ]);
    const schema = random.pick<JsonObject>([
      { type: 'integer' },
      { type: 'integer', minimum: 1 },
      { type: 'integer', format: 'int32', default: 20 },
    ]);
    const spelling = random.pick([spelled(random, name), spelled(random, name), 'size', 'top', '$top', 'per_page']);
    // What only says that the service is alive has no pages.
    const lists = operationsOf(api).filter(
      ({ method, value, item, template }) =>
        method === 'get' &&
        !/^\/(health|ready|live|status|ping)/.test(template) &&
        value['parameters'] === undefined &&
        item.value['parameters'] === undefined,
    );
    return plantParameter(api, random, { name: spelling, in: 'query', schema }, lists);
  },

  'unbounded-upload': (api, random) => {
    const operation = addOperation(
      api,
      random,
      random.pick(['post', 'put']),
      random.pick(['/photos', '/wishes/cover']),
    );
    if (operation === undefined) return undefined;
    const name = random.pick(['photo', 'coverImage', 'scan']);
    if (api.version === '2.0') {
      operation.value['consumes'] = ['multipart/form-data'];
      operation.value['parameters'] = [{ in: 'formData', name, type: 'file' }];
      return [operation.path];
    }
    const file: JsonObject = { type: 'string', format: 'binary' };
    const form = { type: 'object', additionalProperties: false, properties: { [name]: file } };
    const text = {
      type: 'object',
      additionalProperties: false,
      properties: { [name]: { type: 'string', format: 'byte' } },
    };
    const content = random.pick<JsonObject>([
      { 'multipart/form-data': { schema: form } },
      { 'application/zip': { schema: file } },
      { 'image/png': { schema: file } },
      { 'application/octet-stream': { schema: file } },
      { 'application/json': { schema: text } },
    ]);
    operation.value['requestBody'] = { required: true, content };
    return [operation.path];
  },

  'unpaged-list': (api, random) => {
    const template = random.pick(['/wishes/history', '/orders', '/account/transactions', '/audit-logs']);
    const operation = addOperation(api, random, 'get', template);
    if (operation === undefined) return undefined;
    const text = { type: 'string', maxLength: 20 };
    const list: JsonObject = { type: 'array', items: { type: 'object', properties: { at: text, what: text } } };
    const schema = random.pick<JsonObject>([list, { type: 'object', properties: { items: list } }]);
    const content = api.version === '2.0' ? { schema } : { content: { 'application/json': { schema } } };
    operation.value['responses'] = { '200': { description: 'All', ...content } };
    return [operation.path];
  },

  'unlimited-guessing': (api, random) => {
    if (Object.keys(api.root).some(isLimit)) return undefined;
    const [template, field] = random.pick<readonly [string, string]>([
      ['/login', 'password'],
      ['/auth/login', 'password'],
      ['/otp/verify', 'otp'],
      ['/phone/confirm', 'code'],
      ['/mfa/verify', 'verificationCode'],
    ]);
    const operation = addOperation(api, random, 'post', template);
    if (operation === undefined) return undefined;
    if (chance(random, 0.5)) operation.value['security'] = [];
    setBody(api, random, operation, credentials(field));
    for (const one of operationsOf(api)) unlimit(api, one);
    return [operation.path];
  },

  'unlimited-messages': (api, random) => {
    if (Object.keys(api.root).some(isLimit)) return undefined;
    const [template, field] = random.pick<readonly [string, string]>([
      ['/team/invitations', 'email'],
      ['/sms', 'phoneNumber'],
      ['/otp/resend', 'mobile'],
      ['/forgot-password', 'email'],
      ['/emails/send', 'to'],
    ]);
    const operation = addOperation(api, random, 'post', template);
    if (operation === undefined) return undefined;
    setBody(api, random, operation, credentials(field));
    for (const one of operationsOf(api)) unlimit(api, one);
    return [operation.path];
  },
};

function credentials(field: string): JsonObject {
  const text = { type: 'string', maxLength: 100 };
  return { type: 'object', additionalProperties: false, properties: { username: text, [field]: text } };
}

function forget429({ value }: Operation): void {
  const responses = objectIn(value, 'responses');
  for (const status of ['429', '4XX']) delete responses[status];
}

/** Takes away whatever says how often the operation can be called. */
function unlimit(api: Api, operation: Operation): void {
  forget429(operation);
  unlimitHolder(operation.value);
  unlimitHolder(operation.item.value);
  for (const [status, response] of responsesOf(api, operation)) {
    const headers = objectIn(response.value, 'headers');
    for (const name of Object.keys(headers)) if (/rate-?limit/i.test(name)) delete headers[name];
    if (objectsOf(headers).length === 0) delete response.value['headers'];
    if (status === '429') delete objectIn(operation.value, 'responses')[status];
  }
}

function unlimitHolder(holder: JsonObject): void {
  for (const key of Object.keys(holder)) if (isLimit(key)) delete holder[key];
}

function isLimit(key: string): boolean {
  return /^x-.*(rate-?limit|throttling)/.test(key);
}

function integerHeader({ version }: Api): JsonObject {
  return version === '2.0' ? { type: 'integer' } : { schema: { type: 'integer' } };
}
