import { YAMLException } from 'js-yaml';
import { type Mark, readEvents } from './readEvents.ts';
import { readJson } from './readJson.ts';
import { type ReadBroken, readTolerant } from './readTolerant.ts';
import type { SourceDocument, SourceLanguage, SyntaxProblem } from './sourceDocument.ts';
import { type Section, split } from './split.ts';
import { type ChunkProblem, type TreeChunk, TreeNode } from './tree.ts';

/**
 * Parses a file. Never throws, whatever the text: a broken file is a tree with holes and a list of problems.
 *
 * YAML is read chunk by chunk, well-formed chunks by the fast parser, others by the tolerant one: what is broken stays
 * within its chunk. The tree depends on the text alone, not on what was parsed before.
 */
export function parseSource(uri: string, text: string, language: SourceLanguage = languageOf(uri)): SourceDocument {
  const assembly = new Assembly(uri, text, language);
  if (text.includes('\0')) assembly.refuse('binary', 'This is no text file, so it is not read.');
  else if (language === 'json') assembly.readJson(/\.(jsonc|json5)$/i.test(uri));
  else assembly.readYaml();
  return assembly.finish();
}

export function languageOf(uri: string): SourceLanguage {
  return /\.(json|jsonc|json5)$/i.test(uri) ? 'json' : 'yaml';
}

class ParsedDocument implements SourceDocument {
  readonly uri: string;
  readonly text: string;
  readonly language: SourceLanguage;
  root: TreeNode | undefined = undefined;
  problems: readonly SyntaxProblem[] = [];
  isBroken = false;
  readonly chunks: TreeChunk[] = [];

  constructor(uri: string, text: string, language: SourceLanguage) {
    this.uri = uri;
    this.text = text;
    this.language = language;
  }
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** One document while it is put together from its chunks. */
class Assembly {
  readonly #document: ParsedDocument;
  readonly #text: string;
  readonly #marks: Mark[] = [];
  readonly #problems: { chunk: TreeChunk; problem: ChunkProblem }[] = [];

  constructor(uri: string, text: string, language: SourceLanguage) {
    this.#document = new ParsedDocument(uri, text, language);
    this.#text = text;
  }

  refuse(code: string, message: string): void {
    const chunk = this.#chunk(0, this.#text.length);
    this.#problems.push({ chunk, problem: { code, message, severity: 'error', from: 0, to: 0 } });
  }

  readJson(isLenient: boolean): void {
    const bom = this.#text.charCodeAt(0) === 0xfeff ? 1 : 0;
    const chunk = this.#chunk(bom, this.#text.length);
    const text = bom === 0 ? this.#text : this.#text.slice(bom);
    if (text.trim() !== '') this.#document.root = this.#take(readJson(text, chunk, isLenient), chunk);
  }

  readYaml(): void {
    const end = this.#endOfFirstDocument();
    const text = end === this.#text.length ? this.#text : this.#text.slice(0, end);
    // A lone carriage return is a line break for one parser and none for the other: the cut would differ from the tree.
    const sections = /\r(?!\n)/.test(text) ? undefined : split(text);
    this.#document.root = sections === undefined ? this.#whole(text) : this.#map(sections);
  }

  finish(): SourceDocument {
    this.#connect();
    if (this.#document.root !== undefined) this.#findDuplicates(this.#document.root);
    const problems = this.#problems
      .map(({ chunk, problem }) => toProblem(chunk, problem))
      .sort((a, b) => a.range.start - b.range.start);
    this.#document.problems = problems;
    this.#document.isBroken = problems.some(({ severity }) => severity === 'error');
    return this.#document;
  }

  #chunk(start: number, end: number): TreeChunk {
    const chunk: Writable<TreeChunk> = { document: this.#document, start, end, problems: [] };
    this.#document.chunks.push(chunk);
    return chunk;
  }

  #take(read: ReadBroken, chunk: TreeChunk): TreeNode | undefined {
    this.#marks.push(...read.marks);
    for (const problem of read.problems) this.#problems.push({ chunk, problem });
    return read.root;
  }

  /** Later documents of a stream are left out, and said to be. */
  #endOfFirstDocument(): number {
    const marker = /^(---|\.\.\.)(?=[ \t\r\n]|$)/gm;
    let hasContent = false;
    let last = 0;
    for (const match of this.#text.matchAll(marker)) {
      hasContent ||= /^[ \t]*[^\s#%]/m.test(this.#text.slice(last, match.index).replace(/^\uFEFF/, ''));
      last = match.index + 3;
      if (!hasContent) continue;
      const rest = this.#text.slice(match.index).replace(marker, '');
      if (/^[ \t]*[^\s#]/m.test(rest)) {
        const chunk = this.#chunk(match.index, this.#text.length);
        const message = 'Only the first document of this file is checked.';
        this.#problems.push({
          chunk,
          problem: { code: 'multiple-documents', message, severity: 'warning', from: 0, to: 3 },
        });
      }
      return match.index;
    }
    return this.#text.length;
  }

