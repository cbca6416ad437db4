import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Overview } from '../../server/src/lsp/protocol.ts';
import { Client } from '../support/client.ts';

const api = `openapi: 3.1.0
info: { title: Bank, version: "1" }
servers: [{ url: http://api.bank.example }] # portcullis-ignore plaintext-server -- only inside the VPN
security: [{ customer: [] }]
paths:
  /rates:
    get:
      security: []
      x-portcullis-public: exchange rates are published
      responses: { "200": { description: OK } }
  /accounts:
    get:
      responses: { "200": { description: OK, content: { application/json: { schema: { $ref: "#/components/schemas/Account" } } } } }
    post:
      security: []
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Account" } } } }
      responses: { "201": { description: Created } }
components:
  schemas:
    Account: { type: object, properties: { iban: { type: string } } }
  securitySchemes:
    customer: { type: openIdConnect, openIdConnectUrl: https://login.bank.example/.well-known/openid-configuration }
`;
const config =
  'rules:\n  missing-rate-limit: { severity: off, reason: the gateway limits every path }\naccept:\n  - { rule: unbounded-array, at: api.yaml, reason: lists are short, owner: data, until: 2020-01-31 }\n';

interface Session {
  readonly client: Client;
  readonly folder: string;
  uriOf(name: string): string;
  overview(isBrief?: boolean): Promise<Overview>;
}

async function session(run: (session: Session) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-overview-'));
  const client = new Client();
  try {
    await client.start({ textDocument: { diagnostic: {} } }, pathToFileURL(folder).href, { status: true });
    await run({
      client,
      folder,
      uriOf: (name) => pathToFileURL(join(folder, name)).href,
      overview: (isBrief = false) => client.connection.sendRequest('portcullis/overview', { isBrief }),
    });
    await client.stop();
  } finally {
    client.process.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

test('is empty without an OpenAPI document', () =>
  session(async ({ client, overview, uriOf }) => {
    assert.deepEqual(await overview(), { findings: 0, descriptions: [] });
    await client.open(uriOf('other.yaml'), 'kind: other\n');
    assert.deepEqual(await overview(), { findings: 0, descriptions: [] });
  }));

test('gives the same number as the status, and the operations by exposure', () =>
  session(async ({ client, overview, uriOf }) => {
    const uri = uriOf('api.yaml');
    await client.open(uri, api);
    const { items } = await client.pull(uri);
    const { findings, descriptions } = await overview();
    const [bank] = descriptions;
    assert.equal(findings, items.filter(({ severity }) => severity !== 4).length);
    assert.deepEqual(
      [bank?.uri, bank?.name, bank?.findings, bank?.details?.findings.length],
      [uri, 'api.yaml', findings, findings],
    );
    assert.ok(bank?.score);
    assert.deepEqual(
      bank?.details?.operations.map(({ method, path, exposure, schemes }) => [method, path, exposure, schemes]),
      [
        ['get', '/rates', 'public', ''],
        ['get', '/accounts', 'authenticated', 'customer'],
        ['post', '/accounts', 'public with sensitive data', ''],
      ],
    );
    assert.deepEqual(bank?.details?.operations[1]?.at, { uri, line: 11, character: 4 });
    assert.notEqual(bank?.details?.operations[2]?.findings, 0);
  }));

test('lists what is accepted in comments, extensions and the configuration', () =>
  session(async ({ client, folder, overview, uriOf }) => {
    writeFileSync(join(folder, 'portcullis.yaml'), config);
    await client.open(uriOf('api.yaml'), api);
    const [bank] = (await overview()).descriptions;
    assert.deepEqual(
      bank?.details?.accepted.map(({ kind, subject, reason, owner, hasEnded, at }) => [
        kind,
        subject,
        reason,
        owner,
        hasEnded,
        at.line + 1,
      ]),
      [
        ['comment', 'plaintext-server', 'only inside the VPN', null, false, 3],
        ['configuration', 'unbounded-array', 'lists are short', 'data', true, 4],
        ['extension', 'public access to GET /rates', 'exchange rates are published', null, false, 9],
        ['configuration', 'missing-rate-limit: off', 'the gateway limits every path', null, false, 2],
      ],
    );
    assert.equal(bank?.details?.accepted.at(-1)?.at.uri, uriOf('portcullis.yaml'));
  }));

test('gives numbers alone in brief, and nothing of a document that was closed', () =>
  session(async ({ client, overview, uriOf }) => {
    const uri = uriOf('api.yaml');
    await client.open(uri, api);
    const [bank] = (await overview(true)).descriptions;
    assert.equal(bank?.details, null);
    assert.notEqual(bank?.findings, 0);
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    assert.deepEqual(await overview(true), { findings: 0, descriptions: [] });
  }));

test('keeps the score while the text has syntax errors, and says how many rules are paused', () =>
  session(async ({ client, overview, uriOf }) => {
    const uri = uriOf('api.yaml');
    await client.open(uri, api);
    const [before] = (await overview(true)).descriptions;
    assert.equal(before?.pausedRules, 0);
    const position = { line: 4, character: 0 };
    await client.change(uri, 2, [{ range: { start: position, end: position }, text: 'secu\n' }]);
    const [paused] = (await overview(true)).descriptions;
    assert.deepEqual(paused?.score, before?.score);
    assert.ok(paused?.pausedRules !== undefined && paused.pausedRules > 0);
  }));

test('counts a place that two descriptions reach once, and names the files of each', () =>
  session(async ({ client, folder, overview, uriOf }) => {
    writeFileSync(join(folder, 'shared.yaml'), 'Id: { type: string, pattern: "^(a+)+$" }\n');
    const entry = (path: string): string =>
      `openapi: 3.1.0\ninfo: { title: A, version: "1" }\nservers: [{ url: https://a.example }]\npaths:\n  ${path}:\n    parameters: [{ name: q, in: query, schema: { $ref: "shared.yaml#/Id" } }]\n    get: { responses: { "200": { description: OK } } }\n`;
    await client.open(uriOf('a.yaml'), entry('/a'));
    await client.open(uriOf('b.yaml'), entry('/b'));
    const { findings, descriptions } = await overview(true);
    assert.deepEqual(
      descriptions.map(({ name, documents }) => [name, documents]),
      [
        ['a.yaml', [uriOf('a.yaml'), uriOf('shared.yaml')]],
        ['b.yaml', [uriOf('b.yaml'), uriOf('shared.yaml')]],
      ],
    );
    const sum = descriptions.reduce((all, one) => all + one.findings, 0);
    assert.ok(findings < sum, `${findings} of ${sum}`);
  }));
