import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { inventoryOf } from '../../server/src/engine/description/inventory.ts';
import { restrictsHost } from '../../server/src/engine/patterns/restrictions.ts';
import { type EffectiveSchema, effectiveOf } from '../../server/src/engine/schemas/effectiveSchema.ts';
import { describeText, describeTexts } from '../support/openapi.ts';

type Version = '2.0' | '3.0' | '3.1' | '3.2';
const versions: readonly Version[] = ['2.0', '3.0', '3.1', '3.2'];

/** What `schema`, a property of a shared schema, accepts. `Text` and `Number` are other shared schemas. */
function effective(version: Version, schema: string): EffectiveSchema {
  const shared = `{ A: { properties: { a: ${schema} } }, Text: { type: string }, Number: { type: integer, minimum: 0 }, Again: { allOf: [{ $ref: "${baseOf(version)}/Again" }, { maxLength: 3 }] } }`;
  const text =
    version === '2.0'
      ? `swagger: "2.0"\npaths: {}\ndefinitions: ${shared}\n`
      : `openapi: ${version}.0\npaths: {}\ncomponents: { schemas: ${shared} }\n`;
  const { root, cache } = describeText(text);
  const holder = version === '2.0' ? root.get('definitions') : root.at('components', 'schemas');
  return effectiveOf(holder!.at('A', 'properties', 'a')!, cache);
}

function baseOf(version: Version): string {
  return version === '2.0' ? '#/definitions' : '#/components/schemas';
}

type Question = Exclude<
  {
    [Key in keyof EffectiveSchema]: EffectiveSchema[Key] extends boolean ? Key : never;
  }[keyof EffectiveSchema],
  undefined
>;

