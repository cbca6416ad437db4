import type { Acceptance, Config, ConfigSource } from '../config/config.ts';
import type { Finding } from '../finding.ts';
import { type Pure, pure } from '../incremental/pure.ts';
import { isReason } from '../openapi/reason.ts';
import { fileKey } from '../openapi/uri.ts';
import { nodeAt } from '../syntax/nodeAt.ts';
import { parseSource } from '../syntax/parseSource.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { Chunk, Place, SourceNode } from '../syntax/sourceNode.ts';
import { lineStarts } from '../syntax/text/lineIndex.ts';
import { lineEndOf, lineStartOf, nextLineOf } from '../syntax/text/lines.ts';
import type { CommentText, Patch, Placeholder } from '../textEdits/fix.ts';
import { type ForeignExtension, foreignExtensions, rulesOf } from './foreignRules.ts';

/** Who accepted a finding, why, and for how long. */
export interface Decision {
  /** Where it is written: beside the finding, or in `portcullis.yaml`. */
  readonly kind: 'comment' | 'extension' | 'configuration';
  /** The text behind ` -- `, or the value of the rule; `undefined` if it is not a reason. */
  readonly reason: string | undefined;
  /** Only a configuration has a place for owners and days. */
  readonly owner?: string | undefined;
  /** The last day, as `2027-03-31`. */
  readonly until?: string | undefined;
  /** True if that day is over: nothing is suppressed any more. */
  readonly hasEnded?: boolean;
  /** Where the rule is named. */
  readonly at: Place;
}

/** One rule that an author suppressed at one place. */
export interface Suppression extends Decision {
  readonly ruleId: string;
  /** True if something else is written in place of the reason, such as a placeholder: nothing is suppressed yet. */
  readonly isUnfinished: boolean;
  /** Removes the suppression; others at the same place stay. `undefined` in a configuration, which no fix changes. */
  readonly removal: Patch | undefined;
  /** Gives it a reason; `undefined` where that would rewrite too much. */
  explain(reason: Placeholder): Patch | undefined;
}

/** Where a rule reports. */
type Spot = Pick<Finding, 'ruleId' | 'document' | 'pointer' | 'range'>;

/** The extension on an object: a rule id, a list of them, or a map of rule id to reason. */
export const ignoreExtension = 'x-portcullis-ignore';

/**
 * Reads suppressions and records which were used. Two ways, both at the place of the definition:
 * - YAML: `# portcullis-ignore rule-id, other-rule -- reason`, behind the line or alone above it; with
 *   `portcullis-ignore-file` for the whole file. A `#` inside a scalar is not a comment.
 * - Everywhere: `x-portcullis-ignore` on the object or on one that contains it.
 *
 * A rule that is named alone is suppressed, and reported as suppressed without a reason. A placeholder in place of the
 * reason suppresses nothing. Where configured, the extensions of other linters count as well, with their rule names, and
 * the acceptances of the configuration.
 */
export class Suppressions {
  readonly #used = new Set<Suppression>();
  readonly #honored: ReadonlySet<ForeignExtension>;
  /** A scalar cannot hold a pure value, and `isUsed` needs the same object each time. */
  readonly #named = new Map<SourceNode, ExtensionContent>();
  readonly #accepted: ReadonlyMap<SourceDocument, AcceptedContent>;

  /** True if these documents contain no suppression. */
  readonly areNone: boolean;

  constructor(config: Pick<Config, 'honor' | 'accept' | 'source'>, documents: readonly SourceDocument[]) {
    this.#honored = new Set(config.honor);
    this.#accepted = acceptedIn(config, documents);
    this.areNone = this.#accepted.size === 0 && documents.every((document) => this.#contentOf(document) === undefined);
  }

