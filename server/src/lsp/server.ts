import {
  type CancellationToken,
  type CodeAction,
  type Connection,
  type Diagnostic,
  DiagnosticTag,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticReportKind,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseConfig } from '../engine/config/parseConfig.ts';
import { inventoryOf } from '../engine/description/inventory.ts';
import { createOncePerPlace, isCounted } from '../engine/finding.ts';
import { rules } from '../engine/rules/index.ts';
import { parseSource } from '../engine/syntax/parseSource.ts';
import {
  type Convert,
  type ConvertOptions,
  createConvert,
  type EditAbilities,
  type PositionEncoding,
} from './convert.ts';
import {
  acceptEdit,
  type CodeActionContext,
  codeActions,
  fixAllKind,
  resolveCodeAction,
  workspaceEdit,
} from './features/codeActions.ts';
import { allFindings, placeOf, type Report, reportFor, type Structure } from './features/diagnostics.ts';
import { hover } from './features/hover.ts';
import { createStructureChecks, type StructureService } from './features/schemaChecks.ts';
import type { Host } from './host.ts';
import {
  type AcceptParams,
  acceptRequest,
  commands,
  type InventoryParams,
  inventoryRequest,
  type StatusParams,
  statusNotification,
} from './protocol.ts';
import { normalizeUri } from './uri.ts';
import { createScheduler } from './workspace/schedule.ts';
import { defaultSettings, Session, type Settings } from './workspace/session.ts';

/** What the client can do, as far as it changes what we do. */
interface Abilities {
  readonly pull: boolean;
  readonly refresh: boolean;
  readonly configuration: boolean;
  readonly watch: boolean;
  readonly folders: boolean;
  readonly progress: boolean;
  readonly status: boolean;
  readonly hoverShowsFindings: boolean;
}

interface InitializationOptions {
  readonly rulePageUri?: string;
  readonly rulePageCommand?: string;
  /** The client asks for the reason and sends `portcullis/accept`. */
  readonly acceptCommand?: string;
  /** The client indents the lines of snippets. */
  readonly indentsSnippets?: boolean;
  /** The client shows the diagnostics at a position in its hover. */
  readonly hoverShowsFindings?: boolean;
  /** The client shows `portcullis/status`. */
  readonly status?: boolean;
}

/** Milliseconds after the last document is closed until memory is given back. */
const restAfter = 3000;

const plainEdits: EditAbilities = {
  documentChanges: false,
  snippets: false,
  annotations: false,
  createFile: false,
  indentsSnippets: false,
};

function editAbilities({ capabilities }: InitializeParams, options: InitializationOptions): EditAbilities {
  const edit = capabilities.workspace?.workspaceEdit;
  return {
    documentChanges: edit?.documentChanges === true,
    snippets: edit?.snippetEditSupport === true,
    annotations: edit?.changeAnnotationSupport !== undefined,
    createFile: edit?.resourceOperations?.includes('create') === true,
    indentsSnippets: options.indentsSnippets === true,
  };
}

/** What a client shows of a diagnostic. */
type Marks = Pick<ConvertOptions, 'hasRelatedInformation' | 'fades'>;

const plainMarks: Marks = { hasRelatedInformation: false, fades: false };

function marksOf({ capabilities: { textDocument } }: InitializeParams): Marks {
  const both = [textDocument?.publishDiagnostics, textDocument?.diagnostic];
  return {
    hasRelatedInformation: both.some((one) => one?.relatedInformation === true),
    fades: both.some((one) => one?.tagSupport?.valueSet.includes(DiagnosticTag.Unnecessary) === true),
  };
}

