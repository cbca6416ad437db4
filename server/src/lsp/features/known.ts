import type { Finding } from '../../engine/finding.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import type { OffsetRange } from '../../engine/syntax/sourceNode.ts';
import type { Change } from '../../engine/syntax/yaml/splitYaml.ts';
import type { Checked } from '../workspace/analyses.ts';
import type { Past, Session } from '../workspace/session.ts';

/** What is known of a document: its text as it is, and findings with their ranges in it. */
export interface Known {
  readonly source: SourceDocument;
  readonly checks: readonly Checked[];
  readonly found: Found;
}

/** A finding, and its range in the text that is asked about. */
export interface Place {
  readonly finding: Finding;
  readonly range: OffsetRange;
}

/** What the check of the present text found, which has ended. */
export async function foundIn(source: SourceDocument, session: Session): Promise<Known> {
  const checks = await session.descriptionsWith(source.uri);
  return { source, checks, found: new Found(indexOf(source, checks)) };
}

/** What an earlier check found outside of the text that has changed since. */
export function foundBefore({ checks, source, present, change }: Past): Known {
  return { source: present, checks, found: new Found(indexOf(source, checks), change) };
}

/** True if a range does not touch what has changed. */
export function isOutside({ change }: Past, { start, end }: OffsetRange): boolean {
  return end < change.start || start > change.newEnd;
}

/** The findings in a text, or in the one that it has become: looking them up takes no longer where there are thousands. */
export class Found {
  readonly #index: Index;
  readonly #change: Change | undefined;

  constructor(index: Index, change?: Change) {
    this.#index = index;
    this.#change = change;
  }

  /** The findings whose range touches another one, in the order of the text. */
  at(range: OffsetRange): readonly Place[] {
    const change = this.#change;
    const isTouching = ({ range: { start, end } }: Place): boolean => start <= range.end && end >= range.start;
    if (change === undefined) return this.#index.touching(range);
    const by = change.newEnd - change.oldEnd;
    const before = {
      start: range.start <= change.newEnd ? Math.min(range.start, change.start) : range.start - by,
      end: range.end < change.start ? range.end : Math.max(change.oldEnd, range.end - by),
    };
    return this.#index.touching(before).flatMap(({ finding }) => {
      const place = this.#placeOf(finding);
      return place !== undefined && isTouching(place) ? [place] : [];
    });
  }

  named(ruleId: string, fingerprint: string | undefined): Finding | undefined {
    const finding = this.#index.named.get(`${ruleId} ${fingerprint}`);
    return finding && this.#placeOf(finding)?.finding;
  }

  /** `undefined` if the finding is not in this text, or touches what has changed. */
  rangeOf(finding: Finding): OffsetRange | undefined {
    return this.#index.all.has(finding) ? this.#placeOf(finding)?.range : undefined;
  }

  #placeOf(finding: Finding): Place | undefined {
    const { range } = finding;
    const change = this.#change;
    if (change === undefined || range.end < change.start) return { finding, range };
    const by = change.newEnd - change.oldEnd;
    return range.start > change.oldEnd
      ? { finding, range: { start: range.start + by, end: range.end + by } }
      : undefined;
  }
}

/** The findings of one text by what they are asked for. */
class Index {
  readonly checks: readonly Checked[];
  readonly #places: readonly Place[];
  /** The largest end up to each place: ranges may be nested. */
  readonly #ends: readonly number[];
  #named: ReadonlyMap<string, Finding> | undefined;
  #all: ReadonlySet<Finding> | undefined;

  constructor(source: SourceDocument, checks: readonly Checked[]) {
    this.checks = checks;
    this.#places = checks
      .flatMap(({ analysis }) => analysis.findings.filter(({ document }) => document === source))
      .map((finding) => ({ finding, range: finding.range }))
      .sort((a, b) => a.range.start - b.range.start);
    let last = 0;
    this.#ends = this.#places.map(({ range }) => (last = Math.max(last, range.end)));
  }

  touching({ start, end }: OffsetRange): readonly Place[] {
    let low = 0;
    let high = this.#places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#places[middle]!.range.start <= end) low = middle + 1;
      else high = middle;
    }
    const found: Place[] = [];
    for (let index = low - 1; index >= 0 && this.#ends[index]! >= start; index--) {
      const place = this.#places[index]!;
      if (place.range.end >= start) found.push(place);
    }
    return found.reverse();
  }

  /** By rule and fingerprint; the first of several descriptions. */
  get named(): ReadonlyMap<string, Finding> {
    this.#named ??= new Map(
      [...this.#places].reverse().map(({ finding }) => [`${finding.ruleId} ${finding.fingerprint}`, finding]),
    );
    return this.#named;
  }

  get all(): ReadonlySet<Finding> {
    this.#all ??= new Set(this.#places.map(({ finding }) => finding));
    return this.#all;
  }
}

/** Made once for the checks of a text. */
const indexes = new WeakMap<SourceDocument, Index>();

function indexOf(source: SourceDocument, checks: readonly Checked[]): Index {
  const known = indexes.get(source);
  const isSame =
    known?.checks.length === checks.length &&
    checks.every((one, index) => one.analysis === known.checks[index]?.analysis);
  if (known !== undefined && isSame) return known;
  const index = new Index(source, checks);
  indexes.set(source, index);
  return index;
}
