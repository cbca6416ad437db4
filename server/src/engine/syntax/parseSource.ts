import { YAMLException } from 'js-yaml';
import { grouped } from '../counted.ts';
import { limitAliases, maxRepeated } from './aliasLimit.ts';
import { readJson, readMembers } from './json/readJson.ts';
import { readStrictJson, readStrictMembers } from './json/readStrictJson.ts';
import { changedJsonSection, type JsonSections, resplitJson, splitJson } from './json/splitJson.ts';
import { limitMerges, maxMerged } from './mergeLimit.ts';
import type { SourceDocument, SourceLanguage, SyntaxProblem } from './sourceDocument.ts';
import type { Chunk, SourceNode } from './sourceNode.ts';
import { changeBetween } from './text/change.ts';
import type { EditedText } from './text/editedText.ts';
import { type ChunkProblem, hasDuplicates, type TreeChunk, TreeNode } from './tree.ts';
import { readEvents } from './yaml/readEvents.ts';
import { readStrictYaml } from './yaml/readStrictYaml.ts';
import { type ReadBroken, readTolerant } from './yaml/readTolerant.ts';
import { type Change, changedSection, resplit, type Section, shiftInPlace, split } from './yaml/splitYaml.ts';

/** How to read a file, and what is known of it already. */
export interface ParseOptions {
  readonly language?: SourceLanguage | undefined;
  /**
   * The document as it was before a change: chunks whose text is the same are taken over, nodes and all. What holds the
   * old document afterwards finds its chunks moved into the new one: only the newest version of a document is whole.
   */
  readonly previous?: SourceDocument | undefined;
  /** All that is different from the text of `previous`, where the caller knows: else the texts are compared. */
  readonly change?: Change | undefined;
}

/**
 * Parses a file. Never throws, whatever the text: a broken file is a tree with holes and a list of problems.
 *
 * The text is read chunk by chunk, well-formed chunks by the fast parser, others by the tolerant one: what is broken
 * stays within its chunk. The tree depends on the text alone, not on what was parsed before.
 */
export function parseSource(uri: string, text: string | EditedText, options: ParseOptions = {}): SourceDocument {
  const language = options.language ?? languageOf(uri);
  const { previous } = options;
  const isSame = previous instanceof ParsedDocument && previous.uri === uri && previous.language === language;
  const known = isSame ? previous : undefined;
  const assembly = new Assembly(new ParsedDocument(uri, text, language), known, options.change);
  if (!assembly.readAgain()) assembly.read();
  return assembly.finish();
}

function languageOf(uri: string): SourceLanguage {
  return /\.(json|jsonc|json5)$/i.test(uri) ? 'json' : 'yaml';
}

/** A change of text: UTF-16 offsets of the text as it was. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The document as it would be after `edits` (sorted, without overlap), whose result is `text`, for looking at what it
 * holds: where nothing changes, the tree holds the nodes of `document` itself, which stays whole. Positions and parents
 * in it mean nothing.
 */
export function tryEdits(document: SourceDocument, edits: readonly TextEdit[], text: string): SourceDocument {
  const { uri, language } = document;
  // What an alias stands for is told by positions.
  const canShare = document instanceof ParsedDocument && !document.chunks.some(hasAlias);
  const assembly = new Assembly(
    new ParsedDocument(uri, text, language),
    canShare ? document : undefined,
    undefined,
    canShare ? changesOf(edits) : undefined,
  );
  assembly.read();
  return assembly.finish();
}

function changesOf(edits: readonly TextEdit[]): readonly Change[] {
  let shift = 0;
  return edits.map(({ start, end, text }) => {
    const change = { start: start + shift, oldEnd: end, newEnd: start + shift + text.length };
    shift = change.newEnd - end;
    return change;
  });
}

/** True for a block map that has no anchor of its own: its entries can stand in another map. */
function isBlockMap({ root, marks }: ReadBroken): boolean {
  return root?.kind === 'map' && root.style === 'block' && !marks.some(({ node }) => node === root);
}

