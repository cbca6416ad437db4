import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Host } from '../../server/src/lsp/host.ts';
import { Session } from '../../server/src/lsp/workspace/session.ts';

const root = 'file:///api';
const uri = `${root}/openapi.yaml`;
const text = `openapi: 3.1.0
info: { title: Pets, version: "1" }
paths:
  /pets:
    $ref: pets.yaml
`;
const pets = 'get: { responses: { "200": { description: Pets } } }\n';

function hostOf(files: ReadonlyMap<string, string>, more: Partial<Host> = {}): Host {
  return {
    read: (file) => {
      const text = files.get(file);
      return text === undefined ? { failure: 'missing-file', message: 'The file does not exist.' } : { text };
    },
    fetch: () => Promise.resolve(),
    forget: () => {},
    names: async () => [],
    list: () => Promise.resolve([...files.keys()]),
    setRoots: () => {},
    rest: () => {},
    readPage: () => Promise.resolve(undefined),
    ...more,
  };
}

test('releases everything when no document is open', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const rests: boolean[] = [];
  const files = new Map([
    [uri, text],
    [`${root}/pets.yaml`, pets],
  ]);
  const host = hostOf(files, { rest: (isResting) => rests.push(isResting()), list: () => Promise.resolve([]) });
  const session = new Session(host);
  session.setRoots([root]);

  async function look(): Promise<WeakRef<object>[]> {
    const checked = await session.check(uri);
    assert.ok(checked !== undefined && checked.analysis.findings.length > 0);
    assert.equal(checked.description.documents.size, 2);
    return [checked, checked.description, ...checked.description.documents.values()].map((held) => new WeakRef(held));
  }

  const held = await look();
  session.rest();
  assert.deepEqual(rests, [true]);
  for (let round = 0; round < 10; round++) {
    await setTimeout(1);
    collect();
  }
  assert.deepEqual(
    held.map((reference) => reference.deref()),
    held.map(() => undefined),
  );
});

test('drops files that discovery parsed beyond the limit, and reads them again', async () => {
  const long = `${text}# ${'.'.repeat(20_000)}\n`;
  const files = new Map(Array.from({ length: 60 }, (_, index) => [`${root}/${index}.yaml`, long]));
  const reads = new Map<string, number>();
  const plain = hostOf(files);
  const session = new Session(
    hostOf(files, {
      read: (file) => {
        reads.set(file, (reads.get(file) ?? 0) + 1);
        return plain.read(file);
      },
    }),
  );
  session.setRoots([root]);
  const entries = await session.findEntries();
  assert.equal(entries.length, 60);
  for (const entry of [entries[0]!, entries[59]!]) await session.check(entry);
  assert.deepEqual([reads.get(`${root}/0.yaml`), reads.get(`${root}/59.yaml`)], [1, 2]);
});

test('knows what an earlier check of a long text found, until the present text is checked', async () => {
  const session = new Session(hostOf(new Map()));
  const entry = 'file:///api/long.yaml';
  const long = `openapi: 3.1.0\nservers: [{ url: http://a.example }]\n# ${'.'.repeat(600_000)}\npaths: {}\n`;
  session.open(TextDocument.create(entry, 'yaml', 1, long));
  assert.equal(session.pastOf(entry), undefined, 'nothing is checked');
  await session.check(entry);
  assert.equal(session.pastOf(entry), undefined, 'the present text is checked');
  for (const [version, line] of [2, 3].entries()) {
    const at = { line, character: 0 };
    session.change(entry, [{ range: { start: at, end: at }, text: '# new\n' }], version + 2, 'utf-16');
    const past = session.pastOf(entry);
    assert.ok(past !== undefined && past.source !== past.present);
    const { start, oldEnd, newEnd } = past.change;
    const typed = '# new\n'.repeat(version + 1);
    assert.equal(past.present.slice(0, start), long.slice(0, start));
    assert.equal(past.present.slice(newEnd, past.present.length), long.slice(oldEnd));
    assert.equal(past.present.length, long.length + typed.length);
  }
  await session.check(entry);
  assert.equal(session.pastOf(entry), undefined, 'it is checked again');
  const short = 'file:///api/short.yaml';
  session.open(TextDocument.create(short, 'yaml', 1, 'openapi: 3.1.0\npaths: {}\n'));
  await session.check(short);
  session.change(short, [{ text: 'openapi: 3.1.0\n' }], 2, 'utf-16');
  assert.equal(session.pastOf(short), undefined, 'the check of a short text is waited for');
});
