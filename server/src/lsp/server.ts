import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  ResponseError,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { clientAbilities, serverCapabilities } from './capabilities.ts';
import { Context } from './context.ts';
import type { Feature } from './features/feature.ts';
import { features } from './features/index.ts';
import type { Host } from './host.ts';
import { normalizeUri } from './uri.ts';
import type { StructureService } from './workspace/schemaChecks.ts';

/** Milliseconds from closing the last document until memory is released, so that reopening it at once stays fast. */
const restAfter = 3000;

/** Connects a client to a session. The same for stdio, IPC and a worker. */
export function startServer(connection: Connection, host: Host, service?: StructureService): void {
  const context = new Context(connection, host, service);
  connection.onInitialize((params) => {
    context.setClient(clientAbilities(params));
    context.session.setRoots(rootsOf(params));
    return { capabilities: serverCapabilities(context.client), serverInfo: { name: 'portcullis' } };
  });
  connection.onInitialized(() => initialized(context));
  syncDocuments(context);
  watchFiles(context);
  for (const feature of features) serve(feature, context);
  connection.listen();
}

function serve(feature: Feature<object, unknown>, context: Context): void {
  context.connection.onRequest(feature.method, async (params: object, token) => {
    try {
      return await feature.handle(params, context, token);
    } catch (error) {
      // A refusal is for the user, in words of ours.
      if (error instanceof ResponseError) throw error;
      context.log(error);
      return feature.fallback(params);
    } finally {
      // Fixes are computed on demand, so any request may have let a rule fail.
      context.logFailures();
    }
  });
}

function initialized({ client, connection, publisher, session, settings }: Context): void {
  if (client.configuration) settings.ready = settings.request();
  if (client.configurationEvents)
    void connection.client.register(DidChangeConfigurationNotification.type, { section: 'portcullis' });
  if (client.watch) {
    const watchers = [{ globPattern: '**/*.{yaml,yml,json,jsonc}' }];
    void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }
  if (client.folders)
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = removed.map(({ uri }) => normalizeUri(uri));
      session.setRoots([...session.roots.filter((root) => !gone.includes(root)), ...added.map(({ uri }) => uri)]);
      publisher.changed();
    });
  publisher.changed();
}

function syncDocuments(context: Context): void {
  const { connection, publisher, session, structure } = context;
  let resting: ReturnType<typeof setTimeout> | undefined;
  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    session.open(TextDocument.create(uri, languageId, version, text));
    publisher.changed();
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    session.change(uri, contentChanges, version, context.client.encoding);
    publisher.changed();
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    session.close(uri);
    structure.forget(normalizeUri(uri));
    publisher.clear(uri);
    publisher.changed();
    clearTimeout(resting);
    resting = setTimeout(() => {
      if (session.openDocuments.length === 0) session.rest();
    }, restAfter);
  });
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => {
    // A client that does not watch files at least reports what it saves.
    if (!context.client.watch) session.forgetFiles([uri]);
  });
}

function watchFiles(context: Context): void {
  const { connection, publisher, session, settings } = context;
  connection.onDidChangeWatchedFiles(({ changes }) => {
    session.forgetFiles(changes.map(({ uri }) => uri));
    publisher.changed(true);
  });
  connection.onDidChangeConfiguration(async (params) => {
    if (context.client.configuration) await settings.request();
    else settings.set((params.settings as { portcullis?: unknown } | null)?.portcullis);
    publisher.changed(true);
  });
}

function rootsOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => uri);
  return rootUri === null || rootUri === undefined ? [] : [rootUri];
}