function hasAlias({ marks }: TreeChunk): boolean {
  return marks.some(({ node }) => node.kind === 'alias');
}

class ParsedDocument implements SourceDocument {
  readonly uri: string;
  readonly content: string | EditedText;
  readonly language: SourceLanguage;
  root: TreeNode | undefined = undefined;
  problems: readonly SyntaxProblem[] = [];
  isBroken = false;
  chunks: TreeChunk[] = [];
  /** How YAML text was cut; `undefined` where it was read as a whole, or ends before the file does. */
  sections: readonly Section[] | undefined = undefined;
  /** The same for JSON. */
  json: JsonSections | undefined = undefined;
  /** Some chunk has an anchor or an alias. */
  hasMarks = false;
  /** A key is written twice in a map whose entries are chunks. */
  hasRepeatedKeys = false;
  /** How many aliases stand for a node. Most documents have none, and few readers ask. */
  #counts: Map<SourceNode, number> | undefined = undefined;

  constructor(uri: string, content: string | EditedText, language: SourceLanguage) {
    this.uri = uri;
    this.content = content;
    this.language = language;
  }

  get text(): string {
    return this.content.toString();
  }

  get length(): number {
    return this.content.length;
  }

  slice(start: number, end?: number): string {
    return this.content.slice(start, end);
  }

  /** Takes the sections of the version before, which is not read again: `leaf` has grown by `by` characters. */
  takeSections(previous: ParsedDocument, leaf: Section, by: number): void {
    const { start, end } = leaf;
    const { sections, json } = previous;
    previous.sections = undefined;
    previous.json = undefined;
    if (sections !== undefined) shiftInPlace(sections, { start, end }, by);
    if (json !== undefined) shiftInPlace(json.sections, { start, end }, by);
    this.sections = sections;
    this.json = json && { ...json, close: json.close + by };
  }

  /** A text that holds a chunk, and the offset at which it begins: all of it where that is there already. */
  around({ start, end }: Chunk): { readonly text: string; readonly at: number } {
    const { content } = this;
    if (typeof content === 'string' || content.isWhole) return { text: content.toString(), at: 0 };
    return { text: content.slice(start, end), at: start };
  }

  get hasAliases(): boolean {
    return this.#aliasCounts.size > 0;
  }

  aliasesOf(node: SourceNode): number {
    return this.#aliasCounts.get(node) ?? 0;
  }

  get #aliasCounts(): ReadonlyMap<SourceNode, number> {
    if (this.#counts === undefined) {
      this.#counts = new Map();
      for (const { marks } of this.chunks) {
        for (const { node } of marks) {
          if (node.kind === 'alias') this.#counts.set(node.resolved, (this.#counts.get(node.resolved) ?? 0) + 1);
        }
      }
    }
    return this.#counts;
  }
}

/** The chunks of a previous version, by where they stood. */
class Reuse {
  /** In their order; `start` and `newEnd` in the new text, `oldEnd` in the old one. */
  readonly #changes: readonly Change[];
  readonly #chunks = new Map<number, TreeChunk>();

  constructor(previous: ParsedDocument, changes: readonly Change[]) {
    this.#changes = changes;
    for (const chunk of previous.chunks) if (chunk.root !== undefined) this.#chunks.set(chunk.start, chunk);
  }

  /** The chunk that held the same text for the same map; each is given away once. */
  take(start: number, end: number, holder: string): TreeChunk | undefined {
    let from = start;
    for (const change of this.#changes) {
      if (end <= change.start) break;
      if (start < change.newEnd) return undefined;
      from = start - change.newEnd + change.oldEnd;
    }
    const chunk = this.#chunks.get(from);
    if (chunk === undefined || chunk.end - chunk.start !== end - start || chunk.holder !== holder) return undefined;
    // An alias stands for something elsewhere, which may have changed.
    if (hasAlias(chunk)) return undefined;
    this.#chunks.delete(from);
    return chunk;
  }
}

