import { type CancellationToken, CodeLensRefreshRequest } from 'vscode-languageserver';
import type { Context } from './context.ts';
import { showReport } from './features/diagnostics.ts';
import { createScheduler } from './workspace/schedule.ts';

/** Tells the client that findings may have changed: sends diagnostics, or asks it to request them again. */
export class Publisher {
  readonly #context: Context;
  /** Open documents whose diagnostics were sent. */
  readonly #sent = new Set<string>();
  /** Requests for workspace diagnostics that wait for a change. */
  readonly #waiting = new Set<() => void>();
  readonly #scheduler = createScheduler(() => this.#sendAll());

  constructor(context: Context) {
    this.#context = context;
  }

  /** Call it when something that findings depend on has changed; `isOutside` if that is not an open document. */
  changed(isOutside = false): void {
    const { client, connection } = this.#context;
    for (const wake of this.#waiting) wake();
    if (!client.pull) this.#scheduler.request();
    else if (isOutside && client.refresh) void connection.languages.diagnostics.refresh().catch(() => {});
    if (isOutside && client.refreshesLenses) void connection.sendRequest(CodeLensRefreshRequest.type).catch(() => {});
  }

  /** Resolves when the messages that have arrived are read and the settings are known. */
  async settled(): Promise<void> {
    await this.#scheduler.settled();
    await this.#context.settings.ready;
  }

  /** Resolves with the next change, or when the request is cancelled. */
  nextChange(token: CancellationToken): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        subscription.dispose();
        resolve();
      };
      const subscription = token.onCancellationRequested(wake);
      this.#waiting.add(wake);
    });
  }

  /** Sends the diagnostics of a file that is not open. */
  async sendClosed(uri: string): Promise<void> {
    const { connection, session } = this.#context;
    if (session.textDocument(uri) !== undefined) return;
    const { items } = await showReport(uri, this.#context);
    void connection.sendDiagnostics({ uri, diagnostics: [...items] });
  }

  /** Removes the diagnostics of a document that was closed. */
  clear(uri: string): void {
    const { client, connection } = this.#context;
    if (!client.pull && this.#sent.delete(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  async #sendAll(): Promise<void> {
    const { session, settings } = this.#context;
    await settings.ready;
    for (const { uri } of session.openDocuments) await this.#send(uri);
    this.#context.logFailures();
  }

  async #send(uri: string): Promise<void> {
    const { connection, session } = this.#context;
    const document = session.textDocument(uri);
    if (document === undefined) return;
    const { version } = document;
    const report = await showReport(uri, this.#context);
    // If the text has changed in the meantime, the next run sends its diagnostics.
    if (session.textDocument(uri)?.version !== version) return;
    this.#sent.add(uri);
    void connection.sendDiagnostics({ uri, version, diagnostics: [...report.items] });
  }
}
