import { type HoldsOneValue, onlyValue } from '../incremental/pure.ts';
import type { SourceDocument, SyntaxProblem } from './sourceDocument.ts';
import type { Chunk, MapEntry, NodeAt, NodeStyle, OffsetRange, OwnEntry, Scalar, SourceNode } from './sourceNode.ts';

/** How deep merge keys and aliases are followed before an answer is given up: no honest document comes near. */
const maxMerges = 100_000;

/** From how many keys on a map is looked up through an index. */
const indexedFrom = 12;

/** A problem with positions relative to its chunk. */
export interface ChunkProblem extends Omit<SyntaxProblem, 'range' | 'related'> {
  readonly from: number;
  readonly to: number;
  readonly related?: readonly { readonly from: number; readonly to: number; readonly message: string }[];
}

/** What a chunk holds depends on its text alone, so that the next version of a document can take it over. */
export interface TreeChunk extends Chunk {
  document: SourceDocument;
  start: number;
  end: number;
  /** The keys that lead to the map whose entries it holds, as a path: `/components/schemas`. */
  readonly holder: string;
  /** A map of its entries; `undefined` for a chunk that is not a list of entries. */
  root: TreeNode | undefined;
  /** Anchors and aliases. */
  marks: readonly { readonly name: string; readonly node: TreeNode }[];
  problems: readonly ChunkProblem[];
}

const nothing: never[] = [];

/**
 * What a map or a sequence holds. It stands apart from the node: two nodes of three are scalars, and a large document has
 * a quarter of a million nodes.
 */
class Holding {
  /** A list of its own from the first item on, and so are `keys`. */
  children: TreeNode[] = nothing;
  /** Of a map. */
  keys: string[] = nothing;
  onlyValue: unknown = undefined;
  last: Map<string, number> | undefined = undefined;
  entries: readonly MapEntry[] | undefined = undefined;
  /** Of a map: whether one of its keys is `<<`. */
  hasMergeKey = false;
  /** Of a map: whether what its merge keys bring in is left out. */
  isMergeCut = false;
  /** Of a map with merge keys and many entries. */
  merged: Map<string, MapEntry> | undefined = undefined;
  /** Of a map: whether each key stands there once and none merges. Computed on demand. */
  isPlain: boolean | undefined = undefined;
}

/** The one node view. Built by the parsers, never changed afterwards, but for `parent` and `target`. */
export class TreeNode implements SourceNode, HoldsOneValue {
  readonly kind: SourceNode['kind'];
  readonly style: NodeStyle;
  readonly chunk: TreeChunk;
  /** Relative to the chunk. */
  readonly from: number;
  to: number;
  parent: TreeNode | undefined = undefined;
  /** Place among the parent's children. */
  index = 0;
  /** The key that holds this node in a map: relative to the chunk, as everything here. */
  keyFrom = 0;
  keyTo = 0;
  /** The value of a scalar; what an alias stands for. */
  private content: Scalar | TreeNode | undefined = undefined;
  private readonly holding: Holding | undefined;

  constructor(kind: SourceNode['kind'], style: NodeStyle, chunk: TreeChunk, from: number, to: number) {
    this.kind = kind;
    this.style = style;
    this.chunk = chunk;
    this.from = from;
    this.to = to;
    this.holding = kind === 'map' || kind === 'sequence' ? new Holding() : undefined;
  }

  get value(): Scalar | undefined {
    return this.kind === 'scalar' ? (this.content as Scalar | undefined) : undefined;
  }

  set value(value: Scalar | undefined) {
    this.content = value;
  }

  get target(): TreeNode | undefined {
    return this.kind === 'alias' ? (this.content as TreeNode | undefined) : undefined;
  }

  set target(target: TreeNode | undefined) {
    this.content = target;
  }

  get children(): readonly TreeNode[] {
    return this.holding === undefined ? nothing : this.holding.children;
  }

  /** Of a map: its keys. */
  get keys(): readonly string[] {
    return this.holding === undefined ? nothing : this.holding.keys;
  }

  get [onlyValue](): unknown {
    return this.holding?.onlyValue;
  }

