import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { DescriptionCache, describe } from '../../server/src/engine/description/describe.ts';
import { inventoryOf } from '../../server/src/engine/description/inventory.ts';
import type { OpenApiDescription } from '../../server/src/engine/openapi/model.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import { describeText } from '../support/openapi.ts';

const head = 'openapi: 3.1.0\ninfo: { title: a, version: "1" }\n';
const loader = { load: () => ({ failure: 'missing-file', message: 'missing' }) as const };

function problems({ referenceProblems }: OpenApiDescription): readonly string[] {
  return referenceProblems.map(({ at, kind }) => `${kind} ${at.string}`);
}

function links(size: number, link: (index: number, next: string) => string, name: string): string {
  return Array.from({ length: size }, (_, index) => link(index, `${name}${index + 1}`)).join('');
}

test('reports each reference of a circle that reaches no object', () => {
  const text = `${head}paths:
  /one: { $ref: "#/paths/~1two" }
  /two: { $ref: "#/paths/~1one" }
  /three: { get: { responses: { "200": { $ref: "#/components/responses/Self" } } } }
components:
  responses:
    Self: { $ref: "#/components/responses/Self" }
  schemas:
    Before: { $ref: "#/components/schemas/Hen" }
    Hen: { $ref: "#/components/schemas/Egg" }
    Egg: { $ref: "#/components/schemas/Hen" }
    Tree: { properties: { branches: { items: { $ref: "#/components/schemas/Tree" } } } }
`;
  const circular = [
    '#/paths/~1two',
    '#/paths/~1one',
    '#/components/responses/Self',
    '#/components/schemas/Egg',
    '#/components/schemas/Hen',
  ];
  assert.deepEqual(
    problems(describeText(text)),
    circular.map((reference) => `circular ${reference}`),
  );
});

/** `/a` leads through path items, each of which leads to the next and adds a method. */
function pathItems(size: number): string {
  const item = (index: number, next: string): string =>
    `    P${index}: { $ref: "#/components/pathItems/${next}", summary: s }\n`;
  return `${head}paths:\n  /a: { $ref: "#/components/pathItems/P0" }\ncomponents:\n  pathItems:\n${links(size, item, 'P')}    P${size}: { get: { responses: {} } }\n`;
}

test('reads an object called "$ref" in a map of names as an entry of that name', () => {
  const text = `${head}paths: {}
components:
  schemas:
    Props: { properties: { $ref: { type: string, items: { $ref: "#/components/schemas/Gone" } } } }
    Wrong: { $ref: { type: string } }
`;
  assert.deepEqual(problems(describeText(text)), [
    'missing-target #/components/schemas/Gone',
    'not-a-string undefined',
  ]);
});

test('follows a path item through a few others, and reports too many', () => {
  const few = describeText(pathItems(20));
  assert.deepEqual([few.operations.length, ...problems(few)], [1]);
  const many = describeText(pathItems(200));
  assert.deepEqual([many.operations.length, ...problems(many)], [0, 'too-deep #/components/pathItems/P0']);
});

/** `/a` begins a callback that begins the next one, and so on. */
function callbacks(size: number, description = 'd'): string {
  const callback = (next: string): string =>
    `{ description: ${description}, responses: {}, callbacks: { c: { $ref: "#/components/callbacks/${next}" } } }`;
  const link = (index: number, next: string): string => `    C${index}: { "{$url}": { post: ${callback(next)} } }\n`;
  return `${head}paths:\n  /a: { post: ${callback('C0')} }\ncomponents:\n  callbacks:\n${links(size, link, 'C')}    C${size}: {}\n`;
}

test('follows callbacks that begin each other, and reports too many', () => {
  const few = describeText(callbacks(20));
  assert.deepEqual([few.operations.length, ...problems(few)], [21]);
  const many = describeText(callbacks(3_000));
  assert.deepEqual([many.operations.length, ...problems(many)], [101, 'too-deep #/components/callbacks/C0']);
  assert.deepEqual(analyze(many, { ...defaultConfig, profile: 'strict' }).failures, []);
});

test('reads shared callbacks for each operation up to a limit, so that the work grows with the document', () => {
  const text = (size: number): string => {
    const list = (line: (index: number) => string): string =>
      Array.from({ length: size }, (_, index) => line(index)).join('');
    const paths = list(
      (index) => `  /p${index}: { post: { responses: {}, callbacks: { c: { $ref: "#/components/callbacks/C" } } } }\n`,
    );
    const expressions = list((index) => `      "{$url}/${index}": { post: { responses: {} } }\n`);
    return `${head}paths:\n${paths}components:\n  callbacks:\n    C:\n${expressions}`;
  };
  const few = describeText(text(40));
  assert.deepEqual([few.operations.length, few.referenceProblems.length], [40 * 41, 0]);
  const many = describeText(text(200));
  assert.deepEqual([many.operations.length, many.referenceProblems.length], [200 + 50 * 100, 200]);
});

