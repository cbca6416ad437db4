import type { Finding } from '../finding.ts';
import { isReason } from '../openapi/reason.ts';
import type { CommentText, Patch, Placeholder } from '../repair/fix.ts';
import { nodeAt } from '../syntax/nodeAt.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { Chunk, Place, SourceNode } from '../syntax/sourceNode.ts';
import { lineStarts } from '../syntax/text/lineIndex.ts';
import { lineEndOf, lineStartOf, nextLineOf } from '../syntax/text/lines.ts';
import { type ForeignExtension, rulesOf } from './foreignRules.ts';

/** What a person accepted: one rule at one place. */
export interface Suppression {
  readonly ruleId: string;
  /** What it says behind ` -- ` or as the value of the rule; `undefined` if that is no reason. */
  readonly reason: string | undefined;
  /** True if something else is written in place of the reason, such as a placeholder: it accepts nothing yet. */
  readonly isUnfinished: boolean;
  /** Where the rule is named. */
  readonly at: Place;
  /** Takes it back; what else is accepted at the same place stays. */
  readonly withdraw: Patch;
  /** Gives it a reason; `undefined` where too much would have to be written anew for that. */
  explain(reason: Placeholder): Patch | undefined;
}

/** Where a rule says something. */
type Spot = Pick<Finding, 'ruleId' | 'document' | 'pointer' | 'range'>;

/** The extension on an object: a rule id, a list of them, or a map of rule id to reason. */
export const ignoreExtension = 'x-portcullis-ignore';

/**
 * Says what a person accepted where it stands, and remembers what of it was needed. Two ways, both at the place of the
 * definition:
 * - YAML: `# portcullis-ignore rule-id, other-rule -- reason`, behind the line or alone above it; with
 *   `portcullis-ignore-file` for the whole file. A `#` inside of a scalar is no comment.
 * - Everywhere: `x-portcullis-ignore` on the object or on one that holds it.
 *
 * A rule that is named alone is accepted, and reported as accepted without a reason. Where something is written that is no
 * reason, such as a placeholder, nothing is accepted. Where configured, the extensions of other linters count as well, with their names for our rules.
 */
export class Suppressions {
  readonly #documents = new Map<SourceDocument, Accepted | undefined>();
  readonly #used = new Set<Suppression>();
  readonly #honored: readonly ForeignExtension[];

  /** True if nothing in these documents is accepted. */
  readonly areNone: boolean;

