import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { activate as activateClient } from './client.ts';

/** Web hosts (vscode.dev): the server is a worker. */
export function activate(context: ExtensionContext): void {
  const script = Uri.joinPath(context.extensionUri, 'dist', 'server', 'browser.js').toString(true);
  activateClient(context, (options) => {
    const worker = new Worker(script);
    return new LanguageClient('portcullis', 'Portcullis', worker, options);
  });
}
