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
import { StandIns } from './standIns.ts';

/** Rounds of fetching files to which a name leads, each of which may lead further. */
const maxRounds = 20;

/** Which document is read in place of another one. */
type Replace = (document: SourceDocument) => SourceDocument;

const itself: Replace = (document) => document;

/** What the analyses of a workspace know about where documents belong. */
interface Descriptions {
  readonly analyses: Analyses;
  check(uri: string): Promise<Checked | undefined>;
  discover(): Promise<void>;
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
  readonly #indexesOfStandIns = new NameIndexes();
  /** By entry: how the other documents are read. */
  readonly #starts = new Map<string, ReadonlyMap<string, Starts>>();

  readonly standIns: StandIns;

  constructor(host: Host, documents: Documents, descriptions: Descriptions) {
    this.#host = host;
    this.#documents = documents;
    this.#descriptions = descriptions;
    this.standIns = new StandIns((uri) => documents.lastWhole(uri));
  }

  forget(uri: string): void {
    const key = normalizeUri(uri);
    this.#indexes.forget(key);
    this.#indexesOfStandIns.forget(key);
    this.standIns.forget(key);
    this.#starts.delete(key);
  }

  clear(): void {
    this.#indexes.clear();
    this.#indexesOfStandIns.clear();
    this.#starts.clear();
    this.standIns.clear();
  }

  /** The answers of every description that reaches a document; none if the document is not part of one. */
  ask<Answer>(
    uri: string,
    question: (navigator: Navigator, source: SourceDocument) => Answer,
  ): Promise<readonly Answer[]> {
    return this.#ask(normalizeUri(uri), () => this.#standIn, question);
  }

  /** The same for the text as it is, whatever is wrong with it. */
  askPresent<Answer>(
    uri: string,
    question: (navigator: Navigator, source: SourceDocument) => Answer,
  ): Promise<readonly Answer[]> {
    return this.#ask(normalizeUri(uri), () => itself, question);
  }

  /** The same for the name at a position, if there is one. */
  async askName<Answer>(
    uri: string,
    offsetIn: (source: SourceDocument) => number,
    question: (name: Name, navigator: Navigator, source: SourceDocument) => Answer,
  ): Promise<readonly Answer[]> {
    const key = normalizeUri(uri);
    let isReplaced = false;
    const standIn: Replace = (document) => {
      const replaced = this.#standIn(document);
      isReplaced ||= replaced !== document;
      return replaced;
    };
    // What is being typed is in the present text alone.
    const outside = (present: SourceDocument): Replace =>
      this.standIns.fromPresent(this.#standIn(present), offsetIn(present)) === undefined ? itself : standIn;
    const find = (navigator: Navigator, source: SourceDocument): readonly Answer[] => {
      const offset = this.standIns.fromPresent(source, offsetIn(this.standIns.present(source)));
      const name = offset === undefined ? undefined : navigator.nameAt(source, offset);
      return name === undefined ? [] : [question(name, navigator, source)];
    };
    const answers = (await this.#ask(key, outside, find)).flat();
    if (!isReplaced || answers.some((answer) => !Array.isArray(answer) || answer.length > 0)) return answers;
    // What it means may have been typed just now.
    return (await this.#ask(key, () => itself, find)).flat();
  }

  async #ask<Answer>(
    key: string,
    replaceFor: (present: SourceDocument) => Replace,
    question: (navigator: Navigator, source: SourceDocument) => Answer,
  ): Promise<readonly Answer[]> {
    const entries = await this.#entriesOf(key);
    const answers: Answer[] = [];
    for (const entry of entries) {
      for (let round = 0; round < maxRounds; round++) {
        const present = this.#documents.source(key);
        if (present === undefined) break;
        const replace = replaceFor(present);
        const navigator = this.#navigatorOf(entry, replace);
        if (navigator === undefined) break;
        const answer = question(navigator, replace(present));
        if (navigator.pending.length === 0) {
          answers.push(answer);
          break;
        }
        await this.#host.fetch(navigator.pending.map(normalizeUri));
      }
    }
    return answers;
  }

  async #entriesOf(key: string): Promise<readonly string[]> {
    const source = await this.#documents.fetchSource(key);
    if (source === undefined) return [];
    const { analyses, check, discover } = this.#descriptions;
    const isEntry = [source, this.standIns.of(source)].some((one) => detectVersion(one) !== undefined);
    const own = isEntry ? [key] : [];
    let entries = analyses.entriesOf(key);
    if (own.length + entries.length === 0 && mayBePart(source)) {
      // It may be a part of a description that is not open.
      await discover();
      entries = analyses.entriesOf(key);
    }
    const others = entries.filter((entry) => entry !== key);
    // How a fragment is read depends on what refers to it.
    for (const entry of others) if (analyses.lastOf(entry) === undefined) await check(entry);
    return [...own, ...others];
  }

  readonly #standIn: Replace = (document) => this.standIns.of(document);

  #navigatorOf(entry: string, replace: Replace): Navigator | undefined {
    const present = this.#documents.source(entry);
    const source = present && replace(present);
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
      documents: [source, ...documents.map(replace)],
      starts: this.#startsOf(entry, last),
      loader: {
        load: (uri): LoadResult => {
          const result = this.#documents.load(this.#documents.keyOf(uri));
          return typeof result === 'object' && 'document' in result ? { document: replace(result.document) } : result;
        },
      },
      indexes: replace === itself ? this.#indexes : this.#indexesOfStandIns,
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

/** What parts of descriptions hold, so that nothing is looked for on behalf of other YAML and JSON. */
function mayBePart({ content }: SourceDocument): boolean {
  return /\$ref\b|\b(responses|properties|operationId|securitySchemes|schema)["']?[ \t]*:|\bin["']?[ \t]*:[ \t]*["']?(query|path|header|cookie)\b/.test(
    String(content),
  );
}

function isEqual(a: Starts, b: Starts): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [pointer, kind] of a) if (b.get(pointer) !== kind) return false;
  return true;
}
