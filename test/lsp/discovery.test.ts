import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Client } from '../support/client.ts';

const folder = join(import.meta.dirname, '../../examples/bank-multi-file');

test('findings of a part come, whichever request looks for its description first', async () => {
  const path = join(folder, 'paths/transfers.yaml');
  const uri = pathToFileURL(path).href;
  const refresh = 'workspace/diagnostic/refresh';
  for (const first of ['textDocument/documentLink', 'textDocument/diagnostic']) {
    const client = new Client();
    await client.start(
      {
        textDocument: { diagnostic: {} },
        workspace: { workspaceFolders: true, diagnostics: { refreshSupport: true } },
      },
      pathToFileURL(folder).href,
    );
    await client.open(uri, readFileSync(path, 'utf8'));
    const asked = client.connection.sendRequest(first, { textDocument: { uri } });
    await client.until(() => client.notes.find(({ method }) => method === refresh));
    await asked;
    const { items } = await client.pull(uri);
    assert.ok(
      items.some(({ code }) => code === 'unauthenticated-operation'),
      first,
    );
    assert.equal(await client.stop(), 0);
  }
});
