import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { describe } from '../../server/src/engine/description/describe.ts';
import { protectionOf } from '../../server/src/engine/description/protection.ts';
import { highlightsIn } from '../../server/src/engine/navigation/highlights.ts';
import { entryReading } from '../../server/src/engine/navigation/navigator.ts';
import { outlineOf } from '../../server/src/engine/navigation/outline.ts';
import { gradeOf } from '../../server/src/engine/score/score.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import { countSteps } from '../support/steps.ts';

type Json = boolean | number | string | null | readonly Json[] | { readonly [key: string]: Json };
type Fields = { readonly [key: string]: Json };

const loader = { load: () => ({ failure: 'missing-file', message: 'missing' }) as const };

function list<Item>(size: number, item: (index: number) => Item): readonly Item[] {
  return Array.from({ length: size }, (_, index) => item(index));
}

function map(size: number, entry: (index: number) => readonly [string, Json]): Fields {
  return Object.fromEntries(list(size, entry));
}

function openapi(fields: Fields): Json {
  return { openapi: '3.1.0', info: { title: 'Growth', version: '1' }, ...fields };
}

function paths(size: number, operation: (index: number) => Json): Fields {
  return { paths: map(size, (index) => [`/p${index}/{id}`, { post: operation(index), get: operation(index) }]) };
}

const ok = { '200': { description: 'ok' } };
const ref = (kind: string, name: string): Json => ({ $ref: `#/components/${kind}/${name}` });
const json = (schema: Json): Fields => ({ content: { 'application/json': { schema } } });
const text = { type: 'string' };
const basic = (size: number): Fields => map(size, (index) => [`k${index}`, { type: 'http', scheme: 'basic' }]);
const oauth = (size: number): Fields => ({
  o: {
    type: 'oauth2',
    flows: {
      clientCredentials: { tokenUrl: 'https://a.test/t', scopes: map(size, (index) => [`scope${index}`, 'd']) },
    },
  },
});
const shared = (schemas: Fields, more: Fields = {}): Fields => ({ components: { schemas, ...more } });
const properties = (size: number): Fields => map(size, (index) => [`p${index}`, text]);
const body = (name: string): Fields => ({
  requestBody: json(ref('schemas', name)),
  responses: { '200': { description: 'ok', ...json(ref('schemas', name)) } },
});

/** Documents whose length is proportional to a size; what they hold refers to each other in many ways. */
const documents: Readonly<Record<string, (size: number) => Json>> = {
  'servers and operations': (size) =>
    openapi({
      servers: list(size, (index) => ({ url: `http://h${index}.bank.test/v1` })),
      ...paths(size, () => ({ responses: ok })),
    }),
  'variables of a server': (size) =>
    openapi({
      servers: [
        {
          url: `http://${list(size, (index) => `{v${index}}`).join('.')}`,
          variables: map(size, (index) => [`v${index}`, { enum: ['a', 'b', 'c'], default: 'a' }]),
        },
      ],
      ...paths(1, () => ({ responses: ok })),
    }),
  'security alternatives and operations': (size) =>
    openapi({
      security: list(size, (index) => ({ [`k${index}`]: [] })),
      ...paths(size, () => ({ responses: ok })),
      components: { securitySchemes: basic(size) },
    }),
  'undefined schemes and operations': (size) =>
    openapi({
      security: list(size, (index) => ({ [`missing${index}`]: [] })),
      ...paths(size, () => ({ responses: ok })),
      components: { securitySchemes: basic(size) },
    }),
  'undefined schemes that look like others': (size) =>
    openapi({
      ...paths(size, (index) => ({ security: [{ [`customerKey${index}`]: [] }], responses: ok })),
      components: {
        securitySchemes: map(size, (index) => [`customerKeys${index}`, { type: 'http', scheme: 'basic' }]),
      },
    }),
  'scopes and operations': (size) =>
    openapi({
      ...paths(size, (index) => ({ security: [{ o: [`scope${index}`, `skope${index}`] }], responses: ok })),
      components: { securitySchemes: oauth(size) },
    }),
  'scopes of the root and operations': (size) =>
    openapi({
      security: [{ o: list(size, (index) => `scope${index}`) }],
      ...paths(size, () => ({ responses: ok })),
      components: { securitySchemes: oauth(size) },
    }),
  'a large schema that all operations use': (size) =>
    openapi({
      ...paths(size, () => body('Large')),
      ...shared({ Large: { type: 'object', properties: properties(size) } }),
    }),
  'a large error that all operations return': (size) =>
    openapi({
      ...paths(size, () => ({ responses: { ...ok, '400': ref('responses', 'Error') } })),
      ...shared(
        { Error: { type: 'object', properties: properties(size) } },
        { responses: { Error: { description: 'error', ...json(ref('schemas', 'Error')) } } },
      ),
    }),
  'links of a shared response': (size) =>
    openapi({
      ...paths(size, (index) => ({ operationId: `o${index}`, responses: { '200': ref('responses', 'R') } })),
      components: {
        responses: {
          R: { description: 'ok', links: map(size, (index) => [`l${index}`, { operationId: `o${index}` }]) },
        },
      },
    }),
  'callbacks that all operations share': (size) =>
    openapi({
      ...paths(size, () => ({ callbacks: { c: ref('callbacks', 'C') }, responses: ok })),
      components: { callbacks: { C: { '{$request.body#/url}': { post: { responses: ok } } } } },
    }),
  'a wide allOf of closed members': (size) =>
    openapi({
      ...paths(1, () => body('All')),
      ...shared({
        All: { allOf: list(size, () => ({ type: 'object', additionalProperties: false, properties: { a: text } })) },
      }),
    }),
  'a wide oneOf of closed members': (size) =>
    openapi({
      ...paths(1, () => body('One')),
      ...shared({
        One: {
          properties: { a: text },
          oneOf: list(size, () => ({ additionalProperties: false, properties: { a: text } })),
        },
      }),
    }),
  'lists of lists that refer to a large schema': (size) =>
    openapi({
      ...paths(1, () => body('Lists')),
      ...shared({
        Lists: {
          type: 'object',
          properties: map(size, (index) => [
            `l${index}`,
            { type: 'array', maxItems: 10, items: ref('schemas', 'Large') },
          ]),
        },
        Large: {
          type: 'object',
          properties: map(size, (index) => [`p${index}`, { type: 'array', maxItems: 10, items: text }]),
        },
      }),
    }),
  'lists of schemas that refer to each other': (size) =>
    openapi({
      ...paths(1, () => body('S0')),
      ...shared(
        map(Math.ceil(Math.sqrt(size)), (index) => [
          `S${index}`,
          {
            type: 'object',
            properties: map(Math.ceil(Math.sqrt(size)), (other) => [
              `l${other}`,
              { type: 'array', items: ref('schemas', `S${other}`) },
            ]),
          },
        ]),
      ),
    }),
  'enumerated values': (size) =>
    openapi({
      ...paths(1, () => body('E')),
      ...shared({
        E: {
          type: 'object',
          properties: { e: { type: 'string', enum: list(size, (index) => `v${index}`), default: 'none' } },
        },
      }),
    }),
  'required properties': (size) =>
    openapi({
      ...paths(1, () => body('R')),
      ...shared({ R: { type: 'object', required: list(size, (index) => `p${index}`), properties: properties(size) } }),
    }),
  'a name of many words': (size) =>
    openapi({
      ...paths(1, () => body('N')),
      ...shared({ N: { type: 'object', properties: { ['userPassword'.repeat(size * 10)]: text } } }),
    }),
  'paths that differ in a parameter': (size) =>
    openapi({ paths: map(size, (index) => [`/items/{id${index}}`, { get: { responses: ok } }]) }),
  'operations for everything of a collection': (size) =>
    openapi({
      paths: map(size, (index) => [
        `/users/r${index}/{id}`,
        { get: { responses: ok }, put: { responses: ok }, delete: { responses: ok } },
      ]),
    }),
};

