import type { Grammar, ObjectKind } from '../openapi/grammar.ts';
import { unescapeToken } from '../openapi/uri.ts';
import { nodeAt } from '../syntax/nodeAt.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { OffsetRange, SourceNode } from '../syntax/sourceNode.ts';
import { objectSpot, type Spot, type Starts, spotAt, spotBelow } from './spots.ts';

export type NameKind =
  /** A security scheme, by the name of its component; as a use in 3.2 also by its URI. */
  | 'scheme'
  | 'scope'
  | 'tag'
  /** An `operationId`. */
  | 'operation'
  /** The text of a `$ref`, an `operationRef` or a URI in a discriminator's mapping. */
  | 'reference'
  /** The name of a schema in a discriminator, or a URI. */
  | 'schema'
  /** The key of an object that a reference can mean: a component, a path, a property. */
  | 'object';

/** One place of a text at which a name stands. */
export interface Name {
  readonly kind: NameKind;
  readonly role: 'definition' | 'use';
  /** As the parsers read it: without quotes and escapes. */
  readonly text: string;
  /** The node whose text or key the name is. */
  readonly node: SourceNode;
  readonly isKey: boolean;
  /** What an object or the target of a reference is read as. */
  readonly of: ObjectKind | undefined;
}

/** Where the name itself stands: without quotes. */
export function rangeOfName({ node, isKey }: Pick<Name, 'node' | 'isKey'>): OffsetRange {
  const { start, end } = (isKey ? node.keyRange : undefined) ?? node;
  const quote = node.document.slice(start, start + 1);
  const isQuoted = (quote === '"' || quote === "'") && end - start >= 2;
  return isQuoted && node.document.slice(end - 1, end) === quote ? { start: start + 1, end: end - 1 } : { start, end };
}

/** How a document is read: the grammar of its description, and where reading begins. */
export interface Reading {
  readonly grammar: Grammar;
  readonly starts: Starts;
}

/** The name at an offset; `undefined` where none of ours stands. */
export function nameAt(document: SourceDocument, offset: number, { grammar, starts }: Reading): Name | undefined {
  const found = nodeAt(document, offset);
  if (found === undefined) return undefined;
  const { node, isKey } = found;
  const { spot, holder, isStart } = spotAt(node, starts, grammar);
  return isKey ? nameOfKey(node, spot, holder, isStart) : nameIn(node, spot);
}

export function nameOfKey(
  node: SourceNode,
  spot: Spot | undefined,
  holder: Spot | undefined,
  isStart: boolean,
): Name | undefined {
  const { key } = node;
  if (typeof key !== 'string') return undefined;
  const name = (kind: NameKind, role: Name['role'], of?: ObjectKind): Name => ({
    kind,
    role,
    text: key,
    node,
    isKey: true,
    of,
  });
  if (holder?.is === 'requirement' || holder?.is === 'security') return name('scheme', 'use');
  if (holder?.is === 'declared scopes') return key.startsWith('x-') ? undefined : name('scope', 'definition');
  if (spot?.is !== 'object') return undefined;
  const isNamed = holder?.is === 'named' || (holder?.is === 'object' && holder.kind === 'Callback');
  if (!isNamed && !isStart && spot.kind !== 'Operation') return undefined;
  return name(spot.kind === 'SecurityScheme' ? 'scheme' : 'object', 'definition', spot.kind);
}

export function nameIn(node: SourceNode, spot: Spot | undefined): Name | undefined {
  if (spot === undefined || node.kind !== 'scalar') return undefined;
  const text = node.string;
  if (text === undefined) return undefined;
  const name = (kind: NameKind, role: Name['role'], of?: ObjectKind): Name => ({
    kind,
    role,
    text,
    node,
    isKey: false,
    of,
  });
  switch (spot.is) {
    case 'reference':
      return name('reference', 'use', spot.kind);
    case 'schema name':
      return name('schema', 'use', 'Schema');
    // A requirement that is written as a name, and a scope that is not in a list, are still read.
    case 'requirement':
      return name('scheme', 'use');
    case 'required scope':
    case 'required scopes':
      return name('scope', 'use');
    case 'used tag':
      return name('tag', 'use');
    case 'declared tag':
      return name('tag', 'definition');
    case 'used operation':
      return name('operation', 'use');
    case 'declared operation':
      return name('operation', 'definition', 'Operation');
    default:
      return undefined;
  }
}

