import type { Name } from '../../engine/navigation/names.ts';
import { createNavigator, NameIndexes, type Navigator, startsOf } from '../../engine/navigation/navigator.ts';
import type { Starts } from '../../engine/navigation/spots.ts';
import type { LoadResult } from '../../engine/openapi/model.ts';
import { detectVersion } from '../../engine/openapi/version.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import type { Host } from '../host.ts';
import { normalizeUri } from '../uri.ts';
import type { Analyses, Checked } from './analyses.ts';
import type { Documents } from './documents.ts';

/** Rounds of fetching files to which a name leads, each of which may lead further. */
const maxRounds = 20;

/** What the analyses of a workspace know about where documents belong. */
interface Descriptions {
  readonly analyses: Analyses;
  check(uri: string): Promise<Checked | undefined>;
  discover(): Promise<boolean>;
}

/**
 * Looks up names in the current text of every description that reaches a document. The entry of a description needs no
 * check for that: a name is found while the first check still runs.
 */
export class Navigation {
  readonly #host: Host;
  readonly #documents: Documents;
  readonly #descriptions: Descriptions;
  readonly #indexes = new NameIndexes();
  /** By entry: how the other documents are read. */
  readonly #starts = new Map<string, ReadonlyMap<string, Starts>>();

  constructor(host: Host, documents: Documents, descriptions: Descriptions) {
    this.#host = host;
    this.#documents = documents;
    this.#descriptions = descriptions;
  }

  forget(uri: string): void {
    const key = normalizeUri(uri);
    this.#indexes.forget(key);
    this.#starts.delete(key);
  }

  clear(): void {
    this.#indexes.clear();
    this.#starts.clear();
  }

  /** The answers of every description that reaches a document; none if the document is not part of one. */
  async ask<Answer>(
    uri: string,
    question: (navigator: Navigator, source: SourceDocument) => Answer,
  ): Promise<readonly Answer[]> {
    const key = normalizeUri(uri);
    const entries = await this.#entriesOf(key);
    const answers: Answer[] = [];
    for (const entry of entries) {
      for (let round = 0; round < maxRounds; round++) {
        const navigator = this.#navigatorOf(entry);
        const source = this.#documents.source(key);
        if (navigator === undefined || source === undefined) break;
        const answer = question(navigator, source);
        if (navigator.pending.length === 0) {
          answers.push(answer);
          break;
        }
        await this.#host.fetch(navigator.pending.map(normalizeUri));
      }
    }
    return answers;
  }

  /** The same for the name at a position, if there is one. */
  async askName<Answer>(
    uri: string,
    offsetIn: (source: SourceDocument) => number,
    question: (name: Name, navigator: Navigator, source: SourceDocument) => Answer,
  ): Promise<readonly Answer[]> {
    const answers = await this.ask(uri, (navigator, source) => {
      const name = navigator.nameAt(source, offsetIn(source));
      return name === undefined ? [] : [question(name, navigator, source)];
    });
    return answers.flat();
  }

  async #entriesOf(key: string): Promise<readonly string[]> {
    const source = await this.#documents.fetchSource(key);
    if (source === undefined) return [];
    const { analyses, check, discover } = this.#descriptions;
    const own = detectVersion(source) === undefined ? [] : [key];
    let entries = analyses.entriesOf(key);
    if (own.length + entries.length === 0) {
      // It may be a part of a description that is not open.
      await discover();
      entries = analyses.entriesOf(key);
    }
    const others = entries.filter((entry) => entry !== key);
    // How a fragment is read depends on what refers to it.
    for (const entry of others) if (analyses.lastOf(entry) === undefined) await check(entry);
    return [...own, ...others];
  }

  #navigatorOf(entry: string): Navigator | undefined {
    const source = this.#documents.source(entry);
    const version = source && detectVersion(source)?.version;
    if (source === undefined || version === undefined) return undefined;
    const last = this.#descriptions.analyses.lastOf(entry);
    const reached = [...(last?.description.documents.keys() ?? [])].map((uri) => this.#documents.keyOf(uri));
    const documents = [...new Set(reached)].flatMap((uri) =>
      uri === entry ? [] : (this.#documents.source(uri) ?? []),
    );
    return createNavigator({
      entry: source,
      version,
      documents: [source, ...documents],
      starts: this.#startsOf(entry, last),
      loader: { load: (uri): LoadResult => this.#documents.load(this.#documents.keyOf(uri)) },
      indexes: this.#indexes,
    });
  }

  /** Equal ones stay the same object, so that what is indexed stays. */
  #startsOf(entry: string, last: Checked | undefined): ReadonlyMap<string, Starts> {
    const before = this.#starts.get(entry) ?? new Map<string, Starts>();
    if (last === undefined) return before;
    const starts = new Map<string, Starts>();
    for (const [uri, present] of startsOf(last.description)) {
      const known = before.get(uri);
      starts.set(uri, known !== undefined && isEqual(known, present) ? known : present);
    }
    this.#starts.set(entry, starts);
    return starts;
  }
}

function isEqual(a: Starts, b: Starts): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [pointer, kind] of a) if (b.get(pointer) !== kind) return false;
  return true;
}