/** A schema, `BASE` standing for where the shared ones are, and the versions for which the answer is yes. */
const answers: readonly (readonly [question: Question, schema: string, yes: readonly Version[]])[] = [
  ['isBoundedInLength', '{ type: string }', []],
  ['isBoundedInLength', '{ type: string, maxLength: 5 }', versions],
  ['isBoundedInLength', '{ type: string, maxLength: 2147483647 }', []],
  ['isBoundedInLength', '{ type: string, format: uuid }', versions],
  ['isBoundedInLength', '{ type: string, format: whatever }', []],
  ['isBoundedInLength', '{ type: string, pattern: "^[a-z]+$" }', []],
  ['isBoundedInLength', '{ type: string, pattern: "^[a-z]{3}$" }', versions],
  ['isBoundedInLength', '{ type: string, pattern: "[a-z]{3}" }', []],
  // Keywords next to a reference apply since 3.1.
  ['isBoundedInLength', '{ $ref: "BASE/Text", maxLength: 5 }', ['3.1', '3.2']],
  ['isBoundedInLength', '{ $ref: "BASE/Text" }', []],
  ['isBoundedInLength', '{ allOf: [{ $ref: "BASE/Text" }, { maxLength: 5 }] }', versions],
  ['isBoundedInLength', '{ $ref: "BASE/Again" }', versions],
  ['isBoundedInLength', '{ type: string, oneOf: [{ maxLength: 5 }, { enum: [a] }] }', versions],
  ['isBoundedInLength', '{ type: string, oneOf: [{ maxLength: 5 }, {}] }', []],
  ['isBoundedInLength', '{ anyOf: [{ type: string, maxLength: 5 }, { type: integer }] }', versions],
  ['isBoundedInLength', '{ anyOf: [{ type: string, maxLength: 5 }, { type: "null" }] }', versions],
  ['isBoundedInLength', '{ type: [string, "null"], maxLength: 5 }', versions],
  ['isBoundedInLength', '{ type: string, if: {}, then: { maxLength: 5 }, else: { maxLength: 9 } }', versions],
  ['isBoundedInLength', '{ type: string, if: {}, then: { maxLength: 5 } }', []],
  ['isBoundedInLength', '{ $ref: "missing.yaml" }', versions],
  ['isBoundedInLength', '{ $dynamicRef: "#node" }', versions],
  ['isNeverEmpty', '{ type: string, pattern: "^a*$" }', []],
  ['isNeverEmpty', '{ type: string, pattern: "^a+$" }', versions],
  ['isNeverEmpty', '{ type: string, allOf: [{ minLength: 1 }] }', versions],
  ['hasMinimum', '{ $ref: "BASE/Number", maximum: 5 }', versions],
  ['hasMaximum', '{ $ref: "BASE/Number", maximum: 5 }', ['3.1', '3.2']],
  ['hasMaximum', '{ type: integer, exclusiveMaximum: true }', []],
  ['hasMaximum', '{ type: integer, exclusiveMaximum: 5 }', versions],
  ['hasMaximum', '{ type: integer, maximum: 2147483647 }', versions],
  ['hasEffectiveMaximum', '{ type: integer, maximum: 2147483647 }', []],
  ['hasEffectiveMaximum', '{ type: integer, oneOf: [{ maximum: 5 }, { enum: [9] }] }', versions],
  ['isBoundedInItems', '{ type: array, maxItems: 5 }', versions],
  ['isBoundedInItems', '{ type: array, prefixItems: [{}, {}], items: false }', versions],
  ['isBoundedInItems', '{ type: array, prefixItems: [{}, {}], items: {} }', []],
  ['isBoundedInItems', '{ type: array, prefixItems: [{}], unevaluatedItems: false }', versions],
  ['isBoundedInItems', '{ type: array, items: {}, unevaluatedItems: false }', []],
  ['isBoundedInItems', '{ type: array, uniqueItems: true, items: { allOf: [{ enum: [a] }] } }', versions],
  ['isClosed', '{ properties: {} }', []],
  ['isClosed', '{ additionalProperties: false }', versions],
  ['isClosed', '{ additionalProperties: true }', []],
  ['isClosed', '{ additionalProperties: {} }', []],
  ['isClosed', '{ unevaluatedProperties: false, allOf: [{ properties: {} }] }', versions],
  ['isClosed', '{ oneOf: [{ additionalProperties: false }, { type: "null" }] }', versions],
  ['isClosed', '{ oneOf: [{ additionalProperties: false }, { properties: {} }] }', []],
  ['isBoundedInProperties', '{ allOf: [{ maxProperties: 5 }] }', versions],
  ['isBoundedInProperties', '{ additionalProperties: {} }', []],
  ['isListed', '{ oneOf: [{ const: a }, { enum: [b] }] }', versions],
  ['isListed', '{ oneOf: [{ const: a }, {}] }', []],
  ['isUnknown', '{ $ref: "missing.yaml" }', versions],
  ['isUnknown', '{ $ref: "BASE/Text" }', []],
];

for (const [question, schema, yes] of answers) {
  test(`${schema}: ${question} in ${yes.length === 0 ? 'no version' : yes.join(', ')}`, () => {
    const found = versions.filter(
      (version) => effective(version, schema.replaceAll('BASE', baseOf(version)))[question],
    );
    assert.deepEqual(found, yes);
  });
}

test('gives the types that all parts allow, and those of the alternatives', () => {
  for (const [schema, types] of [
    ['{ type: [string, "null"] }', ['string']],
    ['{ anyOf: [{ type: string }, { type: integer }] }', ['string', 'integer']],
    ['{ type: number, allOf: [{ type: integer }] }', ['integer']],
    ['{ anyOf: [{ type: string }, {}] }', []],
  ] as const) {
    assert.deepEqual(effective('3.1', schema).types, types, schema);
  }
});

test('gives the properties of a direction, wherever they are described', () => {
  const schema = `{
    properties: { a: {}, r: { readOnly: true } },
    allOf: [{ properties: { b: {} } }],
    oneOf: [{ properties: { c: {} } }, { properties: { w: { writeOnly: true } } }],
    if: {}, then: { properties: { d: {} } },
    dependentSchemas: { a: { properties: { e: {} } } },
  }`;
  const view = effective('3.1', schema);
  assert.deepEqual([...view.propertiesIn('request').keys()].sort(), ['a', 'b', 'c', 'd', 'e', 'w']);
  assert.deepEqual([...view.propertiesIn('response').keys()].sort(), ['a', 'b', 'c', 'd', 'e', 'r']);
});

