import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { DescriptionCache, describe } from '../../server/src/engine/description/describe.ts';
import { inventoryOf } from '../../server/src/engine/description/inventory.ts';
import type { OpenApiDescription } from '../../server/src/engine/openapi/model.ts';
import type { Rule } from '../../server/src/engine/rule/rule.ts';
import { rules } from '../../server/src/engine/rules/index.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import type { SourceDocument } from '../../server/src/engine/syntax/sourceDocument.ts';
import type { SourceNode } from '../../server/src/engine/syntax/sourceNode.ts';
import { rangeOf } from '../../server/src/engine/syntax/sourceNode.ts';
import { changeBetween } from '../../server/src/engine/syntax/text/change.ts';
import { EditedText } from '../../server/src/engine/syntax/text/editedText.ts';
import type { Change } from '../../server/src/engine/syntax/yaml/splitYaml.ts';
import { options, smallCorpusFiles } from '../support/corpus.ts';
import { createRandom, edits, type Random } from '../support/edits.ts';

/** `EDITS` and `SEED` in the environment make it a longer run, or another one. */
const count = Number(process.env['EDITS'] ?? 1500);
const seed = Number(process.env['SEED'] ?? 1);

/** What an editor tells of a change, which may be more than is different; or nothing. */
function toldChange(before: string, after: string, random: Random): Change | undefined {
  if (random.next() < 0.3) return undefined;
  const { start, oldEnd, newEnd } = changeBetween(before, after);
  const [left, right] = [0, 1].map(() => (random.next() < 0.5 ? 0 : random.below(60)));
  const more = Math.min(right ?? 0, before.length - oldEnd);
  return { start: Math.max(0, start - (left ?? 0)), oldEnd: oldEnd + more, newEnd: newEnd + more };
}

/** The version after `before`: as a text, or as one that an editor has not put together. */
function edit(before: SourceDocument, text: string, random: Random): SourceDocument {
  const change = toldChange(before.text, text, random);
  const options = { previous: before, change };
  if (change === undefined || random.next() < 0.5) return parseSource(before.uri, text, options);
  const { content } = before;
  const { start, oldEnd, newEnd } = change;
  const edited = (typeof content === 'string' ? EditedText.of(content) : content).replace(
    start,
    oldEnd,
    text.slice(start, newEnd),
  );
  return parseSource(before.uri, edited, options);
}

test('an incremental parse equals a fresh one after every edit', options, (context) => {
  const random = createRandom(seed);
  const files = smallCorpusFiles();
  let done = 0;
  let chunks = 0;
  let reused = 0;
  while (done < count) {
    const { name, path, text } = random.pick(files);
    const uri = `file://${path}`;
    let document = parseSource(uri, text);
    for (const edited of edits(text, random, 25)) {
      const before = new Set(document.chunks);
      document = edit(document, edited, random);
      chunks += document.chunks.length;
      reused += document.chunks.filter((chunk) => before.has(chunk)).length;
      assert.deepEqual(dump(document), dump(parseSource(uri, edited)), `${name}, edit ${done}, SEED=${seed}`);
      done++;
    }
  }
  context.diagnostic(`${done} edits, ${((100 * reused) / chunks).toFixed(0)} % of the chunks taken over`);
  assert.ok(reused > chunks / 3, 'chunks are taken over');
});

test('incremental findings and inventory equal fresh ones after every edit', options, (context) => {
  const random = createRandom(seed + 1);
  const files = smallCorpusFiles();
  const loader = { load: () => ({ failure: 'missing-file', message: 'There is no other file.' }) as const };
  let done = 0;
  let described = 0;
  while (done < count) {
    const { name, path, text } = random.pick(files);
    const uri = `file://${path}`;
    const cache = new DescriptionCache();
    let document = parseSource(uri, text);
    summary(describe(document, loader, undefined, cache));
    for (const edited of edits(text, random, 25)) {
      document = edit(document, edited, random);
      const found = summary(describe(document, loader, undefined, cache));
      const fresh = summary(describe(parseSource(uri, edited), loader));
      assert.deepEqual(found, fresh, `${name}, edit ${done}, SEED=${seed}`);
      if (fresh !== undefined) described++;
      done++;
    }
  }
  context.diagnostic(`${done} edits, ${described} of them to descriptions`);
  assert.ok(described > count / 2);
});

