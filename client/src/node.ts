import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { activate as activateClient } from './client.ts';

/**
 * Bytes: glibc gives blocks of this size and more back to the system one by one. By default it raises the limit with each
 * long text that was sent, and keeps that much memory. Other C libraries ignore it.
 */
const env = { MALLOC_MMAP_THRESHOLD_: '131072' };

/** Desktop and remote hosts: the server is a separate process, over IPC. */
export function activate(context: ExtensionContext): void {
  const module = Uri.joinPath(context.extensionUri, 'dist', 'server', 'node.cjs').fsPath;
  activateClient(
    context,
    (options) =>
      new LanguageClient(
        'portcullis',
        'Portcullis',
        {
          run: { module, transport: TransportKind.ipc, options: { env } },
          // Where the extension host itself is debugged (.vscode/launch.json).
          debug: { module, transport: TransportKind.ipc, options: { env, execArgv: ['--inspect=6009'] } },
        },
        options,
      ),
  );
}