test('asks every way to a value what its pattern restricts', () => {
  const isRestricted = (schema: string) => effective('3.1', schema).isRestricted(restrictsHost);
  assert.ok(isRestricted('{ type: string, oneOf: [{ pattern: "^/[^/]" }, { const: "https://a.example" }] }'));
  assert.ok(!isRestricted('{ type: string, oneOf: [{ pattern: "^/[^/]" }, { pattern: ".*" }] }'));
});

/** One operation with its schemas in five ways. `S(name)` stands where a schema is used. */
const schemas: Readonly<Record<string, string>> = {
  Order:
    '{ type: object, required: [currency], properties: { currency: S(Currency), lines: S(Lines), password: { type: string }, quantity: { type: integer }, webhookUrl: { type: string, format: uri } } }',
  Currency: '{ type: string }',
  Lines: '{ type: array, items: S(Line) }',
  Line: '{ type: object, additionalProperties: false, properties: { sku: { type: string, pattern: "[a-z]+" } } }',
  Account: '{ type: object, properties: { iban: { type: string, maxLength: 34 }, apiSecret: { type: string } } }',
  Limit: '{ type: integer }',
};

function orders(use: (name: string) => string, rest: string): string {
  return `openapi: 3.1.0
info: { title: t, version: "1" }
servers: [{ url: http://api.example }]
paths:
  /orders:
    get:
      parameters: [{ name: limit, in: query, schema: ${use('Limit')} }]
      responses: { "200": { description: ok, content: { application/json: { schema: ${use('Account')} } } } }
    post:
      requestBody: { content: { application/json: { schema: ${use('Order')} } } }
      responses: { "200": { description: ok, content: { application/json: { schema: ${use('Account')} } } } }
${rest}`;
}

function written(name: string, use: (name: string) => string): string {
  return schemas[name]!.replaceAll(/S\((\w+)\)/g, (_, inner: string) => use(inner));
}

const inline = (name: string): string => written(name, inline);
const wrapped = (name: string): string => `{ allOf: [${written(name, wrapped)}] }`;
const nullable = (name: string): string => `{ anyOf: [${written(name, nullable)}, { type: "null" }] }`;
const shared = (base: string) => (name: string) => `{ $ref: "${base}${name}" }`;
const lines = (indent: string, use: (name: string) => string): string =>
  Object.keys(schemas)
    .map((name) => `${indent}${name}: ${written(name, use)}\n`)
    .join('');

const local = shared('#/components/schemas/');
const defs = shared('#/components/schemas/All/$defs/');
const away = shared('schemas.yaml#/');
const forms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'by reference': { 'a.yaml': orders(local, `components:\n  schemas:\n${lines('    ', local)}`) },
  'as a composition of one': { 'a.yaml': orders(wrapped, '') },
  'as the alternative to null': { 'a.yaml': orders(nullable, '') },
  'in other files': { 'a.yaml': orders(away, ''), 'schemas.yaml': lines('', shared('#/')) },
  'in $defs': { 'a.yaml': orders(defs, `components:\n  schemas:\n    All:\n      $defs:\n${lines('        ', defs)}`) },
};

/** The inventory without places, and the findings by rule and severity, those about shared schemas once. */
function said(texts: Readonly<Record<string, string>>): unknown {
  const description = describeTexts(texts);
  const operations = inventoryOf(description).operations.map(({ line: _, ...facts }) => facts);
  const rulesFound = (['recommended', 'strict'] as const).map((profile) => {
    const { findings } = analyze(description, { ...defaultConfig, profile });
    return [...new Set(findings.filter(({ echo }) => !echo).map((one) => `${one.severity} ${one.ruleId}`))].sort();
  });
  return { operations, rulesFound };
}

