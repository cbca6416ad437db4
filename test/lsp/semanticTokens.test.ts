import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.ts';

const api = `openapi: 3.1.0
security: [{ oauth: [read] }]
x-rate-limit: 60/min
paths:
  /get:
    get:
      security:
        - "oauth": ["read", write]
      x-portcullis-public: prices are public
      responses:
        '200': { description: OK, content: { application/json: { example: { security: [{ oauth: [] }], get: 1 } } } }
    parameters: []
components:
  securitySchemes:
    oauth: { type: oauth2, flows: { implicit: { authorizationUrl: 'https://a.example', scopes: { read: Read } } } }
`;
const expected = [
  'keyword security',
  'class oauth',
  'enumMember read',
  'decorator x-rate-limit',
  'method get',
  'keyword security',
  'class oauth',
  'enumMember read',
  'enumMember write',
  'decorator x-portcullis-public',
  'keyword securitySchemes',
  'class oauth declaration',
  'enumMember read declaration',
];

interface Lines {
  readonly from: number;
  readonly to: number;
}

async function tokensOf(text: string, uri: string, lines?: Lines): Promise<readonly string[]> {
  const client = new Client();
  try {
    const semanticTokens = {
      requests: { range: lines !== undefined },
      tokenTypes: [],
      tokenModifiers: [],
      formats: [],
    };
    const { capabilities } = await client.start({ textDocument: { diagnostic: {}, semanticTokens } });
    const provider = capabilities.semanticTokensProvider;
    assert.ok(provider);
    assert.equal(Boolean(provider.range), lines !== undefined);
    await client.open(uri, text, uri.endsWith('json') ? 'json' : 'yaml');
    const textDocument = { uri };
    const { data } = await client.connection.sendRequest<{ data: number[] }>(
      lines === undefined ? 'textDocument/semanticTokens/full' : 'textDocument/semanticTokens/range',
      lines === undefined
        ? { textDocument }
        : { textDocument, range: { start: { line: lines.from, character: 0 }, end: { line: lines.to, character: 0 } } },
    );
    await client.stop();
    const all = text.split('\n');
    const found: string[] = [];
    let line = 0;
    let character = 0;
    for (let index = 0; index < data.length; index += 5) {
      const [down = 0, right = 0, length = 0, type = 0, modifiers = 0] = data.slice(index, index + 5);
      character = down === 0 ? character + right : right;
      line += down;
      const name = all[line]?.slice(character, character + length);
      found.push(`${provider.legend.tokenTypes[type]} ${name}${modifiers === 1 ? ' declaration' : ''}`);
    }
    return found;
  } finally {
    client.process.kill();
  }
}

test('marks methods, schemes, scopes and what decides about security, and nothing in examples', async () => {
  assert.deepEqual(await tokensOf(api, 'untitled:a.yaml'), expected);
});

test('marks only what is visible, if the editor says what that is', async () => {
  assert.deepEqual(await tokensOf(api, 'untitled:b.yaml', { from: 4, to: 8 }), expected.slice(4, 9));
});

test('marks the same in JSON', async () => {
  const json = JSON.stringify({
    openapi: '3.1.0',
    security: [{ key: ['a'] }],
    paths: { '/a': { get: { security: [] } } },
  });
  const found = ['keyword security', 'class key', 'enumMember a', 'method get', 'keyword security'];
  assert.deepEqual(await tokensOf(json, 'untitled:c.json'), found);
});

test('marks nothing in other YAML', async () => {
  assert.deepEqual(await tokensOf('security: [{ a: [] }]\npaths: { /a: { get: {} } }\n', 'untitled:d.yaml'), []);
});
