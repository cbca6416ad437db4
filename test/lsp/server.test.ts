import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  CancellationTokenSource,
  type CodeAction,
  type Diagnostic,
  type PublishDiagnosticsParams,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { MoreParams } from '../../server/src/lsp/protocol.ts';
import { Client } from '../support/client.ts';
import { built } from '../support/dist.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-lsp-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const root = pathToFileURL(folder).href;
const bank = readFileSync(join(import.meta.dirname, '../../examples/bank.yaml'), 'utf8');
const pull = {
  textDocument: { diagnostic: {}, codeAction: { resolveSupport: { properties: ['edit'] } } },
  workspace: { workspaceEdit: { documentChanges: true }, diagnostics: { refreshSupport: true } },
};
const codes = (items: readonly Diagnostic[]): string[] => [...new Set(items.map(({ code }) => String(code)))].sort();

function file(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return pathToFileURL(path).href;
}

async function withClient(
  work: (client: Client) => Promise<void>,
  capabilities: object = pull,
  workspace: string | null = root,
  settings: unknown = null,
  options: object = {},
): Promise<void> {
  const client = new Client();
  client.settings = settings;
  try {
    await client.start(capabilities, workspace, options);
    await work(client);
    assert.equal(await client.stop(), 0);
  } finally {
    client.process.kill();
  }
}

test('registers only what the client lets it register', async () => {
  for (const dynamicRegistration of [false, true]) {
    const workspace = { configuration: true, didChangeConfiguration: { dynamicRegistration } };
    await withClient(
      async (client) => {
        await client.open(`${root}/bank.yaml`, bank);
        await client.pull(`${root}/bank.yaml`);
        const registered = client.notes.filter(({ method }) => method === 'client/registerCapability');
        assert.equal(registered.length, dynamicRegistration ? 1 : 0);
      },
      { ...pull, workspace: { ...pull.workspace, ...workspace } },
    );
  }
});

test('pull: reports the current text, and unchanged results as unchanged', () =>
  withClient(async (client) => {
    const uri = `${root}/bank.yaml`;
    await client.open(uri, bank);
    const first = await client.pull(uri);
    assert.ok(codes(first.items).includes('plaintext-server'));
    for (const item of first.items) assert.deepEqual(Object.keys(item.data as object), ['ruleId', 'fingerprint']);
    assert.equal((await client.pull(uri, first.resultId)).kind, 'unchanged');
    await client.change(uri, 2, [
      { text: bank.replace('http://api', 'https://api').replace('enum: [https, http]', 'enum: [https]') },
    ]);
    const second = await client.pull(uri, first.resultId);
    assert.ok(!codes(second.items).includes('plaintext-server'));
  }));

test('push: publishes the last version of a burst of changes, and nothing outdated', () =>
  withClient(async (client) => {
    const uri = `${root}/push.yaml`;
    await client.open(uri, bank);
    await client.until(() => (client.published.get(uri)?.diagnostics.length ? true : undefined));
    let count = 0;
    client.connection.onNotification(
      'textDocument/publishDiagnostics',
      ({ version, diagnostics }: PublishDiagnosticsParams) => {
        count++;
        client.published.set(uri, { version, diagnostics });
      },
    );
    for (let version = 2; version <= 101; version++) {
      void client.change(uri, version, [
        { range: { start: { line: 2, character: 9 }, end: { line: 2, character: 9 } }, text: 'x' },
      ]);
    }
    await client.connection.sendRequest('textDocument/hover', {
      textDocument: { uri },
      position: { line: 0, character: 0 },
    });
    // A request after the burst sees the last version, and so does what is published.
    await client.connection.sendRequest('portcullis/inventory', { uri });
    while (client.published.get(uri)?.version !== 101)
      await client.connection.sendRequest('portcullis/inventory', { uri });
    assert.ok(count < 20, `${count} publications for 100 changes`);
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    await client.connection.sendRequest('portcullis/inventory', { uri });
    assert.deepEqual(client.published.get(uri)?.diagnostics, []);
  }, {}));

test('starts and answers with any subset of client capabilities', async () => {
  const abilities: object[] = [
    {},
    { workspace: { configuration: true } },
    { workspace: { workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true } } },
    { textDocument: { diagnostic: {} } },
    { textDocument: { publishDiagnostics: { relatedInformation: true } } },
    { general: { positionEncodings: ['utf-8', 'utf-16'] }, window: { workDoneProgress: true } },
  ];
  for (const capabilities of abilities) {
    await withClient(
      async (client) => {
        const uri = 'untitled:one.yaml';
        await client.open(uri, bank);
        const ask = (of: string) =>
          client.connection.sendRequest<{ file: string; operations: unknown[] } | null>('portcullis/inventory', {
            uri: of,
          });
        const inventory = await ask(uri);
        assert.deepEqual(Object.keys(inventory ?? {}), ['file', 'openapi', 'operations']);
        assert.equal(inventory?.file, uri);
        assert.equal(inventory?.operations.length, 13);
        assert.equal(await ask('untitled:none.yaml'), null);
      },
      capabilities,
      null,
    );
  }
});

test('counts in UTF-16 unless the client does not support it', () =>
  withClient(
    async (client) => {
      assert.equal(client.result?.capabilities.positionEncoding, 'utf-8');
      const uri = `${root}/utf8.yaml`;
      await client.open(
        uri,
        'openapi: 3.1.0\nservers:\n  - { description: "🔒é", url: http://a.example }\npaths: {}\n',
      );
      const { items } = await client.pull(uri);
      assert.deepEqual(items[0]?.range, { start: { line: 2, character: 34 }, end: { line: 2, character: 50 } });
    },
    { ...pull, general: { positionEncodings: ['utf-8'] } },
  ));

