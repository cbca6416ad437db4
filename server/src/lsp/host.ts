/** Access to files. Two implementations: Node's file system, and the client of a web worker. */
export interface Host {
  /** The text of a file, or why it cannot be read; `pending` until `fetch` has loaded it. Never outside the roots. */
  read(uri: string): FileText | 'pending';
  /** Loads pending files. */
  fetch(uris: readonly string[]): Promise<void>;
  /** Drops cached files that have changed; without a list, all files. */
  forget(uris?: readonly string[]): void;
  /** YAML and JSON files below a folder, without reading them. */
  names(folder: string): Promise<readonly string[]>;
  /** Those that may be OpenAPI documents. */
  list(folder: string): Promise<readonly string[]>;
  setRoots(folders: readonly string[]): void;
  /** Called when no document is open: memory may be released while `isResting` returns true. */
  rest(isResting: () => boolean): void;
  /** The page of a rule, for hovers. */
  readPage(id: string): Promise<string | undefined>;
}

export type FileText =
  | { readonly text: string }
  | { readonly failure: 'missing-file' | 'outside-roots' | 'too-large' | 'unreadable'; readonly message: string };
