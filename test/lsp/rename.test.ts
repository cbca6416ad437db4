import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { PrepareRenameResult, WorkspaceEdit } from 'vscode-languageserver/node';
import { Client } from '../support/client.ts';

const api = `openapi: 3.1.0
info: { title: Bank, version: '1' }
paths:
  /cards: { $ref: 'cards.json#/cards' }
components:
  responses:
    Ok: { description: Fine }
    No: { description: Refused }
`;
const cards = '{ "cards": { "get": { "responses": { "200": { "$ref": "api.yaml#/components/responses/Ok" } } } } }';

test('renames across files, the unsaved text included, and refuses a name that is taken', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-rename-'));
  const root = pathToFileURL(folder).href;
  writeFileSync(join(folder, 'api.yaml'), 'openapi: 3.1.0\n');
  writeFileSync(join(folder, 'cards.json'), cards);
  const client = new Client();
  try {
    await client.start({ textDocument: { diagnostic: {} } }, root);
    const uri = `${root}/api.yaml`;
    await client.open(uri, api);
    const at = { textDocument: { uri }, position: { line: 6, character: 5 } };
    const prepared = await client.connection.sendRequest<PrepareRenameResult>('textDocument/prepareRename', at);
    assert.deepEqual(prepared, {
      range: { start: { line: 6, character: 4 }, end: { line: 6, character: 6 } },
      placeholder: 'Ok',
    });
    const edit = await client.connection.sendRequest<WorkspaceEdit>('textDocument/rename', { ...at, newName: 'Fine' });
    assert.deepEqual(Object.keys(edit.changes ?? {}), [uri, `${root}/cards.json`]);
    assert.deepEqual(
      edit.changes?.[`${root}/cards.json`]?.map(({ newText }) => newText),
      ['"api.yaml#/components/responses/Fine"'],
    );
    await assert.rejects(
      client.connection.sendRequest('textDocument/rename', { ...at, newName: 'No' }),
      /"No" is already defined/,
    );
    const title = { textDocument: { uri }, position: { line: 1, character: 17 } };
    assert.equal(await client.connection.sendRequest('textDocument/prepareRename', title), null);
    assert.equal(await client.stop(), 0);
  } finally {
    client.process.kill();
    rmSync(folder, { recursive: true, force: true });
  }
});