test('resolves code actions from the current text and filters them by kind', () =>
  withClient(async (client) => {
    const uri = `${root}/actions.yaml`;
    await client.open(uri, bank);
    const { items } = await client.pull(uri);
    const plain = items.find(({ code }) => code === 'plaintext-server') as Diagnostic;
    const ask = (diagnostics: unknown[], only?: string[]): Promise<CodeAction[]> =>
      client.connection.sendRequest('textDocument/codeAction', {
        textDocument: { uri },
        range: plain.range,
        context: { diagnostics, ...(only ? { only } : {}) },
      });
    const actions = await ask([plain]);
    const titles = actions.map(({ title }) => title);
    assert.equal(titles[0], 'Use "https"');
    // The other server is a test environment.
    assert.ok(!titles.some((title) => title.startsWith('Remove "http')));
    assert.ok(actions.every(({ edit }) => edit === undefined));
    const { edit } = await client.connection.sendRequest<CodeAction>('codeAction/resolve', actions[0]);
    const [change] = (edit as WorkspaceEdit).documentChanges as {
      textDocument: { version: number };
      edits: { newText: string }[];
    }[];
    assert.equal(change?.textDocument.version, 1);
    assert.deepEqual(
      change?.edits.map(({ newText }) => newText),
      ['https://api.harbourbank.example/v2'],
    );
    // Foreign, tampered or outdated data: no action and no error.
    assert.deepEqual(await ask([{ ...plain, data: { ruleId: 'x', fingerprint: 'y' } }]), []);
    assert.deepEqual(await ask([{ ...plain, data: null }]), []);
    assert.deepEqual(await ask([plain], ['refactor']), []);
    assert.deepEqual(
      (await ask([plain], ['source'])).map(({ kind }) => kind),
      ['source.fixAll.portcullis'],
    );
    const odd = await client.connection.sendRequest<CodeAction>('codeAction/resolve', {
      title: 'x',
      data: { kind: 'fix', uri: 'file:///nowhere', fingerprint: 1 },
    });
    assert.equal(odd.edit, undefined);
    await client.change(uri, 2, [{ text: bank.replace('http://api', 'https://api') }]);
    const late = await client.connection.sendRequest<CodeAction>('codeAction/resolve', actions[0]);
    assert.equal(late.edit, undefined);
  }));

/** Titles and edits of the actions for the first finding of a rule. */
async function actionsFor(client: Client, uri: string, ruleId: string): Promise<CodeAction[]> {
  const diagnostic = (await client.pull(uri)).items.find(({ code }) => code === ruleId);
  assert.ok(diagnostic, ruleId);
  return client.connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri },
    range: diagnostic.range,
    context: { diagnostics: [diagnostic] },
  });
}

async function resolved(client: Client, actions: readonly CodeAction[], title: string): Promise<WorkspaceEdit> {
  const action = actions.find((one) => one.title === title);
  assert.ok(action, `${title} is not among ${actions.map((one) => one.title).join(', ')}`);
  const { edit } = await client.connection.sendRequest<CodeAction>('codeAction/resolve', action);
  assert.ok(edit, title);
  return edit;
}

const textsOf = (edit: WorkspaceEdit): unknown[] =>
  (edit.documentChanges ?? []).flatMap((change) =>
    'edits' in change ? change.edits.map((one) => ('snippet' in one ? one.snippet.value : one.newText)) : [change.kind],
  );

const withEdits = (abilities: object): object => ({
  ...pull,
  workspace: { ...pull.workspace, workspaceEdit: { documentChanges: true, ...abilities } },
});

test('accepts a finding on its line, in its file and in the configuration', () =>
  withClient(
    async (client) => {
      const uri = `${root}/accept/api.yaml`;
      await client.open(uri, 'openapi: 3.1.0\nservers:\n  - url: http://a.example\npaths: {}\n');
      const actions = await actionsFor(client, uri, 'plaintext-server');
      const texts = async (title: string): Promise<unknown[]> => textsOf(await resolved(client, actions, title));
      assert.deepEqual(await texts('Accept "plaintext-server" on this line'), [
        '  # portcullis-ignore plaintext-server -- state why\n',
      ]);
      assert.deepEqual(await texts('Accept "plaintext-server" in this file'), [
        '# portcullis-ignore-file plaintext-server -- state why\n',
      ]);
      assert.deepEqual(await texts('Accept "plaintext-server" in all files: turn it off in portcullis.yaml'), [
        'create',
        'rules:\n  plaintext-server:\n    severity: off\n    reason: state why\n',
      ]);
      assert.deepEqual(await texts('Report "plaintext-server" as warning in portcullis.yaml'), [
        'create',
        'rules:\n  plaintext-server: warning\n',
      ]);
      const config = file('accept/portcullis.yaml', '# all defaults\n');
      await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: config, type: 1 }],
      });
      assert.deepEqual(await texts('Report "plaintext-server" as warning in portcullis.yaml'), [
        'rules:\n  plaintext-server: warning\n',
      ]);
      await client.open(config, 'rules:\n  open-object: hint\n');
      assert.deepEqual(await texts('Report "plaintext-server" as warning in portcullis.yaml'), [
        '\n  plaintext-server: warning',
      ]);
      await client.change(config, 2, [
        { text: 'rules:\n  plaintext-server: { severity: off, reason: behind the VPN }\n' },
      ]);
      assert.deepEqual((await client.pull(config)).items, []);
      assert.deepEqual((await client.pull(uri)).items, []);
    },
    withEdits({ resourceOperations: ['create'] }),
  ));

test('accepts findings in JSON by extensions of the object, operation or file', () =>
  withClient(async (client) => {
    const uri = `${root}/accept.json`;
    const text =
      '{\n  "openapi": "3.1.0",\n  "security": [{ "k": [] }],\n  "paths": {\n    "/a": {\n      "post": {\n        "security": [],\n        "responses": {}\n      }\n    }\n  },\n  "components": { "securitySchemes": { "k": { "type": "http", "scheme": "bearer" } } }\n}\n';
    await client.open(uri, text, 'json');
    const actions = await actionsFor(client, uri, 'public-operation');
    assert.deepEqual(textsOf(await resolved(client, actions, 'Accept "public-operation" for this operation')), [
      '\n        "x-portcullis-ignore": {\n          "public-operation": "state why"\n        },',
    ]);
    assert.deepEqual(textsOf(await resolved(client, actions, 'Accept "public-operation" in this file')).length, 1);
    assert.ok(!actions.some(({ title }) => title.endsWith('in this object')), 'that is the operation');
  }, withEdits({})));