  set [onlyValue](value: unknown) {
    if (this.holding !== undefined) this.holding.onlyValue = value;
  }

  get isAnchored(): boolean {
    return this.kind !== 'alias' && this.chunk.marks.some(({ node }) => node === this);
  }

  get document(): SourceDocument {
    return this.chunk.document;
  }

  get start(): number {
    if (!this.isSpread) return this.chunk.start + this.from;
    const first = this.children[0]!;
    return first.chunk.start + first.keyFrom;
  }

  get end(): number {
    if (!this.isSpread) return this.chunk.start + this.to;
    return this.children.at(-1)!.end;
  }

  /** A map whose entries are chunks of their own: its range is theirs. */
  private get isSpread(): boolean {
    return this.to < 0 && this.children.length > 0;
  }

  get key(): string | number | undefined {
    if (this.parent === undefined) return undefined;
    return this.parent.kind === 'map' ? this.parent.keys[this.index] : this.index;
  }

  get keyRange(): OffsetRange | undefined {
    if (this.parent?.kind !== 'map') return undefined;
    const { start } = this.chunk;
    return { start: start + this.keyFrom, end: start + this.keyTo };
  }

  get pointer(): string {
    const tokens: string[] = [];
    for (let node: TreeNode = this; node.parent !== undefined; node = node.parent) {
      tokens.push(String(node.key).replaceAll('~', '~0').replaceAll('/', '~1'));
    }
    return tokens
      .reverse()
      .map((token) => `/${token}`)
      .join('');
  }

  get scalar(): Scalar | undefined {
    return this.resolved.value;
  }

  get string(): string | undefined {
    const { scalar } = this;
    return typeof scalar === 'string' ? scalar : undefined;
  }

  get resolved(): TreeNode {
    let node: TreeNode = this;
    for (let step = 0; node.kind === 'alias' && step < 1000; step++) {
      if (node.target === undefined) return this;
      node = node.target;
    }
    return node.kind === 'alias' ? this : node;
  }

  get(key: string): TreeNode | undefined {
    const map = this.resolved;
    if (map.kind !== 'map') return undefined;
    const { children, hasMergeKey } = map.holding!;
    const index = map.#indexOf(key);
    if (index >= 0 && key !== '<<') return children[index]!.resolved;
    if (!hasMergeKey) return undefined;
    return map.#mergedEntry(key)?.value as TreeNode | undefined;
  }

