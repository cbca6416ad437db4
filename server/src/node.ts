import { join } from 'node:path';
import { constants, PerformanceObserver } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { queryObjects } from 'node:v8';
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { rules } from './engine/rules/index.ts';
import { createFileReader, exists, type FileReader, mayBeOpenApi, pathOf, walkFiles } from './files.ts';
import type { Host } from './lsp/host.ts';
import { startServer } from './lsp/server.ts';
import { readPage } from './pages.ts';
import { createStructureChecker } from './schemaCheck/checker.ts';

/** The server over stdio or IPC, with Node's file system. */
const connection = process.argv.includes('--stdio') ? createStdioConnection() : createConnection(ProposedFeatures.all);
// The library answers a rejected promise by ending the process: log it, without what the message may hold.
process.on('unhandledRejection', (error) => {
  connection.console.error(
    error instanceof Error ? `${error.name} at ${error.stack?.split('\n')[1]?.trim() ?? '?'}` : 'unknown error',
  );
});
startServer(connection, createNodeHost(), structureChecker());

/** After a header that it cannot read, the library waits for ever: a client that sends one is told by the end. */
function createStdioConnection() {
  const reader = new StreamMessageReader(process.stdin);
  reader.onError(() => process.exit(1));
  reader.onClose(() => process.exit(process.exitCode ?? 1));
  return createConnection(ProposedFeatures.all, reader, new StreamMessageWriter(process.stdout));
}

/** The validators are a bundle of their own; from source there is none. */
function structureChecker() {
  const bundled = join(import.meta.dirname, 'structure.cjs');
  return exists(bundled) ? createStructureChecker(bundled) : undefined;
}

function createNodeHost(): Host {
  let reader: FileReader = createFileReader([]);
  return {
    read(uri) {
      const path = pathOf(uri);
      if (path === undefined) return { failure: 'outside-roots', message: 'This is no file of this machine.' };
      return reader.read(path);
    },
    fetch: () => Promise.resolve(),
    forget: () => {},
    async list(folder) {
      const path = pathOf(folder);
      if (path === undefined) return [];
      const found: string[] = [];
      for (const file of walkFiles(path)) {
        const read = reader.read(file);
        // Only what may be a description is parsed.
        if ('text' in read && mayBeOpenApi(read.text)) found.push(pathToFileURL(file).href);
      }
      return found;
    },
    setRoots(folders) {
      reader = createFileReader(
        folders.flatMap((folder) => (pathOf(folder) === undefined ? [] : [fileURLToPath(folder)])),
      );
    },
    rest: giveBackMemory,
    async readPage(id) {
      const rule = rules.find(({ meta }) => meta.id === id);
      return rule === undefined ? undefined : readPage(rule.meta);
    },
  };
}

/** Counted by the engine to give memory back; there is none. */
class Nothing {}

/** Bytes. Reserved and never touched, so it costs nothing but makes V8 collect. */
const pressure = 2 ** 28;

/** Milliseconds between two of them, and how many are enough where V8 does not collect for them. */
const interval = 250;
const maxPresses = 40;

/** The first collection may have begun while everything was still held. */
const collections = 2;

/**
 * V8 keeps the pages of what it has collected: a gigabyte after a large workspace. Before it counts the objects of a
 * class (Node 20.13 and later), it collects all there is and gives the pages back: a tenth of a second when nothing is
 * held any more.
 *
 * Before that, it lists all that it takes for reachable, which is everything as long as nothing was collected, and the
 * list leaves more behind than it frees. So collections come first: buffers that nobody holds bring them about.
 *
 * It stops as soon as somebody looks at something again.
 */
function giveBackMemory(isResting: () => boolean): void {
  let done = 0;
  let presses = 0;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { detail } = entry as { detail?: { kind?: number } };
      if (detail?.kind === constants.NODE_PERFORMANCE_GC_MAJOR) done++;
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  const timer = setInterval(() => {
    if (isResting() && done < collections && presses++ < maxPresses && press()) return;
    clearInterval(timer);
    observer.disconnect();
    if (isResting()) countNothing();
  }, interval);
  timer.unref();
}

/** False where so much cannot even be reserved. */
function press(): boolean {
  try {
    return new ArrayBuffer(pressure).byteLength > 0;
  } catch {
    return false;
  }
}

function countNothing(): void {
  const { emitWarning } = process;
  // That it is experimental is nothing that a user could mend.
  process.emitWarning = () => {};
  try {
    queryObjects?.(Nothing, { format: 'count' });
  } finally {
    process.emitWarning = emitWarning;
  }
}