test('offers a command to a client that asks for reasons, and returns the edit with the reason', () =>
  withClient(
    async (client) => {
      const uri = `${root}/reason.yaml`;
      await client.open(uri, 'openapi: 3.1.0\nservers:\n  - url: http://a.example\npaths: {}\n');
      const actions = await actionsFor(client, uri, 'plaintext-server');
      const action = actions.find(({ title }) => title === 'Accept "plaintext-server" on this line');
      assert.equal(action?.command?.command, 'client.accept');
      const [params] = action.command.arguments as [object];
      const edit = await client.connection.sendRequest<WorkspaceEdit>('portcullis/accept', {
        ...params,
        reason: 'VPN',
      });
      assert.deepEqual(textsOf(edit), ['  # portcullis-ignore plaintext-server -- VPN\n']);
      const without = { ...params, reason: 'TODO' };
      assert.equal(await client.connection.sendRequest('portcullis/accept', without), null, 'a placeholder');
      const gone = { ...params, fingerprint: 'gone' };
      assert.equal(await client.connection.sendRequest('portcullis/accept', { ...gone, reason: 'VPN' }), null);
    },
    withEdits({}),
    root,
    null,
    { acceptCommand: 'client.accept' },
  ));

/** All actions at a range, as an editor asks for them: with the diagnostics that it shows there. */
async function actionsAt(client: Client, uri: string, line: number, only?: string[]): Promise<CodeAction[]> {
  const { items } = await client.pull(uri);
  const diagnostics = items.filter(({ range }) => range.start.line <= line && range.end.line >= line);
  return client.connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri },
    range: { start: { line, character: 0 }, end: { line, character: 100 } },
    context: { diagnostics, ...(only ? { only } : {}) },
  });
}

test('keeps the menu short where the client has a second one, and says what stays reported', () =>
  withClient(
    async (client) => {
      const uri = `${root}/more/bank.yaml`;
      await client.open(uri, bank);
      const actions = await actionsAt(client, uri, lineOf(bank, '    post:\n      tags: [Sessions]'));
      assert.deepEqual(
        actions.map(({ title }) => title),
        [
          'Document "429" with "Retry-After" and rate-limit headers on 4 operations',
          'Explain "missing-rate-limit"',
          'Accept "missing-rate-limit" on this line (3 more places stay reported)',
          'More for "missing-rate-limit"…',
        ],
      );
      const more = (actions.at(-1)?.command?.arguments?.[0] ?? { choices: [] }) as MoreParams;
      assert.deepEqual(
        more.choices.map(({ title, command }) => `${command}: ${title}`),
        [
          'client.accept: Accept "missing-rate-limit" for this operation',
          'client.accept: Accept "missing-rate-limit" in this file',
          'client.accept: Accept "missing-rate-limit" in all files: turn it off in portcullis.yaml',
          'client.accept: Report "missing-rate-limit" as information in portcullis.yaml',
          'client.report: Report a false positive of "missing-rate-limit"',
        ],
      );
      const line = lineOf(bank, '    post:\n      tags: [Sessions]');
      const severities = await actionsAt(client, uri, line, ['quickfix.portcullis.severity']);
      assert.equal(severities.length, 2, 'who asks for one kind gets its actions one by one');
    },
    withEdits({ resourceOperations: ['create'] }),
    root,
    null,
    {
      acceptCommand: 'client.accept',
      falsePositiveCommand: 'client.report',
      moreCommand: 'client.more',
      rulePageCommand: 'client.page',
    },
  ));

