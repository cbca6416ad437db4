import {
  commands,
  type ExtensionContext,
  env,
  FileType,
  type LogOutputChannel,
  Position,
  ProgressLocation,
  RelativePattern,
  type TextDocument,
  Uri,
  version,
  window,
  workspace,
} from 'vscode';
import {
  type BaseLanguageClient,
  CloseAction,
  ErrorAction,
  type LanguageClientOptions,
  type WorkspaceEdit,
} from 'vscode-languageclient';
import { configTemplate } from '../../server/src/configTemplate.ts';
import { counted } from '../../server/src/engine/counted.ts';
import { isReason } from '../../server/src/engine/openapi/reason.ts';
import {
  type AcceptParams,
  acceptRequest,
  type FalsePositiveParams,
  type FalsePositiveResult,
  falsePositiveRequest,
  inventoryRequest,
  type ListFilesParams,
  listFilesRequest,
  type MoreParams,
  type ReadFileParams,
  type ReadPageParams,
  readFileRequest,
  readPageRequest,
  type StatusParams,
  commands as serverCommands,
  statusNotification,
} from '../../server/src/lsp/protocol.ts';
import { neighborMiddleware } from './neighbors.ts';
import { createOverviews } from './overviews.ts';
import { pageScheme, registerPages, rulePageCommand } from './pages.ts';
import { registerReportPanel } from './reportPanel.ts';
import { registerSideBar } from './sideBar.ts';
import { createStatus } from './status.ts';

/** Makes the client of one kind of extension host. */
export type CreateClient = (options: LanguageClientOptions, log: LogOutputChannel) => BaseLanguageClient;

const selector = ['yaml', 'json', 'jsonc'].map((language) => ({ language }));

/**
 * The same in both hosts: registers commands at once, and starts the server when the first OpenAPI document or
 * configuration is open, or when a command needs it.
 */
export function activate(context: ExtensionContext, createClient: CreateClient): void {
  const log = window.createOutputChannel('Portcullis', { log: true });
  const status = createStatus(selector);
  let running: Promise<BaseLanguageClient> | undefined;
  const overviews = createOverviews(() => running);

  async function start(): Promise<BaseLanguageClient> {
    log.info(`Portcullis ${String(context.extension.packageJSON.version)} starts its server.`);
    const client = createClient(clientOptions(context, log), log);
    client.onNotification(statusNotification, (params: StatusParams) => {
      status.update(params);
      overviews.changed();
      report.checked(params);
    });
    serveFiles(client, context);
    await client.start();
    log.info('The server runs. Findings appear in the text and in Problems.');
    return client;
  }

  function server(): Promise<BaseLanguageClient> {
    running ??= start();
    return running;
  }

  const startFor = (document: TextDocument): void => {
    if (running === undefined && (isOpenApi(document) || isConfig(document)))
      server().catch((error: unknown) => log.error(String(error)));
  };
  workspace.textDocuments.forEach(startFor);
  const report = registerReportPanel(context, server);
  const inventories = new Map<string, string>();
  context.subscriptions.push(
    { dispose: () => void running?.then((client) => client.dispose()) },
    log,
    status,
    report,
    overviews,
    overviews.onDidChange((overview) => status.show(overview)),
    registerSideBar(overviews),
    workspace.onDidOpenTextDocument(startFor),
    // A document may become an OpenAPI document while it is edited.
    workspace.onDidChangeTextDocument(({ document }) => startFor(document)),
    ...registerPages(context, server),
    workspace.registerTextDocumentContentProvider(inventoryScheme, {
      provideTextDocumentContent: ({ path }) => inventories.get(path) ?? '',
    }),
    commands.registerCommand('portcullis.checkWorkspace', async () => {
      const client = await server();
      const params = { command: serverCommands.checkWorkspace, arguments: [] };
      const { descriptions, findings }: { descriptions: number; findings: number } = await client.sendRequest(
        'workspace/executeCommand',
        params,
      );
      overviews.changed();
      const text = `${counted(findings, 'finding')} in ${counted(descriptions, 'OpenAPI description')}`;
      log.info(`Checked the workspace: ${text}`);
      window.setStatusBarMessage(`Portcullis: ${text}.`, 10_000);
      await commands.executeCommand('workbench.actions.view.problems');
    }),
    commands.registerCommand('portcullis.checkFile', async () => {
      const document = window.activeTextEditor?.document;
      if (document === undefined) return;
      const client = await server();
      const params = { command: serverCommands.checkFile, arguments: [document.uri.toString()] };
      const result: CheckResult = await client.sendRequest('workspace/executeCommand', params);
      log.info(`Checked ${document.uri.toString(true)}: ${result === null ? 'no OpenAPI document' : result.findings}`);
      void tellResult(result, workspace.asRelativePath(document.uri));
    }),
    commands.registerCommand('portcullis.fixWorkspace', async () => {
      const client = await server();
      const params = { command: serverCommands.fixWorkspace, arguments: [] };
      const result: { fixes: number } | null = await client.sendRequest('workspace/executeCommand', params);
      if (result?.fixes === 0) void window.setStatusBarMessage('Portcullis: nothing to fix.', 5000);
    }),
    commands.registerCommand(acceptCommand, async (params: AcceptParams) => {
      // A keybinding or another extension may pass the reason.
      const isAsked = params.width !== 'lower';
      const reason = params.reason ?? (isAsked ? await askReason(params.ruleId) : undefined);
      if (reason === undefined && isAsked) return;
      const client = await server();
      const edit: WorkspaceEdit | null = await client.sendRequest(acceptRequest, { ...params, reason });
      const converted = await client.protocol2CodeConverter.asWorkspaceEdit(edit);
      if (converted !== undefined) await workspace.applyEdit(converted);
    }),
    commands.registerCommand(moreCommand, async ({ title, choices }: MoreParams) => {
      const items = choices.map((choice) => ({ label: choice.title, choice }));
      const chosen = await window.showQuickPick(items, { title, placeHolder: 'What do you want to do?' });
      if (chosen !== undefined) await commands.executeCommand(chosen.choice.command, chosen.choice.argument);
    }),
    commands.registerCommand('portcullis.showInventory', async () => {
      const uri = window.activeTextEditor?.document.uri;
      if (uri === undefined) return;
      const client = await server();
      const inventory = await client.sendRequest(inventoryRequest, { uri: uri.toString() });
      const target = Uri.from({ scheme: inventoryScheme, path: `${uri.path}.inventory.json` });
      inventories.set(target.path, `${JSON.stringify(inventory, undefined, 2)}\n`);
      await window.showTextDocument(await workspace.openTextDocument(target), { preview: true });
    }),
    commands.registerCommand(falsePositiveCommand, async (params: FalsePositiveParams) => {
      const client = await server();
      const product = `Portcullis ${String(context.extension.packageJSON.version)} in ${env.appName} ${version}`;
      const progress = { location: ProgressLocation.Window, title: 'Portcullis: replacing names and texts' };
      const result = await window.withProgress(progress, () =>
        client.sendRequest<FalsePositiveResult>(falsePositiveRequest, { ...params, product }),
      );
      if (result === null) return;
      const content = result.text;
      await window.showTextDocument(await workspace.openTextDocument({ language: 'markdown', content }));
    }),
    commands.registerCommand(usesCommand, showUses),
    commands.registerCommand('portcullis.restartServer', async () => {
      const client = await running?.catch(() => undefined);
      running = undefined;
      await client?.dispose();
      await server();
    }),
    commands.registerCommand('portcullis.openLog', () => log.show()),
    commands.registerCommand('portcullis.createConfig', createConfig),
    commands.registerCommand('portcullis.openExample', () => openExample(context)),
  );
}