  constructor(honored: readonly ForeignExtension[], documents: readonly SourceDocument[]) {
    this.#honored = honored;
    this.areNone = documents.every((document) => this.#of(document) === undefined);
  }

  accepts(finding: Spot): boolean {
    const accepted = this.#of(finding.document);
    if (accepted === undefined) return false;
    const { ruleId } = finding;
    const all = [
      ...(accepted.byRule.get(ruleId) ?? []),
      ...(accepted.byLine.size === 0
        ? []
        : linesOf(finding, accepted).flatMap((line) => accepted.byLine.get(line)?.get(ruleId) ?? [])),
      ...(accepted.hasExtensions ? onObjects(finding) : []),
    ];
    for (const suppression of all) this.#used.add(suppression);
    return (
      all.some(({ isUnfinished }) => !isUnfinished) ||
      (this.#honored.length > 0 && isIgnoredElsewhere(finding, this.#honored))
    );
  }

  /** What stands in a document, in no order. */
  in(document: SourceDocument): readonly Suppression[] {
    const accepted = this.#of(document);
    if (accepted === undefined) return [];
    const onLines = [...accepted.byLine.values()].flatMap((byRule) => [...byRule.values()].flat());
    return [...[...accepted.byRule.values()].flat(), ...onLines, ...accepted.extensions().flatMap(readExtension)];
  }

  isUsed(suppression: Suppression): boolean {
    return this.#used.has(suppression);
  }

  #of(document: SourceDocument): Accepted | undefined {
    if (!this.#documents.has(document)) this.#documents.set(document, recallDocument(document, this.#honored));
    return this.#documents.get(document);
  }
}

type ByRule = ReadonlyMap<string, readonly Suppression[]>;

interface Accepted {
  /** For the whole file. */
  readonly byRule: ByRule;
  /** By where the line begins. */
  readonly byLine: ReadonlyMap<number, ByRule>;
  /** Where the line begins that holds an offset. */
  lineStart(offset: number): number;
  readonly hasExtensions: boolean;
  extensions(): readonly SourceNode[];
}

/** Most of the files of a description are the same in its next version. */
const accepting = new WeakMap<
  SourceDocument,
  { readonly honored: readonly ForeignExtension[]; readonly accepted: Accepted | undefined }
>();

function recallDocument(document: SourceDocument, honored: readonly ForeignExtension[]): Accepted | undefined {
  const known = accepting.get(document);
  if (known?.honored === honored) return known.accepted;
  const accepted = readDocument(document, honored);
  accepting.set(document, { honored, accepted });
  return accepted;
}

/** `undefined` for the many documents that accept nothing. */
function readDocument(document: SourceDocument, honored: readonly ForeignExtension[]): Accepted | undefined {
  const places = mentions(document, honored);
  if (places.length === 0) return undefined;
  const { text } = document;
  const byRule = new Map<string, Suppression[]>();
  const byLine = new Map<number, Map<string, Suppression[]>>();
  const target = targetFinder(text);
  const extensions: number[] = [];
  let commentEnd = 0;
  for (const place of places) {
    if (text.startsWith('-ignore', place + 'x-portcullis'.length)) extensions.push(place);
    // What stands in a comment begins none.
    if (document.language !== 'yaml' || place < commentEnd) continue;
    const found = readComment(document, place, target);
    if (found === undefined) continue;
    commentEnd = found.end;
    let into = byRule;
    if (!found.isFile) {
      into = byLine.get(found.line) ?? new Map<string, Suppression[]>();
      byLine.set(found.line, into);
    }
    for (const suppression of found.suppressions) addTo(into, suppression);
  }
  const hasExtensions = extensions.length > 0;
  let starts: Int32Array | undefined;
  return {
    byRule,
    byLine,
    lineStart(offset) {
      starts ??= lineStarts(text);
      return lineStartIn(starts, text, offset);
    },
    hasExtensions,
    extensions: () =>
      extensions.flatMap((place) => {
        const found = nodeAt(document, place);
        return found?.isKey && found.node.key === ignoreExtension ? [found.node] : [];
      }),
  };
}

function addTo(byRule: Map<string, Suppression[]>, suppression: Suppression): void {
  const known = byRule.get(suppression.ruleId);
  if (known === undefined) byRule.set(suppression.ruleId, [suppression]);
  else known.push(suppression);
}

/** As `lineStartOf`, without a look at the text: what is written without line breaks is long. */
function lineStartIn(starts: Int32Array, text: string, offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return low === 0 ? lineStartOf(text, 0) : starts[low]!;
}

const marks = new WeakMap<Chunk, { readonly signs: string; readonly offsets: readonly number[] }>();

/** Where a document speaks about accepting. A chunk that is taken over from version to version is looked through once. */
function mentions(document: SourceDocument, honored: readonly ForeignExtension[]): readonly number[] {
  const signs = ['portcullis-ignore', ...honored];
  const key = signs.join();
  const found: number[] = [];
  let last = 0;
  const search = (part: string): number[] =>
    signs.flatMap((sign) => {
      const offsets: number[] = [];
      for (let at = part.indexOf(sign); at >= 0; at = part.indexOf(sign, at + 1)) {
        offsets.push(part.startsWith('x-', at - 2) && at >= 2 ? at - 2 : at);
      }
      return offsets;
    });
  // What stands behind the end of the first document of a file is a chunk that comes before the others.
  for (const chunk of [...document.chunks].sort((a, b) => a.start - b.start)) {
    let known = marks.get(chunk);
    if (known === undefined || known.signs !== key) {
      known = { signs: key, offsets: search(document.slice(chunk.start, chunk.end)) };
      marks.set(chunk, known);
    }
    if (chunk.start > last) for (const offset of search(document.slice(last, chunk.start))) found.push(last + offset);
    for (const offset of known.offsets) found.push(chunk.start + offset);
    last = Math.max(last, chunk.end);
  }
  for (const offset of search(document.slice(last))) found.push(last + offset);
  return found;
}

interface ReadComment {
  readonly isFile: boolean;
  /** The start of the line that it speaks about. */
  readonly line: number;
  readonly end: number;
  readonly suppressions: readonly Suppression[];
}

const head = /#[ \t]*(portcullis-ignore(?:-file)?)[ \t]+(?=\S)/y;

function readComment(
  document: SourceDocument,
  mark: number,
  targetLine: (offset: number) => number,
): ReadComment | undefined {
  const { text, root } = document;
  let start = mark - 1;
  while (text[start] === ' ' || text[start] === '\t') start--;
  if (root === undefined || text[start] !== '#') return undefined;
  if (start > 0 && !/\s|\uFEFF/.test(text[start - 1]!)) return undefined;
  head.lastIndex = start;
  const match = head.exec(text);
  if (match === null || isInScalar(document, start)) return undefined;
  const listStart = start + match[0].length;
  const end = lineEndOf(text, start);
  const [list = '', ...reasons] = text.slice(listStart, end).split(/[ \t]--(?:[ \t]|$)/);
  const { reason, isUnfinished } = readReason(reasons.join(' -- '));
  const ids = [...list.matchAll(/[^\s,]+/g)];
  const line = targetLine(start);
  const anchor = nodeAt(document, line + /^[ \t]*/.exec(text.slice(line))![0].length)?.node ?? root;
  // Patches touch the part of the list that they are about: a list of thousands is not written anew for each of its ids.
  const rewrite = (from: number, to: number, text: CommentText): Patch => {
    return { op: 'recomment', at: root, start: from, end: to, text };
  };
  const startOf = (id: number): number => listStart + ids[id]!.index;
  const endOf = (id: number): number => startOf(id) + ids[id]![0].length;
  const suppressions = ids.map(({ 0: ruleId }, id): Suppression => {
    const from = startOf(id) - anchor.chunk.start;
    const isLast = id === ids.length - 1;
    return {
      ruleId,
      reason,
      isUnfinished,
      at: { partOf: anchor, from, to: from + ruleId.length },
      withdraw:
        ids.length === 1
          ? { op: 'recomment', at: root, start, end }
          : rewrite(isLast ? endOf(id - 1) : startOf(id), isLast ? endOf(id) : startOf(id + 1), []),
      explain: (placeholder) => rewrite(endOf(ids.length - 1), end, [' -- ', placeholder]),
    };
  });
  return { isFile: match[1]!.endsWith('-file'), line, end, suppressions };
}

function readReason(text: string): Pick<Suppression, 'reason' | 'isUnfinished'> {
  const reason = text.trim();
  return isReason(reason) ? { reason, isUnfinished: false } : { reason: undefined, isUnfinished: reason !== '' };
}

function isInScalar(document: SourceDocument, offset: number): boolean {
  const found = nodeAt(document, offset);
  return found !== undefined && (found.isKey || found.node.kind === 'scalar') && found.node.start < offset;
}

/**
 * Tells the line that a comment speaks about, for comments from first to last: alone on its line, it is the next line
 * that holds more than a comment. Comments above one line share the way to it.
 */
function targetFinder(text: string): (offset: number) => number {
  let from = -1;
  let to = -1;
  let isFound = false;
  return (offset) => {
    const own = lineStartOf(text, offset);
    // Behind the dash of an item, a comment is above the item's first key.
    if (/[^\s-]/.test(text.slice(own, offset))) return own;
    if (own < from || own >= to) {
      from = own;
      to = text.length;
      isFound = false;
      for (let line = nextLineOf(text, lineEndOf(text, own)); line !== undefined && !isFound; ) {
        const end = lineEndOf(text, line);
        const content = text.slice(line, end).trim();
        isFound = content !== '' && !content.startsWith('#');
        if (isFound) to = line;
        line = nextLineOf(text, end);
      }
    }
    return isFound ? to : own;
  };
}

interface ReadExtension {
  readonly all: readonly Suppression[];
  readonly byRule: ByRule;
}

const readExtensions = new WeakMap<SourceNode, ReadExtension>();

/** What an `x-portcullis-ignore` says. */
function readExtension(node: SourceNode): readonly Suppression[] {
  return recallExtension(node).all;
}

/** The same objects for the same node. */
function recallExtension(node: SourceNode): ReadExtension {
  let known = readExtensions.get(node);
  if (known === undefined) {
    const all =
      node.string === undefined ? [...readItems(node), ...node.entries().map(readEntry(node))] : [readName(node)];
    const byRule = new Map<string, Suppression[]>();
    for (const suppression of all) addTo(byRule, suppression);
    known = { all, byRule };
    readExtensions.set(node, known);
  }
  return known;
}

function readName(node: SourceNode): Suppression {
  const ruleId = node.string ?? '';
  return {
    ruleId,
    reason: undefined,
    isUnfinished: false,
    at: node,
    withdraw: { op: 'remove', at: node },
    explain: (reason) => ({ op: 'replace', at: node, value: { [ruleId]: reason } }),
  };
}

/** A longer list is not written anew as a map of reasons. */
const maxExplained = 100;

function readItems(list: SourceNode): readonly Suppression[] {
  const named = list.items().flatMap((item) => (item.string === undefined ? [] : [{ item, ruleId: item.string }]));
  return named.map(({ item, ruleId }) => ({
    ruleId,
    reason: undefined,
    isUnfinished: false,
    at: item,
    withdraw: { op: 'remove', at: named.length === 1 ? list : item },
    explain: (reason) =>
      named.length > maxExplained
        ? undefined
        : { op: 'replace', at: list, value: Object.fromEntries(named.map(({ ruleId: id }) => [id, reason])) },
  }));
}

const readEntry =
  (map: SourceNode) =>
  ({ key, value, held }: { key: string; value: SourceNode; held: SourceNode }): Suppression => ({
    ruleId: key,
    ...readReason(value.scalar === null ? '' : String(value.scalar ?? '')),
    at: { keyOf: held },
    withdraw: { op: 'remove', at: map.entries().length === 1 ? map : held },
    explain: (reason) => ({ op: 'replace', at: held, value: reason }),
  });

/** The line of a finding's place, and that of its key where the value stands further down. */
function linesOf({ document, range }: Spot, { lineStart }: Accepted): readonly number[] {
  const own = lineStart(range.start);
  const key = nodeAt(document, range.start)?.node.keyRange;
  const line = key === undefined ? own : lineStart(key.start);
  return line === own ? [own] : [own, line];
}

/** The objects that hold the place of a finding, itself included, from the root down. */
function* holders({ document, pointer }: Spot): Generator<SourceNode> {
  const tokens = pointer.split('/').slice(1);
  let node: SourceNode | undefined = document.root;
  for (let index = 0; node !== undefined; index++) {
    yield node;
    const token: string | undefined = tokens[index]?.replaceAll('~1', '/').replaceAll('~0', '~');
    if (token === undefined) return;
    node = node.kind === 'sequence' ? node.at(Number(token)) : node.get(token);
  }
}

function onObjects(finding: Spot): readonly Suppression[] {
  return [...holders(finding)].flatMap((node) => {
    const extension = node.get(ignoreExtension);
    return extension === undefined ? [] : (recallExtension(extension).byRule.get(finding.ruleId) ?? []);
  });
}

function isIgnoredElsewhere(finding: Spot, honored: readonly ForeignExtension[]): boolean {
  for (const node of holders(finding)) {
    for (const name of honored) {
      const value = node.get(name);
      if (value !== undefined && foreignRulesOf(value, name).has(finding.ruleId)) return true;
    }
  }
  return false;
}

const foreignRules = new WeakMap<SourceNode, Map<ForeignExtension, ReadonlySet<string>>>();

/** The rules that the extension of another linter accepts, by our names. */
function foreignRulesOf(value: SourceNode, name: ForeignExtension): ReadonlySet<string> {
  const byName = foreignRules.get(value) ?? new Map<ForeignExtension, ReadonlySet<string>>();
  foreignRules.set(value, byName);
  let known = byName.get(name);
  if (known === undefined) {
    const ids = value.kind === 'sequence' ? value.items() : [value];
    known = new Set(ids.flatMap(({ scalar }) => rulesOf(name, String(scalar))));
    byName.set(name, known);
  }
  return known;
}
