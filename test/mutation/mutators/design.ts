import type { Random } from '../../edits.ts';
import {
  type Api,
  below,
  bodySchemas,
  guardedOf,
  isObject,
  isSuccess,
  type Json,
  type JsonObject,
  type Mutator,
  objectSchemas,
  objectsOf,
  operationsOf,
  type Place,
  type Planting,
  parametersOf,
  resolve,
  writesOf,
} from '../api.ts';
import { chance, plantIn, plantInRequest, plantInResponse, plantParameter, some, spelled } from '../planting.ts';

export const design: Readonly<Record<string, Mutator>> = {
  'card-security-code-in-response': (api, random) => {
    const name = random.pick([
      'cvv',
      'cvc',
      'cvv2',
      'cvc2',
      'CVV',
      'cardCvc',
      'cardSecurityCode',
      'cardVerificationCode',
    ]);
    const schema = random.pick<JsonObject>([{ type: 'string' }, { type: 'string', maxLength: 4 }, { type: 'integer' }]);
    return plantInResponse(api, random, name === 'CVV' ? name : spelled(random, name), schema, isSuccess);
  },

  'contradictory-bounds': (api, random) => {
    const schema = random.pick<JsonObject>([
      { type: 'string', minLength: 8, maxLength: 4 },
      { type: 'integer', minimum: 100, maximum: 10 },
      { type: 'number', minimum: 1.5, maximum: -1.5 },
      { type: 'array', minItems: 10, maxItems: 2, items: { type: 'string', maxLength: 9 } },
      ...(api.version === '2.0'
        ? []
        : [{ type: 'object', minProperties: 5, maxProperties: 1, additionalProperties: { type: 'integer' } }]),
      ...(api.version === '3.1' || api.version === '3.2'
        ? [
            { type: 'number', exclusiveMinimum: 10, exclusiveMaximum: 5 },
            { type: 'number', exclusiveMinimum: 10, maximum: 5 },
            { type: 'array', minContains: 3, maxContains: 1, contains: { type: 'string' }, maxItems: 9 },
          ]
        : []),
    ]);
    if (chance(random, 0.3) && schema['type'] !== 'object') {
      return plantParameter(api, random, { name: 'window', in: 'query', schema });
    }
    return plantIn(api, random, 'window', schema, () => true);
  },

  'invalid-pattern': (api, random) => {
    const pattern = random.pick([
      ...['(?i)^[a-z]+$', '^[a-z+$', '*abc', '^(abc$', '^(?P<year>[0-9]{4})$', '^[a-z]++$', '(?>a+)b', '^[0-9]{4,2}$'],
      ...['[z-a]', '+49[0-9]+', '(?#digits)^[0-9]+$', '^a{2}{3}$', '^abc)$', '?'],
    ]);
    const schema = { type: 'string', maxLength: 40, pattern };
    if (chance(random, 0.3)) return plantParameter(api, random, { name: 'code', in: 'query', schema });
    return plantIn(api, random, 'code', schema, () => true);
  },

  'open-object': (api, random) => {
    const closed = objectSchemas(api).filter(({ sent, value }) => sent && value['additionalProperties'] === false);
    const schema = some(random, closed);
    if (schema === undefined) return undefined;
    if (chance(random, 0.7)) delete schema.value['additionalProperties'];
    else schema.value['additionalProperties'] = true;
    return [schema.path];
  },

  'open-redirect-parameter': (api, random) => {
    const name = random.pick([
      ...['returnUrl', 'redirectUrl', 'redirectTo', 'redirect', 'returnTo', 'nextUrl', 'continueUrl'],
      ...['successUrl', 'cancelUrl', 'returnUri', 'loginRedirectUrl'],
    ]);
    return plantParameter(api, random, { name: spelled(random, name), in: 'query', schema: address(random) });
  },

  'path-traversal-parameter': (api, random) => {
    const name = random.pick([
      'fileName',
      'filename',
      'filePath',

      'filepath',
      'reportFileName',
      'exportFilePath',
    ]);
    const schema = random.pick<JsonObject>([{ type: 'string' }, { type: 'string', maxLength: 120 }]);
    const location = random.pick(['query', 'query', 'path'] as const);
    return plantParameter(api, random, { name: spelled(random, name), in: location, schema });
  },

  'query-language-parameter': (api, random) => {
    const name = random.pick(['sql', 'sqlQuery', 'where', 'whereClause', 'script', 'rawSql', 'sqlStatement']);
    const schema = random.pick<JsonObject>([{ type: 'string' }, { type: 'string', maxLength: 2000 }]);
    return plantParameter(api, random, { name: spelled(random, name), in: 'query', schema });
  },

  'redos-pattern': (api, random) => {
    const pattern = random.pick([
      ...['^(a+)+$', '^([a-zA-Z0-9]+)*$', '^(\\w+\\s?)*$', '^([a-z]*)*$', '^(\\d+|\\w+)*!$', '^(a|aa)+$'],
      ...['^(([a-z])+.)+[A-Z]([a-z])+$', '^(x+x+)+y$', '^(\\s*\\w+\\s*)+;$', '^(.*,)*$', '^([0-9]+)+x$', '^((ab)*)*c$'],
      ...['^(?:[a-z]+){2,}$', '^(a|a?)+$', '(a*)*b$', '^([A-Z]{1,3})+$'],
    ]);
    return plantText(api, random, { type: 'string', pattern, ...(chance(random, 0.3) ? { maxLength: 1000 } : {}) });
  },

  'secret-in-response': (api, random) => {
    const name = random.pick([
      ...['password', 'passwordHash', 'hashedPassword', 'userPassword', 'passwordDigest', 'encryptedPassword'],
      ...['pwd', 'passwd', 'loginPassword'],
    ]);
    const schema = random.pick<JsonObject>([{ type: 'string' }, { type: 'string', format: 'password', maxLength: 90 }]);
    return plantInResponse(api, random, spelled(random, name), schema, isSuccess);
  },

  'sequential-id': (api, random) => {
    const schema = random.pick<JsonObject>([
      { type: 'integer' },
      { type: 'integer', format: 'int64', minimum: 1, maximum: 9007199254740991 },
      { type: 'integer', format: 'int32', example: 1001 },
    ]);
    const name = random.pick(['id', 'invoiceId', 'user_id', 'orderID', 'messageId', 'ID', 'order-id']);
    return plantParameter(api, random, { name, in: 'path', schema });
  },

  'unanchored-pattern': (api, random) => {
    const pattern = random.pick(['[a-z]+', '[0-9]{4}', '[A-Z]{2}[0-9]{20}', '\\d+', 'v[0-9]', '(red|green)', '[^<>]+']);
    return plantText(api, random, { type: 'string', maxLength: 60, pattern });
  },

  'unbounded-array': (api, random) => {
    const items = random.pick<JsonObject>([
      { type: 'string', maxLength: 20 },
      { type: 'integer', minimum: 0, maximum: 9 },
      { type: 'string', format: 'uuid' },
    ]);
    const schema: JsonObject = { type: 'array', items, ...(chance(random, 0.3) ? { minItems: 1 } : {}) };
    return plantBoundless(api, random, schema, ['maxItems']);
  },

  'unbounded-number': (api, random) => {
    const type = random.pick(['integer', 'number']);
    const schema = random.pick<JsonObject>([
      { type },
      { type, minimum: 1 },
      { type, maximum: 100 },
      { type, format: type === 'integer' ? 'int64' : 'double' },
    ]);
    return plantBoundless(api, random, schema, [random.pick(['minimum', 'maximum'])]);
  },

  'unbounded-string': (api, random) => {
    const schema = random.pick<JsonObject>([
      { type: 'string' },
      { type: 'string', minLength: 1 },
      { type: 'string', description: 'Any text.', example: 'abc' },
    ]);
    return plantBoundless(api, random, schema, ['maxLength']);
  },

  'unrestricted-outbound-url': (api, random) => {
    const name = spelled(
      random,
      random.pick([
        ...['webhookUrl', 'callbackUrl', 'importUrl', 'notificationUrl', 'callbackUri', 'webhookUri', 'hookUrl'],
        ...['callback', 'webhook', 'fetchUrl', 'importFromUrl'],
      ]),
    );
    const schema: JsonObject = /ur[il]$/i.test(name) ? address(random) : { type: 'string', format: 'uri' };
    const host = some(
      random,
      writesOf(guardedOf(api)).flatMap((operation) => bodySchemas(api, operation)),
    );
    if (host === undefined) return undefined;
    return plantInRequest(api, random, name, schema);
  },

  'writable-privilege': (api, random) => {
    const [name, schema] = random.pick<readonly [string, JsonObject]>([
      ['isAdmin', { type: 'boolean' }],
      ['admin', { type: 'boolean' }],
      ['isSuperuser', { type: 'boolean' }],
      ['role', { type: 'string', enum: ['user', 'admin'] }],
      ['userRole', { type: 'string', maxLength: 20 }],
      ['accountBalance', { type: 'number' }],
      ['creditLimit', { type: 'integer', minimum: 0, maximum: 100 }],
    ]);
    const isShared = ({ sent, statuses }: { sent: boolean; statuses: Set<string> }): boolean =>
      sent && [...statuses].some(isSuccess);
    return plantIn(api, random, spelled(random, name), schema, isShared);
  },
};

