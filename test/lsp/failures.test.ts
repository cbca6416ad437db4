import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import {
  createConnection,
  createMessageConnection,
  type LogMessageParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { rules } from '../../server/src/engine/rules/index.ts';
import type { Host } from '../../server/src/lsp/host.ts';
import { startServer } from '../../server/src/lsp/server.ts';

const host: Host = {
  read: () => ({ failure: 'missing-file', message: 'The file does not exist.' }),
  fetch: () => Promise.resolve(),
  forget: () => {},
  names: async () => [],
  list: () => Promise.resolve([]),
  setRoots: () => {},
  rest: () => {},
  readPage: () => Promise.resolve(undefined),
};
const uri = 'file:///api/openapi.yaml';
const text = 'openapi: 3.1.0\ninfo: { title: A, version: "1" }\npaths: {}\n';
const secret = 'ghp_16C7e42F292c6912E7710c838347Ae178B4a';

/** A server in this process, and what it logs. */
function connect(): { client: ReturnType<typeof createMessageConnection>; log: LogMessageParams[]; end(): void } {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const server = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
  startServer(server, host);
  const client = createMessageConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const log: LogMessageParams[] = [];
  client.onNotification('window/logMessage', (message: LogMessageParams) => {
    log.push(message);
  });
  client.listen();
  return {
    client,
    log,
    end() {
      client.dispose();
      server.dispose();
    },
  };
}

test('logs a rule that fails, once while it lasts and without secrets', async () => {
  const [rule] = rules;
  assert.ok(rule);
  const original = rule.visit;
  let message = `read ${secret}\nand failed`;
  const visit = {
    // biome-ignore lint/correctness/useYield: it never comes so far.
    *OpenAPI() {
      throw new Error(message);
    },
  };
  Object.assign(rule, { visit });
  const { client, log, end } = connect();
  try {
    await client.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities: { textDocument: { diagnostic: {} } },
    });
    await client.sendNotification('initialized', {});
    await client.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: 1, text },
    });
    const pull = () => client.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
    const edit = (version: number) =>
      client.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ text: `${text}# ${version}\n` }],
      });
    await pull();
    await edit(2);
    await pull();
    const start = `The rule "${rule.meta.id}" failed on "${uri}": `;
    assert.deepEqual(log, [{ type: 1, message: `${start}read ghp_…\\u{a}and failed` }]);
    message = 'another';
    await edit(3);
    await pull();
    assert.deepEqual(
      log.slice(1).map((line) => line.message),
      [`${start}another`],
    );
    // "Fix all" analyzes texts that the editor never shows.
    message = 'while fixing';
    await client.sendRequest('codeAction/resolve', { title: 'Fix all', data: { kind: 'fixSafe', uri } });
    assert.ok(log.some((line) => line.message === `${start}while fixing`));
  } finally {
    Object.assign(rule, { visit: original });
    end();
  }
});
