import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parse } from 'yaml';
import { type OutlineItem, outlineOf } from '../../server/src/engine/navigation/outline.ts';
import type { Host } from '../../server/src/lsp/host.ts';
import { Session } from '../../server/src/lsp/workspace/session.ts';
import { createRandom } from '../support/edits.ts';

const seed = Number(process.env['SEED'] ?? 1);
const bank = readFileSync(join(import.meta.dirname, '../../examples/bank.yaml'), 'utf8');

const host: Host = {
  read: () => ({ failure: 'missing-file', message: 'The file does not exist.' }),
  fetch: () => Promise.resolve(),
  forget: () => {},
  names: async () => [],
  list: async () => [],
  setRoots: () => {},
  rest: () => {},
  readPage: async () => undefined,
};

interface Shown {
  readonly findings: ReadonlySet<string>;
  readonly symbols: ReadonlySet<string>;
}

/** Findings and symbols outside of what is typed. */
async function shownOf(session: Session, uri: string, typed: string): Promise<Shown> {
  const checked = await session.check(uri);
  assert.ok(checked, 'it stays an OpenAPI document');
  const findings = checked.analysis.findings.filter(
    ({ pointer, message }) => !pointer.includes(typed) && !message.includes(typed),
  );
  const symbols = new Set<string>();
  const add = (items: readonly OutlineItem[], path: string): void => {
    for (const { name, children } of items) {
      if (name.includes(typed)) continue;
      symbols.add(`${path}/${name}`);
      add(children, `${path}/${name}`);
    }
  };
  const outlines = await session.navigation.ask(uri, (navigator, source) =>
    outlineOf(source, navigator.reading(source)),
  );
  for (const outline of outlines) add(outline, '');
  return { findings: new Set(findings.map(({ ruleId, pointer }) => `${ruleId} ${pointer}`)), symbols };
}

/** Types a text in small steps: what is shown elsewhere is never less than before and after share, nor more than both have. */
async function typeInto(name: string, text: string, offset: number, lines: string, typed: string): Promise<void> {
  // On an empty line, as people do.
  const before = `${text.slice(0, offset)}\n${text.slice(offset)}`;
  const block = lines.trimEnd();
  const uri = `file:///typing/${name}`;
  const language = name.endsWith('.json') ? 'json' : 'yaml';
  const after = before.slice(0, offset) + block + before.slice(offset);
  const ends: Shown[] = [];
  for (const whole of [before, after]) {
    const session = new Session(host);
    session.open(TextDocument.create(uri, language, 1, whole));
    ends.push(await shownOf(session, uri, typed));
  }
  const [first, last] = ends as [Shown, Shown];
  const random = createRandom(seed);
  const session = new Session(host);
  session.open(TextDocument.create(uri, language, 1, before));
  await shownOf(session, uri, typed);
  for (let length = 0, version = 2; length < block.length; version++) {
    const step = Math.min(block.length - length, 1 + random.below(5));
    const typing = TextDocument.create(uri, language, 1, before.slice(0, offset) + block.slice(0, length));
    const at = typing.positionAt(offset + length);
    session.change(
      uri,
      [{ range: { start: at, end: at }, text: block.slice(length, length + step) }],
      version,
      'utf-16',
    );
    length += step;
    const now = await shownOf(session, uri, typed);
    for (const kind of ['findings', 'symbols'] as const) {
      const lost = [...first[kind]].filter((one) => last[kind].has(one) && !now[kind].has(one));
      const invented = [...now[kind]].filter((one) => !first[kind].has(one) && !last[kind].has(one));
      assert.deepEqual(
        { lost, invented },
        { lost: [], invented: [] },
        `${kind} after ${JSON.stringify(block.slice(0, length))}`,
      );
    }
  }
}

const operation = {
  get: {
    operationId: 'typedRead',
    security: [{ customer: ['accounts:read'] }],
    parameters: [{ name: 'typed', in: 'query', schema: { type: 'string', maxLength: 10 } }],
    responses: { '200': { description: 'typed', content: { 'application/json': { schema: { type: 'object' } } } } },
  },
};
const schema = { type: 'object', properties: { typed: { type: 'array', items: { type: 'string', enum: ['typed'] } } } };

/** As block YAML, as people type it. */
const inYaml: readonly (readonly [where: string, block: string])[] = [
  [
    '  /accounts/{accountId}:\n',
    `  /typed:
    get:
      operationId: typedRead
      security:
        - customer: ["accounts:read"]
      parameters:
        - { name: typed, in: query, schema: { type: string, maxLength: 10 } }
      responses:
        "200": { description: "typed" }
`,
  ],
  [
    '    Login:\n',
    '    Typed:\n      type: object\n      properties: { typed: { type: array, items: { type: string } } }\n',
  ],
];

for (const [where, block] of inYaml) {
  test(`loses and invents nothing elsewhere while YAML is typed before ${where.trim()}`, async () => {
    const offset = bank.indexOf(where);
    assert.ok(offset > 0);
    await typeInto('a.yaml', bank, offset, block, block.includes('/typed') ? 'typed' : 'Typed');
  });
}

const json = JSON.stringify(parse(bank), undefined, 2);
const inJson: readonly (readonly [where: string, key: string, value: object])[] = [
  ['    "/accounts/{accountId}": {', '/typed', operation],
  ['      "Login": {', 'Typed', schema],
];
for (const [where, key, value] of inJson) {
  test(`loses and invents nothing elsewhere while JSON is typed before ${where.trim()}`, async () => {
    const offset = json.indexOf(where);
    assert.ok(offset > 0);
    const indent = where.slice(0, where.indexOf('"'));
    const block = `${indent}"${key}": ${JSON.stringify(value, undefined, 2).replaceAll('\n', `\n${indent}`)},\n`;
    await typeInto('a.json', json, offset, block, key.replace('/', ''));
  });
}