for (const [form, texts] of Object.entries(forms)) {
  test(`schemas ${form} say the same as inline`, () => {
    assert.deepEqual(said(texts), said({ 'a.yaml': orders(inline, '') }));
  });
}

const keywords =
  'allOf|oneOf|anyOf|not|if|then|else|dependentSchemas|properties|patternProperties|additionalProperties|unevaluatedProperties|unevaluatedItems|prefixItems|items|maxItems|minItems|uniqueItems|maxLength|minLength|maximum|minimum|exclusiveMaximum|exclusiveMinimum|multipleOf|pattern|format|enum|const|type|required|maxProperties|propertyNames';

/** In files that ask `effectiveOf`, these names hold its answers. */
const views = /^(schema|effective|item|list|body|target)$/;

/** Rules that read a keyword from a node, and why that is right. */
const reasons: Readonly<Record<string, string>> = {
  'assessment/default-credential.ts': 'a flag and a choice are no secret, and the default is written next to them',
  'authentication/authentication-switched-off.ts': 'the type of an integration of AWS, not of a schema',
  'authentication/basic-authentication.ts': 'the type of a security scheme',
  'authentication/token-without-expiry.ts': 'the names next to the property say what it is',
  'design/card-security-code-in-response.ts': 'the names next to the property say what it is',
  'design/closed-composition.ts': '"additionalProperties" counts the properties next to it: that is the finding',
  'design/contradictory-bounds.ts': 'two keywords of one node contradict each other',
  'design/contradictory-composition.ts': 'the members are compared with each other',
  'design/invalid-pattern.ts': 'each pattern is compiled where it is written',
  'design/mistyped-value.ts': 'the values of this node are compared with all that applies to it',
  'design/multiplying-payload.ts': 'multiplies the bounds that are written, and asks to lower one of them',
  'design/open-object.ts': 'the keyword is added to the node that has the properties',
  'design/open-redirect-parameter.ts': 'the names next to the property say what it is',
  'design/open-response-object.ts': 'only where the keyword itself is written',
  'design/optional-request-body.ts': 'goes through all parts of the view',
  'design/redos-pattern.ts': 'each pattern is judged where it is written',
  'design/secret-in-response.ts': 'the names next to the property say what it is; a list of values is written there',
  'design/unanchored-pattern.ts': 'each pattern is judged where it is written',
  'design/undescribed-required-property.ts': 'goes through all schemas of the view',
  'design/unfiltered-deletion.ts': 'goes through all parts of the view',
  'design/unrestricted-outbound-url.ts': 'the names next to the property say what it is',
  'design/untyped-schema.ts': 'the type is added to the node whose keywords it lacks',
  'monitoring/exposed-technology.ts': 'goes through all holders of a value',
  'monitoring/leaking-error.ts': 'whether the request body is required, not a schema',
  'monitoring/undocumented-invalid-input.ts': 'walks over all parts by itself, each once for all operations',
  'rate-limiting/unbounded-upload.ts': 'a parameter of Swagger 2.0 has the keywords of its schema',
  'transport/missing-production-server.ts': 'the values of a variable of a server, not of a schema',
  'transport/wildcard-cors-with-credentials.ts': 'the only value of a header, as it is written',
};

test('rules ask what a schema accepts, or say why they read a keyword from a node', () => {
  const folder = join(import.meta.dirname, '../../server/src/engine/rules');
  const read = new RegExp(`([\\w)\\]]+)\\??\\.(?:get|has)\\('(?:${keywords})'\\)`, 'g');
  const reading = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => {
      if (!file.endsWith('.ts')) return false;
      const source = readFileSync(join(folder, file), 'utf8');
      const isAsking = /effectiveOf|EffectiveSchema/.test(source);
      return [...source.matchAll(read)].some(
        ([, holder = '']) => !(isAsking && (views.test(holder) || holder.endsWith(')'))),
      );
    });
  assert.deepEqual(reading.sort(), Object.keys(reasons).sort());
});
