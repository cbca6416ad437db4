import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { CompletionItem, CompletionList, TextEdit } from 'vscode-languageserver/node';
import { Client } from '../support/client.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-completion-'));
const root = pathToFileURL(folder).href;

const api = `openapi: 3.1.0
x-kong-name: bank
paths:
  /accounts:
    get:
      security:
        - oauth: [accounts:read]
      responses:
        '200': { $ref: '#/components/responses/Ok' }
  /cards: { $ref: 'cards.json#/cards' }
components:
  responses:
    Ok: { description: Fine }
  securitySchemes:
    oauth:
      type: oauth2
      description: "See [the portal](command:evil)."
      flows: { clientCredentials: { tokenUrl: 'https://a.example', scopes: { 'accounts:read': Read, 'accounts:write': Write } } }
    key: { type: apiKey, in: header, name: X-Key }
`;

const cards = `{ "cards": { "get": { "responses": { "200": { "$ref": "api.yaml#/components/responses/Ok" } } } } }`;

/** The first tab stop of a snippet. */
const stop = (text: string): string => `$\{1:${text}}`;

let client: Client;

before(async () => {
  writeFileSync(join(folder, 'api.yaml'), api);
  writeFileSync(join(folder, 'cards.json'), cards);
  client = new Client();
  const completionItem = { snippetSupport: true, insertTextModeSupport: { valueSet: [1, 2] } };
  await client.start({ textDocument: { completion: { completionItem }, diagnostic: {} } }, root);
});
after(async () => {
  assert.equal(await client.stop(), 0);
  rmSync(folder, { recursive: true, force: true });
});

interface Asked {
  readonly items: readonly CompletionItem[];
  readonly labels: readonly string[];
  /** The text with an item chosen. */
  choose(label: string): string;
}

/** Opens `whole`, then types `marked`, and asks at its `|`. */
async function complete(name: string, marked: string, whole = marked.replace('|', '')): Promise<Asked> {
  const uri = `${root}/${name}`;
  const text = marked.replace('|', '');
  await client.open(uri, whole, name.endsWith('.json') ? 'json' : 'yaml');
  await client.pull(uri);
  await client.change(uri, 2, [{ text }]);
  const lines = marked.slice(0, marked.indexOf('|')).split('\n');
  const list = await client.connection.sendRequest<CompletionList | null>('textDocument/completion', {
    textDocument: { uri },
    position: { line: lines.length - 1, character: lines.at(-1)!.length },
  });
  await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  const items = [...(list?.items ?? [])].sort((a, b) => (a.sortText! < b.sortText! ? -1 : 1));
  return {
    items,
    labels: items.map(({ label }) => label),
    choose(label) {
      const item = items.find((one) => one.label === label);
      assert.ok(item, `${label} is not among ${items.map((one) => one.label).join(', ')}`);
      const { range, newText } = item.textEdit as TextEdit;
      const offset = ({ line, character }: { line: number; character: number }): number =>
        text.split('\n').slice(0, line).join('\n').length + (line === 0 ? 0 : 1) + character;
      return text.slice(0, offset(range.start)) + newText + text.slice(offset(range.end));
    },
  };
}

test('completes schemes and scopes, with what they are as plain text', async () => {
  const schemes = await complete('api.yaml', api.replace('- oauth: [accounts:read]', '- |'));
  assert.deepEqual(schemes.labels, ['oauth', 'key']);
  assert.equal(schemes.choose('oauth'), api.replace('[accounts:read]', `[${stop('')}]`));
  assert.deepEqual(schemes.items[0]?.documentation, {
    kind: 'plaintext',
    value: 'See [the portal](command:evil).\n\nScopes: accounts:read, accounts:write',
  });
  const scopes = await complete('api.yaml', api.replace('[accounts:read]', '[accounts:read, |]'));
  assert.deepEqual(scopes.labels, ['accounts:write']);
});