test('limits callbacks that operations share through an alias or a shared path item as well', () => {
  const list = (line: (index: number) => string): string =>
    Array.from({ length: 200 }, (_, index) => line(index)).join('');
  const expressions = list((index) => `, "{$url}/${index}": { post: { responses: {} } }`).slice(1);
  const shared = (what: string, use: string): string =>
    `${head}x-shared: &shared ${what}\npaths:\n${list((index) => `  /p${index}: ${use}\n`)}`;
  const operation = `{ responses: {}, callbacks: { c: {${expressions}} } }`;
  for (const text of [
    shared(`{${expressions}}`, '{ post: { responses: {}, callbacks: { c: *shared } } }'),
    shared(`{ c: {${expressions}} }`, '{ post: { responses: {}, callbacks: *shared } }'),
    shared(operation, '{ post: *shared }'),
    shared(`{ post: ${operation} }`, '*shared'),
    shared(`{ post: ${operation} }`, '{ $ref: "#/x-shared" }'),
  ]) {
    const { operations, referenceProblems } = describeText(text);
    assert.deepEqual([operations.length, referenceProblems.length], [200 + 50 * 100, 200]);
  }
});

/** A response with `schema`, next to a shared schema that `keyword` identifies. */
function identified(schema: string, keyword: string): string {
  return `${head}paths:
  /a: { get: { responses: { "200": { description: d, content: { application/json: { schema: ${schema} } } } } } }
components:
  schemas:
    Row:
      ${keyword}
      type: object
      properties: { ssn: { type: string }, part: { $ref: "#/$defs/part" }, whole: { $ref: "#/components/schemas/Row" } }
      $defs: { part: { type: object, properties: { iban: { type: string } } } }
`;
}

for (const [name, reference, keyword, found] of [
  ['a name', '#row', '$anchor: row', true],
  ['a dynamic name', '#row', '$dynamicAnchor: row', true],
  ['another name', '#line', '$anchor: row', false],
  ['an absolute URI', 'https://bank.example/row', '$id: https://bank.example/row', true],
  ['a relative URI', 'schemas/row', '$id: schemas/row', true],
  ['a pointer within a URI', 'https://bank.example/row#/$defs/part', '$id: https://bank.example/row', true],
  ['a wrong pointer within a URI', 'https://bank.example/row#/$defs/none', '$id: https://bank.example/row', false],
  ['a name that is a property', '#row', 'example: { $anchor: row }', false],
] as const) {
  test(`resolves references by $id and $anchor: ${name}`, () => {
    const description = describeText(identified(`{ $ref: "${reference}" }`, keyword));
    const kinds = description.referenceProblems.map(({ at, kind }) => `${at.string} ${kind}`);
    const isOwn = keyword.startsWith('$id');
    // Without an `$id`, a pointer counts from the root of the file.
    const expected = [
      ...(found ? [] : [`${reference} missing-target`]),
      ...(isOwn ? [] : ['#/$defs/part missing-target']),
    ];
    assert.deepEqual(kinds.sort(), expected.sort());
    const { sensitive } = inventoryOf(description).operations[0]!;
    assert.equal(sensitive.response.length > 0, found);
  });
}

test('reports the same reference problems incrementally as freshly', () => {
  const chain = (target: string, size: number): string => {
    const link = (index: number, next: string): string => `    S${index}: { $ref: "#/components/schemas/${next}" }\n`;
    return `${callbacks(150)}  schemas:\n${links(size, link, 'S')}    S${size}: ${target}\n    Last: { properties: { password: { type: string } } }\n`;
  };
  const versions = [
    chain('{ type: string }', 5),
    chain('{ properties: { password: { type: string } } }', 5),
    chain('{ $ref: "#/components/schemas/Last" }', 5),
    chain('{ $ref: "#/components/schemas/S3" }', 5),
    chain('{ $ref: "#/components/schemas/None" }', 5),
    chain('{ $ref: 1 }', 5),
    chain('{ type: string }', 5).replace('description: d', 'description: e'),
    `${pathItems(60)}  schemas: {}\n`,
    `${pathItems(60)}  schemas: { A: {} }\n`,
    `${pathItems(40)}  schemas: { A: {} }\n`,
    identified('{ $ref: "#row" }', '$anchor: row'),
    identified('{ $ref: "#row" }', '$anchor: line'),
    identified('{ $ref: "#line" }', '$anchor: line'),
    identified('{ $ref: schemas/row }', '$id: schemas/row'),
    identified('{ $ref: schemas/row }', '$id: schemas/line'),
  ];
  const memory = new DescriptionCache();
  let document = parseSource('file:///a.yaml', versions[0]!);
  for (const text of versions) {
    document = parseSource('file:///a.yaml', text, { previous: document });
    const kept = describe(document, loader, undefined, memory)!;
    const fresh = describe(parseSource('file:///a.yaml', text), loader)!;
    const summary = (description: OpenApiDescription): unknown => [
      problems(description),
      inventoryOf(description),
      analyze(description, { ...defaultConfig, profile: 'strict' }).findings.map(({ ruleId, pointer }) => [
        ruleId,
        pointer,
      ]),
    ];
    assert.deepEqual(summary(kept), summary(fresh));
  }
});