test('shows an echo at the place of a finding in the hover alone, below the attack', () =>
  withClient(
    async (client) => {
      const uri = `${root}/covered/bank.yaml`;
      await client.open(uri, bank);
      const line = lineOf(bank, '    get:\n      tags: [Accounts]\n      operationId: getAccount\n');
      const { items } = await client.pull(uri);
      assert.deepEqual(
        items.filter(({ range }) => range.start.line === line).map(({ code }) => code),
        ['unauthenticated-operation'],
      );
      const params = { textDocument: { uri }, position: { line, character: 5 } };
      const shown = await client.connection.sendRequest<{ contents: { value: string } }>('textDocument/hover', params);
      const { value } = shown.contents;
      assert.match(value, /^\*\*Operation requires no authentication\*\*\n\n\*\*Attack\.\*\*/);
      assert.match(value, /\*\*echo\*\* "GET .*has no rate limit/);
    },
    undefined,
    root,
    null,
    { hoverShowsFindings: true },
  ));

const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length - 1;

test('lists the preferred fix of the worst finding first, and suppressions last', () =>
  withClient(
    async (client) => {
      const uri = `${root}/bulb/bank.yaml`;
      await client.open(uri, bank);
      const line = lineOf(bank, '    get:\n      tags: [Accounts]\n      operationId: getAccount\n');
      const actions = await actionsAt(client, uri, line);
      assert.match(actions[0]?.title ?? '', /^Require "customer" with "accounts:read" here/);
      assert.deepEqual(
        actions.filter(({ isPreferred }) => isPreferred).map(({ title }) => title),
        [actions[0]?.title],
        'the echo at the same place is fixed with its cause',
      );
      const order = [
        'quickfix',
        ...['fixAll', 'accept', 'severity', 'explain'].map((kind) => `quickfix.portcullis.${kind}`),
      ];
      const isAnswer = ({ kind = '' }: CodeAction): boolean => order.indexOf(kind) >= 2;
      const answers = actions.slice(actions.findIndex(isAnswer));
      assert.ok(answers.length > 0 && answers.every(isAnswer), 'no fix after the first suppression');
      for (const { kind = '' } of actions) assert.ok(order.includes(kind), kind);
      assert.deepEqual(
        actions.map(({ title }) => title),
        [...new Set(actions.map(({ title }) => title))],
        'no title twice',
      );
      for (const ruleId of ['unauthenticated-operation', 'missing-rate-limit'])
        assert.equal(actions.filter(({ title }) => title === `Explain "${ruleId}"`).length, 1);
      const accepting = await actionsAt(client, uri, line, ['quickfix.portcullis.accept']);
      assert.ok(accepting.length > 0 && accepting.every(({ kind }) => kind === 'quickfix.portcullis.accept'));
    },
    withEdits({}),
    root,
    null,
    { rulePageCommand: 'client.page' },
  ));

test('offers to fix all safe findings only where one has a safe fix', () =>
  withClient(async (client) => {
    const uri = `${root}/safe.yaml`;
    const text = (responses: string) =>
      `openapi: 3.1.0\nservers: [{ url: http://a.example }]\nsecurity: [{ k: [] }]\npaths: { /a: { get: { responses: { ${responses} } } } }\ncomponents: { securitySchemes: { k: { type: apiKey, in: header, name: K } } }\n`;
    for (const [responses, count] of [
      ['"200": { description: x }', 1],
      ['"200": { description: x }, "401": { description: x }', 0],
    ] as const) {
      await client.open(`${uri}${count}`, text(responses));
      assert.equal((await actionsAt(client, `${uri}${count}`, 1, ['source.fixAll'])).length, count);
    }
  }));

test('prefers exactly one fix of each finding that can be fixed: its best', () =>
  withClient(async (client) => {
    const uri = `${root}/bulb/preferred.yaml`;
    await client.open(uri, bank);
    const { items } = await client.pull(uri);
    let fixed = 0;
    for (const diagnostic of items) {
      const actions: CodeAction[] = await client.connection.sendRequest('textDocument/codeAction', {
        textDocument: { uri },
        range: diagnostic.range,
        context: { diagnostics: [diagnostic] },
      });
      const fixes = actions.filter(({ kind }) => kind === 'quickfix');
      assert.deepEqual(
        actions.filter(({ isPreferred }) => isPreferred),
        fixes.slice(0, 1),
        String(diagnostic.message),
      );
      fixed += Math.min(1, fixes.length);
    }
    assert.ok(fixed > 20, `${fixed} findings with a fix`);
  }));

test('offers a fix that two findings share once, for both', () =>
  withClient(async (client) => {
    const uri = `${root}/bulb/same.yaml`;
    const text = `openapi: 3.1.0
servers: [{ url: http://bank.example }]
security: [{ key: [] }]
paths:
  /accounts:
    get: { responses: { "200": { description: Any, content: { application/json: { schema: { properties: { iban: { type: string }, pan: { type: string } } } } } } } }
components: { securitySchemes: { key: { type: http, scheme: bearer } } }
`;
    await client.open(uri, text);
    const actions = await actionsAt(client, uri, 5);
    const https = actions.filter(({ title }) => title.startsWith('Use "https"'));
    assert.equal(https.length, 1, https.map(({ title }) => title).join());
    assert.ok((https[0]?.diagnostics?.length ?? 0) >= 2);
  }));

test('shows a note that ends several titles of a menu only in the first', () =>
  withClient(async (client) => {
    const uri = `${root}/bulb/plain.yaml`;
    const text = 'openapi: 3.1.0\nservers: [{ url: http://a.example }]\npaths:\n  /a:\n    post: { responses: {} }\n';
    await client.open(uri, text);
    for (const line of [0, 4]) {
      const actions = await actionsAt(client, uri, line);
      const adding = actions.filter(({ title }) => title.startsWith('Add '));
      assert.ok(adding.length > 3, adding.map(({ title }) => title).join('\n'));
      assert.deepEqual(
        adding.map(({ title }) => title.includes('over plain HTTP')),
        adding.map((_action, index) => index === 0),
      );
      const edits = new Set<string>();
      for (const { title } of adding) edits.add(textsOf(await resolved(client, actions, title)).join());
      assert.equal(edits.size, adding.length);
    }
  }, withEdits({})));

test('offers "Fix all" of a rule only if it does more than one fix', () =>
  withClient(async (client) => {
    const uri = `${root}/bulb/all.yaml`;
    const text = (more: string): string => `openapi: 3.1.0\nservers:\n  - url: http://a.example\n${more}paths: {}\n`;
    const title = 'Fix all "plaintext-server" in this file';
    await client.open(uri, text(''));
    const isOffered = async (): Promise<boolean> =>
      (await actionsAt(client, uri, 2)).some((one) => one.title === title);
    assert.equal(await isOffered(), false);
    await client.change(uri, 2, [{ text: text('  - url: http://b.example\n') }]);
    assert.equal(await isOffered(), true);
    const edit = await resolved(client, await actionsAt(client, uri, 2), title);
    assert.deepEqual(
      textsOf(edit)
        .join('')
        .match(/https:\/\/[ab]/g),
      ['https://a', 'https://b'],
    );
    await client.change(uri, 3, [{ text: `${text('  - url: http://b.example\n')}broken: [\n` }]);
    assert.equal(await isOffered(), false, 'no fix while the text has syntax errors');
  }, withEdits({})));

test('reports echoes as faded hints that name their root cause', () =>
  withClient(
    async (client) => {
      const uri = `${root}/echoes/bank.yaml`;
      await client.open(uri, bank);
      const { items } = await client.pull(uri);
      const faded = items.filter(({ tags }) => tags?.includes(1));
      assert.ok(faded.length > 0);
      assert.ok(faded.every(({ severity }) => severity === 4));
      for (const { relatedInformation, message } of faded) {
        const [cause] = relatedInformation ?? [];
        if (cause === undefined) continue;
        assert.match(cause.message, /^Root cause: /, String(message));
      }
      const limit = faded.find(({ code }) => code === 'missing-rate-limit');
      const cause = items.find(({ code, severity }) => code === 'missing-rate-limit' && severity === 2);
      assert.deepEqual(limit?.relatedInformation?.[0]?.location.range, cause?.range);
    },
    {
      ...pull,
      textDocument: {
        ...pull.textDocument,
        publishDiagnostics: { relatedInformation: true, tagSupport: { valueSet: [1] } },
      },
    },
  ));

test('counts the same in Problems, in the status and in the workspace check', () => {
  file('count/bank.yaml', bank);
  const shared = 'openapi: 3.1.0\nsecurity: [{ key: [] }]\npaths: { /a: { $ref: "part.yaml" } }\n';
  const scheme = 'components: { securitySchemes: { key: { type: http, scheme: bearer } } }\n';
  file('count/one.yaml', shared + scheme);
  file('count/two.yaml', shared + scheme);
  const part = 'get: { security: [], responses: { "200": { description: Any }, "429": { description: Slow down } } }\n';
  file('count/part.yaml', part.replace('get:', 'post:'));
  return withClient(
    async (client) => {
      const total = await client.connection.sendRequest<{ findings: number }>('workspace/executeCommand', {
        command: 'portcullis.server.checkWorkspace',
      });
      let problems = 0;
      for (const name of ['bank', 'one', 'two', 'part']) {
        const uri = `${root}/count/${name}.yaml`;
        await client.open(uri, readFileSync(join(folder, `count/${name}.yaml`), 'utf8'));
        const { items } = await client.pull(uri);
        const listed = items.filter(({ severity = 1 }) => severity <= 3).length;
        problems += listed;
        if (name !== 'bank' && name !== 'part') continue;
        const status = client.notes
          .filter(({ method, params }) => method === 'portcullis/status' && (params as { uri: string }).uri === uri)
          .at(-1)?.params as { findings: number; state: string };
        assert.deepEqual([status.state, status.findings], ['checked', listed], name);
        assert.ok(listed > 0, name);
      }
      assert.equal(total.findings, problems);
    },
    pull,
    `${root}/count`,
    null,
    { status: true },
  );
});

test('turns placeholders into tab stops if the client supports snippets', () =>
  withClient(
    async (client) => {
      const uri = `${root}/snippet.yaml`;
      await client.open(
        uri,
        'openapi: 3.1.0\nservers: [{ url: https://a.example }]\npaths:\n  /a:\n    get:\n      operationId: a\n      responses: {}\n',
      );
      const actions = await actionsFor(client, uri, 'missing-security-scheme');
      const oauth = actions.find(({ title }) => title.includes('OAuth 2.0'));
      const texts = textsOf(await resolved(client, actions, oauth?.title ?? ''));
      assert.match(String(texts.join('')), /tokenUrl: \$\{\d+:https:/);
      assert.ok(!texts.some((text) => String(text).startsWith('\n')), 'from the beginning of a line');
    },
    withEdits({ snippetEditSupport: true }),
    root,
    null,
    { indentsSnippets: true },
  ));

test('asks for a review of edits in several files', () =>
  withClient(
    async (client) => {
      const folderUri = `${root}/review`;
      file(
        'review/a.yaml',
        'openapi: 3.1.0\nservers:\n  - url: http://a.example\n  - url: https://b.example\npaths: {}\n',
      );
      file('review/b.yaml', 'openapi: 3.1.0\nservers:\n  - url: http://b.example\npaths: {}\n');
      const asked = new Promise<{ edit: WorkspaceEdit }>((resolve) => {
        client.connection.onRequest('workspace/applyEdit', (params: { edit: WorkspaceEdit }) => {
          resolve(params);
          return { applied: true };
        });
      });
      const done = client.connection.sendRequest<{ files: number }>('workspace/executeCommand', {
        command: 'portcullis.server.fixWorkspace',
        arguments: ['plaintext-server'],
      });
      const { edit } = await asked;
      assert.ok((await done).files >= 2);
      const annotations = edit.changeAnnotations ?? {};
      assert.match(annotations['edits']?.description ?? '', /^plaintext-server \(\d+\)$/);
      assert.equal(annotations['stop']?.needsConfirmation, true, 'nothing is written before the review');
      const ours = (edit.documentChanges ?? []).filter(
        (change) => 'edits' in change && change.textDocument.uri.startsWith(folderUri),
      );
      assert.deepEqual(
        ours.flatMap((change) =>
          'edits' in change
            ? change.edits.flatMap((one) => ('newText' in one && one.newText !== '' ? one.newText : []))
            : [],
        ),
        ['  - url: https://a.example\n', '  - url: https://b.example\n'],
      );
    },
    withEdits({ changeAnnotationSupport: {} }),
  ));

test('keeps the other findings and their places while a line is half typed', () =>
  withClient(async (client) => {
    const uri = `${root}/typing.yaml`;
    await client.open(uri, bank);
    const shown = (items: readonly Diagnostic[], shift: number): string[] =>
      items
        .map(
          ({ code, message, range }) => `${code} ${range.start.line - (range.start.line > 19 ? shift : 0)} ${message}`,
        )
        .sort();
    const before = shown((await client.pull(uri)).items, 0);
    let version = 1;
    let line = '';
    for (const character of 'security:') {
      const start = { line: 19, character: line.length };
      const text = line === '' ? `${character}\n` : character;
      await client.change(uri, ++version, [{ range: { start, end: start }, text }]);
      line += character;
      const { items } = await client.pull(uri);
      const ours = items.filter(({ range }) => range.start.line !== 19);
      assert.deepEqual(shown(ours, 1), before, line);
    }
  }));

test('follows fragments, unsaved files, and files that are created or deleted', () =>
  withClient(async (client) => {
    const entry = file(
      'multi/openapi.yaml',
      'openapi: 3.1.0\nsecurity: [{ k: [] }]\npaths:\n  /a: { $ref: "a.yaml" }\ncomponents: { securitySchemes: { k: { type: http, scheme: bearer } } }\n',
    );
    const part = file(
      'multi/a.yaml',
      'get:\n  responses: { default: { description: x }, "429": { description: x } }\n',
    );
    await client.open(part, readFileSync(join(folder, 'multi/a.yaml'), 'utf8'));
    await client.pull(part);
    // The root is not open: the server finds it and asks the client to request diagnostics again.
    await client.until(() => client.notes.find(({ method }) => method === 'workspace/diagnostic/refresh'));
    assert.deepEqual(codes((await client.pull(part)).items), ['missing-retry-after']);
    await client.open(entry, readFileSync(join(folder, 'multi/openapi.yaml'), 'utf8'));
    assert.deepEqual((await client.pull(entry)).items, []);
    // The buffer takes precedence over the file, for both documents.
    await client.change(part, 2, [
      { text: 'get:\n  security: []\n  responses: { "429": { description: x, headers: { Retry-After: {} } } }\n' },
    ]);
    assert.deepEqual(codes((await client.pull(part)).items), ['public-operation']);
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: part } });
    rmSync(join(folder, 'multi/a.yaml'));
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: part, type: 3 }] });
    assert.deepEqual(codes((await client.pull(entry)).items), ['missing-file']);
    file(
      'multi/a.yaml',
      'get:\n  responses: { default: { description: x }, "429": { description: x, headers: { Retry-After: {} } } }\n',
    );
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: part, type: 1 }] });
    assert.deepEqual((await client.pull(entry)).items, []);
  }));