/** How an address is described that may lead anywhere. */
function address(random: Random): JsonObject {
  return random.pick<JsonObject>([
    { type: 'string' },
    { type: 'string', format: 'uri' },
    { type: 'string', format: 'uri', maxLength: 2000 },
    { type: 'string', description: 'An address.' },
  ]);
}

/** A text that clients send, in a body or as a parameter. */
function plantText(api: Api, random: Random, schema: JsonObject): Planting | undefined {
  if (chance(random, 0.6)) return plantInRequest(api, random, 'label', schema);
  return plantParameter(api, random, { name: 'label', in: random.pick(['query', 'header', 'path']), schema });
}

/** A new schema without a bound, or one that loses the bound that it has. */
function plantBoundless(api: Api, random: Random, schema: JsonObject, bounds: readonly string[]): Planting | undefined {
  const bound = some(
    random,
    sentParts(api).filter(({ value }) => bounds.some((key) => Object.hasOwn(value, key)) && !hasForm(value)),
  );
  if (bound !== undefined && chance(random, 0.4)) {
    for (const key of bounds) delete bound.value[key];
    return [bound.path];
  }
  const name = random.pick(['title', 'values', 'amountOf', 'things']);
  if (chance(random, 0.7)) return plantInRequest(api, random, name, schema);
  return plantParameter(api, random, { name, in: random.pick(['query', 'header']), schema });
}

/** What bounds a text by itself. */
function hasForm(schema: JsonObject): boolean {
  return ['enum', 'const', 'pattern', 'format'].some((key) => Object.hasOwn(schema, key));
}

/** Properties of bodies, items of their lists, and the schemas of parameters. */
function sentParts(api: Api): Place[] {
  const properties = objectSchemas(api)
    .filter(({ sent }) => sent)
    .flatMap((schema) =>
      objectsOf(schema.value['properties']).map(
        ([name, value]): Place => ({ path: [...schema.path, 'properties', name], value }),
      ),
    )
    .filter(({ value }) => value['readOnly'] !== true);
  const items = properties.flatMap((property) => below(property, 'items') ?? []);
  const parameters = operationsOf(api)
    .flatMap((operation) => parametersOf(api, operation))
    .filter(({ value }) => value['in'] !== 'body')
    .flatMap((parameter) => (api.version === '2.0' ? parameter : (below(parameter, 'schema') ?? [])));
  return [...properties, ...items, ...parameters]
    .map((place) => resolve(api, place))
    .filter(({ value }) => isTyped(value));
}

function isTyped(schema: Json): boolean {
  return isObject(schema) && Object.hasOwn(schema, 'type');
}