test('an edit of one of several files gives the findings of a fresh analysis', (context) => {
  const folder = new URL('../../examples/bank-multi-file/', import.meta.url);
  const names = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.yaml'));
  const uriOf = (name: string): string => `file:///bank/${name}`;
  const random = createRandom(seed + 2);
  let done = 0;
  while (done < count / 3) {
    const texts = new Map(names.map((name) => [uriOf(name), readFileSync(new URL(name, folder), 'utf8')]));
    const documents = new Map([...texts].map(([uri, text]) => [uri, parseSource(uri, text)]));
    const cache = new DescriptionCache();
    const loaderOf = (known: ReadonlyMap<string, SourceDocument>) => ({
      load(uri: string) {
        const document = known.get(uri);
        return document === undefined ? ({ failure: 'missing-file', message: uri } as const) : { document };
      },
    });
    const entry = uriOf('openapi.yaml');
    for (let step = 0; step < 25; step++) {
      const uri = uriOf(random.pick(names));
      const [edited = ''] = edits(texts.get(uri) ?? '', random, 1);
      texts.set(uri, edited);
      documents.set(uri, edit(documents.get(uri)!, edited, random));
      const found = summary(describe(documents.get(entry)!, loaderOf(documents), undefined, cache));
      const fresh = new Map([...texts].map(([name, text]) => [name, parseSource(name, text)]));
      const expected = summary(describe(fresh.get(entry)!, loaderOf(fresh)));
      assert.deepEqual(found, expected, `edit ${done}, SEED=${seed}`);
      done++;
    }
  }
  context.diagnostic(`${done} edits`);
});

const strict = { ...defaultConfig, profile: 'strict' } as const;

function summary(description: OpenApiDescription | undefined): unknown {
  if (description === undefined) return undefined;
  const { findings, failures, pausedRules } = analyze(description, strict);
  return {
    findings: findings.map(({ fixes: _fixes, document, related, places, ...finding }) => ({
      ...finding,
      uri: document.uri,
      related: related.map(({ range, message }) => ({ range, message })),
      places: places?.().map((at) => rangeOf(at)),
    })),
    failures,
    pausedRules,
    inventory: inventoryOf(description),
    problems: description.referenceProblems.map(({ at, kind, message }) => [at.start, at.end, kind, message]),
    schemas: description.nodes.Schema.map(({ node, usage, parts }) => [node.pointer, usage, parts.length]),
  };
}

test('typing a character reads one chunk of a large document again', () => {
  const path = (index: number): string => `  /p${index}:\n    get:\n      description: d\n      responses: {}\n`;
  const text = `openapi: 3.1.0\npaths:\n${Array.from({ length: 500 }, (_, index) => path(index)).join('')}`;
  const document = parseSource('file:///a.yaml', text);
  const before = new Set(document.chunks);
  const after = parseSource('file:///a.yaml', text.replace('/p250:\n    get:\n      description: d', '$&x'), {
    previous: document,
  });
  const fresh = after.chunks.filter((chunk) => !before.has(chunk) && chunk.end - chunk.start > 10);
  assert.equal(fresh.length, 1);
  assert.equal(after.root?.at('paths', '/p250', 'get', 'description')?.string, 'dx');
});

function dump(document: SourceDocument): unknown {
  const lines: string[] = [];
  const visit = (node: SourceNode): void => {
    const { kind, style, start, end, key, keyRange, scalar, resolved } = node;
    assert.equal(node.document, document);
    lines.push([kind, style, start, end, key, keyRange?.start, keyRange?.end, scalar, resolved.start].join(' '));
    for (const { value } of node.ownEntries()) visit(value);
    for (const item of node.ownItems()) visit(item);
  };
  if (document.root !== undefined) visit(document.root);
  return { lines, problems: document.problems, isBroken: document.isBroken };
}

test('typing a character asks the rules about one operation', () => {
  const path = (index: number): string =>
    `  /p${index}:\n    get:\n      description: d\n      responses: { "200": { $ref: "#/components/responses/R" } }\n`;
  const text = `openapi: 3.1.0\npaths:\n${Array.from({ length: 300 }, (_, index) => path(index)).join('')}components:\n  responses:\n    R: { description: r, content: { application/json: { schema: { $ref: "#/components/schemas/S" } } } }\n  schemas:\n    S: { properties: { name: { type: string } } }\n`;
  const asked = { Operation: 0, Schema: 0, Text: 0 };
  const counting: Rule = {
    ...rules[0]!,
    visit: {
      // biome-ignore lint/correctness/useYield: it counts.
      *Operation() {
        asked.Operation++;
      },
      // biome-ignore lint/correctness/useYield: it counts.
      *Schema() {
        asked.Schema++;
      },
      // biome-ignore lint/correctness/useYield: it counts.
      *Text() {
        asked.Text++;
      },
    },
  };
  const list = [counting];
  const loader = { load: () => ({ failure: 'missing-file', message: '' }) as const };
  const cache = new DescriptionCache();
  const config = { ...defaultConfig, profile: 'strict' } as const;
  let document = parseSource('file:///a.yaml', text);
  const check = (): void => {
    const description = describe(document, loader, undefined, cache);
    assert.ok(description);
    analyze(description, config, list);
  };
  check();
  assert.equal(asked.Operation, 300);
  Object.assign(asked, { Operation: 0, Schema: 0, Text: 0 });
  const change = (from: string, to: string): void => {
    document = parseSource('file:///a.yaml', document.text.replace(from, to), { previous: document });
    check();
  };
  change('/p150:\n    get:\n      description: d', '/p150:\n    get:\n      description: dx');
  assert.deepEqual([asked.Operation, asked.Schema], [1, 0]);
  assert.ok(asked.Text < 10, `${asked.Text} texts`);
  // What the shared response holds is another schema now: every operation has it.
  change('name: { type: string }', 'password: { type: string }');
  assert.equal(asked.Schema, 1);
});

