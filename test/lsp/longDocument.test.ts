import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CodeAction, TextDocumentEdit } from 'vscode-languageserver/node';
import { Client } from '../support/client.ts';

const uri = 'file:///work/long.yaml';
const text = `openapi: 3.1.0
info: { title: A, version: '1' }
servers:
  - url: http://a.example
paths: {}
# ${'.'.repeat(600_000)}
`;

test('lists the actions of a long document right after an edit, and their edits fit the present text', async () => {
  const client = new Client();
  try {
    await client.start({
      textDocument: { diagnostic: {}, codeAction: { resolveSupport: { properties: ['edit'] } } },
      workspace: { workspaceEdit: { documentChanges: true } },
    });
    await client.open(uri, text);
    const { items } = await client.pull(uri);
    const start = { line: 1, character: 0 };
    await client.change(uri, 2, [{ range: { start, end: start }, text: '# typed\n' }]);
    const position = { line: 4, character: 12 };
    const ask = (diagnostics: readonly object[], line = 4) =>
      client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri },
        range: { start: { ...position, line }, end: { ...position, line } },
        context: { diagnostics },
      });
    const actions = await ask([]);
    const fix = actions.find(({ title }) => title === 'Use "https"');
    assert.ok(fix, actions.map(({ title }) => title).join());
    assert.equal(fix.diagnostics?.[0]?.range.start.line, 4);
    const resolved = await client.connection.sendRequest<CodeAction>('codeAction/resolve', fix);
    const [change] = (resolved.edit?.documentChanges ?? []) as TextDocumentEdit[];
    assert.deepEqual(
      change?.edits.map((edit) => 'range' in edit && edit.range.start.line),
      [4],
    );
    // Diagnostics of the client name the same finding, wherever it stands.
    await client.change(uri, 3, [{ range: { start, end: start }, text: '# typed\n' }]);
    const named = await ask(items, 5);
    assert.ok(named.some(({ title }) => title === 'Use "https"'));
    // What is typed just now is checked first.
    const at = { line: 5, character: 8 };
    await client.change(uri, 4, [
      { range: { start: at, end: { line: 6, character: 0 } }, text: ' https://a.example\n' },
    ]);
    assert.equal(
      (await ask([], 5)).some(({ title }) => title === 'Use "https"'),
      false,
    );
    await client.stop();
  } finally {
    client.process.kill();
  }
});
