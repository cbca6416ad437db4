import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { root } from './process.ts';

/** Run in the server before it starts: on a signal, it collects what is garbage and says what is left. */
const collectOnSignal = `data:text/javascript,${encodeURIComponent(`
process.on('SIGUSR2', () => {
  for (let round = 0; round < 4; round++) globalThis.gc();
  const { rss, heapUsed } = process.memoryUsage();
  process.stderr.write('memory ' + rss + ' ' + heapUsed + '\\n');
});`)}`;

/** In megabytes, after garbage is collected; `peak` since the start, where the system tells it. */
export interface ServerMemory {
  readonly resident: number;
  readonly heap: number;
  readonly peak: number | undefined;
}

/** The built server with a client that asks for diagnostics, over real stdio. */
export class Editor {
  readonly #process: ChildProcess;
  readonly #connection: MessageConnection;

  private constructor() {
    const server = join(root, 'dist/server/node.cjs');
    this.#process = spawn(process.execPath, ['--expose-gc', '--import', collectOnSignal, server, '--stdio'], {
      stdio: ['pipe', 'pipe', 'pipe'],
      // As the extension starts it (client/src/node.ts).
      env: { ...process.env, MALLOC_MMAP_THRESHOLD_: '131072' },
    });
    this.#connection = createMessageConnection(
      new StreamMessageReader(this.#process.stdout!),
      new StreamMessageWriter(this.#process.stdin!),
    );
    this.#connection.listen();
  }

  static async start(folder: string): Promise<Editor> {
    const editor = new Editor();
    await editor.#connection.sendRequest('initialize', {
      processId: null,
      rootUri: pathToFileURL(folder).href,
      workspaceFolders: null,
      // Edits of code actions are asked for when one is chosen, as by VS Code.
      capabilities: {
        textDocument: { diagnostic: {}, codeAction: { resolveSupport: { properties: ['edit'] } } },
      },
    });
    await editor.#connection.sendNotification('initialized', {});
    return editor;
  }

  /** Opens a file; a document to type in, once its first diagnostics are there. */
  async open(path: string): Promise<OpenDocument> {
    const document = new OpenDocument(this.#connection, path);
    await document.open();
    return document;
  }

  async memory(): Promise<ServerMemory> {
    const told = new Promise<readonly number[]>((resolve) => {
      const listen = (data: Buffer): void => {
        const found = /memory (\d+) (\d+)/.exec(String(data));
        if (found === null) return;
        this.#process.stderr!.off('data', listen);
        resolve([Number(found[1]), Number(found[2])]);
      };
      this.#process.stderr!.on('data', listen);
    });
    this.#process.kill('SIGUSR2');
    const [resident = 0, heap = 0] = await told;
    return { resident: resident / 1e6, heap: heap / 1e6, peak: this.#peak() };
  }

  #peak(): number | undefined {
    if (process.platform !== 'linux') return undefined;
    const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8');
    return Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0) / 1000;
  }

  stop(): void {
    this.#process.kill();
    this.#connection.dispose();
  }
}

/** A document in the editor, with a place in the middle where characters are typed. */
export class OpenDocument {
  readonly #connection: MessageConnection;
  readonly #uri: string;
  readonly #text: string;
  readonly #place: { readonly line: number; readonly character: number };
  #version = 1;

  constructor(connection: MessageConnection, path: string) {
    this.#connection = connection;
    this.#uri = pathToFileURL(path).href;
    this.#text = readFileSync(path, 'utf8');
    this.#place = placeToType(this.#text);
  }

  async open(): Promise<void> {
    const languageId = this.#uri.endsWith('json') ? 'json' : 'yaml';
    const textDocument = { uri: this.#uri, languageId, version: this.#version, text: this.#text };
    await this.#connection.sendNotification('textDocument/didOpen', { textDocument });
    await this.#pull();
  }

  /** Types characters at once, each a change of its own, and waits for the diagnostics of the last. */
  async type(characters = 1): Promise<void> {
    for (let index = 0; index < characters; index++) this.change();
    await this.#pull();
  }

  /** Types a character and waits for nothing. */
  change(): void {
    const textDocument = { uri: this.#uri, version: ++this.#version };
    const contentChanges = [{ range: { start: this.#place, end: this.#place }, text: 'x' }];
    void this.#connection.sendNotification('textDocument/didChange', { textDocument, contentChanges });
  }

  /** A request at the place behind an occurrence of a text: the first one after a fraction of the document. */
  request(method: string, after: string, fraction: number): () => Promise<unknown> {
    const from = this.#text.indexOf(after, this.#text.length * fraction);
    const position = positionAt(this.#text, (from < 0 ? this.#text.indexOf(after) : from) + after.length);
    const params = {
      textDocument: { uri: this.#uri },
      position,
      range: { start: position, end: position },
      context: { includeDeclaration: true, diagnostics: [] },
    };
    return () => this.#connection.sendRequest(`textDocument/${method}`, params);
  }

  close(): Promise<void> {
    return this.#connection.sendNotification('textDocument/didClose', { textDocument: { uri: this.#uri } });
  }

  async #pull(): Promise<void> {
    await this.#connection.sendRequest('textDocument/diagnostic', { textDocument: { uri: this.#uri } });
  }
}

/** Within the words of a description: an edit that people make. */
function placeToType(text: string): { readonly line: number; readonly character: number } {
  const words = /description"?: *["']?[A-Za-z]{2}/g;
  words.lastIndex = text.length / 2;
  const match = words.exec(text) ?? words.exec(text);
  return positionAt(text, (match?.index ?? 0) + (match?.[0].length ?? 0));
}

function positionAt(text: string, offset: number): { readonly line: number; readonly character: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length - 1, character: offset - before.lastIndexOf('\n') - 1 };
}