test('applies edits in the encoding that was agreed on', async () => {
  const line = '  - { description: "🔒é", url: http://a.example }';
  // Behind the description, counted in the units of each encoding: `http` becomes `https`, then a path is added.
  for (const [encoding, url, end] of [
    ['utf-8', 34, 50],
    ['utf-32', 30, 46],
    ['utf-16', 31, 47],
  ] as const)
    await withClient(
      async (client) => {
        assert.equal(client.result?.capabilities.positionEncoding, encoding);
        const uri = `${root}/edits.yaml`;
        const at = (character: number) => ({ line: 2, character });
        await client.open(uri, `openapi: 3.1.0\nservers:\n${line}\npaths: {}\n`);
        const found = (items: readonly Diagnostic[]) => items.filter(({ code }) => code === 'plaintext-server');
        assert.deepEqual(found((await client.pull(uri)).items)[0]?.range, { start: at(url), end: at(end) });
        await client.change(uri, 2, [
          { range: { start: at(url + 4), end: at(url + 4) }, text: 's' },
          { range: { start: at(end + 1), end: at(end + 1) }, text: '/é' },
        ]);
        assert.deepEqual(found((await client.pull(uri)).items), []);
        await client.change(uri, 3, [{ range: { start: at(url + 4), end: at(url + 5) }, text: '' }]);
        const [{ range } = { range: undefined }] = found((await client.pull(uri)).items);
        assert.deepEqual(range, { start: at(url), end: at(end + (encoding === 'utf-8' ? 3 : 2)) });
      },
      { ...pull, general: { positionEncodings: [encoding] } },
    );
});

