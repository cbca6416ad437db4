import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { applyEdits, toEdits } from '../../server/src/engine/textEdits/patch.ts';
import { describeText } from '../support/openapi.ts';

/** The titles of the fixes for a property of a request; `undefined` where nothing is reported. */
function titles(ruleId: string, name: string, schema: string): readonly string[] | undefined {
  const body = `{ type: object, required: [${name}], properties: { ${name}: ${schema} } }`;
  const text = `openapi: 3.1.0\npaths:\n  /payments:\n    post:\n      requestBody: { content: { application/json: { schema: ${body} } } }\n      responses: {}\n`;
  const { findings } = analyze(describeText(text), { ...defaultConfig, profile: 'strict' });
  const finding = findings.find((one) => one.ruleId === ruleId);
  return finding && [...finding.fixes()].map(({ title }) => title);
}

test('no bound contradicts the values that the document shows', () => {
  const amount = (more: string) => titles('negative-amount', 'amount', `{ type: number${more} }`);
  assert.deepEqual(amount(', example: 5'), ['Add "minimum: 0"']);
  assert.deepEqual(amount(', example: -5'), []);
  assert.deepEqual(amount(', maximum: -1'), []);
  const text = (more: string) => titles('empty-text', 'note', `{ type: string${more} }`);
  assert.deepEqual(text(', maxLength: 10'), ['Add "minLength: 1"']);
  // An empty example shows that the author intends it.
  assert.equal(text(', examples: [""]'), undefined);
  assert.deepEqual(text(', maxLength: 0'), []);
  const map = (more: string) =>
    titles('unbounded-map', 'labels', `{ type: object, additionalProperties: { type: string }${more} }`);
  assert.deepEqual(map(''), ['Add "maxProperties: 100"']);
  assert.deepEqual(map(', minProperties: 200'), ['Add "maxProperties: 200"']);
});

test('bounds of requests are those that the description or a standard states', () => {
  const text = (more: string) => titles('unbounded-string', 'note', `{ type: string${more} }`);
  assert.deepEqual(text(''), ['Add "maxLength: 255"']);
  assert.deepEqual(text(', description: Up to 50 characters'), ['Add "maxLength: 50"']);
  assert.deepEqual(text(', description: The 2 letter code of ISO 3166-1'), ['Add "maxLength: 2"']);
  assert.deepEqual(text(', description: At least 8 characters'), ['Add "maxLength: 255"']);
  assert.deepEqual(text(', description: 3-40 characters'), ['Add "maxLength: 40"']);
  assert.deepEqual(text(', minLength: 300'), ['Add "maxLength: 300"']);
  // Other numbers of the text, and a condition, are no bound.
  const longer = (words: string) => text(`, description: ${JSON.stringify(words)}`);
  assert.deepEqual(longer('By ISO 3166-1: 2 chars (Alpha-2) or 3 chars (Alpha-3)'), ['Add "maxLength: 3"']);
  assert.deepEqual(longer("The first four digits of a model, e.g. '1760' of 2019"), ['Add "maxLength: 255"']);
  assert.deepEqual(longer('An error is returned if less than 3 characters are sent.'), ['Add "maxLength: 255"']);
  assert.deepEqual(longer('Between 3 and 64 characters, since 2019'), ['Add "maxLength: 64"']);
  assert.deepEqual(longer('No more than 1,024 characters in 2 lines'), ['Add "maxLength: 1024"']);
  const number = (name: string, more = '') => titles('unbounded-number', name, `{ type: number${more} }`);
  assert.deepEqual(number('latitude'), ['Add "minimum: -90" and "maximum: 90"']);
  assert.deepEqual(number('hours'), ['Add "minimum: 0" and "maximum: 1000000"']);
  assert.deepEqual(number('size', ', minimum: 5, description: at most 20'), ['Add "maximum: 20"']);
  assert.deepEqual(number('updated', ', description: Seconds from 1970-01-01T0:0:0Z'), []);
  assert.deepEqual(number('updated', ', description: A Unix timestamp'), []);
  assert.deepEqual(number('share', ', description: The number to load (max 100) or 15 if not set.'), [
    'Add "minimum: 0" and "maximum: 100"',
  ]);
  // A bound in another unit: a guess may contradict it.
  assert.deepEqual(number('valid_for', ', example: 120, description: Seconds. Maximum value is 30 days'), []);
  assert.deepEqual(number('share', ', description: 1-100'), ['Add "minimum: 0" and "maximum: 100"']);
  assert.deepEqual(number('delta', ', example: -3'), ['Add "minimum: -3" and "maximum: 1000000"']);
  const list = (more: string) => titles('unbounded-array', 'items', `{ type: array, items: { type: boolean }${more} }`);
  assert.deepEqual(list(''), ['Add "maxItems: 100"']);
  assert.deepEqual(list(', description: at most 20'), ['Add "maxItems: 20"']);
  assert.deepEqual(list(', description: between 1f-2db2-4894-9db1 and others'), ['Add "maxItems: 100"']);
});