  /** What suppresses the finding, with a reason if any has one. All that suppress it are recorded as used. */
  decisionOn(finding: Spot): Decision | undefined {
    if (this.areNone) return undefined;
    const all = [...this.#besides(finding), ...this.#configured(finding)];
    for (const suppression of all) this.#used.add(suppression);
    const valid = all.filter(({ isUnfinished, hasEnded }) => !isUnfinished && hasEnded !== true);
    return valid.find(({ reason }) => reason !== undefined) ?? valid[0] ?? foreignDecision(finding, this.#honored);
  }

  #configured({ ruleId, document, pointer }: Spot): readonly Suppression[] {
    const content = this.#accepted.get(document);
    if (content === undefined) return [];
    return prefixesOf(pointer).flatMap((prefix) => content.byPlace.get(`${ruleId} ${prefix}`) ?? []);
  }

  #besides(finding: Spot): readonly Suppression[] {
    const content = this.#contentOf(finding.document);
    if (content === undefined) return [];
    const { ruleId } = finding;
    return [
      ...(content.byRule.get(ruleId) ?? []),
      ...(content.byLine.size === 0
        ? []
        : linesOf(finding, content).flatMap((line) => content.byLine.get(line)?.get(ruleId) ?? [])),
      ...(content.hasExtensions ? this.#onObjects(finding) : []),
    ];
  }

  /** The acceptances of the configuration in one of the documents, or in all. */
  acceptedIn(document?: SourceDocument): readonly Suppression[] {
    if (document !== undefined) return this.#accepted.get(document)?.all ?? [];
    return [...this.#accepted.values()].flatMap(({ all }) => all);
  }

  /** All suppressions that are written in a document, in no order. */
  in(document: SourceDocument): readonly Suppression[] {
    const content = this.#contentOf(document);
    if (content === undefined) return [];
    const onLines = [...content.byLine.values()].flatMap((byRule) => [...byRule.values()].flat());
    const onObjects = content.extensions().flatMap((node) => this.#extensionContent(node).all);
    return [...[...content.byRule.values()].flat(), ...onLines, ...onObjects];
  }

  isUsed(suppression: Suppression): boolean {
    return this.#used.has(suppression);
  }

  /** `undefined` for the many documents that suppress nothing. */
  #contentOf(document: SourceDocument): DocumentContent | undefined {
    const content = documentContent(document);
    return content.hasOwn || content.foreign.some((name) => this.#honored.has(name)) ? content : undefined;
  }

  #onObjects(finding: Spot): readonly Suppression[] {
    return [...containers(finding)].flatMap((node) => {
      const extension = node.get(ignoreExtension);
      return extension === undefined ? [] : (this.#extensionContent(extension).byRule.get(finding.ruleId) ?? []);
    });
  }

  #extensionContent(node: SourceNode): ExtensionContent {
    if (node.kind !== 'scalar') return listedRules(node);
    let known = this.#named.get(node);
    if (known === undefined) {
      known = contentOf(node.string === undefined ? [] : [readName(node)]);
      this.#named.set(node, known);
    }
    return known;
  }
}

/** What the configuration accepts in one document. */
interface AcceptedContent {
  readonly all: Suppression[];
  /** By rule and pointer, so that thousands of acceptances cost a finding no more than one. */
  readonly byPlace: Map<string, Suppression[]>;
}

/** A pointer, those of what contains it, and that of the document. */
function prefixesOf(pointer: string): readonly string[] {
  const found = [pointer];
  for (let end = pointer.lastIndexOf('/'); end >= 0; end = end === 0 ? -1 : pointer.lastIndexOf('/', end - 1))
    found.push(pointer.slice(0, end));
  return found;
}

/** The same document for the same configuration. */
export const configDocument = pure('suppressions.configDocument', ({ uri, text }: ConfigSource) =>
  parseSource(uri, text),
);

function acceptedIn(
  { accept, source }: Pick<Config, 'accept' | 'source'>,
  documents: readonly SourceDocument[],
): ReadonlyMap<SourceDocument, AcceptedContent> {
  const found = new Map<SourceDocument, AcceptedContent>();
  if (accept.length === 0 || source === undefined) return found;
  const byFile = new Map(documents.map((document) => [fileKey(document.uri), document]));
  const items = configDocument(source).root?.get('accept')?.items() ?? [];
  for (const acceptance of accept) {
    const document = byFile.get(acceptance.file);
    const item = items[acceptance.index];
    if (document === undefined || item === undefined) continue;
    const content = found.get(document) ?? { all: [], byPlace: new Map<string, Suppression[]>() };
    found.set(document, content);
    const suppression = readAcceptance(acceptance, item);
    content.all.push(suppression);
    const key = `${acceptance.ruleId} ${acceptance.pointer}`;
    const known = content.byPlace.get(key);
    if (known === undefined) content.byPlace.set(key, [suppression]);
    else known.push(suppression);
  }
  return found;
}

function readAcceptance({ ruleId, reason, owner, until, hasEnded }: Acceptance, item: SourceNode): Suppression {
  return {
    kind: 'configuration',
    ruleId,
    reason,
    owner,
    until,
    hasEnded,
    isUnfinished: false,
    at: item.get('rule') ?? item,
    removal: undefined,
    explain: () => undefined,
  };
}

type ByRule = ReadonlyMap<string, readonly Suppression[]>;

interface DocumentContent {
  /** True if the document mentions suppressions of Portcullis. */
  readonly hasOwn: boolean;
  /** The extensions of other linters that it mentions. */
  readonly foreign: readonly ForeignExtension[];
  /** For the whole file. */
  readonly byRule: ByRule;
  /** By the start of the line. */
  readonly byLine: ReadonlyMap<number, ByRule>;
  /** The start of the line that contains an offset. */
  lineStart(offset: number): number;
  readonly hasExtensions: boolean;
  extensions(): readonly SourceNode[];
}

/** Most of the files of a description are the same objects in the next revision. */
const documentContent = pure('suppressions.documentContent', readDocument);

function readDocument(document: SourceDocument): DocumentContent {
  const all = mentions(document);
  const places = all.flatMap(({ sign, offset }) => (sign === ownSign ? offset : []));
  const { text } = places.length === 0 ? { text: '' } : document;
  const byRule = new Map<string, Suppression[]>();
  const byLine = new Map<number, Map<string, Suppression[]>>();
  const target = targetFinder(text);
  const extensions: number[] = [];
  let commentEnd = 0;
  for (const place of places) {
    if (text.startsWith('-ignore', place + 'x-portcullis'.length)) extensions.push(place);
    // A mention inside a comment begins no other comment.
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
  let starts: Int32Array | undefined;
  return {
    hasOwn: places.length > 0,
    foreign: foreignExtensions.filter((name) => all.some(({ sign }) => sign === name)),
    byRule,
    byLine,
    lineStart(offset) {
      starts ??= lineStarts(text);
      return lineStartIn(starts, text, offset);
    },
    hasExtensions: extensions.length > 0,
    extensions: () =>
      extensions.flatMap((place) => {
        const found = nodeAt(document, place);
        return found?.isKey && found.node.key === ignoreExtension ? [found.node.resolved] : [];
      }),
  };
}

function addTo(byRule: Map<string, Suppression[]>, suppression: Suppression): void {
  const known = byRule.get(suppression.ruleId);
  if (known === undefined) byRule.set(suppression.ruleId, [suppression]);
  else known.push(suppression);
}

/** As `lineStartOf`, without reading the text: a line can be as long as the file. */
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

const ownSign = 'portcullis-ignore';

interface Mention {
  readonly sign: typeof ownSign | ForeignExtension;
  readonly offset: number;
}

/** Where a text mentions suppressions. */
function mentionsIn(text: string): readonly Mention[] {
  const found: Mention[] = [];
  for (const sign of [ownSign, ...foreignExtensions] as const) {
    for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
      found.push({ sign, offset: at >= 2 && text.startsWith('x-', at - 2) ? at - 2 : at });
    }
  }
  return found;
}

/** Offsets are relative to the chunk, which stays the same object from revision to revision. */
const mentionsInChunk = pure('suppressions.mentionsInChunk', ({ document, start, end }: Chunk) =>
  mentionsIn(document.slice(start, end)),
);

function mentions(document: SourceDocument): readonly Mention[] {
  const found: Mention[] = [];
  let last = 0;
  const add = (some: readonly Mention[], start: number): void => {
    for (const { sign, offset } of some) found.push({ sign, offset: start + offset });
  };
  // The text behind the end of the first document of a file is a chunk that comes before the others.
  for (const chunk of [...document.chunks].sort((a, b) => a.start - b.start)) {
    if (chunk.start > last) add(mentionsIn(document.slice(last, chunk.start)), last);
    add(mentionsInChunk(chunk), chunk.start);
    last = Math.max(last, chunk.end);
  }
  add(mentionsIn(document.slice(last)), last);
  return found;
}

interface ReadComment {
  readonly isFile: boolean;
  /** The start of the line that it applies to. */
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
  // A patch touches its own part of the list: a list of thousands is not rewritten for each of its ids.
  const rewrite = (from: number, to: number, text: CommentText): Patch => {
    return { op: 'recomment', at: root, start: from, end: to, text };
  };
  const startOf = (id: number): number => listStart + ids[id]!.index;
  const endOf = (id: number): number => startOf(id) + ids[id]![0].length;
  const suppressions = ids.map(({ 0: ruleId }, id): Suppression => {
    const from = startOf(id) - anchor.chunk.start;
    const isLast = id === ids.length - 1;
    return {
      kind: 'comment',
      ruleId,
      reason,
      isUnfinished,
      at: { partOf: anchor, from, to: from + ruleId.length },
      removal:
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
 * Finds the line that a comment applies to, for comments in order. A comment alone on its line applies to the next line
 * that is not a comment. Comments above one line share the search for it.
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

/** The rules that an `x-portcullis-ignore` names. */
interface ExtensionContent {
  readonly all: readonly Suppression[];
  readonly byRule: ByRule;
}

const listedRules = pure('suppressions.listedRules', (node: SourceNode) =>
  contentOf([...readItems(node), ...node.entries().map(readEntry(node))]),
);

function contentOf(all: readonly Suppression[]): ExtensionContent {
  const byRule = new Map<string, Suppression[]>();
  for (const suppression of all) addTo(byRule, suppression);
  return { all, byRule };
}

function readName(node: SourceNode): Suppression {
  const ruleId = node.string ?? '';
  return {
    kind: 'extension',
    ruleId,
    reason: undefined,
    isUnfinished: false,
    at: node,
    removal: { op: 'remove', at: node },
    explain: (reason) => ({ op: 'replace', at: node, value: { [ruleId]: reason } }),
  };
}

/** A longer list is not rewritten as a map of reasons. */
const maxExplained = 100;

function readItems(list: SourceNode): readonly Suppression[] {
  const named = list.items().flatMap((item) => (item.string === undefined ? [] : [{ item, ruleId: item.string }]));
  return named.map(({ item, ruleId }) => ({
    kind: 'extension',
    ruleId,
    reason: undefined,
    isUnfinished: false,
    at: item,
    removal: { op: 'remove', at: named.length === 1 ? list : item },
    explain: (reason) =>
      named.length > maxExplained
        ? undefined
        : { op: 'replace', at: list, value: Object.fromEntries(named.map(({ ruleId: id }) => [id, reason])) },
  }));
}

const readEntry =
  (map: SourceNode) =>
  ({ key, value, raw }: { key: string; value: SourceNode; raw: SourceNode }): Suppression => ({
    kind: 'extension',
    ruleId: key,
    ...readReason(value.scalar === null ? '' : String(value.scalar ?? '')),
    at: { keyOf: raw },
    removal: { op: 'remove', at: map.entries().length === 1 ? map : raw },
    explain: (reason) => ({ op: 'replace', at: raw, value: reason }),
  });

/** The line of a finding's place, and that of its key where the value begins on a later line. */
function linesOf({ document, range }: Spot, { lineStart }: DocumentContent): readonly number[] {
  const own = lineStart(range.start);
  const key = nodeAt(document, range.start)?.node.keyRange;
  const line = key === undefined ? own : lineStart(key.start);
  return line === own ? [own] : [own, line];
}

/** The objects that contain the place of a finding, from the root down to the finding's own. */
function* containers({ document, pointer }: Spot): Generator<SourceNode> {
  const tokens = pointer.split('/').slice(1);
  let node: SourceNode | undefined = document.root;
  for (let index = 0; node !== undefined; index++) {
    yield node;
    const token: string | undefined = tokens[index]?.replaceAll('~1', '/').replaceAll('~0', '~');
    if (token === undefined) return;
    node = node.kind === 'sequence' ? node.at(Number(token)) : node.get(token);
  }
}

function foreignDecision(finding: Spot, honored: ReadonlySet<ForeignExtension>): Decision | undefined {
  if (honored.size === 0) return undefined;
  for (const node of containers(finding)) {
    for (const name of honored) {
      const value = node.get(name);
      if (value !== undefined && isNamed(finding.ruleId, value, name))
        return { kind: 'extension', reason: undefined, at: { keyOf: value } };
    }
  }
  return undefined;
}

/** True if the extension of another linter names the rule, by our name or by theirs. */
function isNamed(ruleId: string, value: SourceNode, name: ForeignExtension): boolean {
  if (value.kind === 'sequence') return foreignRules[name](value).has(ruleId);
  return rulesOf(name, String(value.scalar)).includes(ruleId);
}

const foreignRules = {
  'x-lint-ignore': foreignRulesIn('x-lint-ignore'),
  'x-zally-ignore': foreignRulesIn('x-zally-ignore'),
} as const;

function foreignRulesIn(name: ForeignExtension): Pure<SourceNode, ReadonlySet<string>> {
  return pure(
    `suppressions.foreignRules ${name}`,
    (list: SourceNode) => new Set(list.items().flatMap(({ scalar }) => rulesOf(name, String(scalar)))),
  );
}