test('follows a file that only the editor has, a fragment before its root, and a renamed folder', () =>
  withClient(async (client) => {
    const operation = 'get:\n  security: []\n  responses: { default: { description: x } }\n';
    const text = (part: string) =>
      `openapi: 3.1.0\nsecurity: [{ k: [] }]\npaths:\n  /a: { $ref: "${part}" }\ncomponents: { securitySchemes: { k: { type: http, scheme: bearer } } }\n`;
    const has = async (uri: string, code: string) => codes((await client.pull(uri)).items).includes(code);
    const watched = (...changes: readonly { uri: string; type: number }[]) =>
      client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    // The target is open and was never saved.
    const entry = file('only/openapi.yaml', text('new.yaml'));
    await client.open(entry, text('new.yaml'));
    assert.ok(await has(entry, 'missing-file'));
    await client.open(`${root}/only/new.yaml`, operation);
    assert.ok(!(await has(entry, 'missing-file')));
    assert.ok(await has(`${root}/only/new.yaml`, 'public-operation'));
    await client.connection.sendNotification('textDocument/didClose', {
      textDocument: { uri: `${root}/only/new.yaml` },
    });
    assert.ok(await has(entry, 'missing-file'));
    // The fragment appears on the disk before anybody asks for its root.
    const other = `${root}/late/openapi.yaml`;
    file('late/openapi.yaml', text('part.yaml'));
    const part = file('late/part.yaml', operation);
    await watched({ uri: part, type: 1 });
    await client.open(other, text('part.yaml'));
    assert.ok(!(await has(other, 'missing-file')));
    // An editor tells of a folder as one change.
    renameSync(join(folder, 'late'), join(folder, 'later'));
    await watched({ uri: `${root}/late`, type: 3 }, { uri: `${root}/later`, type: 1 });
    assert.ok(await has(other, 'missing-file'));
    renameSync(join(folder, 'later'), join(folder, 'late'));
    await watched({ uri: `${root}/later`, type: 3 }, { uri: `${root}/late`, type: 1 });
    assert.ok(!(await has(other, 'missing-file')));
  }));

test('reads nothing outside the workspace', () =>
  withClient(async (client) => {
    const outside = join(mkdtempSync(join(tmpdir(), 'portcullis-outside-')), 'x.yaml');
    writeFileSync(outside, 'get: { responses: {} }\n');
    const uri = `${root}/refs.yaml`;
    await client.open(
      uri,
      `openapi: 3.1.0\npaths:\n  /a: { $ref: "${outside}" }\n  /b: { $ref: "http://127.0.0.1:1/x" }\n`,
    );
    assert.deepEqual(codes((await client.pull(uri)).items), ['insecure-remote-reference', 'outside-roots', 'remote']);
  }));

test('prefers the configuration file to settings, reports its problems and applies changes at once', () =>
  withClient(async (client) => {
    const uri = `${root}/conf/api.yaml`;
    const config = file('conf/portcullis.yaml', 'rules:\n  plaintext-server: off\n');
    await client.open(uri, 'openapi: 3.1.0\nservers: [{ url: http://a.example }]\npaths: {}\n');
    assert.deepEqual((await client.pull(uri)).items, []);
    await client.open(config, 'rules:\n  plaintext-sever: off\n');
    assert.deepEqual(codes((await client.pull(config)).items), ['unknown-rule']);
    assert.deepEqual(codes((await client.pull(uri)).items), ['plaintext-server']);
    await client.change(config, 2, [{ text: 'rules: { plaintext-server: hint }' }]);
    assert.deepEqual(
      (await client.pull(uri)).items.map(({ severity }) => severity),
      [4],
    );
  }));

test('reports in the configuration what has ended and what matches nothing', () =>
  withClient(async (client) => {
    const uri = `${root}/ended/api.yaml`;
    const accept = (rule: string, until: string): string =>
      `{ rule: ${rule}, at: api.yaml, reason: behind the VPN, until: ${until} }`;
    const config = file(
      'ended/portcullis.yaml',
      `accept: [${accept('plaintext-server', '2020-01-01')}, ${accept('weak-cookie', '9999-12-31')}]\n`,
    );
    const text = 'openapi: 3.1.0\nservers: [{ url: http://a.example }]\npaths: {}\n';
    await client.open(uri, text);
    assert.deepEqual(codes((await client.pull(uri)).items), ['plaintext-server']);
    assert.deepEqual(codes((await client.pull(config)).items), ['expired-acceptance', 'unused-suppression']);
    await client.open(config, `accept: [${accept('plaintext-server', '9999-12-31')}]\n`);
    assert.deepEqual(codes((await client.pull(uri)).items), []);
    assert.deepEqual(codes((await client.pull(config)).items), []);
  }));

