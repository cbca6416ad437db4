import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { activate as activateClient } from './client.ts';

/** Desktop and remote hosts: the server is a process of its own, over IPC. */
export function activate(context: ExtensionContext): void {
  const module = Uri.joinPath(context.extensionUri, 'dist', 'server', 'node.cjs').fsPath;
  activateClient(
    context,
    (options) => new LanguageClient('portcullis', 'Portcullis', { module, transport: TransportKind.ipc }, options),
  );
}
