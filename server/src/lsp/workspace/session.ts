import type { CancellationToken, Disposable, SymbolInformation } from 'vscode-languageserver';
import type { TextDocument, TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { type Config, defaultConfig } from '../../engine/config/config.ts';
import { forgetNames } from '../../engine/lexicon/words.ts';
import type { OpenApiDescription } from '../../engine/openapi/model.ts';
import { detectVersion } from '../../engine/openapi/version.ts';
import type { SourceDocument, SyntaxProblem } from '../../engine/syntax/sourceDocument.ts';
import type { Change } from '../../engine/syntax/yaml/splitYaml.ts';
import type { PositionEncoding } from '../encoding.ts';
import type { Host } from '../host.ts';
import { normalizeUri } from '../uri.ts';
import { Analyses, type Checked } from './analyses.ts';
import { Configs } from './configs.ts';
import { Documents } from './documents.ts';
import { keptLength } from './eviction.ts';
import { Navigation } from './navigation.ts';
import type { EditorDocument } from './openText.ts';
import { Scores } from './scores.ts';
import { PerDescription } from './symbols.ts';

/** A list of more files is of no use to an author. */
const maxFiles = 5000;

/** Settings of the editor, in the shape of the configuration file. */
export interface Settings {
  readonly config: Config;
  readonly maxFindings: number;
  /** Whether operations, schemes and schemas have a code lens. */
  readonly codeLens: boolean;
}

export const defaultSettings: Settings = { config: defaultConfig, maxFindings: 1000, codeLens: true };

/** The check of a longer text takes longer than a user waits for an answer. UTF-16 units. */
const longLength = 500_000;

/** What was found in an earlier text of a document. */
export interface Past {
  readonly checks: readonly Checked[];
  readonly source: SourceDocument;
  readonly present: SourceDocument;
  readonly change: Change;
}

/**
 * The workspace as features see it: documents, configurations and analyses of the current text. URIs may be escaped in
 * any way.
 */
export class Session {
  readonly #host: Host;
  readonly #documents: Documents;
  readonly #configs: Configs;
  readonly #analyses: Analyses;
  #discovery: Promise<void> | undefined;
  /** The YAML and JSON files below the roots, once they are listed, until files change. */
  knownFiles: readonly string[] | undefined;
  readonly navigation: Navigation;
  readonly symbols: PerDescription<readonly SymbolInformation[]>;
  readonly scores = new Scores();
  settings: Settings = defaultSettings;
  /** The user has asked for the findings of the whole workspace. */
  isWorkspaceChecked = false;
  /** Called when the search for descriptions has found one that findings of open documents depend on. */
  onDiscovery: () => void = () => {};

  constructor(host: Host) {
    this.#host = host;
    this.#documents = new Documents(host);
    this.#configs = new Configs(this.#documents);
    this.#analyses = new Analyses(host, this.#documents);
    this.symbols = new PerDescription(host, this.#documents);
    this.navigation = new Navigation(host, this.#documents, {
      analyses: this.#analyses,
      check: (uri) => this.check(uri),
      discover: () => this.discover(),
    });
  }

  setRoots(roots: readonly string[]): void {
    this.#configs.roots = roots.map((root) => normalizeUri(root).replace(/\/$/, ''));
    this.#host.setRoots(this.roots);
    this.forgetFiles();
  }

  get roots(): readonly string[] {
    return this.#configs.roots;
  }

  /** The number of known descriptions. */
  get descriptionCount(): number {
    return this.#analyses.count;
  }

  /** The checks that are cached. */
  get checked(): Iterable<Checked> {
    return this.#analyses.checked;
  }

  get openDocuments(): readonly EditorDocument[] {
    return this.#documents.openDocuments;
  }

  open(document: TextDocument): void {
    this.#documents.open(document);
    // What was missing may be here now, saved or not.
    this.#analyses.forgetFiles([normalizeUri(document.uri)]);
  }

  change(
    uri: string,
    changes: readonly TextDocumentContentChangeEvent[],
    version: number,
    encoding: PositionEncoding,
  ): void {
    this.#documents.change(normalizeUri(uri), changes, version, encoding);
  }

  close(uri: string): void {
    const key = normalizeUri(uri);
    this.#documents.close(key);
    this.#analyses.forget(key);
    this.navigation.forget(key);
    this.forgetFiles([key]);
    this.#analyses.trim();
  }

  /** The text of the editor, if the document is open. */
  textDocument(uri: string): EditorDocument | undefined {
    return this.#documents.textDocument(normalizeUri(uri));
  }

  /** The URI as the client spells it. */
  clientUri(uri: string): string {
    return this.#documents.textDocument(uri)?.uri ?? uri;
  }

  /** The same with the version that the client has open; for the URI of a document, which is normalized. */
  clientDocument(uri: string): { readonly uri: string; readonly version: number | null } {
    const open = this.#documents.textDocument(uri);
    return { uri: open?.uri ?? uri, version: open?.version ?? null };
  }

  /** Forgets files that have changed and what depends on them; all of them without a list. */
  forgetFiles(uris?: readonly string[]): void {
    const keys = uris === undefined ? undefined : this.#withFilesBelow(uris.map(normalizeUri));
    this.#discovery = undefined;
    this.knownFiles = undefined;
    this.#documents.forgetFiles(keys);
    this.symbols.forget(keys);
    this.#configs.forget();
    this.#analyses.forgetFiles(keys);
  }

  /** A folder that was renamed or deleted is one change for an editor. */
  #withFilesBelow(keys: readonly string[]): readonly string[] {
    const folders = keys.filter((key) => !/\.(ya?ml|json)$/i.test(key)).map((key) => `${key.replace(/\/$/, '')}/`);
    if (folders.length === 0) return keys;
    const isBelow = (key: string): boolean => folders.some((folder) => key.startsWith(folder));
    return [...keys, ...this.#documents.fileKeys.filter(isBelow), ...this.#analyses.missingKeys.filter(isBelow)];
  }

  /** No document is open: drops everything that is cached for reuse. */
  rest(): void {
    this.forgetFiles();
    this.navigation.clear();
    this.scores.clear();
    forgetNames();
    this.#documents.forgetKeys();
    this.#host.rest(() => this.#documents.openKeys.length === 0);
  }

  /** The current source of a document, open or not; `undefined` while it is pending or if it cannot be read. */
  source(uri: string): SourceDocument | undefined {
    return this.#documents.source(normalizeUri(uri));
  }

  /** The description that starts in `uri`, checked; `undefined` if it is not an OpenAPI document. */
  async check(uri: string): Promise<Checked | undefined> {
    const key = normalizeUri(uri);
    const config = (await this.#configs.find(key)) ?? this.settings.config;
    return this.#analyses.check(key, config);
  }

  /** Waits for the check of a description; false if the request is cancelled first, and the check goes on. */
  async waitForCheck(uri: string, token: CancellationToken): Promise<boolean> {
    const work = this.check(uri).then(
      () => true,
      () => true,
    );
    // A token that was cancelled before its request was read fires no event.
    if (token.isCancellationRequested) return false;
    let subscription: Disposable | undefined;
    const cancelled = new Promise<false>((resolve) => {
      subscription = token.onCancellationRequested(() => resolve(false));
    });
    try {
      return await Promise.race([work, cancelled]);
    } finally {
      subscription?.dispose();
    }
  }

  /** The descriptions that reach a document, checked again where needed: they decide what is found in a fragment. */
  async descriptionsWith(uri: string): Promise<readonly Checked[]> {
    const key = normalizeUri(uri);
    const found: Checked[] = [];
    for (const entry of this.#analyses.entriesOf(key)) {
      const current = await this.check(entry);
      if (current?.description.documents.has(key)) found.push(current);
    }
    return found;
  }

  /**
   * Looks for the descriptions of the workspace, once until files change: a fragment that is opened alone belongs to one
   * of them. Whoever asks first, `onDiscovery` tells of what is new.
   */
  discover(): Promise<void> {
    this.#discovery ??= this.#checkEntries();
    return this.#discovery;
  }

  async #checkEntries(): Promise<void> {
    const before = this.descriptionCount;
    for (const uri of await this.findEntries()) await this.check(uri);
    if (this.descriptionCount > before) this.onDiscovery();
  }

  /** Every OpenAPI document below the roots, found by content. */
  async findEntries(): Promise<readonly string[]> {
    const entries: string[] = [];
    let length = 0;
    for (const root of this.roots) {
      for (const uri of await this.#host.list(root)) {
        const key = normalizeUri(uri);
        const isKnown = this.#documents.isKnown(key);
        const source = await this.#documents.fetchSource(key);
        const isEntry = source !== undefined && detectVersion(source) !== undefined;
        if (isEntry) entries.push(key);
        if (isKnown) continue;
        // Of thousands of files, most are read again when they are checked.
        length += this.#documents.fileLength(key);
        if (!isEntry || length > keptLength) this.#documents.drop(key);
      }
    }
    return entries;
  }

  /** The last checks of a long document, until its present text is checked. */
  pastOf(uri: string): Past | undefined {
    const key = normalizeUri(uri);
    const present = this.#documents.source(key);
    if (present === undefined || present.length < longLength) return undefined;
    const checks = this.#analyses.entriesOf(key).flatMap((entry) => this.#analyses.lastOf(entry) ?? []);
    const [source, ...others] = new Set(checks.map(({ description }) => description.documents.get(key)));
    if (source === undefined || source === present || others.length > 0) return undefined;
    const { content } = present;
    if (typeof content === 'string' || typeof source.content === 'string') return undefined;
    const change = content.changeSince(source.content);
    return change && { checks, source, present, change };
  }

  /** What is known of a description without waiting for a check. */
  lastChecks(uri: string): { readonly last: Checked | undefined; readonly unbroken: OpenApiDescription | undefined } {
    const key = normalizeUri(uri);
    return { last: this.#analyses.lastOf(key), unbroken: this.#analyses.lastUnbroken(key) };
  }

  async listFiles(): Promise<readonly string[]> {
    const lists = await Promise.all(this.roots.map((root) => this.#host.names(root)));
    this.knownFiles ??= lists.flat().slice(0, maxFiles).map(normalizeUri);
    return this.knownFiles;
  }

  /** The file in which to change the configuration of a document; `undefined` outside the workspace. */
  configTarget(uri: string): Promise<SourceDocument | { readonly newFile: string } | undefined> {
    return this.#configs.target(normalizeUri(uri));
  }

  configProblems(uri: string): readonly SyntaxProblem[] {
    return this.#configs.problems(normalizeUri(uri));
  }
}
