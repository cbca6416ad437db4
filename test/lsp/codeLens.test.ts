import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CodeLens } from 'vscode-languageserver/node';
import { Client } from '../support/client.ts';

const api = `openapi: 3.1.0
info: { title: Bank, version: "1" }
servers: [{ url: https://api.bank.example }]
security: [{ oauth: ["accounts:read"] }]
paths:
  /accounts:
    get:
      summary: List the accounts
      responses:
        "200": { description: OK, content: { application/json: { schema: { $ref: "#/components/schemas/Account" } } } }
        "429": { description: Too many requests }
    post:
      summary: Open an account
      security: []
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Account" } } } }
      responses: { "201": { description: Created } }
  /login:
    post: { summary: Log in, security: [], responses: { "200": { description: OK } } }
  /cards:
    get: { summary: List the cards, deprecated: true, security: [{ key: [] }, {}], responses: { "200": { description: OK } } }
components:
  schemas:
    Account: { type: object, properties: { iban: { type: string } } }
    Unused: { type: object }
  securitySchemes:
    oauth: { type: openIdConnect, openIdConnectUrl: https://login.bank.example/.well-known/openid-configuration }
    key: { type: apiKey, in: header, name: X-Key }
    other: { type: http, scheme: bearer }
`;

async function lenses(options: object = {}, settings: unknown = null, text = api): Promise<readonly CodeLens[]> {
  const client = new Client();
  client.settings = settings;
  try {
    await client.start({ workspace: { configuration: true }, textDocument: { diagnostic: {} } }, null, options);
    const uri = 'untitled:lens.yaml';
    await client.open(uri, text);
    const found: readonly CodeLens[] = await client.connection.sendRequest('textDocument/codeLens', {
      textDocument: { uri },
    });
    const resolve = (lens: CodeLens): Promise<CodeLens> | CodeLens =>
      lens.command === undefined ? client.connection.sendRequest('codeLens/resolve', lens) : lens;
    return await Promise.all(found.map(resolve));
  } finally {
    await client.stop();
    client.process.kill();
  }
}

test('says the score over the description, over each operation how it is protected, and over schemes and schemas what uses them', async () => {
  const lines = (await lenses())
    .map(({ range, command }) => `${range.start.line + 1}: ${command?.title}`)
    // How many findings there are is for the rules to say.
    .map((line) => line.replace(/\d+ findings? here$|[\d.]+ \([A-E]\)$/, 'N'));
  assert.deepEqual(lines, [
    '2: Security score N',
    '7: oauth: accounts:read · https · rate limited · returns bank-account · N',
    '12: ⚠ public · https · no rate limit · takes bank-account · N',
    '18: public (login) · https · no rate limit · N',
    '20: ⚠ optional: key · https · no rate limit · deprecated · N',
    '26: required by 1 operation',
    '27: required by 1 operation',
    '28: required by no operation',
    '23: used by 2 operations, 1 of them public',
  ]);
});

test('the transport names what is mixed', async () => {
  const text = api.replace(
    '[{ url: https://api.bank.example }]',
    '[{ url: http://a.example }, { url: https://a.example }]',
  );
  assert.match((await lenses({}, null, text))[1]?.command?.title ?? '', / · http and https · rate limited · /);
});

test('a lens opens the report or the uses where the client has commands for them', async () => {
  const [score, first, ...others] = await lenses({ reportCommand: 'show', usesCommand: 'uses' });
  assert.equal(score?.command?.command, 'show');
  assert.deepEqual(first?.command?.arguments, ['untitled:lens.yaml', { line: 6, character: 4 }]);
  assert.equal(first?.command?.command, 'show');
  assert.equal(others.at(-1)?.command?.command, 'uses');
  assert.ok((await lenses()).every(({ command }) => command?.command === ''));
});

test('the setting turns lenses off', async () => {
  assert.deepEqual(await lenses({}, { codeLens: false }), []);
});