type CheckResult = { readonly findings: number } | null;

/** The user asked, so there is an answer; checks on their own stay silent. */
async function tellResult(result: CheckResult, name: string): Promise<void> {
  if (result === null) {
    await window.showInformationMessage(`${name} is not an OpenAPI description, and no open description refers to it.`);
    return;
  }
  const text =
    result.findings === 0 ? `${name} has no findings.` : `${name} has ${counted(result.findings, 'finding')}.`;
  const choice = await window.showInformationMessage(
    text,
    ...(result.findings === 0 ? [] : ['Show Problems']),
    'Show Report',
  );
  if (choice === 'Show Problems') await commands.executeCommand('workbench.actions.view.problems');
  if (choice === 'Show Report') await commands.executeCommand('portcullis.showReport');
}

const acceptCommand = 'portcullis.accept';
const moreCommand = 'portcullis.more';
const falsePositiveCommand = 'portcullis.reportFalsePositive';
const usesCommand = 'portcullis.showUses';

/** Shows what uses the name at a position, as *Find All References* does. */
async function showUses(target: unknown, at: unknown): Promise<void> {
  const { line, character } = (at ?? {}) as { line?: unknown; character?: unknown };
  if (typeof target !== 'string' || typeof line !== 'number' || typeof character !== 'number') return;
  const uri = Uri.parse(target, true);
  const position = new Position(line, character);
  const locations = await commands.executeCommand('vscode.executeReferenceProvider', uri, position);
  await commands.executeCommand('editor.action.showReferences', uri, position, locations);
}

/** `undefined` if the user cancels. */
async function askReason(ruleId: string): Promise<string | undefined> {
  const reason = await window.showInputBox({
    title: `Accept "${ruleId}"`,
    prompt: 'Why is this acceptable? The next reader must be able to see whether it still is.',
    placeHolder: 'The gateway limits this path',
    validateInput: (text) => (isReason(text) ? undefined : 'State the reason in your own words.'),
  });
  return reason?.trim();
}

const inventoryScheme = 'portcullis-inventory';

/** Its problems are shown before a description is open. */
function isConfig({ languageId, uri }: TextDocument): boolean {
  return languageId === 'yaml' && uri.path.endsWith('/portcullis.yaml');
}

