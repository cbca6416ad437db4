import { closeSync, constants, fstatSync, opendirSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { LoadResult } from './engine/openapi/model.ts';
import { parseSource } from './engine/syntax/parseSource.ts';
import type { SourceDocument } from './engine/syntax/sourceDocument.ts';

/** Larger files are refused: no real description comes near, so they are a mistake or an attack. */
const maxFileBytes = 64 * 1024 * 1024;

export type ReadResult =
  | { readonly text: string }
  | { readonly failure: 'missing-file' | 'outside-roots' | 'too-large' | 'unreadable'; readonly message: string };

/** Reads files for the engine: ordinary files inside of `roots` and nothing else, never the network. */
export interface FileReader {
  /** By absolute path. */
  read(path: string): ReadResult;
  /** For `$ref`s: a parsed document by its `file:` URI. Each file is read and parsed once, under whatever name. */
  load(uri: string): LoadResult;
  /** Forgets what was loaded. */
  clear(): void;
}

export function createFileReader(roots: readonly string[]): FileReader {
  const realRoots = roots.map(realPath).filter((root) => root !== undefined);
  const documents = new Map<string, SourceDocument>();

  function load(uri: string): LoadResult {
    const path = pathOf(uri);
    if (path === undefined) return { failure: 'outside-roots', message: `"${uri}" is not a file on this machine.` };
    const real = realPath(path) ?? path;
    const known = documents.get(real);
    if (known !== undefined) return { document: known };
    const result = readFile(path, realRoots);
    if ('failure' in result) return result;
    const canonical = pathToFileURL(real).href;
    const document = parseSource(canonical, result.text);
    documents.set(real, document);
    return { document };
  }

  return { read: (path) => readFile(path, realRoots), load, clear: () => documents.clear() };
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    // A file that does not exist has no other name; reading it will say so.
    return undefined;
  }
}

/** True for a symbolic link, or one above it, that ends at no file because it leads to itself. */
function isCircular(path: string): boolean {
  try {
    statSync(path);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ELOOP';
  }
}

/** The path of a `file:` URI on this machine; `undefined` for other hosts, encoded separators and NUL. */
export function pathOf(uri: string): string | undefined {
  try {
    const url = new URL(uri);
    if (url.protocol !== 'file:' || (url.host !== '' && url.host !== 'localhost')) return undefined;
    if (/%2f|%5c|%00/i.test(url.pathname) || url.pathname.startsWith('//')) return undefined;
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

function isInside(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => {
    const way = relative(root, path);
    return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
  });
}

/** Opens once and checks what was opened: nothing can be exchanged between the check and the read. */
function readFile(path: string, roots: readonly string[]): ReadResult {
  const real = realPath(path);
  if (real === undefined) {
    // Outside the roots, not even the existence of a file is revealed.
    if (!isInside(resolve(path), roots)) return outside(path);
    if (isCircular(path))
      return { failure: 'unreadable', message: `"${nameIn(path, roots)}" is a link that leads back to itself.` };
    return { failure: 'missing-file', message: `"${nameIn(path, roots)}" does not exist.` };
  }
  if (!isInside(real, roots)) return outside(path);
  let file: number | undefined;
  try {
    // Without O_NONBLOCK, opening a FIFO waits for its writer.
    file = openSync(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
    const stat = fstatSync(file);
    if (!stat.isFile()) return { failure: 'unreadable', message: `"${nameIn(path, roots)}" is not a regular file.` };
    if (stat.size > maxFileBytes)
      return { failure: 'too-large', message: `"${nameIn(path, roots)}" is larger than 64 MB.` };
    return { text: decode(readAll(file, stat.size)) };
  } catch {
    return { failure: 'unreadable', message: `"${nameIn(path, roots)}" cannot be read.` };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function outside(path: string): ReadResult {
  return {
    failure: 'outside-roots',
    message: `"${path}" is outside the checked folders and was not read.`,
  };
}

function nameIn(path: string, roots: readonly string[]): string {
  const root = roots.find((candidate) => isInside(path, [candidate]));
  return root === undefined ? path : relative(root, path) || path;
}

function readAll(file: number, size: number): Buffer {
  const buffer = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const count = readSync(file, buffer, length, size - length, null);
    if (count === 0) break;
    length += count;
  }
  return buffer.subarray(0, length);
}

/** UTF-8, or UTF-16 by its byte order mark. What is no UTF-8 becomes U+FFFD. A mark stays, as one character. */
export function decode(buffer: Buffer): string {
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return buffer.toString('utf16le');
  if (buffer[0] === 0xfe && buffer[1] === 0xff)
    return Buffer.from(buffer.subarray(0, buffer.length & ~1))
      .swap16()
      .toString('utf16le');
  return buffer.toString('utf8');
}

/** Folders of third-party files. */
const skippedFolders: ReadonlySet<string> = new Set(['node_modules', 'bower_components', 'vendor']);

/**
 * Every YAML and JSON file below a folder, in the order of their names. Links are not followed. `unread` hears of folders
 * that cannot be listed.
 */
export function* walkFiles(folder: string, unread?: (folder: string) => void): Generator<string> {
  const names: { name: string; isFolder: boolean }[] = [];
  try {
    const directory = opendirSync(folder);
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
      if (entry.name.startsWith('.') || skippedFolders.has(entry.name)) continue;
      if (entry.isDirectory()) names.push({ name: entry.name, isFolder: true });
      else if (entry.isFile() && /\.(ya?ml|json)$/i.test(entry.name)) names.push({ name: entry.name, isFolder: false });
    }
    directory.closeSync();
  } catch {
    unread?.(folder);
    return;
  }
  names.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, isFolder } of names) {
    if (isFolder) yield* walkFiles(join(folder, name), unread);
    else yield join(folder, name);
  }
}

/** The nearest folder upwards that is a repository; `undefined` if there is none. */
export function repositoryOf(path: string): string | undefined {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (exists(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

export function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** A cheap test that skips most other files before they are parsed. */
export function mayBeOpenApi(text: string): boolean {
  return /(^|[\n{,\s"'])["']?(openapi|swagger)["']?[ \t]*:/.test(text);
}