/** The section that holds a change and keeps its borders. */
function changedSectionOf(previous: ParsedDocument, text: SourceDocument, change: Change): Section | undefined {
  const { json, sections, language, uri } = previous;
  if (language === 'yaml') return sections && changedSection(sections, text, change);
  return json === undefined || isLenientJson(uri) ? undefined : changedJsonSection(json, text, change);
}

function isLenientJson(uri: string): boolean {
  return /\.(jsonc|json5)$/i.test(uri);
}

/** The last chunk that begins at an offset or before it: an entry stands behind the chunk of the map that holds it. */
function chunkAt(chunks: readonly TreeChunk[], offset: number): number {
  let low = 0;
  let high = chunks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (chunks[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The list itself where nothing changes. */
function withSpliced(keys: readonly string[], at: number, count: number, fresh: readonly string[]): readonly string[] {
  const isSame = fresh.length === count && fresh.every((key, index) => keys[at + index] === key);
  return isSame ? keys : [...keys.slice(0, at), ...fresh, ...keys.slice(at + count)];
}

/** One document while it is put together from its chunks. */
class Assembly {
  readonly #document: ParsedDocument;
  readonly #previous: ParsedDocument | undefined;
  readonly #change: Change | undefined;
  #reuse: Reuse | undefined;
  /** The previous version stays as it is: what it holds is looked at, and not moved. */
  readonly #isTrial: boolean;
  readonly #containers: TreeNode[] = [];
  readonly #problems: { chunk: TreeChunk; problem: ChunkProblem }[] = [];
  #isBrokenMember = false;
  /** Only one section was read. */
  #isAgain = false;

  constructor(
    document: ParsedDocument,
    previous: ParsedDocument | undefined,
    change: Change | undefined,
    changes?: readonly Change[],
  ) {
    this.#document = document;
    this.#previous = previous;
    this.#isTrial = changes !== undefined;
    if (previous === undefined) return;
    this.#change = changes === undefined ? (change ?? changeBetween(previous.text, document.text)) : spanOf(changes);
    if (changes !== undefined) this.#reuse = new Reuse(previous, changes);
  }

  /**
   * Reads the one section that a change stands in, and takes over everything else as it is: between two keystrokes the
   * document must not be put together again. False where that does not work; then nothing has changed.
   */
  readAgain(): boolean {
    const [document, previous, change] = [this.#document, this.#previous, this.#change];
    if (previous === undefined || change === undefined || this.#isTrial) return false;
    // Aliases lead from chunk to chunk, and what is written twice is a problem of two.
    if (previous.hasMarks || previous.hasRepeatedKeys || document.length > maxLength || this.#isBinary()) return false;
    const leaf = changedSectionOf(previous, document, change);
    const at = leaf === undefined ? -1 : chunkAt(previous.chunks, leaf.start);
    const old = previous.chunks[at];
    const [first] = old?.root?.children ?? [];
    if (leaf === undefined || old?.root === undefined || first?.parent === undefined) return false;
    if (old.start !== leaf.start || old.end !== leaf.end) return false;
    const by = change.newEnd - change.oldEnd;
    const held = this.#readSection(old.holder, { ...leaf, end: leaf.end + by });
    const chunk = document.chunks[0];
    const container = first.parent;
    const keys = withSpliced(container.keys, first.index, old.root.children.length, held.keys);
    const isSound = chunk !== undefined && chunk.marks.length === 0 && !this.#isBrokenMember;
    if (!isSound || held.children.length === 0 || (keys !== container.keys && hasDuplicates(keys))) {
      this.#reset();
      this.#isBrokenMember = false;
      return false;
    }
    document.chunks = previous.chunks.slice();
    document.chunks[at] = chunk;
    for (let index = 0; index < document.chunks.length; index++) {
      const one = document.chunks[index]!;
      one.document = document;
      if (index <= at) continue;
      one.start += by;
      one.end += by;
    }
    document.root = container.replaced(keys, first.index, old.root.children.length, held.children, by);
    document.takeSections(previous, leaf, by);
    this.#isAgain = true;
    return true;
  }

  /** The entries of a section, in a map of their own. */
  #readSection(holder: string, section: Section): TreeNode {
    const held = new TreeNode(
      'map',
      'block',
      { ...section, document: this.#document, holder, root: undefined, marks: [], problems: [] },
      0,
      0,
    );
    if (this.#document.language === 'yaml') this.#entry(held, holder, section);
    else this.#jsonEntries(held, holder.split('#', 1)[0]!, section, holder.endsWith('#last'), false);
    return held;
  }

  read(): void {
    if (this.#previous !== undefined && this.#change !== undefined && !this.#isTrial)
      this.#reuse = new Reuse(this.#previous, [this.#change]);
    const { language, uri } = this.#document;
    if (this.#document.length > maxLength) this.#refuse('too-large', tooLarge);
    else if (this.#isBinary()) this.#refuse('binary', 'This is not a text file, so it is not read.');
    else if (language === 'json') this.#readJson(isLenientJson(uri));
    else this.#readYaml();
  }

  finish(): SourceDocument {
    const document = this.#document;
    document.hasMarks = !this.#isAgain && document.chunks.some(({ marks }) => marks.length > 0);
    if (document.hasMarks) this.#connect();
    for (const chunk of document.chunks) {
      if (chunk.problems.length === 0) continue;
      for (const problem of chunk.problems) this.#problems.push({ chunk, problem });
    }
    for (const container of this.#containers) {
      checkKeys(container, (chunk, problem) => {
        document.hasRepeatedKeys = true;
        this.#problems.push({ chunk, problem });
      });
    }
    const problems = this.#problems
      .map(({ chunk, problem }) => toProblem(chunk, problem))
      .sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end || (a.code < b.code ? -1 : 1));
    document.problems = problems;
    document.isBroken = problems.some(({ severity }) => severity === 'error');
    return document;
  }

  /** A text that was none before, or became none, is looked at as a whole. */
  #isBinary(): boolean {
    const change = this.#change;
    if (change === undefined || this.#previous?.problems.some(({ code }) => code === 'binary')) {
      return this.#document.text.includes('\0');
    }
    return this.#document.slice(change.start, change.newEnd).includes('\0');
  }

  #refuse(code: string, message: string): void {
    const chunk = this.#chunk(0, this.#document.length, '');
    chunk.problems = [{ code, message, severity: 'error', from: 0, to: 0 }];
  }

  #readJson(isLenient: boolean): void {
    const cut = this.#cutJson(isLenient);
    if (cut !== undefined) {
      this.#document.json = cut;
      this.#document.root = this.#jsonRoot(cut, isLenient);
      // Brackets that do not match within a chunk: lines do not tell what belongs together.
      if (!this.#isBrokenMember) return;
      this.#reset();
      this.#document.json = undefined;
    }
    const whole = this.#document.text;
    const bom = whole.charCodeAt(0) === 0xfeff ? 1 : 0;
    const chunk = this.#chunk(bom, whole.length, '');
    const strict = readStrictJson(whole, chunk);
    const text = bom === 0 ? whole : whole.slice(bom);
    if (strict === undefined && text.trim() === '') return;
    const read = strict === undefined ? readJson(text, chunk, isLenient) : { root: strict, problems: [] };
    this.#document.root = read.root;
    chunk.problems = [...read.problems, ...duplicatesIn(read.root)];
  }

  #cutJson(isLenient: boolean): JsonSections | undefined {
    if (isLenient) return this.#document.text.includes('/*') ? undefined : splitJson(this.#document.text);
    const before = this.#previous?.json;
    const again =
      before === undefined || this.#change === undefined
        ? undefined
        : resplitJson(before, this.#document, this.#change);
    return again ?? splitJson(this.#document.text);
  }

  #jsonRoot({ sections, open, close }: JsonSections, isLenient: boolean): TreeNode {
    const chunk = this.#chunk(open, sections[0]?.start ?? open + 1, '');
    const root = new TreeNode('map', 'flow', chunk, 0, close + 1 - open);
    this.#jsonMap(root, '', sections, isLenient);
    return root;
  }

  #jsonMap(map: TreeNode, path: string, sections: readonly Section[], isLenient: boolean): void {
    this.#containers.push(map);
    for (const section of sections) {
      const isLast = section === sections.at(-1);
      if (section.entries === undefined || !this.#jsonContainer(map, path, section, isLast, isLenient)) {
        this.#jsonEntries(map, path, section, isLast, isLenient);
      }
    }
  }

  #jsonContainer(map: TreeNode, path: string, section: Section, isLast: boolean, isLenient: boolean): boolean {
    const { start, entriesStart, entries = [], close = entriesStart } = section;
    const key = /"([\w-]+)"[ \t]*:[ \t]*\{/.exec(this.#document.slice(start, entriesStart));
    const comma = this.#document.slice(close + 1, section.end).trim();
    if (key === null || !(isLast ? comma === '' || isLenient : comma === ',')) return false;
    const chunk = this.#chunk(start, entriesStart, path);
    const value = new TreeNode('map', 'flow', chunk, key.index + key[0].length - 1, close + 1 - start);
    map.addEntry(key[1]!, key.index, key.index + key[1]!.length + 2, value);
    this.#jsonMap(value, `${path}/${key[1]}`, entries, isLenient);
    return true;
  }

  /** The members of a section, the comma behind them among them. */
  #jsonEntries(map: TreeNode, path: string, { start, end }: Section, isLast: boolean, isLenient: boolean): void {
    const holder = `${path}${isLast ? '#last' : '#'}`;
    const known = this.#take(start, end, holder);
    if (known?.root !== undefined) {
      this.#adopt(known.root, map);
      return;
    }
    const chunk = this.#chunk(start, end, holder);
    const around = this.#document.around(chunk);
    const strict = readStrictMembers(around.text, chunk, !isLast, around.at);
    if (strict !== undefined) {
      this.#keep(chunk, map, strict, [], []);
      return;
    }
    const text = this.#document.slice(start, end);
    const comma = commaOf(text, isLenient);
    const read = readMembers(comma < 0 ? text : `${text.slice(0, comma)} ${text.slice(comma + 1)}`, chunk, isLenient);
    const problems = [...read.problems];
    if (problems.length > 0 && !isBalanced(text)) this.#isBrokenMember = true;
    if (problems.length === 0) {
      const to = text.trimEnd().length;
      if (!isLast && comma < 0)
        problems.push({
          code: 'comma-expected',
          message: 'A comma is expected here.',
          severity: 'error',
          from: to - 1,
          to,
        });
      if (isLast && comma >= 0 && !isLenient) {
        const message = 'A property name in double quotes is expected here.';
        problems.push({ code: 'property-name-expected', message, severity: 'error', from: comma, to: comma + 1 });
      }
    }
    this.#keep(chunk, map, read.root, problems, []);
  }

  #readYaml(): void {
    const again =
      this.#previous?.sections === undefined || this.#change === undefined
        ? undefined
        : resplit(this.#previous.sections, this.#document, this.#change);
    if (again !== undefined) {
      this.#document.sections = again;
      this.#document.root = this.#map(again, '');
      return;
    }
    const end = this.#endOfFirstDocument();
    const isWhole = end === this.#document.length;
    const text = isWhole ? this.#document.text : this.#document.slice(0, end);
    // A lone carriage return is a line break for one parser and none for the other: the cut would differ from the tree.
    const sections = /\r(?!\n)/.test(text) ? undefined : split(text);
    if (isWhole) this.#document.sections = sections;
    this.#document.root = sections === undefined ? this.#whole(text) : this.#map(sections, '');
  }

  #chunk(start: number, end: number, holder: string): TreeChunk {
    const chunk: TreeChunk = {
      document: this.#document,
      start,
      end,
      holder,
      root: undefined,
      marks: [],
      problems: [],
    };
    this.#document.chunks.push(chunk);
    return chunk;
  }

  /** A chunk of the previous version, moved to where its text stands now. */
  #take(start: number, end: number, holder: string): TreeChunk | undefined {
    const chunk = this.#reuse?.take(start, end, holder);
    if (chunk === undefined) return undefined;
    if (!this.#isTrial) {
      chunk.document = this.#document;
      chunk.start = start;
      chunk.end = end;
    }
    this.#document.chunks.push(chunk);
    return chunk;
  }

  #adopt(entries: TreeNode, map: TreeNode): void {
    if (this.#isTrial) map.shareEntries(entries);
    else map.moveEntries(entries);
  }

  #reset(): void {
    this.#document.chunks.length = 0;
    this.#containers.length = 0;
    this.#problems.length = 0;
  }

  #keep(
    chunk: TreeChunk,
    map: TreeNode,
    root: TreeNode | undefined,
    problems: readonly ChunkProblem[],
    marks: TreeChunk['marks'],
  ): void {
    chunk.root = root?.kind === 'map' ? root : new TreeNode('map', 'block', chunk, 0, 0);
    chunk.marks = marks;
    chunk.problems = [...problems, ...duplicatesIn(...chunk.root.children)];
    map.moveEntries(chunk.root);
  }

  /** Later documents of a stream are left out, and said to be. */
  #endOfFirstDocument(): number {
    const marker = /^(---|\.\.\.)(?=[ \t\r\n]|$)/gm;
    let hasContent = false;
    let last = 0;
    for (const match of this.#document.text.matchAll(marker)) {
      hasContent ||= /^[ \t]*[^\s#%]/m.test(this.#document.slice(last, match.index).replace(/^\uFEFF/, ''));
      last = match.index + 3;
      if (!hasContent) continue;
      const rest = this.#document.slice(match.index).replace(marker, '');
      if (/^[ \t]*[^\s#]/m.test(rest)) {
        const chunk = this.#chunk(match.index, this.#document.length, '');
        const message = 'Only the first document of this file is checked.';
        chunk.problems = [{ code: 'multiple-documents', message, severity: 'warning', from: 0, to: 3 }];
      }
      return match.index;
    }
    return this.#document.length;
  }

  /** A map whose entries are chunks. */
  #map(sections: readonly Section[], path: string, into?: TreeNode): TreeNode {
    const map = into ?? new TreeNode('map', 'block', this.#chunk(0, 0, ''), 0, -1);
    this.#containers.push(map);
    for (const section of sections) {
      if (section.entries !== undefined && this.#container(map, path, section)) continue;
      const known = this.#take(section.start, section.end, path);
      if (known?.root !== undefined) this.#adopt(known.root, map);
      // What is open at the end of a section is an error: YAML wants every continuation indented deeper than its key.
      else this.#entry(map, path, section);
    }
    return map;
  }

  #container(map: TreeNode, path: string, section: Section): boolean {
    const chunk = this.#chunk(section.start, section.entriesStart, path);
    const read = this.#tryFast(chunk);
    const key = read?.root;
    if (key?.kind !== 'map' || key.children.length !== 1) {
      this.#document.chunks.pop();
      return false;
    }
    const value = new TreeNode('map', 'block', chunk, key.children[0]!.from, -1);
    map.addEntry(key.keys[0]!, key.children[0]!.keyFrom, key.children[0]!.keyTo, value);
    this.#map(section.entries!, `${path}/${key.keys[0]}`, value);
    return true;
  }

  /** Reads a section as entries of `map`. */
  #entry(map: TreeNode, path: string, { start, end }: Section): void {
    const chunk = this.#chunk(start, end, path);
    const fast = this.#tryFast(chunk);
    if (fast !== undefined && isBlockMap(fast)) {
      this.#keep(chunk, map, fast.root, [], fast.marks);
      return;
    }
    const text = this.#document.slice(start, end);
    const read = readTolerant(text, chunk);
    if (fast === undefined && read.problems.length === 0 && isBlockMap(read)) {
      this.#keep(chunk, map, read.root, [], read.marks);
      return;
    }
    // Nothing closes it, so that what can be kept is kept, with what is wrong with it.
    // What follows from the first problem is not worth a line of its own.
    const [first] = read.problems;
    const missing = {
      code: 'missing-colon',
      message: 'A key needs a colon and a value.',
      severity: 'error',
      from: text.length - text.trimStart().length,
      to: text.trimEnd().length,
    } as const;
    this.#keep(chunk, map, read.root, [first ?? missing], read.marks);
  }

  #tryFast(chunk: TreeChunk): ReadBroken | undefined {
    const { text, at } = this.#document.around(chunk);
    const root = readStrictYaml(text, chunk, at);
    if (root !== undefined) return { root, marks: [], problems: [] };
    try {
      return { ...readEvents(this.#document.slice(chunk.start, chunk.end), chunk), problems: [] };
    } catch (error) {
      // Not well formed, or of a kind that the fast parser refuses: the tolerant one says which.
      if (error instanceof YAMLException || error instanceof RangeError) return undefined;
      throw error;
    }
  }

  /** The document as one chunk. */
  #whole(text: string): TreeNode | undefined {
    const later = this.#document.chunks.splice(0);
    const bom = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    const chunk = this.#chunk(bom, text.length, '');
    this.#document.chunks.push(...later);
    const read = this.#tryFast(chunk) ?? readTolerant(text.slice(bom), chunk);
    chunk.marks = read.marks;
    chunk.problems = [...read.problems.slice(0, 1), ...duplicatesIn(read.root)];
    return read.root;
  }

  /** An alias stands for the latest anchor of its name before it (YAML 1.2.2 §7.1). */
  #connect(): void {
    const anchors = new Map<string, TreeNode>();
    const aliases: TreeNode[] = [];
    const marks = this.#document.chunks.flatMap((chunk) => chunk.marks);
    for (const { name, node } of marks.sort((a, b) => a.node.start - b.node.start)) {
      if (node.kind !== 'alias') {
        anchors.set(name, node);
        continue;
      }
      node.target = anchors.get(name);
      aliases.push(node);
      if (node.target !== undefined) continue;
      const problem = {
        code: 'unresolved-alias',
        message: `The anchor "${name}" is not defined before this.`,
        severity: 'error',
        from: node.from,
        to: node.to,
      } as const;
      this.#problems.push({ chunk: node.chunk, problem });
    }
    this.#checkMerges(limitMerges(aliases));
    this.#checkAliases(limitAliases(aliases));
  }

  // Warnings: what is cut off is repeated, and an error would stop the rules about what is absent.
  #checkAliases(cut: TreeNode | undefined): void {
    if (cut === undefined) return;
    const problem = {
      code: 'too-many-aliases',
      message: `The aliases of this document repeat more than ${grouped(maxRepeated)} characters. From here on they are not followed. Use "$ref" instead.`,
      severity: 'warning',
      from: cut.from,
      to: cut.to,
    } as const;
    this.#problems.push({ chunk: cut.chunk, problem });
  }

  #checkMerges(cut: TreeNode | undefined): void {
    if (cut === undefined) return;
    const problem = {
      code: 'too-many-merged-entries',
      message: `The merge keys of this document bring in more than ${grouped(maxMerged)} entries. From here on they are not followed. Merge smaller maps, or write the entries out.`,
      severity: 'warning',
      from: cut.keyFrom,
      to: cut.keyTo,
    } as const;
    this.#problems.push({ chunk: cut.chunk, problem });
  }
}

