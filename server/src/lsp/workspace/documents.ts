import type { TextDocument, TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type { LoadResult } from '../../engine/openapi/model.ts';
import { parseSource } from '../../engine/syntax/parseSource.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import type { PositionEncoding } from '../encoding.ts';
import type { Host } from '../host.ts';
import { normalizeUri } from '../uri.ts';
import { type EditorDocument, OpenText } from './openText.ts';

/** The number of spellings of URIs that are cached. */
const maxKeys = 20_000;

/**
 * Open documents and files, parsed. A document that is open takes precedence over its file. Keys are normalized URIs.
 */
export class Documents {
  readonly #host: Host;
  readonly #open = new Map<string, OpenText>();
  readonly #parsed = new Map<string, { version: number; source: SourceDocument }>();
  readonly #files = new Map<string, SourceDocument>();
  readonly #keys = new Map<string, string>();
  /** By open document: the last text without syntax errors. */
  readonly #whole = new Map<string, SourceDocument['content']>();

  constructor(host: Host) {
    this.#host = host;
  }

  get openDocuments(): readonly EditorDocument[] {
    return [...this.#open.values()].map(({ document }) => document);
  }

  get openKeys(): readonly string[] {
    return [...this.#open.keys()];
  }

  open(document: TextDocument): void {
    this.#open.set(normalizeUri(document.uri), new OpenText(document));
  }

  change(
    key: string,
    changes: readonly TextDocumentContentChangeEvent[],
    version: number,
    encoding: PositionEncoding,
  ): void {
    this.#open.get(key)?.change(changes, version, encoding);
  }

  close(key: string): void {
    this.#open.delete(key);
    this.#parsed.delete(key);
    this.#whole.delete(key);
  }

  /** The last text of an open document that had no syntax errors. */
  lastWhole(key: string): SourceDocument['content'] | undefined {
    return this.#whole.get(key);
  }

  isOpen(key: string): boolean {
    return this.#open.has(key);
  }

  /** The text of the editor, if the document is open. */
  textDocument(key: string): EditorDocument | undefined {
    return this.#open.get(key)?.document;
  }

  /** True if the document is parsed or open. */
  isKnown(key: string): boolean {
    return this.#files.has(key) || this.#open.has(key);
  }

  /** The files that are parsed. */
  get fileKeys(): readonly string[] {
    return [...this.#files.keys()];
  }

  /** Forgets files that have changed; all of them without a list. */
  forgetFiles(keys?: readonly string[]): void {
    this.#host.forget(keys);
    if (keys === undefined) this.#files.clear();
    for (const key of keys ?? []) this.#files.delete(key);
  }

  /** Drops a parsed file, which has not changed: it is read again when it is needed. */
  drop(key: string): void {
    this.#files.delete(key);
  }

  /** Drops the parsed files that are not in `used`. */
  keepFiles(used: ReadonlySet<string>): void {
    for (const key of this.#files.keys()) if (!used.has(key)) this.#files.delete(key);
  }

  /** UTF-16 units of a parsed file. */
  fileLength(key: string): number {
    return this.#files.get(key)?.text.length ?? 0;
  }

  /** The normalized URI, cached: every revision of a description names all its files again. */
  keyOf(uri: string): string {
    let key = this.#keys.get(uri);
    if (key === undefined) {
      if (this.#keys.size > maxKeys) this.#keys.clear();
      key = normalizeUri(uri);
      this.#keys.set(uri, key);
    }
    return key;
  }

  forgetKeys(): void {
    this.#keys.clear();
  }

  /** True if the document has not changed since `source` was parsed. Does not parse it again. */
  isPresent(key: string, source: SourceDocument): boolean {
    const open = this.#open.get(key);
    // A file that was dropped has not changed.
    if (open === undefined) return (this.#files.get(key) ?? source) === source;
    const parsed = this.#parsed.get(key);
    return parsed?.source === source && parsed.version === open.version;
  }

  /** The current source; `undefined` while it is pending or if it cannot be read. */
  source(key: string): SourceDocument | undefined {
    const loaded = this.load(key);
    return loaded !== 'pending' && 'document' in loaded ? loaded.document : undefined;
  }

  /** The current source, fetched if it is pending. */
  async fetchSource(key: string): Promise<SourceDocument | undefined> {
    if (this.load(key) === 'pending') await this.#host.fetch([key]);
    return this.source(key);
  }

  load(key: string): LoadResult {
    const open = this.#open.get(key);
    if (open !== undefined) return { document: this.#parse(key, open) };
    const known = this.#files.get(key);
    if (known !== undefined) return { document: known };
    const read = this.#host.read(key);
    if (read === 'pending' || 'failure' in read) return read;
    const document = parseSource(key, read.text);
    this.#files.set(key, document);
    return { document };
  }

  #parse(key: string, open: OpenText): SourceDocument {
    const { document } = open;
    const known = this.#parsed.get(key);
    if (known?.version === document.version) return known.source;
    const language = /^jsonc?$/.test(document.languageId) ? 'json' : 'yaml';
    const change = known && open.changeSince(known.version);
    const source = parseSource(key, document.content, { language, previous: known?.source, change });
    this.#parsed.set(key, { version: document.version, source });
    if (!source.isBroken) this.#whole.set(key, source.content);
    return source;
  }
}
