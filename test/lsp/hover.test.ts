import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Client } from '../support/client.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-hover-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const root = pathToFileURL(folder).href;

const api = `openapi: 3.1.0
info: { title: Bank, version: '1' }
servers: [{ url: 'http://{host}/v1', variables: { host: { default: api.example, enum: [api.example, localhost] } } }]
security: [{ key: [] }]
x-kong-plugin-rate-limiting: { config: { minute: 60 } }
paths:
  "/a/[x](command:y)":
    get:
      responses:
        '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
  schemas:
    A: { type: object, description: One account, properties: { iban: { type: string } } }
`;

/** Hovers over the end of each text. */
async function hoversAt(uri: string, text: string, places: readonly string[]): Promise<readonly string[]> {
  const client = new Client();
  try {
    await client.start({ textDocument: { diagnostic: {} } }, root);
    await client.open(uri, text, uri.endsWith('json') ? 'json' : 'yaml');
    const found: string[] = [];
    for (const place of places) {
      const before = text.slice(0, text.indexOf(place) + place.length - 1);
      const position = { line: before.split('\n').length - 1, character: before.length - before.lastIndexOf('\n') - 1 };
      const hover = await client.connection.sendRequest<{ contents: { value: string } } | null>('textDocument/hover', {
        textDocument: { uri },
        position,
      });
      found.push(hover?.contents.value ?? '');
    }
    await client.stop();
    return found;
  } finally {
    client.process.kill();
  }
}

const places = ['http://', '\nsecur', 'x-kong', 'iba', "$ref: '#/comp"];
const titles = [
  /\*\*Server http/,
  /\*\*Security requirements\*\*/,
  /\*\*Rate limit x/,
  /\*\*Sensitive data: bank/,
  /\*\*A\*\*/,
];

test('explains servers, requirements, gateway limits, sensitive fields and references', async () => {
  const found = await hoversAt(`${root}/a.yaml`, api, places);
  for (const [index, title] of titles.entries()) assert.match(found[index] ?? '', title);
  assert.match(found[2] ?? '', /60 per minute/);
});

test('links to the operations, and the path of one cannot make another link', async () => {
  for (const text of await hoversAt(`${root}/b (1).yaml`, api, places.slice(0, 4))) {
    const links = [...text.matchAll(/(?<!\\)\]\(([^)]*)\)/g)].map(([, target]) => target);
    assert.deepEqual(links, [`${root}/b%20%281%29.yaml#L8`], text);
  }
});

test('names operations without a link where no editor could follow it', async () => {
  const [text = ''] = await hoversAt('untitled:one.yaml', api, ['iba']);
  assert.match(text, /^- GET \/a\//m);
  assert.doesNotMatch(text, /(?<!\\)\]\(/);
});

test('explains the same in JSON', async () => {
  const json = '{"openapi":"3.1.0","servers":[{"url":"http://a.example"}],"security":[],"paths":{"/a":{"get":{}}}}';
  const [server = '', security = ''] = await hoversAt(`${root}/c.json`, json, ['"http://', '"secur']);
  assert.match(server, /Plain HTTP/);
  assert.match(security, /No authentication is required/);
});

test('explains in a long document right after an edit, where things stand now', async () => {
  const client = new Client();
  try {
    await client.start({ textDocument: { diagnostic: {} } }, root);
    const uri = `${root}/long.yaml`;
    const long = `${api}# ${'.'.repeat(600_000)}\n`;
    await client.open(uri, long);
    await client.pull(uri);
    const start = { line: 1, character: 0 };
    for (const [count, place] of ['http://', 'x-kong', 'iba', 'get:'].entries()) {
      await client.change(uri, count + 2, [{ range: { start, end: start }, text: '# typed\n' }]);
      const text = long.replace('info:', `${'# typed\n'.repeat(count + 1)}info:`);
      const before = text.slice(0, text.indexOf(place) + 2);
      const line = before.split('\n').length - 1;
      const position = { line, character: before.length - before.lastIndexOf('\n') - 1 };
      const hover = await client.connection.sendRequest<{
        contents: { value: string };
        range: { start: { line: number } };
      }>('textDocument/hover', { textDocument: { uri }, position });
      assert.equal(hover.range.start.line, line, place);
      const [, target] = /#L(\d+)\)/.exec(hover.contents.value) ?? [];
      if (target !== undefined) assert.equal(Number(target), 9 + count, hover.contents.value);
      if (place === 'http://') assert.match(hover.contents.value, /unencrypted|plain HTTP/);
    }
    await client.stop();
  } finally {
    client.process.kill();
  }
});
