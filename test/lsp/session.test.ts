import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Host } from '../../server/src/lsp/host.ts';
import { Session } from '../../server/src/lsp/session.ts';

const uri = 'file:///work/openapi.yaml';
const text = `openapi: 3.1.0
info: { title: Pets, version: "1" }
paths:
  /pets:
    $ref: pets.yaml
`;
const pets = 'get: { responses: { "200": { description: Pets } } }\n';

test('what nobody looks at any more is let go', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let rests = 0;
  const host: Host = {
    read: (file) =>
      file === uri
        ? { text }
        : file.endsWith('/pets.yaml')
          ? { text: pets }
          : { failure: 'missing-file', message: 'There is no such file.' },
    fetch: () => Promise.resolve(),
    forget: () => {},
    list: () => Promise.resolve([]),
    setRoots: () => {},
    rest: () => rests++,
    readPage: () => Promise.resolve(undefined),
  };
  const session = new Session(host);
  session.setRoots(['file:///work']);

  async function look(): Promise<WeakRef<object>[]> {
    const checked = await session.check(uri);
    assert.ok(checked !== undefined && checked.analysis.findings.length > 0);
    assert.equal(checked.description.documents.size, 2);
    return [checked, checked.description, ...checked.description.documents.values()].map((held) => new WeakRef(held));
  }

  const held = await look();
  session.rest();
  assert.equal(rests, 1);
  for (let round = 0; round < 10; round++) {
    await setTimeout(1);
    collect();
  }
  assert.deepEqual(
    held.map((reference) => reference.deref()),
    held.map(() => undefined),
  );
});