/** Names that may mean the same have the same key. */
export function keyOf({ kind, role, text }: Pick<Name, 'kind' | 'role' | 'text'>): string {
  if (kind === 'reference' || kind === 'schema') return targetKey(lastOf(text));
  // OAS 3.2.0 §4.8.30: a requirement may name a scheme by its URI.
  if (kind === 'scheme' && role === 'use' && /[#/]/.test(text)) return targetKey(lastOf(text));
  return `${kind} ${text}`;
}

/** The key of references to what has this name: a component, an anchor, a file. */
export function targetKey(name: string): string {
  return `reference ${name}`;
}

/** The last part of a reference: of its JSON Pointer, else its anchor, else the name of its file. */
export function lastOf(reference: string): string {
  const hash = reference.indexOf('#');
  const fragment = hash < 0 ? '' : reference.slice(hash + 1);
  const part = fragment === '' ? (hash < 0 ? reference : reference.slice(0, hash)) : fragment;
  return unescapeToken(decoded(part.slice(part.lastIndexOf('/') + 1)));
}

function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A part of a document that stays the same while its text does, and what it is read as. */
interface Part {
  readonly node: SourceNode;
  readonly spot: Spot | undefined;
  readonly holder: Spot | undefined;
}

/** What is found in a part; `leads` are outside of its chunk. */
interface Found {
  readonly names: readonly Name[];
  readonly leads: readonly Part[];
}

/** The names of one document over its revisions: only parts that an edit has changed are read again. */
export class NameIndex {
  readonly #byKey = new Map<string, Set<Name>>();
  #document: SourceDocument | undefined;
  #reading: Reading | undefined;
  #nodes: readonly SourceNode[] = [];
  #names: (readonly Name[])[] = [];

  /** Brings the index up to the present text. */
  update(document: SourceDocument, reading: Reading): this {
    if (document === this.#document && reading === this.#reading) return this;
    const before = this.#reading;
    const isSame = reading.grammar === before?.grammar && reading.starts === before.starts;
    if (!isSame || document.hasAliases || this.#document?.hasAliases === true) this.#clear();
    this.#document = document;
    this.#reading = reading;
    if (document.root === undefined) this.#clear();
    else if (document.hasAliases) this.#readAll(document.root, reading);
    else this.#readChanged(document.root, reading);
    return this;
  }

  /** The names with a key, in any order. */
  get(key: string): Iterable<Name> {
    return this.#byKey.get(key) ?? [];
  }

  /** All names in the order of the text, but for aliases. */
  *all(): Generator<Name> {
    for (const names of this.#names) yield* names;
  }

  /** The texts of the names of one kind and role, each once. */
  texts(kind: NameKind, role: Name['role']): readonly string[] {
    const found = new Set<string>();
    for (const name of this.all()) if (name.kind === kind && name.role === role) found.add(name.text);
    return [...found];
  }

  #clear(): void {
    this.#byKey.clear();
    this.#nodes = [];
    this.#names = [];
  }

  #readChanged(root: SourceNode, reading: Reading): void {
    const begun = startsWithin(root, reading.starts);
    const nodes = spreadNodes(root);
    const before = this.#nodes;
    let start = 0;
    while (start < nodes.length && start < before.length && nodes[start] === before[start]) start++;
    let endBefore = before.length;
    let end = nodes.length;
    while (endBefore > start && end > start && before[endBefore - 1] === nodes[end - 1]) {
      endBefore--;
      end--;
    }
    const fresh = nodes.slice(start, end).map((node) => readPart(partOf(node, root, reading), reading, begun).names);
    for (const names of this.#names.slice(start, endBefore)) this.#remove(names);
    for (const names of fresh) this.#add(names);
    if (fresh.length === endBefore - start) {
      for (let index = 0; index < fresh.length; index++) this.#names[start + index] = fresh[index]!;
    } else {
      this.#names = [...this.#names.slice(0, start), ...fresh, ...this.#names.slice(endBefore)];
    }
    this.#nodes = nodes;
  }

  /** An alias may stand for what is anchored anywhere. */
  #readAll(root: SourceNode, reading: Reading): void {
    const begun = startsWithin(root, reading.starts);
    const seen = new Map<SourceNode, Set<Spot | undefined>>();
    const stack: Part[] = [...partsOf(root, reading)].reverse();
    const names: Name[] = [];
    for (let part = stack.pop(); part !== undefined; part = stack.pop()) {
      const asWhat = seen.get(part.node) ?? new Set();
      if (asWhat.has(part.spot)) continue;
      seen.set(part.node, asWhat.add(part.spot));
      const found = readPart(part, reading, begun);
      for (const name of found.names) names.push(name);
      stack.push(...found.leads);
    }
    const once = [...new Map(names.map((name) => [`${rangeOfName(name).start} ${name.kind}`, name])).values()];
    this.#clear();
    this.#add(once);
    this.#names = [once];
  }

  #add(names: readonly Name[]): void {
    for (const name of names) {
      const key = keyOf(name);
      const known = this.#byKey.get(key);
      if (known === undefined) this.#byKey.set(key, new Set([name]));
      else known.add(name);
    }
  }

  #remove(names: readonly Name[]): void {
    for (const name of names) {
      const key = keyOf(name);
      const known = this.#byKey.get(key);
      known?.delete(name);
      if (known?.size === 0) this.#byKey.delete(key);
    }
  }
}

/** The parts of a document, in the order of the text. */
function partsOf(root: SourceNode, reading: Reading): readonly Part[] {
  return spreadNodes(root).map((node) => partOf(node, root, reading));
}

/** The nodes of its parts. */
function spreadNodes(root: SourceNode): readonly SourceNode[] {
  const nodes: SourceNode[] = [];
  const spread = (node: SourceNode): void => {
    if (isSpread(node)) for (const child of node.ownValues()) spread(child);
    else nodes.push(node);
  };
  spread(root);
  return nodes;
}

/** What a part is read as: what the keys that lead to it say. */
function partOf(node: SourceNode, root: SourceNode, { grammar, starts }: Reading): Part {
  const path: SourceNode[] = [];
  for (let one = node; one !== root && one.parent !== undefined; one = one.parent) path.unshift(one);
  const start = starts.get('');
  let spot = start && objectSpot(start);
  let holder: Spot | undefined;
  for (const one of path) {
    holder = spot;
    spot = spot && spotBelow(spot, String(one.key), one.resolved, grammar);
  }
  return { node, spot, holder };
}

/** Of some maps, each entry is a chunk of its own. */
function isSpread(node: SourceNode): boolean {
  const first = node.kind === 'map' ? node.at(0) : undefined;
  return first !== undefined && first.chunk !== node.chunk;
}

/** The nodes below the root at which reading begins. */
function startsWithin(root: SourceNode, starts: Starts): ReadonlyMap<SourceNode, ObjectKind> {
  const begun = new Map<SourceNode, ObjectKind>();
  for (const [pointer, kind] of starts) {
    let node: SourceNode | undefined = pointer === '' ? undefined : root.resolved;
    for (const token of pointer.split('/').slice(1)) {
      const key = unescapeToken(token);
      node = node?.kind === 'sequence' ? node.items()[Number(key)] : node?.get(key);
    }
    if (node !== undefined && !begun.has(node.resolved)) begun.set(node.resolved, kind);
  }
  return begun;
}

/** The names in a part and below, iterative. */
function readPart(part: Part, { grammar }: Reading, begun: ReadonlyMap<SourceNode, ObjectKind>): Found {
  const names: Name[] = [];
  const leads: Part[] = [];
  const { chunk } = part.node;
  const stack: Part[] = [part];
  const seen = new Set<SourceNode>();
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { node, holder } = item;
    const start = begun.get(node.resolved);
    const spot = item.spot ?? (start && objectSpot(start));
    if (node.key !== undefined) {
      const name = nameOfKey(node, spot, holder, start !== undefined);
      if (name !== undefined) names.push(name);
    }
    const name = nameIn(node, spot);
    if (name !== undefined) names.push(name);
    const target = node.resolved;
    if (target.chunk !== chunk) {
      leads.push({ node: target, spot, holder: undefined });
      continue;
    }
    if (target.kind === 'scalar' || target.kind === 'alias') continue;
    // Where nothing is known, only another document's reference can begin.
    if ((spot === undefined && begun.size === 0) || seen.has(target)) continue;
    seen.add(target);
    const children: Part[] = [];
    for (const { key, value } of target.ownEntries()) {
      if (key === '<<') for (const merged of mergedBy(value)) children.push({ node: merged, spot, holder: undefined });
      else children.push({ node: value, spot: spot && spotBelow(spot, key, value.resolved, grammar), holder: spot });
    }
    for (const [index, value] of target.ownItems().entries())
      children.push({ node: value, spot: spot && spotBelow(spot, index, value.resolved, grammar), holder: spot });
    for (let index = children.length - 1; index >= 0; index--) stack.push(children[index]!);
  }
  return { names, leads };
}

function mergedBy(value: SourceNode): readonly SourceNode[] {
  return value.kind === 'sequence' ? value.ownItems() : [value];
}