/** The queries that ran, each with the pointer of its key: `operations.operationAt /paths/~1a/get`. */
function ranAfter(cache: DescriptionCache, run: () => void): readonly string[] {
  cache.log = [];
  run();
  const pointerOf = (key: object): string => {
    const node = 'node' in key ? (key.node as SourceNode) : key;
    return 'pointer' in node ? ` ${node.pointer}` : '';
  };
  return [...new Set(cache.log.map(({ query, key }) => `${query}${pointerOf(key)}`))].sort();
}

test('an edit runs the queries of what it changed and no others', () => {
  const loader = { load: () => ({ failure: 'missing-file', message: '' }) as const };
  const cache = new DescriptionCache();
  let document = parseSource(
    'file:///a.yaml',
    `openapi: 3.1.0
paths:
  /a:
    get:
      summary: reads a
      responses: { "200": { $ref: "#/components/responses/A" } }
  /b:
    get:
      summary: reads b
      responses: { "200": { $ref: "#/components/responses/A" } }
components:
  responses:
    A: { description: a, content: { application/json: { schema: { $ref: "#/components/schemas/A" } } } }
  schemas:
    A: { type: object, properties: { a: { type: string } } }
    B: { type: object, properties: { b: { type: string } } }
`,
  );
  const change = (from: string, to: string): readonly string[] => {
    document = parseSource('file:///a.yaml', document.text.replace(from, to), { previous: document });
    return ranAfter(cache, () => describe(document, loader, undefined, cache));
  };
  describe(document, loader, undefined, cache);
  // Of maps whose entries are chunks of their own, those that hold what has changed are new objects.
  assert.deepEqual(change('reads b', 'reads the b'), [
    'link.walkedFrom ',
    'link.walkedFrom /paths/~1b',
    'operations.operationAt /paths/~1b/get',
    'operations.operationsAt /paths/~1b',
    'schemaUnits.rootsOfOperation /paths/~1b/get',
  ]);
  assert.deepEqual(change('b: { type: string }', 'b: { type: integer }'), [
    'link.walkedFrom ',
    'link.walkedFrom /components',
    'link.walkedFrom /components/schemas/B',
    'schemaUnits.targetsOfUnit /components/schemas/B',
    'schemaUnits.unitAt /components/schemas/B',
  ]);
  // Both operations refer to what was renamed.
  assert.deepEqual(
    change('    A: { description', '    C: { description').filter((run) => run.startsWith('operations.operationAt')),
    ['operations.operationAt /paths/~1a/get', 'operations.operationAt /paths/~1b/get'],
  );
});

test('a parameter is what the description of its shared schema says now', () => {
  const textOf = (description: string): string => `openapi: 3.0.3
info: { title: a, version: "1" }
paths:
  /a:
    get:
      parameters: [{ name: value, in: query, schema: { $ref: "#/components/schemas/V" } }]
      responses: { "200": { description: ok } }
components:
  schemas:
    V:
      type: string
      description: ${description}
`;
  const loader = { load: () => ({ failure: 'missing-file', message: 'There is no other file.' }) as const };
  const cache = new DescriptionCache();
  const classes = (document: SourceDocument): unknown => {
    const operation = describe(document, loader, undefined, cache)?.operations[0];
    return [operation?.sensitive.request, operation?.sensitiveParameters.map((field) => field.class)];
  };
  const before = parseSource('file:///a.yaml', textOf('Some text'));
  assert.deepEqual(classes(before), [[], []]);
  const after = parseSource('file:///a.yaml', textOf('The password of the user'), { previous: before });
  assert.deepEqual(classes(after), [['credential'], ['credential']]);
});
