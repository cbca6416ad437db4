import type { Random } from '../../support/edits.ts';
import {
  type Api,
  at,
  below,
  bodySchemas,
  componentsOf,
  guardedOf,
  isObject,
  isSuccess,
  type Json,
  type JsonObject,
  listIn,
  type Mutator,
  objectIn,
  objectSchemas,
  objectsOf,
  operationsOf,
  type Place,
  type Planting,
  parametersOf,
  resolve,
  responsesOf,
  writesOf,
} from '../api.ts';
import {
  addOperation,
  chance,
  fresh,
  insert,
  plantIn,
  plantInRequest,
  plantInResponse,
  plantParameter,
  setBody,
  share,
  some,
  spelled,
  textParameters,
} from '../planting.ts';

export const design: Readonly<Record<string, Mutator>> = {
  'ambiguous-path': (api, random) => {
    const [one, other] = random.pick<readonly [string, string]>([
      ['/wishes/{wishId}', '/wishes/{name}'],
      ['/{tenant}/wishes', '/wishes/{name}'],
      ['/wishes/{wishId}/notes/{noteId}', '/wishes/{id}/notes/{number}'],
      ['/wishes/{wishId}/latest', '/wishes/archive/{part}'],
    ]);
    const first = addOperation(api, random, 'get', one);
    if (first === undefined) return undefined;
    const second = addOperation(api, random, 'get', other, [first]);
    if (second === undefined) return undefined;
    // What asks for something else is the matter of another rule.
    if ('security' in first.value) second.value['security'] = structuredClone(first.value['security']!);
    else delete second.value['security'];
    for (const { value, template } of [first, second]) value['parameters'] = textParameters(api, template);
    return [first.path, second.path];
  },

  'ambiguous-type': (api, random) => {
    const text = random.pick(['string', 'string', 'integer', 'number']);
    const alternatives = [{ type: text }, { type: 'object' }];
    const forms: JsonObject[] = api.version === '2.0' ? [] : [{ oneOf: alternatives }, { anyOf: alternatives }];
    if (api.version === '3.1' || api.version === '3.2')
      forms.push(
        { type: [text, 'object'] },
        { type: ['object', 'null', text] },
        { anyOf: [{ type: 'null' }, ...alternatives] },
      );
    const schema = some(random, forms);
    return schema && plantInRequest(api, random, random.pick(['password', 'filter', 'value']), schema);
  },

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

  'client-chosen-callback': (api, random) => {
    if (api.version === '2.0') return undefined;
    const operation = addOperation(api, random, random.pick(['post', 'put']), '/wishes');
    if (operation === undefined) return undefined;
    const name = random.pick(['notifyAt', 'target', 'sendTo', 'listener', 'answer-to', 'progress']);
    const schema = address(random);
    const answer = { post: { responses: { 200: { description: 'Taken' } }, security: [] } };
    const inBody = chance(random, 0.5);
    const source = inBody ? `body#/${name}` : random.pick([`query.${name}`, `header.${name}`]);
    const suffix = random.pick(['', '', '/data', '?event=done']);
    operation.value['callbacks'] = { done: { [`{$request.${source}}${suffix}`]: answer } };
    if (inBody) {
      const places = setBody(api, random, operation, { type: 'object', properties: { [name]: schema } });
      return places.map((place) => [...place, 'properties', name]);
    }
    const parameter = { name, in: source.slice(0, source.indexOf('.')), schema };
    const { written, places } = share(api, random, 'parameters', name, parameter, 0.3);
    operation.value['parameters'] = [written];
    return [[...operation.path, 'parameters', '0'], ...places];
  },

  'circular-composition': (api, random) => {
    const { path, value } = componentsOf(api, 'schemas');
    const to = (name: string): JsonObject => ({ $ref: `#/${path.join('/')}/${name}` });
    const keyword = random.pick(api.version === '2.0' ? ['allOf'] : ['allOf', 'oneOf', 'anyOf', 'not']);
    const including = (name: string): JsonObject =>
      keyword === 'not' ? { not: to(name) } : { [keyword]: [{ type: 'object' }, to(name)] };
    const names = random.pick([['Branch'], ['Branch', 'Twig'], ['Branch', 'Twig', 'Leaf']]);
    for (const [index, name] of names.entries()) {
      insert(random, value, name, including(names[index + 1] ?? 'Branch'));
    }
    return names.map((name) => [...path, name]);
  },

  'closed-composition': (api, random) => {
    const base: JsonObject = { type: 'object', properties: { code: { type: 'string', maxLength: 9 } } };
    const closed: JsonObject = {
      type: 'object',
      additionalProperties: false,
      properties: { name: { type: 'string', maxLength: 80 } },
    };
    const { written } = share(api, random, 'schemas', 'Base', base, 0.5);
    const forms: JsonObject[] = [
      { allOf: [written], ...closed },
      { allOf: [closed, written] },
      { allOf: [written, closed] },
    ];
    if (api.version !== '2.0') forms.push({ ...closed, anyOf: [base, { type: 'object', properties: {} }] });
    return plantObject(api, random, random.pick(forms));
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

  'contradictory-composition': (api, random) => {
    const [one, other] = random.pick<readonly [string, string]>([
      ['integer', 'string'],
      ['array', 'object'],
      ['boolean', 'number'],
    ]);
    const typed = (type: string): JsonObject =>
      type === 'array' ? { type, maxItems: 9, items: { type: 'boolean' } } : { type };
    const part = (type: string): JsonObject => ({ type: 'object', properties: { code: typed(type) } });
    const { written } = share(api, random, 'schemas', 'Base', part(one), 0.5);
    const forms: JsonObject[] = [
      { allOf: [written, part(other)] },
      { ...part(other), allOf: [written] },
      { allOf: [typed(one), typed(other)] },
      { ...typed(one), allOf: [typed(other)] },
    ];
    return plantObject(api, random, random.pick(forms));
  },

  'empty-text': (api, random) => {
    const schema = random.pick<JsonObject>([
      { type: 'string' },
      { type: 'string', maxLength: 80 },
      { type: 'string', minLength: 0 },
    ]);
    const planting = plantInRequest(api, random, 'approvedBy', schema);
    const [held] = planting ?? [];
    if (held === undefined) return undefined;
    const host = at(api, held.slice(0, -2)) as JsonObject;
    const required = listIn(host, 'required');
    required.splice(random.below(required.length + 1), 0, 'approvedBy');
    return planting;
  },

  'html-response': (api, random) => {
    const name = random.pick(['q', 'title', 'page']);
    const isInPath = chance(random, 0.4);
    const operation = addOperation(api, random, 'get', isInPath ? `/pages/{${name}}` : '/pages');
    if (operation === undefined) return undefined;
    const schema = random.pick<JsonObject>([{ type: 'string' }, { type: 'string', maxLength: 200 }]);
    const base: JsonObject = { name, in: isInPath ? 'path' : 'query', ...(isInPath ? { required: true } : {}) };
    operation.value['parameters'] = [api.version === '2.0' ? { ...base, ...schema } : { ...base, schema }];
    const type = random.pick(['text/html', 'text/html; charset=utf-8']);
    if (api.version === '2.0') {
      operation.value['produces'] = [type];
      operation.value['responses'] = { 200: { description: 'A page', schema: { type: 'string' } } };
    } else {
      const response = { description: 'A page', content: { [type]: { schema: { type: 'string' } } } };
      operation.value['responses'] = { 200: share(api, random, 'responses', 'Page', response, 0.3).written };
    }
    return [operation.path];
  },

  'imprecise-amount': (api, random) => {
    const name = random.pick([
      'amount',
      'totalAmount',
      'price',
      'unitPrice',
      'accountBalance',
      'fee',
      'shippingCost',
      'salary',
    ]);
    const schema = { type: 'number', format: random.pick(['float', 'double']), minimum: 0, maximum: 1_000_000 };
    return plantIn(api, random, spelled(random, name), schema, () => true);
  },

  'invalid-example': (api, random) => {
    const schema = random.pick<JsonObject>([
      { type: 'integer', minimum: 0, maximum: 99, example: '42' },
      { type: 'integer', minimum: 0, maximum: 99, example: 100 },
      { type: 'integer', minimum: 0, maximum: 99, example: 4.5 },
      { type: 'string', maxLength: 4, example: 'too long' },
      { type: 'string', maxLength: 40, example: 42 },
      { type: 'string', enum: ['red', 'green'], example: 'blue' },
      { type: 'boolean', example: 'true' },
      { type: 'array', maxItems: 9, items: { type: 'boolean' }, example: 'a' },
      ...(api.version === '3.1' || api.version === '3.2'
        ? [{ type: 'string', enum: ['a', 'b'], examples: ['a', 'c'] }]
        : []),
    ]);
    return plantIn(api, random, 'label', schema, () => true);
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

  'loose-path-parameter': (api, random) => {
    const name = random.pick(['reportId', 'code', 'slug', 'report-name']);
    const schema = random.pick<JsonObject>([{ type: 'string' }, { type: 'string', minLength: 1, maxLength: 40 }]);
    return plantParameter(api, random, { name, in: 'path', schema });
  },

  'missing-idempotency-key': (api, random) => {
    const template = random.pick([
      ...[
        '/transfers',
        '/me/payments',
        '/accounts/{id}/withdraw',
        '/orders/{order}/refund',
        '/payouts',
        '/wire-transfers',
      ],
      ...['/orders/{order}/payment', '/moneyTransfers', '/withdrawals', '/accounts/{id}/transfer'],
    ]);
    const operation = addOperation(api, random, 'post', template);
    if (operation === undefined) return undefined;
    operation.value['parameters'] = textParameters(api, template);
    const amount = { type: 'string', pattern: '^[0-9]{1,9}$', maxLength: 9 };
    setBody(api, random, operation, { type: 'object', required: ['amount'], properties: { amount } });
    return [operation.path];
  },

  'missing-request-schema': (api, random) => {
    if (api.version === '2.0') return undefined;
    const operation = addOperation(api, random, random.pick(['post', 'put', 'patch']), '/wishes');
    if (operation === undefined) return undefined;
    const type = random.pick([
      ...['application/json', 'application/json; charset=utf-8', 'application/xml', 'multipart/form-data'],
      ...['application/x-www-form-urlencoded', 'application/vnd.bank+json', 'application/merge-patch+json'],
    ]);
    const body = { required: true, content: { [type]: chance(random, 0.3) ? { example: { wish: 'none' } } : {} } };
    operation.value['requestBody'] = share(api, random, 'requestBodies', 'Wish', body, 0.3).written;
    return [operation.path];
  },

  'missing-response-schema': (api, random) => {
    const operation = addOperation(api, random, 'get', '/wishes');
    if (operation === undefined) return undefined;
    const content =
      api.version === '2.0' ? {} : { content: { [random.pick(['application/json', 'application/hal+json'])]: {} } };
    operation.value['responses'] = {
      [random.pick(['200', '200', '2XX', '206'])]: { description: 'Wishes', ...content },
    };
    return [operation.path];
  },

  'mistyped-value': (api, random) => {
    const schema = random.pick<JsonObject>([
      { type: 'string', enum: [1, 2] },
      { type: 'string', enum: ['one', 2] },
      { type: 'integer', enum: ['1', '2'] },
      { type: 'integer', minimum: 0, maximum: 50, default: 100 },
      { type: 'integer', minimum: 0, maximum: 50, default: '20' },
      { type: 'boolean', default: 'false' },
      { type: 'string', maxLength: 3, default: 'long' },
      { type: 'string', enum: ['asc', 'desc'], default: 'up' },
      { type: 'number', minimum: 1, maximum: 5, default: 0 },
    ]);
    if (chance(random, 0.4)) return plantParameter(api, random, { name: 'order', in: 'query', schema });
    return plantIn(api, random, 'order', schema, () => true);
  },

  'multiplying-payload': (api, random) => {
    const list = (maxItems: number, items: JsonObject): JsonObject => ({ type: 'array', maxItems, items });
    const leaf = { type: 'boolean' };
    const lines = (inner: JsonObject): JsonObject => ({ type: 'object', properties: { lines: inner } });
    if (chance(random, 0.3) && api.version !== '2.0') {
      const path = ['components', 'schemas', 'Branch'];
      const again = { $ref: '#/components/schemas/Branch' };
      componentsOf(api, 'schemas').value['Branch'] = {
        type: 'object',
        properties: { all: { type: 'array', items: again } },
      };
      const operation = addOperation(api, random, 'post', '/wishes');
      if (operation === undefined) return undefined;
      setBody(api, random, operation, again);
      return [path];
    }
    const schema = random.pick([
      list(10_000, list(1000, leaf)),
      list(1000, lines(list(5000, leaf))),
      lines(list(1000, lines(list(200, lines(list(50, leaf)))))),
    ]);
    const operation = addOperation(api, random, 'post', '/wishes');
    return operation && setBody(api, random, operation, schema);
  },

  'negative-amount': (api, random) => {
    const name = random.pick([
      'amount',
      'quantity',
      'price',
      'transferAmount',
      'orderQuantity',
      'totalPrice',
      'unitPrice',
    ]);
    const schema = random.pick<JsonObject>([
      { type: 'integer' },
      { type: 'integer', maximum: 100 },
      { type: 'number', maximum: 1_000_000 },
      { type: 'integer', format: 'int64' },
    ]);
    return plantInRequest(api, random, spelled(random, name), schema);
  },

  'open-composition': (api, random) => {
    if (api.version !== '3.1' && api.version !== '3.2') return undefined;
    const part = (name: string): JsonObject => ({
      type: 'object',
      properties: { [name]: { type: 'string', maxLength: 9 } },
    });
    const { written } = share(api, random, 'schemas', 'Named', part('name'), 0.5);
    const schema = random.pick<JsonObject>([
      { allOf: [written, part('code')] },
      { type: 'object', allOf: [written, part('code')] },
      { ...part('code'), allOf: [written] },
    ]);
    const operation = addOperation(api, random, 'post', '/wishes');
    if (operation === undefined) return undefined;
    if (chance(random, 0.5)) return setBody(api, random, operation, schema);
    const body = { type: 'object', additionalProperties: false, properties: { wish: schema } };
    return setBody(api, random, operation, body).map((path) => [...path, 'properties', 'wish']);
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
    // No browser follows the answer to the others.
    const followed = guardedOf(api).filter(({ method }) => method === 'get' || method === 'post');
    const parameter = { name: spelled(random, name), in: 'query', schema: address(random) } as const;
    return plantParameter(api, random, parameter, followed);
  },

  'open-response-object': (api, random) => {
    const isMeant = ({ sent, statuses }: { sent: boolean; statuses: Set<string> }): boolean =>
      !sent && [...statuses].some(isSuccess);
    const returned = objectSchemas(api).filter((schema) => isMeant(schema) && !Object.hasOwn(schema.value, 'allOf'));
    const schema = some(random, returned);
    if (schema === undefined) return undefined;
    insert(random, schema.value, 'additionalProperties', true);
    return [schema.path];
  },

  'optional-request-body': (api, random) => {
    const operation = addOperation(api, random, random.pick(['post', 'put', 'patch']), '/wishes');
    if (operation === undefined) return undefined;
    setBody(api, random, operation, {
      type: 'object',
      required: ['wish'],
      properties: { wish: { type: 'string', maxLength: 80 }, note: { type: 'string', maxLength: 80 } },
    });
    const body =
      api.version === '2.0'
        ? parametersOf(api, operation).find(({ value }) => value['in'] === 'body')
        : below(operation, 'requestBody');
    if (body === undefined) return undefined;
    const holder = resolve(api, body).value;
    if (chance(random, 0.5)) delete holder['required'];
    else holder['required'] = false;
    return [operation.path];
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

  'unbounded-map': (api, random) => {
    const text = { type: 'string', maxLength: 80 };
    const isNew = api.version === '3.1' || api.version === '3.2';
    const schema = random.pick<JsonObject>([
      { type: 'object', additionalProperties: text },
      { type: 'object', additionalProperties: { type: 'integer' } },
      { type: 'object', properties: { all: text }, additionalProperties: text },
      ...(isNew ? [{ type: 'object', patternProperties: { '^x-[a-z]{1,9}$': text } }] : []),
      ...(isNew ? [{ type: 'object', unevaluatedProperties: { type: 'boolean' } }] : []),
    ]);
    return plantInRequest(api, random, 'labels', schema);
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

  'unbounded-response-text': (api, random) => {
    const isReturned = ({ sent, statuses }: { sent: boolean; statuses: Set<string> }): boolean =>
      !sent && statuses.size > 0;
    if (chance(random, 0.7)) return plantIn(api, random, 'remark', { type: 'string' }, isReturned);
    const responses = operationsOf(api).flatMap((operation) =>
      responsesOf(api, operation).map(([, response]) => response),
    );
    const response = some(random, responses);
    if (response === undefined) return undefined;
    const header = api.version === '2.0' ? { type: 'string' } : { schema: { type: 'string' } };
    insert(random, objectIn(response.value, 'headers'), 'X-Remark', header);
    return [[...response.path, 'headers', 'X-Remark']];
  },

  'unbounded-string': (api, random) => {
    const schema = random.pick<JsonObject>([
      { type: 'string' },
      { type: 'string', minLength: 1 },
      { type: 'string', description: 'Any text.', example: 'abc' },
    ]);
    return plantBoundless(api, random, schema, ['maxLength']);
  },

  'undescribed-required-property': (api, random) => {
    const schema = some(
      random,
      objectSchemas(api).filter(({ value }) => !['allOf', 'oneOf', 'anyOf'].some((key) => Object.hasOwn(value, key))),
    );
    if (schema === undefined) return undefined;
    const required = listIn(schema.value, 'required');
    if (required.length > 0 && chance(random, 0.5)) {
      // Renamed in one place alone.
      const index = random.below(required.length);
      required[index] = `${String(required[index])}s`;
    } else required.splice(random.below(required.length + 1), 0, random.pick(['amuont', 'createdby', 'ID']));
    return [[...schema.path, 'required']];
  },

  'unexpected-request-body': (api, random) => {
    const method = random.pick(['get', 'head', 'delete', ...(api.version === '2.0' ? [] : ['trace'])]);
    const operation = addOperation(api, random, method, '/wishes');
    if (operation === undefined) return undefined;
    setBody(api, random, operation, { type: 'object', properties: { wish: { type: 'string', maxLength: 80 } } });
    return [operation.path];
  },

  'unexpected-response-body': (api, random) => {
    const operation = addOperation(api, random, random.pick(['put', 'delete', 'post', 'get']), '/wishes');
    if (operation === undefined) return undefined;
    const schema = { type: 'object', properties: { done: { type: 'boolean' } } };
    const body = api.version === '2.0' ? { schema } : { content: { 'application/json': { schema } } };
    const { written, places } = share(api, random, 'responses', 'Done', { description: 'Done', ...body }, 0.3);
    const status = random.pick(['204', '204', '205', '304', '102']);
    (operation.value['responses'] as JsonObject)[status] = written;
    return [[...operation.path, 'responses', status], ...places];
  },

  'unmarked-sensitive-data': (api, random) => {
    const name = random.pick([
      'cardNumber',
      'iban',
      'ssn',
      'diagnosis',
      'accessToken',
      'apiKey',
      'fingerprintTemplate',
      'passportNumber',
    ]);
    const schema = { type: 'string', maxLength: 40 };
    return plantIn(api, random, spelled(random, name), schema, () => true);
  },

  'unmasked-password': (api, random) => {
    const name = random.pick([
      'password',
      'newPassword',
      'oldPassword',
      'currentPassword',
      'userPassword',
      'passwordConfirmation',
    ]);
    const schema = random.pick<JsonObject>([{ type: 'string' }, { type: 'string', minLength: 12, maxLength: 200 }]);
    return plantInRequest(api, random, spelled(random, name), schema);
  },

  'unrestricted-media-type': (api, random) => {
    const operation = addOperation(api, random, random.pick(['post', 'put', 'patch']), '/wishes');
    if (operation === undefined) return undefined;
    const schema = { type: 'object', properties: { wish: { type: 'string', maxLength: 80 } } };
    if (api.version === '2.0') {
      setBody(api, random, operation, schema);
      delete api.root['consumes'];
      delete operation.value['consumes'];
      return [operation.path];
    }
    const type = random.pick(['*/*', 'application/*', '*/*; charset=utf-8']);
    const described = { 'application/json': { schema } };
    operation.value['requestBody'] = { content: { ...(chance(random, 0.3) ? described : {}), [type]: { schema } } };
    return [operation.path];
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

  'unrestricted-upload': (api, random) => {
    if (api.version === '2.0') return undefined;
    const operation = addOperation(api, random, random.pick(['post', 'put']), '/wishes');
    if (operation === undefined) return undefined;
    const file = { type: 'string', format: 'binary' };
    const held = random.pick<JsonObject>([file, file, { type: 'array', maxItems: 9, items: file }]);
    const schema = { type: 'object', properties: { photo: held, caption: { type: 'string', maxLength: 90 } } };
    const { written, places } = share(api, random, 'schemas', 'Upload', schema, 0.3);
    const isActive = chance(random, 0.3);
    const contentType = random.pick(['text/html', 'image/png, image/svg+xml', 'application/javascript']);
    const encoding = isActive ? { encoding: { photo: { contentType } } } : {};
    const type = random.pick(['multipart/form-data', 'multipart/mixed']);
    operation.value['requestBody'] = { content: { [type]: { schema: written, ...encoding } } };
    const media = [...operation.path, 'requestBody', 'content', type];
    return isActive
      ? [[...media, 'encoding', 'photo']]
      : [[...media, 'schema'], ...places].map((path) => [...path, 'properties', 'photo']);
  },

  'unspecified-schema': (api, random) => {
    const schema = random.pick<JsonObject>([
      {},
      { description: 'As the client likes.' },
      { type: 'object' },
      { type: 'object', description: 'Options', title: 'Options' },
      { type: 'object', additionalProperties: random.pick<JsonObject | boolean>([true, {}]) },
      { example: { a: 1 } },
    ]);
    const planting = plantInRequest(api, random, 'options', schema);
    return planting;
  },

  'untyped-schema': (api, random) => {
    const schema = random.pick<JsonObject>([
      { maxLength: 8 },
      { pattern: '^[a-z]{1,9}$', description: 'A code.' },
      { maxItems: 4, items: { type: 'boolean' } },
      { properties: { flag: { type: 'boolean' } }, additionalProperties: false },
      { minimum: 1, maximum: 9 },
    ]);
    return plantInRequest(api, random, 'code', schema);
  },

  'unusable-property': (api, random) => {
    const schema = { type: random.pick(['string', 'integer', 'boolean']), readOnly: true, writeOnly: true };
    if (api.version === '2.0') return undefined;
    return plantIn(api, random, random.pick(['secret', 'id', 'note']), schema, () => true);
  },

  'writable-privilege': (api, random) => {
    const [name, schema] = random.pick<readonly [string, JsonObject]>([
      ['isAdmin', { type: 'boolean' }],
      ['superAdmin', { type: 'boolean' }],
      ['isSuperuser', { type: 'boolean' }],
      ['role', { type: 'string', enum: ['user', 'admin'] }],
      ['userRole', { type: 'string', maxLength: 20 }],
      ['accountBalance', { type: 'number' }],
      ['creditBalance', { type: 'integer', minimum: 0, maximum: 100 }],
    ]);
    const isShared = ({ sent, statuses }: { sent: boolean; statuses: Set<string> }): boolean =>
      sent && [...statuses].some(isSuccess);
    return plantIn(api, random, spelled(random, name), schema, isShared);
  },
  'xml-request': (api, random) => {
    const operation = addOperation(api, random, random.pick(['post', 'put']), '/wishes');
    if (operation === undefined) return undefined;
    const schema = {
      type: 'object',
      additionalProperties: false,
      properties: { wish: { type: 'string', maxLength: 80 } },
    };
    const type = random.pick(['application/xml', 'text/xml', 'application/soap+xml', 'application/xml; charset=utf-8']);
    setBody(api, random, operation, schema);
    if (api.version === '2.0') operation.value['consumes'] = ['application/json', type];
    else operation.value['requestBody'] = { required: true, content: { [type]: { schema } } };
    return [operation.path];
  },

  'unfiltered-deletion': (api, random) => {
    const operation = addOperation(
      api,
      random,
      'delete',
      random.pick(['/notices', '/v1/old-messages', '/crates/tags']),
    );
    if (operation === undefined) return undefined;
    const names = random.pick([['since'], ['status', 'ownerName'], ['force', 'ids']]);
    const shape = api.version === '2.0' ? { type: 'string' } : { schema: { type: 'string', maxLength: 20 } };
    operation.value['parameters'] = names.map((name) => ({ name, in: 'query', ...shape }));
    return [operation.path];
  },

  'state-changing-get': (api, random) => {
    const [template, verb] = random.pick<readonly [string, string]>([
      ['/wishes/{id}/delete', 'Delete'],
      ['/wishes/reset', 'Resets'],
      ['/cache/flush', 'Flush'],
      ['/users/{id}/deactivate', 'Deactivates'],
    ]);
    const operation = addOperation(api, random, 'get', template);
    if (operation === undefined) return undefined;
    operation.value['parameters'] = textParameters(api, template);
    operation.value[random.pick(['summary', 'description'])] = `${verb} what is there.`;
    return [operation.path];
  },

  'client-disabled-protection': (api, random) => {
    const name = spelled(
      random,
      random.pick(['skipVerification', 'disableAuth', 'noValidation', 'bypassOtp', 'verifySsl', 'allowInsecure']),
    );
    return chance(random, 0.5)
      ? plantInRequest(api, random, name, { type: 'boolean' })
      : plantParameter(api, random, { name, in: 'query', schema: { type: 'boolean' } });
  },

  'client-supplied-code': (api, random) => {
    const [template, name] = random.pick<readonly [string, string]>([
      ['/scripts', 'code'],
      ['/tools/execute-script', 'input'],
      ['/macros', 'script'],
      ['/lambdas', 'sourceCode'],
    ]);
    const operation = addOperation(api, random, random.pick(['post', 'put']), template);
    if (operation === undefined) return undefined;
    // A scope would be a privilege of its own.
    operation.value['security'] = [];
    const text = { type: 'string', maxLength: 9000 };
    setBody(api, random, operation, { type: 'object', additionalProperties: false, properties: { [name]: text } });
    return [operation.path];
  },

  'writable-server-field': (api, random) => {
    const operation = addOperation(api, random, 'post', random.pick(['/proposals', '/wishes']));
    if (operation === undefined) return undefined;
    const name = spelled(random, random.pick(['createdBy', 'approved', 'approvedBy', 'verificationStatus']));
    const components = componentsOf(api, 'schemas');
    const key = fresh(components.value, 'Proposal');
    const text = { type: 'string', maxLength: 80 };
    const properties = { text, [name]: text };
    insert(random, components.value, key, { type: 'object', additionalProperties: false, properties });
    const schema = { $ref: `#/${[...components.path, key].join('/')}` };
    setBody(api, random, operation, schema);
    const answer: JsonObject = api.version === '2.0' ? { schema } : { content: { 'application/json': { schema } } };
    operation.value['responses'] = { '201': { description: 'Created', ...answer } };
    return [[...components.path, key, 'properties', name]];
  },

  'unlisted-query-field': (api, random) => {
    const name = random.pick(['sortBy', 'order_by', 'ordering', 'sortField', 'sortColumn']);
    return plantParameter(api, random, { name: spelled(random, name), in: 'query', schema: { type: 'string' } });
  },

  'internal-switch': (api, random) => {
    const name = random.pick(['debug', 'debugMode', 'enableDebug', 'verboseErrors', 'debugInfo']);
    return plantParameter(api, random, { name: spelled(random, name), in: 'query', schema: { type: 'boolean' } });
  },

  'unconfirmed-deletion': (api, random) => {
    const path = random.pick(['/phone/factory-reset', '/v1/gadget/wipe', '/boxes/erase-all']);
    const operation = addOperation(api, random, 'post', path);
    return operation === undefined ? undefined : [operation.path];
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

/** An object schema by itself, sent or returned: a body or a property. */
function plantObject(api: Api, random: Random, schema: JsonObject): Planting | undefined {
  if (chance(random, 0.5)) return plantIn(api, random, 'part', schema, () => true);
  const operation = addOperation(api, random, 'post', '/wishes');
  return operation && setBody(api, random, operation, schema);
}
