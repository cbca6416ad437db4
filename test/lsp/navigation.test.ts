import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type {
  DefinitionLink,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Location,
  Position,
  Range,
  SelectionRange,
  SymbolInformation,
} from 'vscode-languageserver/node';
import { Client } from '../support/client.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-navigation-'));
const root = pathToFileURL(folder).href;

const api = `openapi: 3.1.0
info: { title: Bank, version: '1' }
tags:
  - name: accounts
security:
  - oauth: [accounts:read]
paths:
  /accounts:
    get:
      operationId: listAccounts
      tags: [accounts]
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Account' }
          links:
            again: { operationId: listAccounts }
  /cards:
    $ref: 'cards.json#/cards'
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://a.example', scopes: { 'accounts:read': Read } }
  schemas:
    Account:
      type: object
`;

const cards = `{
  "cards": {
    "get": {
      "security": [{ "oauth": ["accounts:read"] }],
      "responses": {
        "200": {
          "description": "ok",
          "content": { "application/json": { "schema": { "$ref": "./api.yaml#/components/schemas/Account" } } }
        }
      }
    }
  }
}
`;

const files = { 'api.yaml': api, 'cards.json': cards };
let client: Client;

before(async () => {
  for (const [name, text] of Object.entries(files)) write(name, text);
  client = new Client();
  await client.start(
    {
      textDocument: {
        definition: { linkSupport: true },
        diagnostic: {},
        documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      },
    },
    root,
  );
});
after(async () => {
  assert.equal(await client.stop(), 0);
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
  return `${root}/${name}`;
}

async function opened(name: string, text: string, work: (uri: string) => Promise<void>): Promise<void> {
  const uri = `${root}/${name}`;
  await client.open(uri, text, name.endsWith('.json') ? 'json' : 'yaml');
  await work(uri);
  await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
}

/** The position of `|` in a part of the text that occurs once. */
function position(text: string, at: string): Position {
  const part = at.replace('|', '');
  const start = text.indexOf(part);
  assert.ok(start >= 0 && text.indexOf(part, start + 1) < 0, `"${part}" is not unique`);
  const lines = text.slice(0, start + at.indexOf('|')).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)!.length };
}

function ask<Result>(method: string, uri: string, text: string, at: string, more: object = {}): Promise<Result> {
  return client.connection.sendRequest(`textDocument/${method}`, {
    textDocument: { uri },
    position: position(text, at),
    ...more,
  });
}

/** `file:line text`, 1-based. */
function shown({ uri, range }: Location, texts: Readonly<Record<string, string>> = files): string {
  const name = decodeURIComponent(uri).slice(root.length + 1);
  return `${name}:${range.start.line + 1} ${textIn(texts[name]!, range)}`;
}

function textIn(text: string, { start, end }: Range): string {
  const lines = text.split('\n').slice(start.line, end.line + 1);
  lines[lines.length - 1] = lines.at(-1)!.slice(0, end.character);
  return lines.join('\n').slice(start.character);
}

async function definitions(
  uri: string,
  text: string,
  at: string,
  texts: Readonly<Record<string, string>> = files,
): Promise<readonly string[]> {
  const links = await ask<DefinitionLink[]>('definition', uri, text, at);
  return links.map(({ targetUri, targetSelectionRange }) =>
    shown({ uri: targetUri, range: targetSelectionRange }, texts),
  );
}

test('definition: leads from a use to the key or text that defines it', () =>
  opened('api.yaml', api, async (uri) => {
    assert.deepEqual(await definitions(uri, api, "'#/components/sch|"), ['api.yaml:29 Account']);
    assert.deepEqual(await definitions(uri, api, '- oa|uth'), ['api.yaml:24 oauth']);
    assert.deepEqual(await definitions(uri, api, 'oauth: [acc|'), ['api.yaml:27 accounts:read']);
    assert.deepEqual(await definitions(uri, api, 'again: { operationId: l|'), ['api.yaml:10 listAccounts']);
    assert.deepEqual(await definitions(uri, api, '[acc|ounts]'), ['api.yaml:4 accounts']);
    assert.deepEqual(await definitions(uri, api, 'cards.j|son#/cards'), ['cards.json:2 cards']);
    assert.deepEqual(await definitions(uri, api, 'ti|tle'), []);
    const [link] = await ask<DefinitionLink[]>('definition', uri, api, "'#/components/sch|");
    assert.equal(textIn(api, link!.originSelectionRange!), '#/components/schemas/Account');
    assert.equal(textIn(api, link!.targetRange), 'Account:\n      type: object');
  }));

