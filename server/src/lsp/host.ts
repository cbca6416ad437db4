/** What the server needs of the machine it runs on. Two exist: Node's file system, and the client of a web worker. */
export interface Host {
  /** The text of a file, or why it is not given; `pending` until `fetch` has brought it. Never outside of the roots. */
  read(uri: string): FileText | 'pending';
  /** Brings pending files. */
  fetch(uris: readonly string[]): Promise<void>;
  /** Forgets files that have changed; all of them without a list. */
  forget(uris?: readonly string[]): void;
  /** YAML and JSON files below a folder. */
  list(folder: string): Promise<readonly string[]>;
  setRoots(folders: readonly string[]): void;
  /** Nothing is open any more: memory that nobody needs may be given back, as long as it stays so. */
  rest(isResting: () => boolean): void;
  /** The page of a rule, for hovers. */
  readPage(id: string): Promise<string | undefined>;
}

export type FileText =
  | { readonly text: string }
  | { readonly failure: 'missing-file' | 'outside-roots' | 'too-large' | 'unreadable'; readonly message: string };
