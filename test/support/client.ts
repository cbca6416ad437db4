import { type ChildProcess, spawn } from 'node:child_process';
import {
  createMessageConnection,
  type Diagnostic,
  type InitializeResult,
  type MessageConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { built } from './dist.ts';

/** A client of the built server, over real stdio. It waits for messages, never for time. */
export class Client {
  readonly process: ChildProcess;
  readonly connection: MessageConnection;
  readonly published = new Map<string, { version: number | undefined; diagnostics: readonly Diagnostic[] }>();
  readonly notes: { method: string; params: unknown }[] = [];
  settings: unknown = null;
  #waiting: (() => void)[] = [];
  result: InitializeResult | undefined;

  constructor() {
    const server = built('server/node.cjs');
    this.process = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.connection = createMessageConnection(
      new StreamMessageReader(this.process.stdout!),
      new StreamMessageWriter(this.process.stdin!),
    );
    const { connection } = this;
    connection.onNotification(
      'textDocument/publishDiagnostics',
      ({ uri, version, diagnostics }: PublishDiagnosticsParams) => {
        this.published.set(uri, { version, diagnostics });
        this.#wake();
      },
    );
    connection.onNotification((method: string, params: unknown) => {
      this.notes.push({ method, params });
      this.#wake();
    });
    connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
      items.map(() => this.settings),
    );
    for (const method of [
      'client/registerCapability',
      'workspace/diagnostic/refresh',
      'window/workDoneProgress/create',
    ]) {
      connection.onRequest(method, () => {
        this.notes.push({ method, params: undefined });
        this.#wake();
        return null;
      });
    }
    connection.listen();
    // A server that does not start (is it built?) fails the test instead of leaving it waiting.
    this.process.on('exit', () => connection.dispose());
  }

  async start(capabilities: object, root: string | null = null, options: object = {}): Promise<InitializeResult> {
    this.result = await this.connection.sendRequest('initialize', {
      processId: null,
      rootUri: root,
      workspaceFolders: root === null ? null : [{ uri: root, name: 'root' }],
      capabilities,
      initializationOptions: options,
    });
    await this.connection.sendNotification('initialized', {});
    return this.result as InitializeResult;
  }

  open(uri: string, text: string, languageId = 'yaml'): Promise<void> {
    return this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  change(uri: string, version: number, contentChanges: readonly object[]): Promise<void> {
    return this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  async pull(uri: string, previousResultId?: string): Promise<{ kind: string; resultId: string; items: Diagnostic[] }> {
    return this.connection.sendRequest('textDocument/diagnostic', {
      textDocument: { uri },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });
  }

  /** Resolves when `found` returns a value; it is called after each message. */
  until<Value>(found: () => Value | undefined): Promise<Value> {
    return new Promise((resolve) => {
      const look = (): void => {
        const value = found();
        if (value === undefined) this.#waiting.push(look);
        else resolve(value);
      };
      look();
    });
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const look of waiting) look();
  }

  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.process.on('exit', resolve));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const code = await ended;
    this.connection.dispose();
    return code;
  }
}
