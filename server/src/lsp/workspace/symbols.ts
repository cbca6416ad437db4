import { detectVersion } from '../../engine/openapi/version.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import type { Host } from '../host.ts';
import { normalizeUri } from '../uri.ts';
import type { Documents } from './documents.ts';

/** What is read from each description of the workspace, kept until its file or its text in the editor changes. */
export class PerDescription<Value> {
  readonly #host: Host;
  readonly #documents: Documents;
  /** Of an open document with its source; of files that hold no description, nothing. */
  readonly #values = new Map<
    string,
    { readonly source: SourceDocument | undefined; readonly value: Value | undefined }
  >();

  /** The files that may hold a description. */
  #files: Promise<readonly string[]> | undefined;

  constructor(host: Host, documents: Documents) {
    this.#host = host;
    this.#documents = documents;
  }

  /** Forgets files that have changed; all of them without a list. */
  forget(keys?: readonly string[]): void {
    this.#files = undefined;
    if (keys === undefined) this.#values.clear();
    for (const key of keys ?? []) this.#values.delete(key);
  }

  /** The values of all descriptions that are open or below the roots. */
  async all(
    roots: readonly string[],
    read: (source: SourceDocument) => Value,
    isCancelled: () => boolean,
  ): Promise<readonly Value[]> {
    const keys = new Set(this.#documents.openKeys);
    this.#files ??= Promise.all(roots.map((root) => this.#host.list(root))).then((lists) => lists.flat());
    for (const uri of await this.#files) keys.add(normalizeUri(uri));
    const values: Value[] = [];
    for (const key of keys) {
      if (isCancelled()) return [];
      const value = await this.#of(key, read);
      if (value !== undefined) values.push(value);
    }
    return values;
  }

  async #of(key: string, read: (source: SourceDocument) => Value): Promise<Value | undefined> {
    const isOpen = this.#documents.isOpen(key);
    const known = this.#values.get(key);
    if (known !== undefined && (!isOpen || known.source === this.#documents.source(key))) return known.value;
    const isKnown = this.#documents.isKnown(key);
    const source = await this.#documents.fetchSource(key);
    const value = source === undefined || detectVersion(source) === undefined ? undefined : read(source);
    this.#values.set(key, { source: isOpen ? source : undefined, value });
    // Files that nothing else needs are read again when they are checked.
    if (!isKnown) this.#documents.drop(key);
    return value;
  }
}
