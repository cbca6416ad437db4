import type { Finding } from '../finding.ts';
import type { CommentText, Patch, Placeholder } from '../repair/fix.ts';
import { nodeAt } from '../syntax/nodeAt.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { Chunk, Place, SourceNode } from '../syntax/sourceNode.ts';
import { lineEndOf, lineStartOf, nextLineOf } from '../syntax/text/lines.ts';
import { type ForeignExtension, rulesOf } from './foreignRules.ts';

/** What a person accepted: one rule at one place. */
export interface Suppression {
  readonly ruleId: string;
  /** What it says behind ` -- ` or as the value of the rule; `undefined` if that is nothing. */
  readonly reason: string | undefined;
  /** Where the rule is named. */
  readonly at: Place;
  /** Takes it back; what else is accepted at the same place stays. */
  readonly withdraw: Patch;
  /** Gives it a reason. */
  explain(reason: Placeholder): Patch;
}

/** Where a rule says something. */
type Spot = Pick<Finding, 'ruleId' | 'document' | 'pointer' | 'range'>;

/** What the actions write where a person has to say why: not a reason yet. */
export const reasonToGive = 'state why';

/** The extension on an object: a rule id, a list of them, or a map of rule id to reason. */
export const ignoreExtension = 'x-portcullis-ignore';

/**
 * Says what a person accepted where it stands, and remembers what of it was needed. Two ways, both at the place of the
 * definition:
 * - YAML: `# portcullis-ignore rule-id, other-rule -- reason`, behind the line or alone above it; with
 *   `portcullis-ignore-file` for the whole file. A `#` inside of a scalar is no comment.
 * - Everywhere: `x-portcullis-ignore` on the object or on one that holds it.
 *
 * Where configured, the extensions of other linters count as well, with their names for our rules.
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
      ...accepted.file,
      ...(accepted.byLine.size === 0 ? [] : linesOf(finding).flatMap((line) => accepted.byLine.get(line) ?? [])),
      ...(accepted.hasExtensions ? onObjects(finding) : []),
    ].filter((suppression) => suppression.ruleId === ruleId);
    for (const suppression of all) this.#used.add(suppression);
    return all.length > 0 || (this.#honored.length > 0 && isIgnoredElsewhere(finding, this.#honored));
  }

  /** What stands in a document, in no order. */
  in(document: SourceDocument): readonly Suppression[] {
    const accepted = this.#of(document);
    if (accepted === undefined) return [];
    return [...accepted.file, ...[...accepted.byLine.values()].flat(), ...accepted.extensions().flatMap(readExtension)];
  }

  isUsed(suppression: Suppression): boolean {
    return this.#used.has(suppression);
  }

  #of(document: SourceDocument): Accepted | undefined {
    if (!this.#documents.has(document)) this.#documents.set(document, recallDocument(document, this.#honored));
    return this.#documents.get(document);
  }
}

