import type { CancellationToken, Disposable } from 'vscode-languageserver';
import type { TextDocument, TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { analysis } from '../../engine/analyze/analyze.ts';
import { holdFindings } from '../../engine/analyze/carryOver.ts';
import { type Config, defaultConfig } from '../../engine/config/config.ts';
import { parseConfig } from '../../engine/config/parseConfig.ts';
import { DescriptionCache, describing } from '../../engine/description/describe.ts';
import type { Analysis } from '../../engine/finding.ts';
import type { LoadResult, OpenApiDescription } from '../../engine/openapi/model.ts';
import { detectVersion } from '../../engine/openapi/version.ts';
import { rules } from '../../engine/rules/index.ts';
import { forgetNames } from '../../engine/sensitive/tokenize.ts';
import { parseSource } from '../../engine/syntax/parseSource.ts';
import type { SourceDocument, SyntaxProblem } from '../../engine/syntax/sourceDocument.ts';
import type { Host } from '../host.ts';
import { normalizeUri, parentUri } from '../uri.ts';
import { type EditorDocument, OpenText } from './openText.ts';
import { nextTurn } from './schedule.ts';

/** What was found out about one description, and everything that it depends on. */
export interface Checked {
  readonly description: OpenApiDescription;
  readonly analysis: Analysis;
  readonly config: Config;
  /** References that could not be read: should such a file appear, this is out of date. */
  readonly missing: readonly string[];
}

/** Settings of the editor, in the shape of the config file. */
export interface Settings {
  readonly config: Config;
  readonly maxFindings: number;
}

export const defaultSettings: Settings = { config: defaultConfig, maxFindings: 1000 };

/** Milliseconds of work before messages are looked for: nobody notices so short a wait. */
const sliceLength = 20;

/** UTF-16 units of text; what is worked out about them takes twenty to seventy times as many bytes. */
const keptLength = 500_000;

const maxKeys = 20_000;

/**
 * The documents that are open, the files that they reference, and what is known about them. Answers about the present
 * text only; every answer is kept until something that it depends on changes.
 */
export class Session {
  readonly #host: Host;
  readonly #open = new Map<string, OpenText>();
  readonly #parsed = new Map<string, { version: number; source: SourceDocument }>();
  readonly #files = new Map<string, SourceDocument>();
  readonly #checked = new Map<string, Checked>();
  readonly #running = new Map<string, Promise<unknown>>();
  /** The documents of every description that was found, by its entry: what a fragment belongs to. */
  readonly #reached = new Map<string, ReadonlySet<string>>();
  /** What descriptions keep from version to version. */
  readonly #caches = new Map<string, DescriptionCache>();
  /** The last answer for a description without syntax errors. */
  readonly #clean = new Map<string, Analysis>();
  readonly #configs = new Map<string, Config>();
  readonly #keys = new Map<string, string>();
  #roots: readonly string[] = [];
  #isDiscovered = false;
  settings: Settings = defaultSettings;
  /** The user has asked for the findings of the whole workspace. */
  isWorkspaceChecked = false;

  constructor(host: Host) {
    this.#host = host;
  }

  setRoots(roots: readonly string[]): void {
    this.#roots = roots.map((root) => normalizeUri(root).replace(/\/$/, ''));
    this.#host.setRoots(this.#roots);
    this.forgetFiles();
  }

  get roots(): readonly string[] {
    return this.#roots;
  }

  /** How many descriptions are known. */
  get descriptionCount(): number {
    return this.#reached.size;
  }

  get openDocuments(): readonly EditorDocument[] {
    return [...this.#open.values()].map(({ document }) => document);
  }

  open(document: TextDocument): void {
    this.#open.set(normalizeUri(document.uri), new OpenText(document));
  }

  change(uri: string, changes: readonly TextDocumentContentChangeEvent[], version: number): void {
    this.#open.get(normalizeUri(uri))?.change(changes, version);
  }

  close(uri: string): void {
    const key = normalizeUri(uri);
    this.#open.delete(key);
    this.#parsed.delete(key);
    this.#checked.delete(key);
    this.forgetFiles([key]);
    this.#trim();
  }

  /** The editor's document, which wins over the file. */
  textDocument(uri: string): EditorDocument | undefined {
    return this.#open.get(normalizeUri(uri))?.document;
  }

  /** The URI as the client spells it. */
  clientUri(uri: string): string {
    return this.#open.get(uri)?.document.uri ?? uri;
  }

  forgetFiles(uris?: readonly string[]): void {
    const keys = uris?.map(normalizeUri);
    this.#host.forget(keys);
    this.#isDiscovered = false;
    this.#configs.clear();
    if (keys === undefined) this.#files.clear();
    for (const key of keys ?? []) this.#files.delete(key);
    for (const [entry, { missing }] of this.#checked) {
      if (keys === undefined || missing.some((uri) => keys.includes(uri))) this.#checked.delete(entry);
    }
  }

  /** The present source of a document, open or not; `undefined` while it is pending or cannot be read. */
  source(uri: string): SourceDocument | undefined {
    return this.#sourceAt(normalizeUri(uri));
  }

  #sourceAt(key: string): SourceDocument | undefined {
    const loaded = this.#load(key);
    return loaded !== 'pending' && 'document' in loaded ? loaded.document : undefined;
  }

  async isOpenApi(uri: string): Promise<boolean> {
    const source = await this.#sourceOf(normalizeUri(uri));
    return source !== undefined && detectVersion(source) !== undefined;
  }

  /** The description that starts in `uri`, checked; `undefined` if it is no OpenAPI document. */
  async check(uri: string): Promise<Checked | undefined> {
    const key = normalizeUri(uri);
    const config = await this.configFor(key);
    for (;;) {
      const known = this.#checked.get(key);
      if (known !== undefined && known.config === config && this.#isCurrent(known)) return known;
      const running = this.#running.get(key);
      if (running !== undefined) {
        // The same, or out of date and about to stop.
        await running.catch(() => {});
        continue;
      }
      const work = this.#checkNow(key, config);
      this.#running.set(key, work);
      try {
        const checked = await work;
        if (checked === 'outdated') continue;
        this.#keep(key, checked);
        return checked;
      } finally {
        this.#running.delete(key);
      }
    }
  }

  #keep(key: string, checked: Checked | undefined): void {
    // The one that was checked last is the last to go.
    this.#checked.delete(key);
    if (checked === undefined) {
      this.#reached.delete(key);
      return;
    }
    this.#checked.set(key, checked);
    this.#reached.set(key, new Set(checked.description.documents.keys()));
    if (!this.#isLive(key)) this.#trim();
  }

  /** True if the editor shows a document of the description that starts in `key`. */
  #isLive(key: string): boolean {
    if (this.#open.has(key)) return true;
    const reached = this.#reached.get(key);
    return reached !== undefined && [...this.#open.keys()].some((uri) => reached.has(uri));
  }

  /** Nobody looks at anything: nothing is kept for a second look. */
  rest(): void {
    this.forgetFiles();
    forgetNames();
    this.#keys.clear();
    this.#host.rest(() => this.#open.size === 0);
  }

  /** Of descriptions that nobody looks at, those that were checked last are kept, as long as that is not much. */
  #trim(): void {
    let length = 0;
    const used = new Set<string>();
    for (const [key, { description }] of [...this.#checked].reverse()) {
      const isLive = this.#isLive(key);
      const documents = [...description.documents];
      if (!isLive) length += documents.reduce((sum, [, { text }]) => sum + text.length, 0);
      if (isLive || length <= keptLength) for (const [uri] of documents) used.add(uri);
      else this.#checked.delete(key);
    }
    for (const uri of this.#files.keys()) if (!used.has(uri)) this.#files.delete(uri);
    for (const kept of [this.#caches, this.#clean]) {
      for (const key of kept.keys()) if (!this.#isLive(key)) kept.delete(key);
    }
  }

  /** Waits for the check of a description; false if the request is cancelled first, and the check goes on. */
  async isChecked(uri: string, token: CancellationToken): Promise<boolean> {
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

  /** Step by step, so that others are answered in between; ends early when the text is another. */
  async #run<Value>(
    steps: Generator<undefined, Value>,
    used: ReadonlyMap<string, SourceDocument>,
  ): Promise<Value | 'outdated'> {
    for (let began = performance.now(); ; ) {
      const step = steps.next();
      if (step.done === true) return step.value;
      if (performance.now() - began < sliceLength) continue;
      await nextTurn();
      for (const [key, source] of used) if (!this.#isPresent(key, source)) return 'outdated';
      began = performance.now();
    }
  }

  /** Thousands of files are named by each version of what references them. */
  #keyOf(uri: string): string {
    let key = this.#keys.get(uri);
    if (key === undefined) {
      if (this.#keys.size > maxKeys) this.#keys.clear();
      key = normalizeUri(uri);
      this.#keys.set(uri, key);
    }
    return key;
  }

  /** Without reading the text anew, where it changed. */
  #isPresent(key: string, source: SourceDocument): boolean {
    const open = this.#open.get(key);
    // A file that is not kept has not changed either.
    if (open === undefined) return (this.#files.get(key) ?? source) === source;
    const parsed = this.#parsed.get(key);
    return parsed?.source === source && parsed.version === open.version;
  }

  async #checkNow(key: string, config: Config): Promise<Checked | 'outdated' | undefined> {
    for (let round = 0; round < 100; round++) {
      const entry = await this.#sourceOf(key);
      if (entry === undefined) return undefined;
      const missing: string[] = [];
      const used = new Map([[key, entry]]);
      const loader = {
        load: (uri: string): LoadResult => {
          const name = this.#keyOf(uri);
          const result = this.#load(name);
          if (result === 'pending') return result;
          if ('failure' in result) missing.push(name);
          else used.set(name, result.document);
          return result;
        },
      };
      const cache = this.#cacheOf(key) ?? new DescriptionCache(true);
      const description = await this.#run(describing(entry, loader, config.sensitive, cache), used);
      if (description === undefined || description === 'outdated') return description;
      if (description.pending.length > 0) {
        await this.#host.fetch(description.pending.map(normalizeUri));
        continue;
      }
      const found = await this.#run(analysis(description, config), used);
      if (found === 'outdated') return found;
      return { description, analysis: this.#held(key, description, found), config, missing };
    }
    return undefined;
  }

  /** For what the editor shows: what it does not is seldom looked at twice. */
  #cacheOf(key: string): DescriptionCache | undefined {
    if (!this.#isLive(key)) return undefined;
    const cache = this.#caches.get(key) ?? new DescriptionCache();
    this.#caches.set(key, cache);
    return cache;
  }

  /** While the text is broken, with what was known before. */
  #held(key: string, description: OpenApiDescription, analysis: Analysis): Analysis {
    if (!description.isBroken) {
      this.#clean.set(key, analysis);
      return analysis;
    }
    const last = this.#clean.get(key);
    return last === undefined ? analysis : holdFindings(analysis, last, description);
  }

  #isCurrent({ description }: Checked): boolean {
    for (const [uri, document] of description.documents)
      if (this.#sourceAt(this.#keyOf(uri)) !== document) return false;
    return true;
  }

  /** Descriptions that reach `uri`, checked anew where needed: a fragment is shown what was found in it through them. */
  async descriptionsWith(uri: string): Promise<readonly Checked[]> {
    const key = normalizeUri(uri);
    const found: Checked[] = [];
    for (const [entry, documents] of [...this.#reached]) {
      if (!documents.has(key)) continue;
      const current = await this.check(entry);
      if (current?.description.documents.has(key)) found.push(current);
    }
    return found;
  }

  /**
   * Looks for the descriptions of the workspace, once until files change: a fragment that is opened alone belongs to one
   * of them. True if something new is known.
   */
  async discover(): Promise<boolean> {
    if (this.#isDiscovered) return false;
    this.#isDiscovered = true;
    const before = this.#reached.size;
    for (const uri of await this.findEntries()) await this.check(uri);
    return this.#reached.size > before;
  }

  /** Every OpenAPI document below the roots, found by content. */
  async findEntries(): Promise<readonly string[]> {
    const entries: string[] = [];
    let length = 0;
    for (const root of this.#roots) {
      for (const uri of await this.#host.list(root)) {
        const key = normalizeUri(uri);
        const isKnown = this.#files.has(key) || this.#open.has(key);
        const isEntry = await this.isOpenApi(uri);
        if (isEntry) entries.push(key);
        if (isKnown) continue;
        // Thousands of them are read again when their turn comes.
        length += this.#files.get(key)?.text.length ?? 0;
        if (!isEntry || length > keptLength) this.#files.delete(key);
      }
    }
    return entries;
  }

  async #sourceOf(key: string): Promise<SourceDocument | undefined> {
    let loaded = this.#load(key);
    if (loaded === 'pending') {
      await this.#host.fetch([key]);
      loaded = this.#load(key);
    }
    return loaded !== 'pending' && 'document' in loaded ? loaded.document : undefined;
  }

  #load(key: string): LoadResult {
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
    return source;
  }

  /** The nearest `portcullis.yaml` upwards within the roots; the editor's settings where there is none. */
  async configFor(key: string): Promise<Config> {
    const uri = await this.#configUriFor(key);
    return (uri === undefined ? undefined : await this.#configAt(uri)) ?? this.settings.config;
  }

  /** Where a change of the configuration of `uri` belongs. `undefined` outside of the workspace. */
  async configTarget(uri: string): Promise<SourceDocument | { readonly newFile: string } | undefined> {
    const key = normalizeUri(uri);
    const root = this.#rootOf(key);
    if (root === undefined) return undefined;
    const known = await this.#configUriFor(key);
    return (known === undefined ? undefined : this.source(known)) ?? { newFile: `${root}/${configName}` };
  }

  async #configUriFor(key: string): Promise<string | undefined> {
    const root = this.#rootOf(key);
    if (root === undefined) return undefined;
    for (let folder = parentUri(key); folder.length >= root.length; folder = parentUri(folder)) {
      const uri = `${folder}/${configName}`;
      if ((await this.#configAt(uri)) !== undefined) return uri;
    }
    return undefined;
  }

  /** The workspace folder that holds a document, the innermost. */
  #rootOf(key: string): string | undefined {
    return this.#roots.filter((candidate) => key.startsWith(`${candidate}/`)).sort((a, b) => b.length - a.length)[0];
  }

  async #configAt(uri: string): Promise<Config | undefined> {
    const known = this.#configs.get(uri);
    if (known !== undefined && !this.#open.has(uri)) return known;
    const source = await this.#sourceOf(uri);
    if (source === undefined) return undefined;
    const previous = this.#configs.get(uri);
    const { config } = parseConfig(source, knownNames);
    // The same settings are the same object, so that findings stay valid.
    const same = previous !== undefined && JSON.stringify(previous) === JSON.stringify(config) ? previous : config;
    this.#configs.set(uri, same);
    return same;
  }

  configProblems(uri: string): readonly SyntaxProblem[] {
    const source = this.source(uri);
    return source === undefined ? [] : parseConfig(source, knownNames).problems;
  }
}

const configName = 'portcullis.yaml';
const knownNames = { rules: rules.map(({ meta }) => meta.id) };