test('completes references with paths of files, in YAML and JSON', async () => {
  const inEntry = await complete('api.yaml', api.replace("'#/components/responses/Ok'", '|'));
  assert.deepEqual(inEntry.labels, ['#/components/responses/Ok', './cards.json']);
  assert.equal(inEntry.choose('#/components/responses/Ok'), api);
  const inFile = await complete('cards.json', cards.replace('api.yaml#/components/responses/Ok', '|'), cards);
  assert.deepEqual(inFile.labels, ['./api.yaml#/components/responses/Ok', './api.yaml']);
  assert.equal(inFile.choose('./api.yaml#/components/responses/Ok'), cards.replace('api.yaml#', './api.yaml#'));
});

test('completes refusals and the extension of the gateway in use, indented as they stand', async () => {
  const line = "        '200': { $ref: '#/components/responses/Ok' }\n";
  const refusals = await complete('api.yaml', api.replace(line, `${line}        |\n`));
  assert.deepEqual(refusals.labels, ['401', '403', '429']);
  assert.ok(refusals.choose('429').includes(`${line}        '429':\n          description: Too many`));
  const limits = await complete('api.yaml', api.replace('      responses:', '      x-|\n      responses:'));
  assert.equal(limits.labels[0], 'x-kong-plugin-rate-limiting');
  assert.ok(limits.choose('x-kong-plugin-rate-limiting').includes(`          minute: ${stop('60')}\n`));
  assert.equal(limits.items[0]?.insertTextMode, 1);
});

test('completes while braces are open in JSON', async () => {
  const whole = '{\n  "openapi": "3.1.0",\n  "components": { "securitySchemes": { "key": { "type": "http" } } }\n}\n';
  const open = await complete(
    'open.json',
    whole.replace('  "components"', '  "security": [{ "|\n  "components"'),
    whole,
  );
  assert.deepEqual(open.labels, ['key']);
});

test('says nothing in other files, and in text that is not about security', async () => {
  assert.deepEqual((await complete('other.yaml', 'kind: x\nsecurity:\n  - |\n')).labels, []);
  assert.deepEqual((await complete('api.yaml', api.replace('description: Fine', 'description: F|'))).labels, []);
});

test('completes rules, severities and settings in portcullis.yaml', async () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['rules:\n  missing-rate-l|\n', 'missing-rate-limit', `rules:\n  missing-rate-limit: ${stop('warning')}\n`],
    ['rules:\n  missing-rate-limit: |\n', 'off', "rules:\n  missing-rate-limit: 'off'\n"],
    [
      'rules: { missing-rate-limit: { severity: w| } }\n',
      'warning',
      'rules: { missing-rate-limit: { severity: warning } }\n',
    ],
    ['gate|\n', 'gateway', `gateway: ${stop('kong')}\n`],
    ['gateway: k|\n', 'kong', 'gateway: kong\n'],
    ['profile: |\n', 'strict', 'profile: strict\n'],
    ['pillars:\n  moni|\n', 'monitoring', "pillars:\n  monitoring: 'off'\n"],
    ['honor: [|]\n', 'x-lint-ignore', 'honor: [x-lint-ignore]\n'],
    ['roles: { /a: log| }\n', 'logout', 'roles: { /a: logout }\n'],
    ['sensitive:\n  add:\n    hea|\n', 'health', `sensitive:\n  add:\n    health:\n      - ${stop('name')}\n`],
    ['accept:\n  - rule: missing-rate-l|\n', 'missing-rate-limit', 'accept:\n  - rule: missing-rate-limit\n'],
    [
      'accept:\n  - rule: weak-cookie\n    rea|\n',
      'reason',
      `accept:\n  - rule: weak-cookie\n    reason: ${stop('state why')}\n`,
    ],
    ['attest:\n  advisories:\n    own|\n', 'owner', `attest:\n  advisories:\n    owner: ${stop('team')}\n`],
    ['structure: t|\n', 'true', 'structure: true\n'],
  ];
  for (const [before, label, after] of cases) {
    assert.equal((await complete('portcullis.yaml', before)).choose(label), after, before);
  }
  assert.deepEqual((await complete('portcullis.yaml', 'ignore: [l|]\n')).labels, []);
});