/** Duplicate keys in `nodes` and below, which all stand in one chunk. */
function duplicatesIn(...nodes: readonly (TreeNode | undefined)[]): readonly ChunkProblem[] {
  const problems: ChunkProblem[] = [];
  const stack = nodes.filter((node) => node !== undefined);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.children.length > 1 && node.kind === 'map') checkKeys(node, (_chunk, problem) => problems.push(problem));
    for (const child of node.children) if (child.children.length > 0) stack.push(child);
  }
  return problems;
}

function checkKeys({ keys, children }: TreeNode, report: (chunk: TreeChunk, problem: ChunkProblem) => void): void {
  if (!hasDuplicates(keys)) return;
  const firsts = new Map<string, number>();
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!;
    const first = firsts.get(key);
    if (first === undefined) {
      firsts.set(key, index);
      continue;
    }
    const { chunk, keyFrom, keyTo } = children[index]!;
    const original = children[first]!;
    // Both ranges relative to one chunk, wherever the first key stands.
    const shift = original.chunk.start - chunk.start;
    report(chunk, {
      code: 'duplicate-key',
      message:
        key === '<<'
          ? 'The key "<<" is written twice. Both are merged here, but parsers differ. Merge a list instead.'
          : `The key "${key}" is written twice. The last one counts.`,
      severity: 'warning',
      from: keyFrom,
      to: keyTo,
      related: [{ from: original.keyFrom + shift, to: original.keyTo + shift, message: 'It stands here first.' }],
    });
  }
}

