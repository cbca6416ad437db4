import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import type { FileText, Host } from './lsp/host.ts';
import {
  type ListFilesResult,
  listFilesRequest,
  type ReadFileResult,
  type ReadPageResult,
  readFileRequest,
  readPageRequest,
} from './lsp/protocol.ts';
import { startServer } from './lsp/server.ts';

declare const self: DedicatedWorkerGlobalScope;

/** The server in a web worker: files come from the client, which sees the workspace. */
const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));
startServer(connection, createClientHost());

function createClientHost(): Host {
  const files = new Map<string, FileText>();
  let roots: readonly string[] = [];
  const isInside = (uri: string): boolean => roots.some((root) => uri.startsWith(`${root}/`));
  const list = async (folder: string): Promise<readonly string[]> => {
    const result: ListFilesResult = await connection.sendRequest(listFilesRequest, { folder });
    return result;
  };
  return {
    read(uri) {
      // The client checks this as well; neither trusts the other.
      if (!isInside(uri))
        return { failure: 'outside-roots', message: `"${uri}" is outside the workspace and was not read.` };
      return files.get(uri) ?? 'pending';
    },
    async fetch(uris) {
      for (const uri of uris) {
        const result: ReadFileResult = await connection.sendRequest(readFileRequest, { uri });
        files.set(uri, result ?? { failure: 'missing-file', message: `"${uri}" cannot be read.` });
      }
    },
    forget(uris) {
      if (uris === undefined) files.clear();
      for (const uri of uris ?? []) files.delete(uri);
    },
    names: list,
    list,
    setRoots(folders) {
      roots = folders;
      files.clear();
    },
    rest: () => {},
    async readPage(id) {
      const page: ReadPageResult = await connection.sendRequest(readPageRequest, { id });
      return page ?? undefined;
    },
  };
}