function stepsOf(document: Json): { readonly steps: number; readonly failures: readonly unknown[] } {
  const source = parseSource('file:///a.json', JSON.stringify(document));
  const failures: unknown[] = [];
  let titles = 0;
  const steps = countSteps(() => {
    const description = describe(source, loader)!;
    for (const profile of ['recommended', 'strict'] as const) {
      const analysis = analyze(description, { ...defaultConfig, profile, echoes: 'information' });
      for (const finding of analysis.findings)
        for (const { title } of finding.fixes()) titles += title.length > 0 ? 1 : 0;
      failures.push(...analysis.failures);
    }
  });
  return { steps: steps + titles, failures };
}

for (const [name, document] of Object.entries(documents)) {
  test(`the work for ${name} grows with the document`, () => {
    stepsOf(document(10));
    const [small, large] = [stepsOf(document(100)), stepsOf(document(400))];
    assert.deepEqual([...small.failures, ...large.failures], []);
    assert.ok(large.steps < small.steps * 5.5, `${small.steps} steps became ${large.steps}`);
  });
}

test('the work for the score of paths that share a path item grows with them', () => {
  const stepsFor = (size: number): number => {
    const document = openapi({
      paths: map(size, (index) => [`/p${index}`, ref('pathItems', 'P')]),
      components: { pathItems: { P: { get: { responses: ok } } } },
    });
    const description = describe(parseSource('file:///a.json', JSON.stringify(document)), loader)!;
    const analysis = analyze(description, { ...defaultConfig, echoes: 'information' });
    return countSteps(() => assert.ok(gradeOf(description, analysis)));
  };
  const [small, large] = [stepsFor(100), stepsFor(400)];
  assert.ok(large < small * 5.5, `${small} steps became ${large}`);
});

test('what an editor shows of a whole document grows with its length', () => {
  const stepsFor = (size: number): number => {
    const value = openapi({
      security: [{ k0: [] }],
      ...paths(size, (index) => ({ security: [{ [`k${index}`]: [] }], ...body(`s${index}`) })),
      ...shared(
        map(size, (index) => [`s${index}`, { type: 'object', properties: { iban: text } }]),
        { securitySchemes: basic(size) },
      ),
    });
    const source = parseSource('file:///d/a.json', JSON.stringify(value));
    const description = describe(source, loader);
    const reading = entryReading(source);
    assert.ok(description && reading);
    return countSteps(() => {
      const outline = outlineOf(source, reading);
      assert.ok(outline.length > 0);
      assert.ok(highlightsIn(source, reading, { start: 0, end: source.length }).length > size);
      for (const operation of description.operations) assert.ok(protectionOf(operation).length > 1);
    });
  };
  const small = stepsFor(100);
  const large = stepsFor(400);
  assert.ok(large < small * 5, `${small} steps for 100, ${large} for 400`);
});