interface Accepted {
  readonly file: readonly Suppression[];
  /** By where the line begins. */
  readonly byLine: ReadonlyMap<number, readonly Suppression[]>;
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
  const file: Suppression[] = [];
  const byLine = new Map<number, Suppression[]>();
  const extensions: number[] = [];
  for (const place of places) {
    if (text.startsWith('-ignore', place + 'x-portcullis'.length)) extensions.push(place);
    if (document.language !== 'yaml') continue;
    const found = readComment(document, place);
    if (found === undefined) continue;
    if (found.isFile) file.push(...found.suppressions);
    else byLine.set(found.line, [...(byLine.get(found.line) ?? []), ...found.suppressions]);
  }
  const hasExtensions = extensions.length > 0;
  return {
    file,
    byLine,
    hasExtensions,
    extensions: () =>
      extensions.flatMap((place) => {
        const found = nodeAt(document, place);
        return found?.isKey && found.node.key === ignoreExtension ? [found.node] : [];
      }),
  };
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
  for (const chunk of document.chunks) {
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
  readonly suppressions: readonly Suppression[];
}

const comment = /^#[ \t]*(portcullis-ignore(?:-file)?)[ \t]+([^\r\n]*)/;

function readComment(document: SourceDocument, mark: number): ReadComment | undefined {
  const { text, root } = document;
  const start = text.lastIndexOf('#', mark);
  if (root === undefined || start < 0 || text.slice(start + 1, mark).trim() !== '') return undefined;
  if (start > 0 && !/\s|\uFEFF/.test(text[start - 1]!)) return undefined;
  const end = lineEndOf(text, start);
  const match = comment.exec(text.slice(start, end));
  if (match === null || isInScalar(document, start)) return undefined;
  const [list = '', ...reasons] = (match[2] ?? '').split(/[ \t]--(?:[ \t]|$)/);
  const reason = reasonOf(reasons.join(' -- '));
  const ids = [...list.matchAll(/[^\s,]+/g)];
  const line = targetLine(text, start);
  const anchor = nodeAt(document, line + /^[ \t]*/.exec(text.slice(line))![0].length)?.node ?? root;
  const listStart = start + match[0].length - (match[2] ?? '').length;
  const head = `# ${match[1]} `;
  const tail = reason === undefined ? '' : ` -- ${reason}`;
  const rewrite = (words: CommentText): Patch => ({ op: 'recomment', at: root, start, end, text: words });
  const suppressions = ids.map(({ 0: ruleId, index }): Suppression => {
    const from = listStart + index - anchor.chunk.start;
    const others = ids.flatMap(({ 0: other }) => (other === ruleId ? [] : [other]));
    return {
      ruleId,
      reason,
      at: { partOf: anchor, from, to: from + ruleId.length },
      withdraw:
        others.length === 0
          ? { op: 'recomment', at: root, start, end }
          : rewrite([`${head}${others.join(', ')}${tail}`]),
      explain: (placeholder) => rewrite([`${head}${ids.map(([id]) => id).join(', ')} -- `, placeholder]),
    };
  });
  return { isFile: match[1]!.endsWith('-file'), line, suppressions };
}

function reasonOf(text: string): string | undefined {
  const reason = text.trim();
  return reason === '' || reason === reasonToGive ? undefined : reason;
}

function isInScalar(document: SourceDocument, offset: number): boolean {
  const found = nodeAt(document, offset);
  return found !== undefined && (found.isKey || found.node.kind === 'scalar') && found.node.start < offset;
}

/** A comment alone on its line speaks about the next line that holds more than a comment. */
function targetLine(text: string, offset: number): number {
  const own = lineStartOf(text, offset);
  if (text.slice(own, offset).trim() !== '') return own;
  for (let line = nextLineOf(text, lineEndOf(text, own)); line !== undefined; ) {
    const end = lineEndOf(text, line);
    const content = text.slice(line, end).trim();
    if (content !== '' && !content.startsWith('#')) return line;
    line = nextLineOf(text, end);
  }
  return own;
}

const readExtensions = new WeakMap<SourceNode, readonly Suppression[]>();

/** What an `x-portcullis-ignore` says. The same objects for the same node. */
function readExtension(node: SourceNode): readonly Suppression[] {
  let known = readExtensions.get(node);
  if (known === undefined) {
    known =
      node.string === undefined
        ? [...node.items().flatMap(readItem(node)), ...node.entries().map(readEntry(node))]
        : [readName(node)];
    readExtensions.set(node, known);
  }
  return known;
}

function readName(node: SourceNode): Suppression {
  const ruleId = node.string ?? '';
  return {
    ruleId,
    reason: undefined,
    at: node,
    withdraw: { op: 'remove', at: node },
    explain: (reason) => ({ op: 'replace', at: node, value: { [ruleId]: reason } }),
  };
}

const readItem =
  (list: SourceNode) =>
  (item: SourceNode): readonly Suppression[] => {
    const ruleId = item.string;
    if (ruleId === undefined) return [];
    const ids = list.items().flatMap(({ string }) => string ?? []);
    return [
      {
        ruleId,
        reason: undefined,
        at: item,
        withdraw: { op: 'remove', at: ids.length === 1 ? list : item },
        explain: (reason) => ({ op: 'replace', at: list, value: Object.fromEntries(ids.map((id) => [id, reason])) }),
      },
    ];
  };

const readEntry =
  (map: SourceNode) =>
  ({ key, value, held }: { key: string; value: SourceNode; held: SourceNode }): Suppression => ({
    ruleId: key,
    reason: reasonOf(value.string ?? ''),
    at: { keyOf: held },
    withdraw: { op: 'remove', at: map.entries().length === 1 ? map : held },
    explain: (reason) => ({ op: 'replace', at: held, value: reason }),
  });

/** The line of a finding's place, and that of its key where the value stands further down. */
function linesOf({ document, range }: Spot): readonly number[] {
  const own = lineStartOf(document.text, range.start);
  const key = nodeAt(document, range.start)?.node.keyRange;
  const line = key === undefined ? own : lineStartOf(document.text, key.start);
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
    node = node.kind === 'sequence' ? node.items()[Number(token)] : node.get(token);
  }
}

function onObjects(finding: Spot): readonly Suppression[] {
  return [...holders(finding)].flatMap((node) => {
    const extension = node.get(ignoreExtension);
    return extension === undefined ? [] : readExtension(extension);
  });
}

function isIgnoredElsewhere(finding: Spot, honored: readonly ForeignExtension[]): boolean {
  for (const node of holders(finding)) {
    for (const name of honored) {
      const value = node.get(name);
      if (value === undefined) continue;
      const ids = value.kind === 'sequence' ? value.items() : [value];
      if (ids.some(({ scalar }) => rulesOf(name, String(scalar)).includes(finding.ruleId))) return true;
    }
  }
  return false;
}