test('a property that is "readOnly" gets no "writeOnly"', () => {
  const secret = (more: string) => {
    const team = `{ type: object, properties: { teamId: { type: string }, apiKey: { type: string${more} } } }`;
    const content = '{ application/json: { schema: { $ref: "#/components/schemas/Team" } } }';
    const text = `openapi: 3.1.0\npaths:\n  /teams:\n    get: { responses: { "200": { description: Teams, content: ${content} } } }\n    post: { requestBody: { content: ${content} }, responses: {} }\ncomponents: { schemas: { Team: ${team} } }\n`;
    const { findings } = analyze(describeText(text), defaultConfig);
    const finding = findings.find(({ ruleId }) => ruleId === 'secret-in-response');
    return finding && [...finding.fixes()].map(({ title }) => title);
  };
  assert.deepEqual(secret(''), ['Mark it "writeOnly"']);
  assert.deepEqual(secret(', readOnly: true'), []);
});

test('a UUID gets its format, unless an example has another form', () => {
  const guid = (more: string) => titles('unbounded-string', 'orderGuid', `{ type: string${more} }`);
  assert.deepEqual(guid(''), ['Add "format: uuid"']);
  assert.deepEqual(guid(', example: 0b5e3a5e-0c8f-4b43-9a4e-1f6d8f3c2a10'), ['Add "format: uuid"']);
  assert.deepEqual(guid(', example: order-1'), ['Add "maxLength: 255"']);
});

test('takes the limit that other texts of the description state', () => {
  const first = (ruleId: string, text: string) => {
    const finding = analyze(describeText(text), defaultConfig).findings.find((one) => one.ruleId === ruleId);
    return finding?.fixes()[0]?.title;
  };
  const batch = (body: string, list = '') => `openapi: 3.1.0
paths:
  /calls:
    post:
      requestBody:
        ${body}
        content: { application/json: { schema: { type: array, ${list}items: { properties: { id: { type: string } } } } } }
      responses: {}
`;
  const stated = "description: 'Calls. Limitations: 1. Max number of Call objects is 10'";
  assert.equal(first('unbounded-batch', batch(stated)), 'Add "maxItems: 10"');
  assert.equal(first('unbounded-batch', batch('x-a: 1')), 'Add "maxItems: 100"');
  assert.equal(first('unbounded-batch', batch('x-a: 1', 'description: Up to 25 calls, ')), 'Add "maxItems: 25"');
  assert.equal(first('unbounded-batch', batch(stated, 'minItems: 12, ')), 'Add "maxItems: 12"');
  const upload = (other: string) => `openapi: 3.1.0
paths:
  /files:
    post:
      requestBody: { content: { application/octet-stream: { schema: { type: string, format: binary } } } }
      responses: {}
  /films:
    get: { description: ${JSON.stringify(other)}, responses: {} }
`;
  assert.equal(first('unbounded-upload', upload('Films.')), 'Add "maxLength: 10485760"');
  assert.equal(first('unbounded-upload', upload('There is a size limit of 2 GB.')), 'Add "maxLength: 2147483648"');
  assert.equal(first('unbounded-upload', upload('We store 2 GB.')), 'Add "maxLength: 10485760"');
  const list = (around: string) => `openapi: 3.1.0
paths:
  /messages:
    post:
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Message" } } } }
      responses: {}
components:
  schemas:
    Message: { type: object, ${around}properties: { recipients: { type: array, items: { type: string } } } }
`;
  assert.equal(first('unbounded-array', list('description: At most 30 recipients., ')), 'Add "maxItems: 30"');
  assert.equal(first('unbounded-array', list('description: At most 30 messages in an hour., ')), 'Add "maxItems: 100"');
});