test('definition: leads from a file that is opened alone to the description that refers to it', () =>
  opened('cards.json', cards, async (uri) => {
    assert.deepEqual(await definitions(uri, cards, '"oa|uth'), ['api.yaml:24 oauth']);
    assert.deepEqual(await definitions(uri, cards, '["accounts|'), ['api.yaml:27 accounts:read']);
    assert.deepEqual(await definitions(uri, cards, 'api.yaml#/comp|'), ['api.yaml:29 Account']);
  }));

test('definition: follows unsaved text, also while it is broken elsewhere', () =>
  opened('api.yaml', api, async (uri) => {
    const text = api.replace('  /cards:', '  /new: { get: [\n  /cards:').replace('Account:', 'Account: # moved\n');
    await client.change(uri, 2, [{ text }]);
    const texts = { ...files, 'api.yaml': text };
    assert.deepEqual(await definitions(uri, text, "'#/components/sch|", texts), ['api.yaml:30 Account']);
    assert.deepEqual(await definitions(uri, text, '- oa|uth', texts), ['api.yaml:25 oauth']);
    await opened('cards.json', cards, async (fragment) => {
      assert.deepEqual(await definitions(fragment, cards, '"oa|uth', texts), ['api.yaml:25 oauth']);
    });
  }));

test('definition: says nothing in documents that belong to no description', () =>
  opened('other.yaml', api.replace('openapi: 3.1.0', 'kind: other'), async (uri) => {
    const text = api.replace('openapi: 3.1.0', 'kind: other');
    assert.deepEqual(await definitions(uri, text, "'#/components/sch|"), []);
  }));

async function references(
  uri: string,
  text: string,
  at: string,
  declaration = true,
  texts: Readonly<Record<string, string>> = files,
): Promise<readonly string[]> {
  const context = { includeDeclaration: declaration };
  const locations = await ask<Location[]>('references', uri, text, at, { context });
  return locations.map((location) => shown(location, texts));
}

test('references: finds definition and uses in all files, from each of them', () =>
  opened('api.yaml', api, async (uri) => {
    const schema = [
      'api.yaml:29 Account',
      'api.yaml:17 #/components/schemas/Account',
      'cards.json:8 ./api.yaml#/components/schemas/Account',
    ];
    assert.deepEqual(await references(uri, api, '    Acc|ount:'), schema);
    assert.deepEqual(await references(uri, api, "'#/components/sch|"), schema);
    assert.deepEqual(await references(uri, api, "'#/components/sch|", false), schema.slice(1));
    const scheme = ['api.yaml:24 oauth', 'api.yaml:6 oauth', 'cards.json:4 oauth'];
    assert.deepEqual(await references(uri, api, '- oa|uth'), scheme);
    const scope = ['api.yaml:27 accounts:read', 'api.yaml:6 accounts:read', 'cards.json:4 accounts:read'];
    assert.deepEqual(await references(uri, api, "{ 'acc|ounts:read': Read"), scope);
    assert.deepEqual(await references(uri, api, 'ti|tle'), []);
    await opened('cards.json', cards, async (fragment) => {
      assert.deepEqual(await references(fragment, cards, '["acc|'), scope);
      assert.deepEqual(await references(fragment, cards, '"cards|"'), [
        'cards.json:2 cards',
        'api.yaml:21 cards.json#/cards',
      ]);
    });
  }));

test('document highlights: marks the definition and the uses in this document', () =>
  opened('api.yaml', api, async (uri) => {
    const highlights = async (at: string): Promise<readonly string[] | undefined> =>
      (await ask<DocumentHighlight[] | null>('documentHighlight', uri, api, at))?.map(
        ({ range, kind }) => `${range.start.line + 1} ${textIn(api, range)} ${kind === 3 ? 'write' : 'read'}`,
      );
    assert.deepEqual(await highlights('- oa|uth'), ['24 oauth write', '6 oauth read']);
    assert.deepEqual(await highlights('operationId: list|Accounts\n'), [
      '10 listAccounts write',
      '19 listAccounts read',
    ]);
    assert.equal(await highlights('ti|tle'), undefined);
  }));

