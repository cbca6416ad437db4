import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
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
import { releaseMemory } from './releaseMemory.ts';
import { createStructureChecker } from './schemaCheck/checker.ts';

/** The server over stdio or IPC, with Node's file system. */
const connection = process.argv.includes('--stdio') ? createStdioConnection() : createConnection(ProposedFeatures.all);
// The library ends the process on an unhandled rejection. Log it instead, without the message: it may quote a document.
process.on('unhandledRejection', (error) => {
  connection.console.error(
    error instanceof Error ? `${error.name} at ${error.stack?.split('\n')[1]?.trim() ?? '?'}` : 'unknown error',
  );
});
startServer(connection, createNodeHost(), structureChecker());

/** After a malformed header, the library waits forever. Exit instead, so that the client notices. */
function createStdioConnection() {
  const reader = new StreamMessageReader(process.stdin);
  reader.onError(() => process.exit(1));
  reader.onClose(() => process.exit(process.exitCode ?? 1));
  return createConnection(ProposedFeatures.all, reader, new StreamMessageWriter(process.stdout));
}

/** The validators are a separate bundle, which exists only after a build. */
function structureChecker() {
  const bundled = join(import.meta.dirname, 'structure.cjs');
  return exists(bundled) ? createStructureChecker(bundled) : undefined;
}

function createNodeHost(): Host {
  let reader: FileReader = createFileReader([]);
  return {
    read(uri) {
      const path = pathOf(uri);
      if (path === undefined) return { failure: 'outside-roots', message: 'This is not a file on this machine.' };
      return reader.read(path);
    },
    fetch: () => Promise.resolve(),
    forget: () => {},
    async names(folder) {
      const path = pathOf(folder);
      return path === undefined ? [] : [...walkFiles(path)].map((file) => pathToFileURL(file).href);
    },
    async list(folder) {
      const path = pathOf(folder);
      if (path === undefined) return [];
      const found: string[] = [];
      for (const file of walkFiles(path)) {
        const read = reader.read(file);
        // Skips files that cannot be OpenAPI documents before they are parsed.
        if ('text' in read && mayBeOpenApi(read.text)) found.push(pathToFileURL(file).href);
      }
      return found;
    },
    setRoots(folders) {
      reader = createFileReader(
        folders.flatMap((folder) => (pathOf(folder) === undefined ? [] : [fileURLToPath(folder)])),
      );
    },
    rest: releaseMemory,
    async readPage(id) {
      const rule = rules.find(({ meta }) => meta.id === id);
      return rule === undefined ? undefined : readPage(rule.meta);
    },
  };
}
