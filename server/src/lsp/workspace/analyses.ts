import { analysis } from '../../engine/analyze/analyze.ts';
import { carryOverFindings } from '../../engine/analyze/carryOver.ts';
import type { Config } from '../../engine/config/config.ts';
import { DescriptionCache, describing } from '../../engine/description/describe.ts';
import type { Analysis } from '../../engine/finding.ts';
import type { LoadResult, OpenApiDescription } from '../../engine/openapi/model.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import type { Host } from '../host.ts';
import { normalizeUri } from '../uri.ts';
import type { Documents } from './documents.ts';
import { evict } from './eviction.ts';
import { nextTurn } from './schedule.ts';

/** The analysis of one description and everything that it depends on. */
export interface Checked {
  readonly description: OpenApiDescription;
  readonly analysis: Analysis;
  readonly config: Config;
  /** References that could not be read: when such a file appears, this is outdated. */
  readonly missing: readonly string[];
}

/** Milliseconds of work before messages are read again, too short for a user to notice. */
const sliceLength = 5;

/** Rounds of fetching pending files, each of which may reference others. */
const maxRounds = 100;

/** Checks descriptions and caches the results until something that they depend on changes. */
export class Analyses {
  readonly #host: Host;
  readonly #documents: Documents;
  readonly #checked = new Map<string, Checked>();
  readonly #running = new Map<string, Promise<unknown>>();
  /** The documents of every known description by its entry, to find the descriptions that contain a fragment. */
  readonly #reached = new Map<string, ReadonlySet<string>>();
  /** What the engine reuses from one revision of a description to the next. */
  readonly #caches = new Map<string, DescriptionCache>();
  /** The last analysis of a description without syntax errors. */
  readonly #clean = new Map<string, Analysis>();

  /** The last description without syntax errors. */
  readonly #unbroken = new Map<string, OpenApiDescription>();

  constructor(host: Host, documents: Documents) {
    this.#host = host;
    this.#documents = documents;
  }

  /** The number of known descriptions. */
  get count(): number {
    return this.#reached.size;
  }

  /** The analyses that are cached. */
  get checked(): Iterable<Checked> {
    return this.#checked.values();
  }

  /** The entries of the known descriptions that reach a document. */
  entriesOf(key: string): readonly string[] {
    return [...this.#reached].filter(([, documents]) => documents.has(key)).map(([entry]) => entry);
  }

  /** The last check of the description that starts in a document, of the present text or an earlier one. */
  lastOf(key: string): Checked | undefined {
    return this.#checked.get(key);
  }

  /** The same of the last text without syntax errors, while a document of it is open. */
  lastUnbroken(key: string): OpenApiDescription | undefined {
    return this.#unbroken.get(key);
  }

  forget(key: string): void {
    this.#checked.delete(key);
  }

  /** The files that cached analyses miss. */
  get missingKeys(): readonly string[] {
    return [...this.#checked.values()].flatMap(({ missing }) => missing);
  }

  /** Drops the analyses that miss one of the files; all of them without a list. */
  forgetFiles(keys?: readonly string[]): void {
    for (const [entry, { missing }] of this.#checked) {
      if (keys === undefined || missing.some((uri) => keys.includes(uri))) this.#checked.delete(entry);
    }
  }

  /** Checks the description that starts in a document with a configuration. */
  async check(key: string, config: Config): Promise<Checked | undefined> {
    for (;;) {
      const known = this.#checked.get(key);
      if (known !== undefined && known.config === config && this.#isCurrent(known)) return known;
      const running = this.#running.get(key);
      if (running !== undefined) {
        // Either the same check, or an outdated one that is about to stop.
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

  /** Drops the analyses of closed documents that exceed the limit. */
  trim(): void {
    const { dropped, used } = evict(this.#checked, (key) => this.#isLive(key));
    for (const key of dropped) this.#checked.delete(key);
    this.#documents.keepFiles(used);
    for (const cache of [this.#caches, this.#clean, this.#unbroken]) {
      for (const key of cache.keys()) if (!this.#isLive(key)) cache.delete(key);
    }
  }

  #keep(key: string, checked: Checked | undefined): void {
    // Deleted first, so that maps are in the order of checks: the oldest is evicted first.
    this.#checked.delete(key);
    if (checked === undefined) {
      this.#reached.delete(key);
      return;
    }
    this.#checked.set(key, checked);
    this.#reached.set(key, new Set(checked.description.documents.keys()));
    if (!this.#isLive(key)) this.trim();
  }

  /** True if a document of the description that starts in `key` is open. */
  #isLive(key: string): boolean {
    if (this.#documents.isOpen(key)) return true;
    const reached = this.#reached.get(key);
    return reached !== undefined && this.#documents.openKeys.some((uri) => reached.has(uri));
  }

  async #checkNow(key: string, config: Config): Promise<Checked | 'outdated' | undefined> {
    for (let round = 0; round < maxRounds; round++) {
      const entry = await this.#documents.fetchSource(key);
      if (entry === undefined) return undefined;
      const missing: string[] = [];
      const used = new Map([[key, entry]]);
      const loader = {
        load: (uri: string): LoadResult => {
          const name = this.#documents.keyOf(uri);
          const result = this.#documents.load(name);
          if (result === 'pending') return result;
          if ('failure' in result) missing.push(name);
          else used.set(name, result.document);
          return result;
        },
      };
      const cache = this.#cacheOf(key) ?? new DescriptionCache(true);
      const description = await this.#run(describing(entry, loader, config, cache), used);
      if (description === undefined || description === 'outdated') return description;
      if (description.pending.length > 0) {
        await this.#host.fetch(description.pending.map(normalizeUri));
        continue;
      }
      const found = await this.#run(analysis(description, config), used);
      if (found === 'outdated') return found;
      return { description, analysis: this.#carryOver(key, description, found), config, missing };
    }
    return undefined;
  }

  /** Runs the steps in slices, so that messages are read in between; stops when a document in use has changed. */
  async #run<Value>(
    steps: Generator<undefined, Value>,
    used: ReadonlyMap<string, SourceDocument>,
  ): Promise<Value | 'outdated'> {
    for (let began = performance.now(); ; ) {
      const step = steps.next();
      if (step.done === true) return step.value;
      if (performance.now() - began < sliceLength) continue;
      await nextTurn();
      for (const [key, source] of used) if (!this.#documents.isPresent(key, source)) return 'outdated';
      began = performance.now();
    }
  }

  /** Only for descriptions with an open document: the others are seldom checked twice. */
  #cacheOf(key: string): DescriptionCache | undefined {
    if (!this.#isLive(key)) return undefined;
    const cache = this.#caches.get(key) ?? new DescriptionCache();
    this.#caches.set(key, cache);
    return cache;
  }

  /** While the text has syntax errors, paused rules keep the findings of the last analysis without them. */
  #carryOver(key: string, description: OpenApiDescription, found: Analysis): Analysis {
    if (!description.isBroken) {
      this.#clean.set(key, found);
      this.#unbroken.set(key, description);
      return found;
    }
    const last = this.#clean.get(key);
    return last === undefined ? found : carryOverFindings(found, last, description);
  }

  #isCurrent({ description }: Checked): boolean {
    for (const [uri, document] of description.documents)
      if (this.#documents.source(this.#documents.keyOf(uri)) !== document) return false;
    return true;
  }
}
