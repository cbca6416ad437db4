import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { describe } from '../../server/src/engine/description/describe.ts';
import { inventoryOf } from '../../server/src/engine/description/inventory.ts';
import { ReferenceTargets } from '../../server/src/engine/openapi/referenceTarget.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import { TreeNode } from '../../server/src/engine/syntax/tree.ts';

type Json = boolean | number | string | null | readonly Json[] | { readonly [key: string]: Json };
type Version = '2.0' | '3.0' | '3.1';

const loader = { load: () => ({ failure: 'missing-file', message: 'missing' }) as const };
const versions: readonly Version[] = ['2.0', '3.0', '3.1'];

/** Every keyword that holds schemas, with how it holds several at once. */
const keywords: Readonly<Record<string, (schemas: readonly Json[]) => Json>> = {
  $ref: ([first]) => first!,
  allOf: (schemas) => ({ allOf: schemas }),
  oneOf: (schemas) => ({ oneOf: schemas }),
  anyOf: (schemas) => ({ anyOf: schemas }),
  not: ([first]) => ({ not: first! }),
  items: ([first]) => ({ type: 'array', items: first! }),
  prefixItems: (schemas) => ({ type: 'array', prefixItems: schemas }),
  contains: ([first]) => ({ type: 'array', contains: first! }),
  properties: (schemas) => ({ type: 'object', properties: named(schemas) }),
  patternProperties: (schemas) => ({ type: 'object', patternProperties: named(schemas) }),
  additionalProperties: ([first]) => ({ type: 'object', additionalProperties: first! }),
  unevaluatedProperties: ([first]) => ({ type: 'object', unevaluatedProperties: first! }),
  dependentSchemas: (schemas) => ({ type: 'object', dependentSchemas: named(schemas) }),
  if: ([first]) => Object.fromEntries(['if', 'then', 'else'].map((key) => [key, first!])),
};

function named(schemas: readonly Json[]): Json {
  return Object.fromEntries(schemas.map((schema, index) => [`part${index}`, schema]));
}

/**
 * `size` schemas, each of which holds the next one in several places. The last one holds the first again if the mesh
 * is circular. `keywordOf`: how a schema holds the next one.
 */
function mesh(version: Version, size: number, isCircular: boolean, keywordOf: (index: number) => string): Json {
  const base = version === '2.0' ? '#/definitions' : '#/components/schemas';
  const schemas: Record<string, Json> = {};
  for (let index = 0; index < size; index++) {
    const isLast = index === size - 1;
    const next = { $ref: `${base}/S${isLast ? 0 : index + 1}` };
    schemas[`S${index}`] = isLast && !isCircular ? { type: 'string' } : keywords[keywordOf(index)]!([next, next, next]);
  }
  return documentWith(version, schemas);
}

/** The schema S0 as a request, a response, a parameter, a header and in a callback, where the version has them. */
function documentWith(version: Version, schemas: Record<string, Json>): Json {
  if (version === '2.0') {
    const schema = { $ref: '#/definitions/S0' };
    const responses = { 200: { description: 'ok', schema, headers: { 'X-Next': { type: 'string' } } } };
    const parameters = [{ name: 'body', in: 'body', schema }];
    return {
      swagger: '2.0',
      info: { title: 'Mesh', version: '1' },
      paths: { '/a': { post: { parameters, responses } } },
      definitions: schemas,
    };
  }
  const schema = { $ref: '#/components/schemas/S0' };
  const content = { 'application/json': { schema } };
  const responses = { 200: { description: 'ok', content, headers: { 'X-Next': { schema } } } };
  const post = { parameters: [{ name: 'q', in: 'query', schema }], requestBody: { content }, responses };
  return {
    openapi: `${version}.0`,
    info: { title: 'Mesh', version: '1' },
    paths: { '/a': { post: { ...post, callbacks: { done: { '{$request.body#/url}': { post } } } } } },
    components: { schemas },
  };
}

interface Work {
  readonly failures: readonly string[];
  /** How often the tree was read, in both profiles. */
  readonly reads: number;
}