test('document links: each reference is a link to the line where it leads', () =>
  opened('api.yaml', api, async (uri) => {
    const links = async (text: string, of: string): Promise<readonly string[]> => {
      const found = await client.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', {
        textDocument: { uri: of },
      });
      const resolved = await Promise.all(
        found.map((link) => client.connection.sendRequest<DocumentLink>('documentLink/resolve', link)),
      );
      return resolved.map(({ range, target }) => `${textIn(text, range)} -> ${target?.slice(root.length + 1)}`);
    };
    assert.deepEqual(await links(api, uri), [
      '#/components/schemas/Account -> api.yaml#L29,5',
      'cards.json#/cards -> cards.json#L2,4',
    ]);
    await opened('cards.json', cards, async (fragment) => {
      assert.deepEqual(await links(cards, fragment), ['./api.yaml#/components/schemas/Account -> api.yaml#L29,5']);
    });
  }));

/** One line each: indented by depth, with detail and the lines that it covers. */
function outline(symbols: readonly DocumentSymbol[], depth = 0): readonly string[] {
  return symbols.flatMap(({ name, detail, range, selectionRange, children = [] }) => {
    assert.ok(range.start.line <= selectionRange.start.line && range.end.line >= selectionRange.end.line);
    const line = `${'  '.repeat(depth)}${name}${detail === undefined ? '' : ` (${detail})`}`;
    return [`${line} ${range.start.line + 1}-${range.end.line + 1}`, ...outline(children, depth + 1)];
  });
}

const symbolsOf = (uri: string): Promise<DocumentSymbol[] | null> =>
  client.connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri } });

test('document symbols: an outline of paths, operations, components and tags', () =>
  opened('api.yaml', api, async (uri) => {
    assert.deepEqual(outline((await symbolsOf(uri)) ?? []), [
      'tags 3-4',
      '  accounts 4-4',
      'paths 7-21',
      '  /accounts 8-19',
      '    GET (listAccounts) 9-19',
      '  /cards (cards.json#/cards) 20-21',
      'securitySchemes 23-27',
      '  oauth (oauth2) 24-27',
      'schemas 28-30',
      '  Account (object) 29-30',
    ]);
    await opened('cards.json', cards, async (fragment) => {
      assert.deepEqual(outline((await symbolsOf(fragment)) ?? []), ['cards 2-12', '  GET 3-11']);
    });
    const text = 'kind: other\npaths: { a: 1 }\n';
    await opened('other.yaml', text, async (other) => assert.equal(await symbolsOf(other), null));
  }));

test('workspace symbols: finds operations by path and id, and components, also in files that are not open', async () => {
  const find = async (query: string): Promise<readonly string[]> => {
    const found = await client.connection.sendRequest<SymbolInformation[]>('workspace/symbol', { query });
    return found.map(({ name, containerName, location }) => `${name} (${containerName}) ${shown(location)}`);
  };
  const operation = 'GET /accounts (listAccounts) api.yaml:9 get';
  assert.deepEqual(await find('list'), [operation]);
  assert.deepEqual(await find('get/acc'), [operation]);
  assert.deepEqual(await find('Account'), [
    'accounts (tags) api.yaml:4 accounts',
    'Account (schemas) api.yaml:29 Account',
    operation,
  ]);
  await opened('api.yaml', api, async (uri) => {
    const text = api.replace('operationId: listAccounts\n', 'operationId: allOfThem\n');
    await client.change(uri, 2, [{ text }]);
    assert.deepEqual(await find('allofthem'), ['GET /accounts (allOfThem) api.yaml:9 get']);
  });
  assert.deepEqual(await find('allofthem'), []);
});

test('folding ranges: whole lines of maps, lists, long texts and comments', async () => {
  const fold = async (uri: string): Promise<readonly string[] | undefined> => {
    const found = await client.connection.sendRequest<FoldingRange[] | null>('textDocument/foldingRange', {
      textDocument: { uri },
    });
    return found
      ?.sort((a, b) => a.startLine - b.startLine)
      .map(({ startLine, endLine, kind }) => `${startLine + 1}-${endLine + 1}${kind === undefined ? '' : ` ${kind}`}`);
  };
  const text = `# First
# comments
openapi: 3.1.0
info:
  title: Bank
  description: |
    Two
    lines

tags:
  - name: a
    description: b
  - name: c
components:
  schemas: {
    A: {}
  }
`;
  const folds = ['1-2 comment', '4-8', '6-8', '10-13', '11-12', '14-17', '15-16'];
  await opened('fold.yaml', text, async (uri) => assert.deepEqual(await fold(uri), folds));
  await opened('cards.json', cards, async (uri) => {
    assert.deepEqual(await fold(uri), ['1-12', '2-11', '3-10', '5-9', '6-8']);
  });
  await opened('other.yaml', 'a:\n  b:\n    c: 1\n', async (uri) => assert.equal(await fold(uri), undefined));
});

