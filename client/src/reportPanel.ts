import {
  type WorkspaceEdit as CodeWorkspaceEdit,
  commands,
  type Disposable,
  type ExtensionContext,
  Position,
  Range,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient, CodeAction } from 'vscode-languageclient';
import { type ReportParams, reportRequest, type StatusParams } from '../../server/src/lsp/protocol.ts';
import type { FromPage, OperationPlace, ToPage } from '../../server/src/report/page/messages.ts';
import type { Report } from '../../server/src/report/report.ts';
import { restFactor } from './overviews.ts';
import { rulePageCommand } from './pages.ts';

/** Milliseconds between two updates while the text changes, at least: each is a whole page. */
const updateDelay = 500;

export interface ReportPanel extends Disposable {
  /** The check of a document has ended. */
  checked(params: StatusParams): void;
}

/** The report of the active description in a panel, live while it is edited. */
export function registerReportPanel(context: ExtensionContext, server: () => Promise<BaseLanguageClient>): ReportPanel {
  let shown: { readonly panel: WebviewPanel; uri: string; isReady: boolean } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let took = 0;

  const update = async (at: OperationPlace | null = null): Promise<readonly Report[]> => {
    if (shown === undefined) return [];
    const { panel, uri } = shown;
    const params: ReportParams = { uri };
    const began = Date.now();
    const reports: readonly Report[] = await (await server()).sendRequest(reportRequest, params);
    took = Date.now() - began;
    // Until the page is ready a message to it would be lost; then it asks itself.
    if (shown?.panel === panel && shown.uri === uri && shown.isReady) {
      const message: ToPage = { type: 'reports', reports, at };
      await panel.webview.postMessage(message);
    }
    return reports;
  };
  const updateSoon = (): void => {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        // A hidden page is updated when it is shown again.
        if (shown?.panel.visible) void update();
      },
      Math.max(updateDelay, restFactor * took),
    );
  };

  const receive = async (message: FromPage): Promise<void> => {
    if (message.type === 'ready' && shown !== undefined) {
      shown.isReady = true;
      await update();
    }
    if (message.type === 'open') await openPlace(message.uri, message.line, message.character);
    if (message.type === 'explain') await commands.executeCommand(rulePageCommand, message.ruleId);
    if (message.type === 'fix') await applyFix(await server(), message);
  };

  /** Gives the reports when the page shows them; of the active document without a URI. A lens names its operation. */
  const show = async (target?: unknown, position?: unknown): Promise<readonly Report[]> => {
    const at = typeof target === 'string' && isPosition(position) ? { uri: target, ...position } : null;
    const uri = typeof target === 'string' ? target : window.activeTextEditor?.document.uri.toString();
    if (shown !== undefined) {
      shown.uri = uri ?? shown.uri;
      shown.panel.reveal(undefined, true);
      return update(at);
    }
    if (uri === undefined) {
      void window.showInformationMessage('Open an OpenAPI description to see its report.');
      return [];
    }
    const folder = Uri.joinPath(context.extensionUri, 'dist', 'report');
    const panel = window.createWebviewPanel(
      'portcullis.report',
      'API Security Report',
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, retainContextWhenHidden: true, localResourceRoots: [folder] },
    );
    shown = { panel, uri, isReady: false };
    const ready = new Promise<void>((resolve) => {
      const subscription = panel.webview.onDidReceiveMessage(() => {
        subscription.dispose();
        resolve();
      });
      panel.onDidDispose(resolve);
    });
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (isFromPage(message)) void receive(message);
    });
    panel.onDidChangeViewState(() => {
      if (panel.visible) updateSoon();
    });
    panel.onDidDispose(() => {
      shown = undefined;
    });
    panel.webview.html = page(
      panel.webview.cspSource,
      panel.webview.asWebviewUri(Uri.joinPath(folder, 'page.js')),
      panel.webview.asWebviewUri(Uri.joinPath(folder, 'page.css')),
    );
    await ready;
    return update(at);
  };

  const subscriptions = [
    commands.registerCommand('portcullis.showReport', show),
    window.onDidChangeActiveTextEditor((editor) => {
      if (shown === undefined || editor === undefined || editor.document.uri.scheme === 'output') return;
      if (!['yaml', 'json', 'jsonc'].includes(editor.document.languageId)) return;
      shown.uri = editor.document.uri.toString();
      updateSoon();
    }),
  ];
  return {
    checked({ state }) {
      if (state === 'checked' || state === 'paused') updateSoon();
    },
    dispose() {
      clearTimeout(timer);
      shown?.panel.dispose();
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

function isOffset(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isPosition(value: unknown): value is { readonly line: number; readonly character: number } {
  if (typeof value !== 'object' || value === null) return false;
  const { line, character } = value as Record<string, unknown>;
  return isOffset(line) && isOffset(character);
}

/** The page may be attacked through a document: each message is checked before it is used. */
function isFromPage(message: unknown): message is FromPage {
  if (typeof message !== 'object' || message === null) return false;
  const { type, uri, line, character, ruleId, fingerprint, title } = message as Record<string, unknown>;
  switch (type) {
    case 'ready':
      return true;
    case 'open':
      return typeof uri === 'string' && isOffset(line) && isOffset(character);
    case 'explain':
      return typeof ruleId === 'string' && /^[a-z0-9-]+$/.test(ruleId);
    case 'fix':
      return typeof uri === 'string' && typeof fingerprint === 'string' && typeof title === 'string';
    default:
      return false;
  }
}

async function openPlace(target: string, line: number, character: number): Promise<void> {
  const uri = Uri.parse(target, true);
  const isOpen = workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
  if (!isOpen && workspace.getWorkspaceFolder(uri) === undefined) return;
  const position = new Position(line, character);
  const editors = window.visibleTextEditors.filter(({ document }) => document.uri.toString() === uri.toString());
  await window.showTextDocument(await workspace.openTextDocument(uri), {
    viewColumn: editors[0]?.viewColumn ?? ViewColumn.One,
    selection: new Range(position, position),
  });
}

/** As the light bulb does it: the server makes the edit for the text as it is now. */
async function applyFix(
  client: BaseLanguageClient,
  { uri, fingerprint, title }: Extract<FromPage, { type: 'fix' }>,
): Promise<void> {
  const action: CodeAction = { title, data: { kind: 'fix', uri, fingerprint, title } };
  const { edit }: CodeAction = await client.sendRequest('codeAction/resolve', action);
  const converted: CodeWorkspaceEdit | undefined = await client.protocol2CodeConverter.asWorkspaceEdit(edit);
  if (converted !== undefined) await workspace.applyEdit(converted);
}

function page(source: string, script: Uri, style: Uri): string {
  const policy = `default-src 'none'; style-src ${source}; script-src ${source}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API Security Report</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<div id="page"></div>
<script src="${script}"></script>
</body>
</html>`;
}