test('applies editor settings without a configuration file, and ignores invalid ones', () => {
  const settings = {
    rules: { 'plaintext-server': 'off', nonsense: 'error' },
    echoes: 'off',
    maxFindings: 2,
    gateway: '',
  };
  return withClient(
    async (client) => {
      const uri = `${root}/settings.yaml`;
      await client.open(uri, bank);
      const { items } = await client.pull(uri);
      assert.equal(items.length, 3);
      assert.equal(items.at(-1)?.code, 'more-findings');
      assert.match(String(items.at(-1)?.message), /^2 of \d+ findings are shown, the most severe first\./);
      assert.ok(
        items.slice(0, 2).every(({ severity }) => severity === 1),
        'the worst first',
      );
    },
    { ...pull, workspace: { configuration: true } },
    root,
    settings,
  );
});

test('checks the workspace on command, and answers again only after a change', () => {
  file('checked/one.yaml', 'openapi: 3.1.0\npaths: { /a: { post: {} } }\n');
  file('checked/other.yaml', 'kind: Deployment\n');
  return withClient(
    async (client) => {
      const result = await client.connection.sendRequest<{ descriptions: number }>('workspace/executeCommand', {
        command: 'portcullis.server.checkWorkspace',
      });
      assert.equal(result.descriptions, 1);
      const { items } = await client.connection.sendRequest<{
        items: { uri: string; resultId: string; items: Diagnostic[] }[];
      }>('workspace/diagnostic', { previousResultIds: [] });
      assert.deepEqual(
        items.map(({ uri }) => uri),
        [`${root}/checked/one.yaml`],
      );
      const held = client.connection.sendRequest<{ items: { items: Diagnostic[] }[] }>('workspace/diagnostic', {
        previousResultIds: items.map(({ uri, resultId }) => ({ uri, value: resultId })),
      });
      file('checked/one.yaml', 'openapi: 3.1.0\npaths: {}\n');
      await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: `${root}/checked/one.yaml`, type: 2 }],
      });
      assert.deepEqual(
        (await held).items.map((report) => report.items),
        [[]],
      );
    },
    pull,
    `${root}/checked`,
  );
});

test('explains the attack and the fix in a hover, and escapes text of the document', () =>
  withClient(async (client) => {
    const uri = `${root}/hover.yaml`;
    await client.open(
      uri,
      'openapi: 3.1.0\nsecurity: [{ "[x](command:y)": [] }]\npaths: { /a: { get: {} } }\ncomponents: { securitySchemes: { "[x](command:z)": { type: http, scheme: bearer } } }\n',
    );
    await client.pull(uri);
    const hover = await client.connection.sendRequest<{ contents: { value: string } }>('textDocument/hover', {
      textDocument: { uri },
      position: { line: 1, character: 16 },
    });
    assert.match(hover.contents.value, /\*\*Attack\.\*\*/);
    assert.match(hover.contents.value, /^\*\*(error|warning|information)\*\* /, 'the finding first');
    assert.ok(!hover.contents.value.includes('[x](command:'), hover.contents.value);
  }));

test('lists each finding once in a hover, the worst first', () =>
  withClient(async (client) => {
    const uri = `${root}/hover/bank.yaml`;
    await client.open(uri, bank);
    await client.pull(uri);
    const line = lineOf(bank, '    get:\n      tags: [Accounts]\n      operationId: getAccount\n');
    const hover = await client.connection.sendRequest<{ contents: { value: string } }>('textDocument/hover', {
      textDocument: { uri },
      position: { line, character: 5 },
    });
    const parts = hover.contents.value.split('\n\n---\n\n');
    assert.deepEqual(
      parts.map((one) => /^\*\*(\w+)\b/.exec(one)?.[1]),
      ['error', 'echo', 'GET'],
    );
    assert.match(parts[0] ?? '', /requires no authentication/);
    assert.match(parts[1] ?? '', /Root cause: "POST \/login"/);
  }));

test('leaves out messages in a hover if the client shows them itself', () =>
  withClient(
    async (client) => {
      const uri = `${root}/hover/title.yaml`;
      await client.open(uri, 'openapi: 3.1.0\nservers:\n  - url: http://a.example\npaths: {}\n');
      await client.pull(uri);
      const hover = await client.connection.sendRequest<{ contents: { value: string } }>('textDocument/hover', {
        textDocument: { uri },
        position: { line: 2, character: 12 },
      });
      assert.doesNotMatch(hover.contents.value, /\*\*(error|warning|information)\*\* /);
      assert.doesNotMatch(hover.contents.value.split('\n\n---\n\n')[0] ?? '', /http:/);
      assert.match(hover.contents.value, /^\*\*.+\*\*\n\n\*\*Attack\.\*\*/);
    },
    pull,
    root,
    null,
    { hoverShowsFindings: true },
  ));

test('waits for the first check before a hover is answered, unless the hover is cancelled', () =>
  withClient(async (client) => {
    const uri = `${root}/long.yaml`;
    const operation = (index: number): string =>
      `  /p${index}:\n    get: { description: Number ${index}, parameters: [{ name: q, in: query, schema: { type: string } }], responses: { default: { description: Any } } }\n`;
    const text = `openapi: 3.1.0\npaths:\n${Array.from({ length: 20_000 }, (_, index) => operation(index)).join('')}`;
    await client.open(uri, text);
    const position = { line: 0, character: 2 };
    const params = { textDocument: { uri }, position };
    const automatic = {
      ...params,
      range: { start: position, end: position },
      context: { diagnostics: [], triggerKind: 2 },
    };
    const waiting = client.connection.sendRequest('textDocument/hover', params);
    const cancellation = new CancellationTokenSource();
    const cancelled = [
      client.connection.sendRequest('textDocument/hover', params, cancellation.token),
      client.connection.sendRequest('textDocument/codeAction', automatic, cancellation.token),
    ];
    cancellation.cancel();
    assert.deepEqual(await Promise.all(cancelled), [null, []]);
    assert.equal(client.published.has(uri), false, 'answered before the check ends');
    assert.notEqual(await waiting, null);
  }, {}));