  #mergedEntry(key: string): MapEntry | undefined {
    const holding = this.holding!;
    const entries = this.#allEntries();
    if (entries.length < indexedFrom) return entries.find((entry) => entry.key === key);
    holding.merged ??= new Map(entries.map((entry) => [entry.key, entry]));
    return holding.merged.get(key);
  }

  /** The last of duplicates, or -1. */
  #indexOf(key: string): number {
    const holding = this.holding!;
    const { keys } = holding;
    if (keys.length < indexedFrom) {
      // Much faster than `lastIndexOf`.
      for (let index = keys.length - 1; index >= 0; index--) if (keys[index] === key) return index;
      return -1;
    }
    if (holding.last === undefined) {
      holding.last = new Map();
      for (let index = 0; index < keys.length; index++) holding.last.set(keys[index]!, index);
    }
    return holding.last.get(key) ?? -1;
  }

  at(...path: readonly (string | number)[]): TreeNode | undefined {
    let node: TreeNode | undefined = this;
    for (const step of path)
      node = typeof step === 'number' ? node?.resolved.children[step]?.resolved : node?.get(step);
    return node;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  entries(): readonly MapEntry[] {
    const map = this.resolved;
    return map.kind === 'map' ? map.#allEntries() : [];
  }

  each(visit: (key: string, value: SourceNode) => void): void {
    const map = this.resolved;
    if (map.kind !== 'map') return;
    const holding = map.holding!;
    const { keys, children } = holding;
    holding.isPlain ??= !holding.hasMergeKey && !hasDuplicates(keys);
    if (holding.isPlain) {
      for (let index = 0; index < keys.length; index++) visit(keys[index]!, children[index]!.resolved);
    } else {
      for (const { key, value } of map.#allEntries()) visit(key, value);
    }
  }

  #allEntries(): readonly MapEntry[] {
    const holding = this.holding!;
    if (holding.entries !== undefined) return holding.entries;
    const { keys, children } = holding;
    const entries: MapEntry[] = [];
    let merges: TreeNode[] | undefined;
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index]!;
      const raw = children[index]!;
      const sources = key === '<<' ? this.mergedBy(raw) : undefined;
      if (sources !== undefined) {
        merges ??= [];
        merges.push(...sources);
      } else if (this.#indexOf(key) === index) {
        entries.push({ key, raw, value: raw.resolved });
      }
    }
    if (merges !== undefined) addMerged(this, merges, entries);
    // Kept only where it costs: in small maps without merges, building it again is cheaper than holding it.
    if (merges !== undefined || entries.length >= indexedFrom) holding.entries = entries;
    return entries;
  }

  /** What the value of a merge key of this map brings in; `undefined` where it is the value of a plain key. */
  mergedBy(raw: TreeNode): readonly TreeNode[] | undefined {
    return this.holding!.isMergeCut ? nothing : mergeSources(raw);
  }

  /** For the parsers: what its merge keys bring in is left out from now on. */
  cutMerge(): void {
    this.holding!.isMergeCut = true;
  }

  get isMergeCut(): boolean {
    return this.holding?.isMergeCut === true;
  }

  ownEntries(): readonly OwnEntry[] {
    if (this.kind !== 'map') return [];
    return this.children.map((value, index) => ({
      key: this.keys[index]!,
      keyStart: value.chunk.start + value.keyFrom,
      keyEnd: value.chunk.start + value.keyTo,
      value,
    }));
  }

  ownValues(): readonly TreeNode[] {
    return this.children;
  }

  partAt(offset: number): NodeAt | undefined {
    const { children } = this;
    const isMap = this.kind === 'map';
    // Parts stand in the order of the text: the first that ends here or later is the only one that can cover the offset.
    let low = 0;
    let high = children.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const child = children[middle]!;
      const end = isMap ? Math.max(child.end, child.chunk.start + child.keyTo) : child.end;
      if (end < offset) low = middle + 1;
      else high = middle;
    }
    const child = children[low];
    if (child === undefined) return undefined;
    const { start } = child.chunk;
    if (isMap && offset >= start + child.keyFrom && offset <= start + child.keyTo) return { node: child, isKey: true };
    return offset >= child.start && offset <= child.end ? { node: child, isKey: false } : undefined;
  }

  items(): readonly TreeNode[] {
    const list = this.resolved;
    return list.kind === 'sequence' ? list.children.map((child) => child.resolved) : [];
  }

  ownItems(): readonly TreeNode[] {
    return this.kind === 'sequence' ? this.children : [];
  }

  /** For the parsers. */
  addItem(child: TreeNode): void {
    const holding = this.holding!;
    child.parent = this;
    child.index = holding.children.length;
    if (child.index === 0) holding.children = [child];
    else holding.children.push(child);
  }

  /** For the parsers: holds what another map holds, which stays its own. */
  shareEntries({ keys, children }: TreeNode): void {
    const holding = this.holding!;
    for (let index = 0; index < children.length; index++) {
      this.#addKey(keys[index]!);
      if (holding.children.length === 0) holding.children = [children[index]!];
      else holding.children.push(children[index]!);
    }
  }

  /** For the parsers: takes over what another map holds. */
  moveEntries({ keys, children }: TreeNode): void {
    for (let index = 0; index < children.length; index++) {
      this.#addKey(keys[index]!);
      this.addItem(children[index]!);
    }
  }

  /**
   * For the parsers: the root of a tree in which `count` entries of this map from `at` on, whose text is longer by `by`,
   * are replaced. Whatever holds them is made anew; all other nodes are taken over.
   */
  replaced(keys: readonly string[], at: number, count: number, children: readonly TreeNode[], by: number): TreeNode {
    let copy = this.#copy(keys, at, count, children, by);
    let { parent, index }: TreeNode = this;
    while (parent !== undefined) {
      copy = parent.#copy(parent.keys, index, 1, [copy], by);
      ({ parent, index } = parent);
    }
    return copy;
  }

  #copy(keys: readonly string[], at: number, count: number, fresh: readonly TreeNode[], by: number): TreeNode {
    const { children, keys: before, last, isMergeCut } = this.holding!;
    // The end of a map in braces stands in the text; that of others is the end of their entries.
    const copy = new TreeNode(this.kind, this.style, this.chunk, this.from, this.to < 0 ? this.to : this.to + by);
    copy.keyFrom = this.keyFrom;
    copy.keyTo = this.keyTo;
    const list =
      fresh.length === count ? children.slice() : [...children.slice(0, at), ...fresh, ...children.slice(at + count)];
    for (let index = 0; index < fresh.length; index++) list[at + index] = fresh[index]!;
    copy.hold(list, keys as string[]);
    copy.holding!.isMergeCut = isMergeCut;
    if (keys === before) copy.holding!.last = last;
    return copy;
  }

  /** For the parsers: key positions relative to the chunk of `child`. */
  addEntry(key: string, keyFrom: number, keyTo: number, child: TreeNode): void {
    this.#addKey(key);
    child.keyFrom = keyFrom;
    child.keyTo = keyTo;
    this.addItem(child);
  }

  #addKey(key: string): void {
    const holding = this.holding!;
    if (holding.keys.length === 0) holding.keys = [key];
    else holding.keys.push(key);
    if (key === '<<') holding.hasMergeKey = true;
  }

  /** For the parsers: all that it holds, at once. */
  hold(children: TreeNode[], keys: string[]): void {
    for (let index = 0; index < children.length; index++) {
      const child = children[index]!;
      child.parent = this;
      child.index = index;
    }
    const holding = this.holding!;
    holding.children = children;
    holding.keys = keys;
    holding.hasMergeKey = keys.includes('<<');
  }

  /** For the parsers, when all is added: a list that grew has room for a dozen more, which most maps never need. */
  seal(): void {
    const holding = this.holding;
    if (holding === undefined) return;
    if (holding.children.length > 0) holding.children = holding.children.slice();
    if (holding.keys.length > 0) holding.keys = holding.keys.slice();
  }
}