/** A cheap test of the head of the text: other documents do not start the server. */
function isOpenApi(document: TextDocument): boolean {
  if (!selector.some(({ language }) => language === document.languageId) || document.uri.scheme === pageScheme)
    return false;
  const head = document.getText().slice(0, 100_000);
  const key =
    /(^|[\n{,])[ \t]*["']?(openapi|swagger|operationId|responses|requestBody|securitySchemes|properties)["']?[ \t]*:/;
  return key.test(head);
}

function clientOptions(context: ExtensionContext, log: LogOutputChannel): LanguageClientOptions {
  // Each product opens its own links: vscode, vscode-insiders, vscodium, …
  const rulePageUri = `${env.uriScheme}://${context.extension.id}/rule/{id}`;
  return {
    documentSelector: selector.flatMap(({ language }) => [
      { language, scheme: 'file' },
      { language, scheme: 'untitled' },
      { language, scheme: 'vscode-vfs' },
      { language, scheme: 'vscode-remote' },
      { language, scheme: 'vscode-test-web' },
    ]),
    outputChannel: log,
    diagnosticCollectionName: 'portcullis',
    initializationOptions: {
      rulePageUri,
      rulePageCommand,
      acceptCommand,
      falsePositiveCommand,
      moreCommand,
      reportCommand: 'portcullis.showReport',
      usesCommand,
      indentsSnippets: true,
      status: true,
      hoverShowsFindings: true,
    },
    diagnosticPullOptions: { onChange: true, onTabs: true, onFocus: true },
    errorHandler: createErrorHandler(),
    middleware: neighborMiddleware,
  };
}

/** Restarts a server that has crashed; if it keeps crashing, reports that once and stops. */
function createErrorHandler() {
  const restarts: number[] = [];
  return {
    error: () => ({ action: ErrorAction.Continue }),
    closed() {
      const now = Date.now();
      restarts.push(now);
      const recent = restarts.filter((time) => now - time < 3 * 60_000);
      if (recent.length <= 4) return { action: CloseAction.Restart, handled: true };
      void window
        .showErrorMessage('The Portcullis server has stopped several times.', 'Restart', 'Open Log')
        .then((choice) => {
          if (choice === 'Restart') void commands.executeCommand('portcullis.restartServer');
          if (choice === 'Open Log') void commands.executeCommand('portcullis.openLog');
        });
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}

/** Answers a server in a worker: files of the workspace, and the rule pages of the extension. */
function serveFiles(client: BaseLanguageClient, context: ExtensionContext): void {
  client.onRequest(readFileRequest, async ({ uri }: ReadFileParams) => {
    const target = Uri.parse(uri, true);
    // Refuses URIs outside the workspace. Links that leave it are for the file system provider to refuse.
    if (workspace.getWorkspaceFolder(target) === undefined) return null;
    try {
      return { text: new TextDecoder().decode(await workspace.fs.readFile(target)) };
    } catch {
      return null;
    }
  });
  client.onRequest(listFilesRequest, async ({ folder }: ListFilesParams) => {
    const given = Uri.parse(folder, true);
    // The server leaves out the slash at the end.
    const start = given.path === '' ? given.with({ path: '/' }) : given;
    if (workspace.getWorkspaceFolder(start) === undefined) return [];
    const found = await workspace.findFiles(new RelativePattern(start, '**/*.{yaml,yml,json}'), '**/node_modules/**');
    // A file system without a search finds nothing.
    const files = found.length > 0 ? found : await listFiles(start);
    return files.map((uri) => uri.toString());
  });
  client.onRequest(readPageRequest, async ({ id }: ReadPageParams) => {
    if (!/^[a-z0-9-]+$/.test(id)) return null;
    try {
      const page = await workspace.fs.readFile(Uri.joinPath(context.extensionUri, 'dist', 'rules', `${id}.md`));
      return new TextDecoder().decode(page);
    } catch {
      return null;
    }
  });
}

/** More folders than these are not looked into. */
const maxFolders = 2000;

/** YAML and JSON files below a folder; links are not followed. */
async function listFiles(start: Uri): Promise<readonly Uri[]> {
  const files: Uri[] = [];
  const folders = [start];
  for (const folder of folders) {
    const entries = await workspace.fs.readDirectory(folder).then(
      (list) => list,
      () => [],
    );
    for (const [name, type] of entries) {
      const uri = Uri.joinPath(folder, name);
      if (type === FileType.File && /\.(ya?ml|json)$/i.test(name)) files.push(uri);
      const isWanted = type === FileType.Directory && !name.startsWith('.') && name !== 'node_modules';
      if (isWanted && folders.length < maxFolders) folders.push(uri);
    }
  }
  return files;
}

async function createConfig(): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined) return;
  const target = Uri.joinPath(folder, 'portcullis.yaml');
  try {
    await workspace.fs.stat(target);
  } catch {
    await workspace.fs.writeFile(target, new TextEncoder().encode(configTemplate));
  }
  await window.showTextDocument(target);
}

/** Opens an untitled copy of the vulnerable bank, so that no file is changed. */
async function openExample(context: ExtensionContext): Promise<void> {
  const example = await workspace.fs.readFile(Uri.joinPath(context.extensionUri, 'examples', 'bank.yaml'));
  const content = new TextDecoder().decode(example);
  await window.showTextDocument(await workspace.openTextDocument({ language: 'yaml', content }));
}