  /** A map whose entries are chunks. */
  #map(sections: readonly Section[], into?: TreeNode): TreeNode {
    const map = into ?? new TreeNode('map', 'block', this.#chunk(0, 0), 0, -1, false);
    for (const section of sections) {
      if (section.entries !== undefined && this.#container(map, section)) continue;
      // What is open at the end of a section is an error: YAML wants every continuation indented deeper than its key.
      if (!this.#entry(map, section.start, section.end)) this.#brokenEntry(map, section);
    }
    return map;
  }

  #container(map: TreeNode, section: Section): boolean {
    const chunk = this.#chunk(section.start, section.entriesStart);
    const read = this.#tryFast(section.start, section.entriesStart, chunk);
    const key = read?.root;
    if (key?.kind !== 'map' || key.children.length !== 1) {
      this.#document.chunks.pop();
      return false;
    }
    const value = new TreeNode('map', 'block', chunk, key.children[0]!.from, -1, false);
    map.addEntry(key.keys[0]!, key.keyRanges[0]!, key.keyRanges[1]!, value);
    this.#map(section.entries!, value);
    return true;
  }

  /** Reads a section as entries of `map`; false if it is not well formed by itself. */
  #entry(map: TreeNode, start: number, end: number): boolean {
    const chunk = this.#chunk(start, end);
    const read = this.#tryFast(start, end, chunk) ?? this.#tryTolerant(start, end, chunk);
    const root = read?.root;
    if (read === undefined || root?.kind !== 'map' || root.style !== 'block' || root.isAnchored) {
      this.#document.chunks.pop();
      return false;
    }
    this.#marks.push(...read.marks);
    moveEntries(root, map);
    return true;
  }

  /** Keeps what can be kept of a section that nothing closes, and says what is wrong with it. */
  #brokenEntry(map: TreeNode, { start, end }: Section): void {
    const chunk = this.#chunk(start, end);
    const text = this.#text.slice(start, end);
    const read = readTolerant(text, chunk);
    this.#marks.push(...read.marks);
    if (read.root?.kind === 'map') moveEntries(read.root, map);
    // What follows from the first problem is not worth a line of its own.
    const [first] = read.problems;
    const length = text.trimEnd().length;
    const missing = {
      code: 'missing-colon',
      message: 'A key needs a colon and a value.',
      severity: 'error',
      from: text.length - text.trimStart().length,
      to: length,
    } as const;
    this.#problems.push({ chunk, problem: first ?? missing });
  }

  #tryFast(start: number, end: number, chunk: TreeChunk): ReadBroken | undefined {
    try {
      return { ...readEvents(this.#text.slice(start, end), chunk), problems: [] };
    } catch (error) {
      // Not well formed, or of a kind that the fast parser refuses: the tolerant one says which.
      if (error instanceof YAMLException || error instanceof RangeError) return undefined;
      throw error;
    }
  }

  #tryTolerant(start: number, end: number, chunk: TreeChunk): ReadBroken | undefined {
    if (end - start > maxTolerantRetry) return undefined;
    const read = readTolerant(this.#text.slice(start, end), chunk);
    return read.problems.length === 0 ? read : undefined;
  }

  /** The document as one chunk. */
  #whole(text: string): TreeNode | undefined {
    this.#document.chunks.length = 0;
    const bom = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    const chunk = this.#chunk(bom, text.length);
    const read = this.#tryFast(bom, text.length, chunk) ?? readTolerant(text.slice(bom), chunk);
    this.#marks.length = 0;
    const [first] = read.problems;
    return this.#take({ ...read, problems: first === undefined ? [] : [first] }, chunk);
  }

  /** An alias stands for the latest anchor of its name before it (YAML 1.2.2 §7.1). */
  #connect(): void {
    const anchors = new Map<string, TreeNode>();
    for (const { name, node } of this.#marks.sort((a, b) => a.node.start - b.node.start)) {
      if (node.kind !== 'alias') {
        anchors.set(name, node);
        continue;
      }
      node.target = anchors.get(name);
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
  }

  #findDuplicates(root: TreeNode): void {
    const stack = [root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (node.children.length > 1 && node.kind === 'map') this.#checkKeys(node);
      for (const child of node.children) if (child.children.length > 0) stack.push(child);
    }
  }

  #checkKeys({ keys, children, keyRanges }: TreeNode): void {
    if (new Set(keys).size === keys.length) return;
    const firsts = new Map<string, number>();
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index]!;
      const first = firsts.get(key);
      if (first === undefined) {
        firsts.set(key, index);
        continue;
      }
      const { chunk } = children[index]!;
      // Both ranges relative to one chunk, wherever the first key stands.
      const shift = children[first]!.chunk.start - chunk.start;
      this.#problems.push({
        chunk,
        problem: {
          code: 'duplicate-key',
          message: `The key "${key}" stands here twice. The last one counts.`,
          severity: 'warning',
          from: keyRanges[index * 2]!,
          to: keyRanges[index * 2 + 1]!,
          related: [
            {
              from: keyRanges[first * 2]! + shift,
              to: keyRanges[first * 2 + 1]! + shift,
              message: 'It stands here first.',
            },
          ],
        },
      });
    }
  }
}

/** The tolerant parser takes a quarter of a second for a million characters; longer text is tried as it is, or broken. */
const maxTolerantRetry = 2_000_000;

function moveEntries(from: TreeNode, to: TreeNode): void {
  for (let index = 0; index < from.children.length; index++) {
    to.addEntry(from.keys[index]!, from.keyRanges[index * 2]!, from.keyRanges[index * 2 + 1]!, from.children[index]!);
  }
}

function toProblem({ start }: TreeChunk, { code, message, severity, from, to, related }: ChunkProblem): SyntaxProblem {
  const range = { start: start + from, end: start + to };
  if (related === undefined) return { code, message, severity, range };
  return {
    code,
    message,
    severity,
    range,
    related: related.map((place) => ({
      range: { start: start + place.from, end: start + place.to },
      message: place.message,
    })),
  };
}