const misspelled =
  'openapi: 3.0.3\ninfo: { title: x, version: "1" }\npaths:\n  /health:\n    get: { securityy: [], x-portcullis-ignore: { missing-rate-limit: Probes are rare. }, responses: { "200": { description: x } } }\n';

test('reports the structure check later, without a request, if the configuration turns it on', () =>
  withClient(
    async (client) => {
      file('structure/portcullis.yaml', 'structure: true\n');
      const uri = `${root}/structure/api.yaml`;
      await client.open(uri, misspelled);
      await client.pull(uri);
      await client.until(() => client.notes.find(({ method }) => method === 'workspace/diagnostic/refresh'));
      assert.ok(codes((await client.pull(uri)).items).includes('invalid-openapi'));
      const status = client.notes.filter(({ method }) => method === 'portcullis/status').at(-1);
      const counted = (await client.pull(uri)).items.filter(({ severity = 1 }) => severity <= 3);
      const { findings } = (status?.params ?? {}) as { findings?: number };
      assert.equal(findings, counted.length, 'its findings are counted');
    },
    pull,
    root,
    null,
    { status: true },
  ));

test('exits when the client does not speak LSP or closes the stream', async () => {
  const server = built('server/node.cjs');
  for (const input of ['GET / HTTP/1.1\r\nHost: x\r\n\r\n', '']) {
    const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'ignore', 'ignore'] });
    const code = new Promise((resolve) => child.on('exit', resolve));
    child.stdin.write(input);
    if (input === '') child.stdin.end();
    assert.equal(await code, 1);
  }
});

test('masks secrets in diagnostics, related information, titles, hovers, inventory and report', () =>
  withClient(
    async (client) => {
      const uri = `${root}/masked.yaml`;
      // Assembled here, so that secret scanners do not report this file.
      const key = `${'AKIA'}Q3EGRTZ7VN5KWL2M`;
      const text = [
        'openapi: 3.1.0',
        `info: { title: t, version: "1", description: "key ${key} and ${key}" }`,
        'servers: [{ url: "http://bob:Hunter-2-x@api.bank.test" }]',
        `security: [{ "${key}": [] }]`,
        'paths:',
        `  /a/${key}:`,
        '    post: { responses: { "200": { $ref: "http://bob:Hunter-2-x@api.bank.test/r.yaml" } } }',
        `  /b: { $ref: "gone-${key}.yaml" }`,
        '',
      ].join('\n');
      await client.open(uri, text);
      const { items } = await client.pull(uri);
      const textDocument = { uri };
      const range = { start: { line: 0, character: 0 }, end: { line: 8, character: 0 } };
      const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
        textDocument,
        range,
        context: { diagnostics: items },
      });
      const hovers = await Promise.all(
        items.map(({ range: { start } }) =>
          client.connection.sendRequest('textDocument/hover', { textDocument, position: start }),
        ),
      );
      const inventory = await client.connection.sendRequest('portcullis/inventory', { uri });
      const reports = await client.connection.sendRequest('portcullis/report', { uri });
      for (const answer of [items, actions.map(({ title }) => title), hovers, inventory, reports]) {
        const told = JSON.stringify(answer);
        assert.ok(told.includes('AKIA…') || told.includes('bob:…'), told);
        assert.ok(!told.includes('KWL2M') && !told.includes('Hunter'), told);
      }
      assert.ok(items.some(({ relatedInformation }) => relatedInformation !== undefined));
    },
    {
      textDocument: { ...pull.textDocument, publishDiagnostics: { relatedInformation: true } },
      workspace: pull.workspace,
    },
  ));

test('the report changes with the text', () =>
  withClient(async (client) => {
    interface Shown {
      readonly name: string;
      readonly score: { readonly value: number };
      readonly findings: readonly { readonly ruleId: string; readonly at: { readonly uri: string } }[];
    }
    const uri = 'untitled:report.yaml';
    await client.open(uri, bank);
    const ask = (of: string) => client.connection.sendRequest<readonly Shown[]>('portcullis/report', { uri: of });
    const [before] = await ask(uri);
    assert.ok(before);
    assert.ok(before.findings.some(({ ruleId }) => ruleId === 'undefined-security-scheme'));
    await client.change(uri, 2, [{ text: bank.replace('custommer', 'customer') }]);
    const [after] = await ask(uri);
    assert.ok(after);
    assert.ok(after.score.value > before.score.value);
    assert.ok(!after.findings.some(({ ruleId }) => ruleId === 'undefined-security-scheme'));
    assert.deepEqual(await ask('untitled:none.yaml'), []);
  }));

test('the reports of a shared file come worst first', () =>
  withClient(async (client) => {
    const entry = (security: string): string =>
      `openapi: 3.1.0\ninfo: { title: A, version: "1" }\nservers: [{ url: https://a.example }]\n${security}paths:\n  /cards: { $ref: shared.yaml }\n`;
    const scheme =
      'security: [{ key: [] }]\ncomponents: { securitySchemes: { key: { type: http, scheme: bearer } } }\n';
    await client.open('file:///shared/a.yaml', entry(scheme));
    await client.open('file:///shared/b.yaml', entry(''));
    await client.open('file:///shared/shared.yaml', 'get:\n  responses: { "200": { description: Cards } }\n');
    const uris = ['a.yaml', 'b.yaml'].map((name) => `file:///shared/${name}`);
    for (const uri of uris) await client.connection.sendRequest('portcullis/report', { uri });
    const reports = await client.connection.sendRequest<readonly { score: { value: number }; name: string }[]>(
      'portcullis/report',
      { uri: 'file:///shared/shared.yaml' },
    );
    assert.deepEqual(
      reports.map(({ name }) => name.replace(/^.*\//, '')),
      ['b.yaml', 'a.yaml'],
    );
  }));