export function hasDuplicates(keys: readonly string[]): boolean {
  if (keys.length > indexedFrom) return new Set(keys).size < keys.length;
  for (let index = 1; index < keys.length; index++) {
    for (let before = 0; before < index; before++) if (keys[before] === keys[index]) return true;
  }
  return false;
}

/** The maps that a `<<` brings in; `undefined` if its value is not a map or list of maps: then it is a plain key. */
function mergeSources(raw: TreeNode): readonly TreeNode[] | undefined {
  const value = raw.resolved;
  if (value.kind === 'map') return [value];
  if (value.kind !== 'sequence') return undefined;
  const maps = value.items().filter((item) => item.kind === 'map');
  return maps.length === value.children.length ? maps : undefined;
}

/** Own keys win, then the sources in order (https://yaml.org/type/merge.html). Iterative; every map counts once. */
function addMerged(map: TreeNode, sources: readonly TreeNode[], entries: MapEntry[]): void {
  const known = new Set(entries.map(({ key }) => key));
  const seen = new Set<TreeNode>([map]);
  const stack = [...sources].reverse();
  for (let steps = 0; stack.length > 0 && steps < maxMerges; steps++) {
    const source = stack.pop()!;
    if (seen.has(source)) continue;
    seen.add(source);
    const nested: TreeNode[] = [];
    for (let index = 0; index < source.keys.length; index++) {
      const key = source.keys[index]!;
      const raw = source.children[index]!;
      const further = key === '<<' ? source.mergedBy(raw) : undefined;
      if (further !== undefined) {
        nested.push(...further);
      } else if (!known.has(key)) {
        known.add(key);
        entries.push({ key, raw, value: raw.resolved });
      }
    }
    stack.push(...nested.reverse());
  }
}