/** Counts what rules, facts and the inventory read of the tree, and the references they follow. */
function work(text: string, uri = 'file:///a.json'): Work {
  let reads = 0;
  const restores = [
    ...(['get', 'each', 'entries', 'items'] as const).map((name) => counting(TreeNode.prototype, name, () => reads++)),
    counting(ReferenceTargets.prototype, 'of', () => reads++),
  ];
  try {
    const description = describe(parseSource(uri, text), loader)!;
    inventoryOf(description);
    const failures = (['recommended', 'strict'] as const).flatMap(
      (profile) => analyze(description, { ...defaultConfig, profile }).failures,
    );
    return { failures: failures.map(({ ruleId, message }) => `${ruleId}: ${message}`), reads };
  } finally {
    for (const restore of restores) restore();
  }
}

function counting<Name extends string>(
  prototype: Record<Name, (...args: never[]) => unknown>,
  name: Name,
  count: () => void,
): () => void {
  const original = prototype[name];
  prototype[name] = function (...args) {
    count();
    return original.apply(this, args);
  };
  return () => {
    prototype[name] = original;
  };
}

for (const keyword of Object.keys(keywords)) {
  for (const isCircular of [false, true]) {
    test(`analyzes a ${isCircular ? 'circle' : 'chain'} of "${keyword}" in linear work`, () => {
      const of = (size: number): Work => work(JSON.stringify(mesh('3.1', size, isCircular, () => keyword)));
      const [small, large] = [of(250), of(1_000)];
      assert.deepEqual([...small.failures, ...large.failures], []);
      assert.ok(large.reads < small.reads * 4.4, `${small.reads} reads became ${large.reads}`);
    });
  }
}

/** Each anchor stands three times in the next one, so that the tree behind the last has 3^40 nodes. */
function aliases(keyword: string): string {
  const schema = (index: number): string =>
    JSON.stringify(keywords[keyword]!(['*', '*', '*'])).replaceAll(
      '"*"',
      index === 0 ? '{ "type": "string" }' : `*s${index - 1}`,
    );
  const anchors = Array.from({ length: 40 }, (_, index) => `x-s${index}: &s${index} ${schema(index)}\n`).join('');
  const content = '{ content: { application/json: { schema: *s39, example: *s39 } } }';
  return `openapi: 3.1.0\ninfo: { title: Aliases, version: "1" }\n${anchors}paths:\n  /a:\n    post:\n      x-rights: *s39\n      requestBody: ${content}\n      responses: { "200": { description: ok, content: { application/json: { schema: *s39 } } } }\n`;
}

for (const keyword of Object.keys(keywords).filter((name) => name !== '$ref')) {
  test(`analyzes aliases of "${keyword}" that stand for more than can be counted`, () => {
    const { failures, reads } = work(aliases(keyword), 'file:///a.yaml');
    assert.deepEqual(failures, []);
    assert.ok(reads < 200_000, `${reads} reads`);
  });
}

for (const version of versions) {
  test(`${version}: analyzes a mixture of all keywords, 10,000 deep`, () => {
    const names = Object.keys(keywords);
    const document = mesh(version, 10_000, true, (index) => names[(index * 5) % names.length]!);
    assert.deepEqual(work(JSON.stringify(document)).failures, []);
  });
}

test('reports an operation without error responses next to a schema that is composed of itself', () => {
  const post = (name: string): string =>
    `{ requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/${name}" } } } }, responses: { "200": { description: ok } } }`;
  const text = `openapi: 3.0.3
info: { title: a, version: "1" }
paths:
  /circle: { post: ${post('Hen')} }
  /plain: { post: ${post('Crate')} }
components:
  schemas:
    Hen: { allOf: [{ $ref: "#/components/schemas/Egg" }] }
    Egg: { allOf: [{ $ref: "#/components/schemas/Hen" }] }
    Crate: { type: object, required: [size], properties: { size: { type: integer } } }
`;
  const description = describe(parseSource('file:///a.yaml', text), loader)!;
  const { findings, failures } = analyze(description, defaultConfig);
  const found = findings.filter(({ ruleId }) => ruleId === 'undocumented-invalid-input');
  assert.deepEqual([found.map(({ pointer }) => pointer), failures], [['/paths/~1plain/post'], []]);
});
