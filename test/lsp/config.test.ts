import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { CodeAction, TextEdit } from 'vscode-languageserver/node';
import { Client } from '../support/client.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-config-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const root = pathToFileURL(folder).href;
const uri = `${root}/portcullis.yaml`;

const text = `profil: strict
rules:
  plaintext-sever: off
  missing-pkce: { severity: off }
ignore: [../other/**, legacy/**]
confidence: hihg
accept:
  - { rule: weak-cooky, at: api.yaml, reason: TODO }
`;

async function withConfig(content: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client();
  try {
    await client.start({ textDocument: { diagnostic: {} } }, root);
    await client.open(uri, content);
    await work(client);
    await client.stop();
  } finally {
    client.process.kill();
  }
}

function positionOf(content: string, place: string): { line: number; character: number } {
  const before = content.slice(0, content.indexOf(place));
  return { line: before.split('\n').length - 1, character: before.length - before.lastIndexOf('\n') - 1 };
}

test('reports what is wrong in portcullis.yaml though no description is open', () =>
  withConfig(text, async (client) => {
    const { items } = await client.pull(uri);
    assert.deepEqual(items.map(({ code, severity, range }) => `${code} ${severity} ${range.start.line + 1}`).sort(), [
      'invalid-pattern 2 5',
      'invalid-value 1 6',
      'suppression-without-reason 2 4',
      'suppression-without-reason 2 8',
      'unknown-rule 1 3',
      'unknown-rule 1 8',
      'unknown-setting 1 1',
    ]);
  }));

const meant: readonly (readonly [string, string])[] = [
  ['profil:', 'profile'],
  ['plaintext-sever', 'plaintext-server'],
  ['hihg', 'high'],
  ['weak-cooky', 'weak-cookie'],
];
test('changes a name to the one that is meant', () =>
  withConfig(text, async (client) => {
    for (const [place, name] of meant) {
      const position = positionOf(text, place);
      const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri },
        range: { start: position, end: position },
        context: { diagnostics: [] },
      });
      assert.deepEqual(
        actions.map(({ title }) => title),
        [`Change to "${name}"`],
      );
      const [edit] = Object.values(actions[0]?.edit?.changes ?? {}).flat() as TextEdit[];
      assert.equal(edit?.newText, name);
      assert.deepEqual(edit?.range.start, position);
      assert.equal(edit.range.end.character - position.character, place.replace(':', '').length);
    }
  }));

const sample = `profile: strict
rules:
  plaintext-server: { severity: off, reason: behind the VPN }
pillars: { monitoring: off }
accept: [{ rule: weak-cookie, at: api.yaml, reason: behind the VPN }]
attest: { encryption-at-rest: { reason: all volumes } }
sensitive: { add: { health: [befund] } }
`;
const hovers: readonly (readonly [string, RegExp])[] = [
  ['profile', /^\*\*profile\*\*\n\nWhich rules run/],
  ['strict', /^\*\*strict\*\*\n\nEvery rule/],
  ['plaintext-server', /^\*\*Server URL uses plain HTTP\*\*\n\n\*\*Attack\.\*\*.*\n\nSeverity: /],
  ['reason: behind the VPN }', /^\*\*reason\*\*\n\nWhy the rule has another severity/],
  ['monitoring', /^\*\*monitoring\*\*/],
  ['weak-cookie', /`weak-cookie`/],
  ['at: api', /JSON Pointer/],
  ['encryption-at-rest', /Stored data is encrypted/],
  ['health', /class "health"/],
];
test('explains rules, keys and values of portcullis.yaml', () =>
  withConfig(sample, async (client) => {
    for (const [place, expected] of hovers) {
      const position = positionOf(sample, place);
      const params = { textDocument: { uri }, position };
      const hover = await client.connection.sendRequest<{ contents: { value: string } } | null>(
        'textDocument/hover',
        params,
      );
      assert.match(hover?.contents.value ?? '', expected, place);
    }
    const befund = { textDocument: { uri }, position: positionOf(sample, 'befund') };
    assert.equal(await client.connection.sendRequest('textDocument/hover', befund), null);
  }));
