import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CodeAction } from 'vscode-languageserver/node';
import { Client } from '../support/client.ts';

const uri = 'file:///work/a.yaml';
const api = `openapi: 3.1.0
info: { title: Acme Rockets, version: '1' }
servers: [{ url: http://api.acme.example }]
paths: { /rockets: { get: { operationId: listRockets, responses: { '200': { description: OK } } } } }
`;

async function reportOf(options: object): Promise<{ readonly titles: readonly string[]; readonly text: string }> {
  const client = new Client();
  try {
    await client.start({ textDocument: { diagnostic: {} } }, null, options);
    await client.open(uri, api);
    const range = { start: { line: 2, character: 20 }, end: { line: 2, character: 20 } };
    const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: [] },
    });
    const action = actions.find(({ title }) => title.startsWith('Report a false positive'));
    const [params] = (action?.command?.arguments ?? []) as object[];
    const result =
      params === undefined
        ? null
        : await client.connection.sendRequest<{ text: string } | null>('portcullis/falsePositive', {
            ...params,
            product: 'Portcullis 1.0.0 in Editor 2',
          });
    const gone = { uri, fingerprint: 'none' };
    assert.equal(await client.connection.sendRequest('portcullis/falsePositive', gone), null);
    await client.stop();
    return { titles: actions.map(({ title }) => title), text: result?.text ?? '' };
  } finally {
    client.process.kill();
  }
}

test('writes an issue about a finding, with a description that shows it and names nothing', async () => {
  const { titles, text } = await reportOf({ falsePositiveCommand: 'show' });
  assert.equal(titles.filter((title) => title === 'Report a false positive of "plaintext-server"').length, 1);
  assert.match(text, /^# False positive of plaintext-server\n/);
  assert.match(text, /Portcullis 1\.0\.0 in Editor 2/);
  assert.match(text, /## Finding\n\n> The server URL "http:\/\/zq/);
  assert.match(text, /It shows the finding\./);
  assert.match(text, /```yaml\nopenapi: "?3\.1\.0"?\n[^`]*servers:[^`]*http:\/\/[^`]*```/);
  assert.doesNotMatch(text, /acme|rocket|file:/i);
});

test('offers no report to a client that could not show it', async () => {
  const { titles } = await reportOf({});
  assert.equal(
    titles.some((title) => title.startsWith('Report')),
    false,
  );
});