test('selection ranges: grow from the text to the whole document', () =>
  opened('api.yaml', api, async (uri) => {
    const [selection] = await client.connection.sendRequest<SelectionRange[]>('textDocument/selectionRange', {
      textDocument: { uri },
      positions: [position(api, "'#/components/sch|")],
    });
    const texts: string[] = [];
    for (let one = selection; one !== undefined; one = one.parent) texts.push(textIn(api, one.range));
    assert.deepEqual(texts.slice(0, 5), [
      '#/components/schemas/Account',
      "'#/components/schemas/Account'",
      "$ref: '#/components/schemas/Account'",
      "{ $ref: '#/components/schemas/Account' }",
      "schema: { $ref: '#/components/schemas/Account' }",
    ]);
    assert.equal(texts.at(-1), api);
    assert.equal(new Set(texts).size, texts.length);
  }));

test('while brackets are open in JSON, everything outside of the typed text is found where it stands', async () => {
  const whole = `{
  "openapi": "3.1.0",
  "paths": {
    "/a": {
      "get": {
        "responses": { "200": { "$ref": "#/components/responses/Ok" } }
      }
    },
    "/b": { "get": { "security": [{ "key": [] }] } }
  },
  "components": {
    "responses": { "Ok": { "description": "fine" } },
    "securitySchemes": { "key": { "type": "http", "scheme": "basic" } }
  }
}
`;
  const typed = `        "security": [\n          { "`;
  await opened('typed.json', whole, async (uri) => {
    await client.pull(uri);
    const names = (symbols: readonly DocumentSymbol[] | null): readonly string[] => outline(symbols ?? []);
    const before = names(await symbolsOf(uri)).map((line) => line.replace(/ [\d-]+$/, ''));
    for (let length = 1; length <= typed.length; length++) {
      const text = whole.replace('        "responses"', `${typed.slice(0, length)}\n        "responses"`);
      await client.change(uri, 1 + length, [{ text }]);
      const shift = typed.slice(0, length).split('\n').length;
      const texts = { ...files, 'typed.json': text };
      assert.deepEqual(
        await definitions(uri, text, '"#/components/resp|', texts),
        [`typed.json:${12 + shift} Ok`],
        text,
      );
      assert.deepEqual(await definitions(uri, text, '[{ "k|ey"', texts), [`typed.json:${13 + shift} key`], text);
      assert.deepEqual(await references(uri, text, '"key|": { "type"', true, texts), [
        `typed.json:${13 + shift} key`,
        `typed.json:${9 + shift} key`,
      ]);
      const symbols = names(await symbolsOf(uri));
      assert.deepEqual(
        symbols.map((line) => line.replace(/ [\d-]+$/, '')),
        before,
        text,
      );
      assert.ok(symbols.includes(`  Ok (fine) ${12 + shift}-${12 + shift}`), symbols.join('\n'));
    }
  });
});

test('while a block is typed in YAML, everything outside of it is found where it stands', () =>
  opened('api.yaml', api, async (uri) => {
    await client.pull(uri);
    const typed = "      security:\n        - oauth: [\n      parameters:\n        - { $ref: '#/comp";
    const names = async (): Promise<readonly string[]> =>
      outline((await symbolsOf(uri)) ?? []).map((line) => line.replace(/ [\d-]+$/, ''));
    const before = await names();
    for (let length = 1; length <= typed.length; length++) {
      const text = api.replace('      operationId: list', `${typed.slice(0, length)}\n      operationId: list`);
      await client.change(uri, 1 + length, [{ text }]);
      const shift = typed.slice(0, length).split('\n').length;
      const texts = { ...files, 'api.yaml': text };
      const found = await definitions(uri, text, "schema: { $ref: '#/components/sch|", texts);
      assert.deepEqual(found, [`api.yaml:${29 + shift} Account`], text);
      assert.deepEqual(await definitions(uri, text, '- oa|uth: [acc', texts), [`api.yaml:${24 + shift} oauth`], text);
      assert.deepEqual(await names(), before, text);
    }
  }));