/** The comma that ends a member, or -1; in lenient text it may stand before a comment. */
function commaOf(text: string, isLenient: boolean): number {
  const code = isLenient ? withoutLastComment(text) : text;
  const end = code.trimEnd().length;
  return code[end - 1] === ',' ? end - 1 : -1;
}

/** Without the line comment at its end. Slashes before a quotation mark belong to a string. */
function withoutLastComment(text: string): string {
  const end = text.trimEnd().length;
  const lineStart = Math.max(text.lastIndexOf('\n', end), text.lastIndexOf('\r', end)) + 1;
  const slashes = text.indexOf('//', Math.max(lineStart, text.lastIndexOf('"', end) + 1));
  return slashes < 0 || slashes >= end ? text : text.slice(0, slashes);
}

/** True if every bracket outside of strings has its counterpart. */
function isBalanced(text: string): boolean {
  const stack: string[] = [];
  for (const [token] of text.matchAll(/"(?:[^"\\\r\n]|\\.)*"?|[{}[\]]/g)) {
    if (token === '{' || token === '[') stack.push(token);
    else if (token === '}' || token === ']') {
      if (stack.pop() !== (token === '}' ? '{' : '[')) return false;
    }
  }
  return stack.length === 0;
}

/** As many UTF-16 units as a file of the largest size that is read from the disk. */
const maxLength = 64 * 1024 * 1024;

const tooLarge = 'This is larger than 64 MB, so it is not read. Split it into several files.';

/** From the first change to the last. */
function spanOf(changes: readonly Change[]): Change {
  const first = changes[0] ?? { start: 0, oldEnd: 0, newEnd: 0 };
  return { ...(changes.at(-1) ?? first), start: first.start };
}

function toProblem(
  { start, document }: TreeChunk,
  { code, message, severity, from, to, related }: ChunkProblem,
): SyntaxProblem {
  // Where something is missing at the end, there is no character to point at.
  const offset = (place: number): number => Math.min(start + place, document.length);
  const range = { start: offset(from), end: offset(to) };
  if (related === undefined) return { code, message, severity, range };
  return {
    code,
    message,
    severity,
    range,
    related: related.map((place) => ({
      range: { start: offset(place.from), end: offset(place.to) },
      message: place.message,
    })),
  };
}