/** Wires a connection to a session. The same for stdio, IPC and a worker. */
export function startServer(connection: Connection, host: Host, service?: StructureService): void {
  const session = new Session(host);
  const shown = new Set<string>();
  let abilities: Abilities = {
    pull: false,
    refresh: false,
    configuration: false,
    watch: false,
    folders: false,
    progress: false,
    status: false,
    hoverShowsFindings: false,
  };
  let convert: Convert = createConvert(convertOptions('utf-16', undefined, plainMarks, plainEdits));
  let actions: CodeActionContext | undefined;
  let isWorkspaceChecked = false;
  /** The settings are there: nothing is answered by others. */
  let ready: Promise<void> = Promise.resolve();
  const waiting = new Set<() => void>();
  let resting: ReturnType<typeof setTimeout> | undefined;
  const checks = createStructureChecks(service, () => changed(true));
  const structure: Structure = (checked) => checks.findings(checked);

  const scheduler = createScheduler(async () => {
    await ready;
    for (const { uri } of session.openDocuments) await publish(uri);
  });

  function convertOptions(
    encoding: PositionEncoding,
    rulePageUri: string | undefined,
    marks: Marks,
    edits: EditAbilities,
  ) {
    return {
      ...marks,
      edits,
      encoding,
      rulePageUri,
      client: (uri: string) => ({ uri: session.clientUri(uri), version: session.textDocument(uri)?.version ?? null }),
      textDocument: (uri: string) => session.textDocument(uri),
    };
  }

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const { capabilities } = params;
    const options = (params.initializationOptions ?? {}) as InitializationOptions;
    const encodings = capabilities.general?.positionEncodings ?? ['utf-16'];
    const encoding = (encodings.includes('utf-16') ? 'utf-16' : encodings[0]) as PositionEncoding;
    abilities = {
      pull: capabilities.textDocument?.diagnostic !== undefined,
      refresh: capabilities.workspace?.diagnostics?.refreshSupport === true,
      configuration: capabilities.workspace?.configuration === true,
      watch: capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
      folders: capabilities.workspace?.workspaceFolders === true,
      progress: capabilities.window?.workDoneProgress === true,
      status: options.status === true,
      hoverShowsFindings: options.hoverShowsFindings === true,
    };
    const edits = editAbilities(params, options);
    convert = createConvert(convertOptions(encoding, options.rulePageUri, marksOf(params), edits));
    actions = {
      session,
      convert,
      canResolve: capabilities.textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true,
      rulePageCommand: options.rulePageCommand,
      acceptCommand: options.acceptCommand,
    };
    session.setRoots(rootsOf(params));
    return {
      capabilities: {
        positionEncoding: encoding,
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        hoverProvider: true,
        codeActionProvider: { codeActionKinds: ['quickfix', fixAllKind], resolveProvider: true },
        executeCommandProvider: { commands: Object.values(commands) },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        ...(abilities.pull
          ? {
              diagnosticProvider: { identifier: 'portcullis', interFileDependencies: true, workspaceDiagnostics: true },
            }
          : {}),
      },
      serverInfo: { name: 'portcullis' },
    };
  });

  connection.onInitialized(() => {
    ready = abilities.configuration ? readSettings() : Promise.resolve();
    if (abilities.configuration)
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'portcullis' });
    if (abilities.watch) {
      const watchers = [{ globPattern: '**/*.{yaml,yml,json,jsonc}' }];
      void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
    if (abilities.folders)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = removed.map(({ uri }) => normalizeUri(uri));
        session.setRoots([...session.roots.filter((root) => !gone.includes(root)), ...added.map(({ uri }) => uri)]);
        changed();
      });
    changed();
  });

  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    session.open(TextDocument.create(uri, languageId, version, text));
    changed();
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    session.change(uri, contentChanges, version);
    changed();
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    session.close(uri);
    checks.forget(normalizeUri(uri));
    if (!abilities.pull && shown.delete(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
    changed();
    restSoon();
  });
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => {
    // A client that watches no files at least tells what it saves.
    if (!abilities.watch) session.forgetFiles([uri]);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    session.forgetFiles(changes.map(({ uri }) => uri));
    changed(true);
  });
  connection.onDidChangeConfiguration(async ({ settings }) => {
    if (abilities.configuration) await readSettings();
    else session.settings = toSettings((settings as { portcullis?: unknown } | null)?.portcullis);
    changed(true);
  });

  async function readSettings(): Promise<void> {
    try {
      session.settings = toSettings(await connection.workspace.getConfiguration('portcullis'));
    } catch {
      // A client that offers configuration and then refuses it gets the defaults.
      session.settings = defaultSettings;
    }
  }

  /** Who closes all and opens another document within moments does not wait for it. */
  function restSoon(): void {
    clearTimeout(resting);
    resting = setTimeout(() => {
      if (session.openDocuments.length === 0) session.rest();
    }, restAfter);
  }

  /** Something that findings depend on is different now. */
  function changed(isOutside = false): void {
    for (const wake of waiting) wake();
    if (!abilities.pull) scheduler.request();
    else if (isOutside && abilities.refresh) void connection.languages.diagnostics.refresh().catch(() => {});
  }

  async function publish(uri: string): Promise<void> {
    const document = session.textDocument(uri);
    if (document === undefined) return;
    const { version } = document;
    const report = await reportAndTell(uri);
    // What has changed in the meantime is answered by the next run.
    if (session.textDocument(uri)?.version !== version) return;
    shown.add(uri);
    void connection.sendDiagnostics({ uri, version, diagnostics: [...report.items] });
  }

  async function reportAndTell(uri: string): Promise<Report> {
    const report = await reportFor(uri, session, convert, structure);
    if (report.checked === undefined && report.items.length === 0) discover();
    if (abilities.status) void connection.sendNotification(statusNotification, statusOf(uri, report));
    return report;
  }

  /** A document that nobody references yet may be a fragment: after the answer, the workspace is looked through. */
  function discover(): void {
    session.discover().then(
      (isNews) => isNews && changed(true),
      () => {},
    );
  }

  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }) => {
    await scheduler.settled();
    await ready;
    const { items, resultId } = await guarded(() => reportAndTell(textDocument.uri), {
      items: [],
      resultId: '',
      checked: undefined,
      counts: undefined,
    });
    if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items: [...items] };
  });

  connection.languages.diagnostics.onWorkspace(
    async ({ previousResultIds }, token): Promise<WorkspaceDiagnosticReport> => {
      for (;;) {
        const known = new Map(previousResultIds.map(({ uri, value }) => [normalizeUri(uri), value]));
        const items = isWorkspaceChecked ? await workspaceReports(known, token) : [];
        if (items.length > 0 || token.isCancellationRequested) return { items };
        // The client asks again at once: it is answered when there is something to say.
        await nextChange(token);
        if (token.isCancellationRequested) return { items: [] };
      }
    },
  );

  function nextChange(token: CancellationToken): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        waiting.delete(wake);
        subscription.dispose();
        resolve();
      };
      const subscription = token.onCancellationRequested(wake);
      waiting.add(wake);
    });
  }

  /** Reports that differ from what the client has. */
  async function workspaceReports(
    known: ReadonlyMap<string, string>,
    token: CancellationToken,
  ): Promise<WorkspaceDocumentDiagnosticReport[]> {
    const reports: WorkspaceDocumentDiagnosticReport[] = [];
    const uris = new Set(await session.findEntries());
    for (const uri of [...uris]) {
      if (token.isCancellationRequested) return [];
      const checked = await session.check(uri);
      for (const document of checked?.description.documents.keys() ?? []) uris.add(document);
    }
    for (const uri of new Set([...uris, ...known.keys()])) {
      const { items, resultId } = await guarded(() => reportFor(uri, session, convert, structure), empty);
      if (known.get(uri) === resultId || (items.length === 0 && !known.has(uri))) continue;
      const version = session.textDocument(uri)?.version ?? null;
      reports.push({
        kind: DocumentDiagnosticReportKind.Full,
        uri: session.clientUri(uri),
        version,
        resultId,
        items: [...items],
      });
    }
    return reports;
  }

  connection.onHover(({ textDocument, position }) =>
    guarded(() => hover(textDocument.uri, position, session, convert, host, abilities.hoverShowsFindings), null),
  );
  connection.onCodeAction((params) =>
    guarded(
      async (): Promise<CodeAction[]> => (actions === undefined ? [] : [...(await codeActions(params, actions))]),
      [],
    ),
  );
  connection.onCodeActionResolve((action) =>
    guarded(async () => (actions === undefined ? action : resolveCodeAction(action, actions)), action),
  );
  connection.onRequest(inventoryRequest, ({ uri }: InventoryParams) =>
    guarded(async () => {
      const checked = await session.check(uri);
      return checked === undefined ? null : { file: uri, ...inventoryOf(checked.description) };
    }, null),
  );
  connection.onRequest(acceptRequest, (params: AcceptParams) =>
    guarded(async () => (actions === undefined ? null : ((await acceptEdit(params, actions)) ?? null)), null),
  );
  connection.onExecuteCommand(({ command, arguments: args }) =>
    guarded(async () => {
      if (command === commands.checkWorkspace) return checkWorkspace();
      return command === commands.fixWorkspace ? fixWorkspace(args?.[0]) : checkFile(args?.[0]);
    }, null),
  );

  async function fixWorkspace(ruleId: unknown): Promise<{ fixes: number; files: number; isApplied: boolean }> {
    session.forgetFiles();
    const found = actions && (await workspaceEdit(typeof ruleId === 'string' ? ruleId : undefined, actions));
    if (found === undefined) return { fixes: 0, files: 0, isApplied: false };
    const { edit, fixes, files } = found;
    const { applied } = await connection.workspace.applyEdit({ label: 'Portcullis fixes', edit });
    return { fixes, files, isApplied: applied };
  }

  /** Reads every description below the workspace folders; the findings come as diagnostics. */
  async function checkWorkspace(): Promise<{ descriptions: number; findings: number }> {
    isWorkspaceChecked = true;
    session.forgetFiles();
    const progress = abilities.progress ? await connection.window.createWorkDoneProgress() : undefined;
    progress?.begin('Portcullis', 0, 'Looking for OpenAPI documents', true);
    const once = createOncePerPlace(placeOf);
    let findings = 0;
    try {
      const entries = await session.findEntries();
      for (const [index, uri] of entries.entries()) {
        if (progress?.token.isCancellationRequested) break;
        progress?.report(Math.round((index / entries.length) * 100), `${index + 1} of ${entries.length}`);
        const checked = await session.check(uri);
        if (checked !== undefined) findings += once(allFindings(checked, structure).filter(isCounted)).length;
        if (!abilities.pull) await publishClosed(uri);
      }
      return { descriptions: entries.length, findings };
    } finally {
      progress?.done();
      changed(true);
    }
  }

  async function publishClosed(uri: string): Promise<void> {
    if (session.textDocument(uri) !== undefined) return;
    const { items } = await reportAndTell(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [...items] });
  }

  async function checkFile(uri: unknown): Promise<{ findings: number } | null> {
    if (typeof uri !== 'string') return null;
    session.forgetFiles();
    const checked = await session.check(uri);
    changed(true);
    return checked === undefined ? null : { findings: allFindings(checked, structure).filter(isCounted).length };
  }

  function statusOf(uri: string, { checked, counts }: Report): StatusParams {
    if (counts === undefined) return { uri, state: 'not-openapi' };
    if (checked === undefined) return { uri, state: 'checked', ...counts, detail: 'part of an OpenAPI description' };
    const { analysis, description } = checked;
    const [failure] = analysis.failures;
    return {
      uri,
      state: description.isBroken ? 'paused' : 'checked',
      openapi: description.versionText,
      ...counts,
      ...(failure === undefined ? {} : { detail: `The rule "${failure.ruleId}" failed.` }),
    };
  }

  /** A request is always answered: an error would show its text to the user, and might hold what is in the document. */
  async function guarded<Result>(work: () => Promise<Result>, otherwise: Result): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      connection.console.error(
        error instanceof Error ? `${error.name} at ${error.stack?.split('\n')[1]?.trim() ?? '?'}` : 'unknown error',
      );
      return otherwise;
    }
  }

  connection.listen();
}

const empty: Report = { items: [] as Diagnostic[], resultId: '', checked: undefined, counts: undefined };

function rootsOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => uri);
  return rootUri === null || rootUri === undefined ? [] : [rootUri];
}

/** Settings have the shape of the config file, and are read by the same reader. */
function toSettings(value: unknown): Settings {
  if (typeof value !== 'object' || value === null) return defaultSettings;
  const { maxFindings, trace: _trace, ...rest } = value as { maxFindings?: unknown; trace?: unknown };
  const known = Object.fromEntries(Object.entries(rest).filter(([, held]) => held !== null && held !== ''));
  const source = parseSource('settings:/portcullis.json', JSON.stringify(known));
  const { config } = parseConfig(source, { rules: rules.map(({ meta }) => meta.id) });
  const limit =
    typeof maxFindings === 'number' && maxFindings >= 1 ? Math.floor(maxFindings) : defaultSettings.maxFindings;
  return { config, maxFindings: limit };
}