test('closes no object that the document extends', () => {
  const close = (schema: string, body = '') => {
    const text = `openapi: 3.1.0
paths:
  /payments:
    post:
      requestBody: { ${body}content: { application/json: { schema: { ${schema} } } } }
      responses: {}
`;
    const { findings } = analyze(describeText(text), { ...defaultConfig, profile: 'strict' });
    const finding = findings.find(({ ruleId }) => ruleId === 'open-object');
    assert.ok(finding, schema);
    return finding.fixes().map(({ title }) => title);
  };
  const properties = (kind: string) => `properties: { card: {}, token: {}, method: { type: string, ${kind} } }`;
  const closing = ['Add "additionalProperties: false"'];
  assert.deepEqual(close(properties('enum: [card, token]')), closing);
  assert.deepEqual(close(properties('enum: [card, token, cash]')), []);
  assert.deepEqual(close(properties('description: "One of (card, token, cash). characters(20)"')), []);
  assert.deepEqual(close(properties('description: "One of (visa, cash)"')), closing);
  assert.deepEqual(close(`${properties('enum: [a]')}, example: { card: 1 }`), closing);
  assert.deepEqual(close(`${properties('enum: [a]')}, example: { card: 1, other: 2 }`), []);
  assert.deepEqual(close(`${properties('enum: [a]')}, additionalProperties: true`), []);
  assert.deepEqual(close(properties('enum: [a]'), 'description: You may add custom fields., '), []);
  assert.deepEqual(close(properties('enum: [a]'), 'description: The payment., '), closing);
});

test('makes a page size an integer where the document shows numbers alone', () => {
  const size = (schema: string) => {
    const text = `openapi: 3.1.0
paths:
  /orders:
    get:
      parameters: [{ name: page_size, in: query, schema: ${schema} }]
      responses: { "200": { description: Orders } }
`;
    const finding = analyze(describeText(text), defaultConfig).findings.find(
      ({ ruleId }) => ruleId === 'unbounded-page-size',
    );
    assert.ok(finding, schema);
    const [fix] = finding.fixes();
    const edits = fix && toEdits(fix.patches);
    return edits && /schema: (.*) \}\]/.exec(applyEdits(text, [...edits.values()][0]!))?.[1];
  };
  assert.equal(size('{ type: string }'), '{ type: integer, maximum: 100 }');
  assert.equal(size('{ type: string, example: "250" }'), '{ type: integer, maximum: 250, example: 250 }');
  assert.equal(size('{ type: string, default: all }'), undefined);
});

test('reads lengths and ends as authors write them', () => {
  const text = (description: string) =>
    titles('unbounded-string', 'note', `{ type: string, description: ${JSON.stringify(description)} }`)?.[0];
  assert.equal(text('alphanumeric (64)'), 'Add "maxLength: 64"');
  assert.equal(text('One of (a, b). characters(20)'), 'Add "maxLength: 20"');
  assert.equal(text('ISO 2-letter country code'), 'Add "maxLength: 2"');
  assert.equal(text('A total of characters not exceeding 32.'), 'Add "maxLength: 32"');
  assert.equal(text('It can be long (> 40 bytes!)'), 'Add "maxLength: 255"');
  assert.equal(text('Comma separated list of 17 digit numbers.'), 'Add "maxLength: 255"');
  assert.equal(text('YYYY-MM-DDTHH:MM:SSZ'), 'Add "format: date-time"');
  // Four characters for three bytes.
  assert.equal(text('A Base64-encoded string of a GIF logo file.'), 'Add "maxLength: 13981016"');
  assert.equal(text('A base64 string of an image file of 3 MB or less.'), 'Add "maxLength: 4194304"');
  const number = (description: string) =>
    titles('unbounded-number', 'amount', `{ type: number, description: ${JSON.stringify(description)} }`)?.[0];
  const both = (low: number, high: number) => `Add "minimum: ${low}" and "maximum: ${high}"`;
  assert.equal(number('The number of snippets (< 10)'), both(0, 10));
  assert.equal(number('Minutes. -1 means never.'), both(-1, 1_000_000));
  assert.equal(number('Between <b>0</b> (off) and <b>1000</b>.'), both(0, 1000));
  assert.equal(number('Valid values are the integers <b>0</b> (off) to <b>172800</b>.'), both(0, 172_800));
  assert.equal(number('Variable length, up to 12,2 N'), undefined);
  assert.equal(number('Max length: 50'), undefined);
});
