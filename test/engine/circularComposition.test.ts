import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { describe } from '../../server/src/engine/description/describe.ts';
import circularComposition from '../../server/src/engine/rules/design/circular-composition.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';

type Schemas = Readonly<Record<string, object>>;

/** The message and the place of each finding. */
function circles(files: Readonly<Record<string, Schemas>>, version = '3.1.0'): readonly string[] {
  const sources = new Map(
    Object.entries(files).map(([name, schemas]) => {
      const uri = `file:///${name}`;
      const text = JSON.stringify({ openapi: version, info: {}, paths: {}, components: { schemas } });
      return [uri, parseSource(uri, text)];
    }),
  );
  const load = (uri: string) => {
    const document = sources.get(uri);
    return document === undefined ? ({ failure: 'missing-file', message: 'missing' } as const) : { document };
  };
  const [entry] = [...sources.values()];
  const description = describe(entry!, { load })!;
  const { findings, failures } = analyze(description, defaultConfig, [circularComposition]);
  assert.deepEqual(failures, []);
  return findings.map(({ message, pointer, related }) =>
    [message.split(', so ')[0], pointer, related.length].join(' | '),
  );
}

const ref = (name: string) => ({ $ref: name.includes('#') ? name : `#/components/schemas/${name}` });

test('reports a circle of 10,000 schemas once, and no chain', () => {
  const chain = (last: object): Schemas =>
    Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [
        `S${index}`,
        index === 9999 ? last : { allOf: [ref(`S${index + 1}`)] },
      ]),
    );
  assert.deepEqual(circles({ 'a.json': chain({ type: 'string' }) }), []);
  assert.deepEqual(circles({ 'a.json': chain({ not: ref('S0') }) }), [
    'The schema "S0" includes itself through "S1" and 9,998 more schemas | /components/schemas/S9999/not/$ref | 10',
  ]);
});

test('reports schemas that include each other in many ways once', () => {
  const names = Array.from({ length: 60 }, (_, index) => `S${index}`);
  const all = { anyOf: names.map(ref) };
  assert.deepEqual(circles({ 'a.json': Object.fromEntries(names.map((name) => [name, all])) }), [
    'The schema "S0" includes itself | /components/schemas/S0/anyOf/0/$ref | 0',
  ]);
});

test('finds circles below properties, behind "not", and through other files', () => {
  const files = {
    'a.json': {
      Inline: { properties: { x: { not: ref('b.json#/components/schemas/Far') } } },
      Deep: { properties: { x: { oneOf: [ref('#/components/schemas/Deep/properties/x')] } } },
    },
    'b.json': { Far: { else: ref('Near') }, Near: { not: ref('Far') } },
  };
  assert.deepEqual(circles(files), [
    'The schema "x" includes itself | /components/schemas/Deep/properties/x/oneOf/0/$ref | 0',
    'The schema "Far" includes itself through "Near" | /components/schemas/Near/not/$ref | 1',
  ]);
});

test('leaves circles of references alone, and keywords next to references before 3.1', () => {
  assert.deepEqual(circles({ 'a.json': { A: ref('B'), B: ref('A') } }), []);
  const beside = { A: { ...ref('B'), allOf: [ref('A')] }, B: { type: 'string' } };
  assert.deepEqual(circles({ 'a.json': beside }, '3.0.3'), []);
  assert.deepEqual(circles({ 'a.json': beside }), [
    'The schema "A" includes itself | /components/schemas/A/allOf/0/$ref | 0',
  ]);
});
