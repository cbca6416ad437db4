import { pure } from '../incremental/pure.ts';
import { type ComponentKind, componentMap } from '../openapi/components.ts';
import type { ObjectKind } from '../openapi/grammar.ts';
import { grammarOf } from '../openapi/grammar.ts';
import { eachObject, followReferences } from '../openapi/link.ts';
import type { Loader, OpenApiDescription } from '../openapi/model.ts';
import { detectVersion, type OpenApiVersion } from '../openapi/version.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { OffsetRange, SourceNode } from '../syntax/sourceNode.ts';
import { keyOf, lastOf, type Name, NameIndex, nameAt, type Reading, rangeOfName, targetKey } from './names.ts';
import type { Starts } from './spots.ts';

/** The place where a name gets its meaning. */
export interface Definition {
  /** The node whose key or text is the name; a whole file has neither. */
  readonly node: SourceNode;
  readonly isKey: boolean;
  /** The object that the name stands for. */
  readonly subject: SourceNode;
}

/** The texts in which names are looked up: those of one description, or as much of it as is known. */
export interface Sources {
  readonly entry: SourceDocument;
  readonly version: OpenApiVersion;
  /** The documents in which names are used, with the entry. */
  readonly documents: readonly SourceDocument[];
  /** How other documents than the entry are read, by URI. */
  readonly starts: ReadonlyMap<string, Starts>;
  readonly loader: Loader;
  readonly indexes: NameIndexes;
}

/** The indexes of documents by URI, kept from revision to revision. */
export class NameIndexes {
  readonly #indexes = new Map<string, Map<string, NameIndex>>();

  /** `reader` names who reads: one document is read differently in different descriptions. */
  of(document: SourceDocument, reader: string, reading: Reading): NameIndex {
    const { uri } = document;
    let ofDocument = this.#indexes.get(uri);
    if (ofDocument === undefined) {
      ofDocument = new Map();
      this.#indexes.set(uri, ofDocument);
    }
    const index = ofDocument.get(reader) ?? new NameIndex();
    ofDocument.set(reader, index);
    return index.update(document, reading);
  }

  forget(uri: string): void {
    this.#indexes.delete(uri);
    for (const ofDocument of this.#indexes.values()) ofDocument.delete(uri);
  }

  clear(): void {
    this.#indexes.clear();
  }
}

/** Says for a position what name stands there, what it means, and where it is defined and used. */
export interface Navigator {
  readonly sources: Sources;
  /** Files that the loader could not give yet. While there are any, answers may be incomplete. */
  readonly pending: readonly string[];
  nameAt(document: SourceDocument, offset: number): Name | undefined;
  /** Empty where the name has no definition, or none that can be read. */
  definitionsOf(name: Name): readonly Definition[];
  /** Every other place that means the same, in the order of documents and text; only those in `within`, if it is given. */
  usesOf(name: Name, within?: SourceDocument): readonly Name[];
  index(document: SourceDocument): NameIndex;
  /** The components of a kind, as the map that holds them. */
  components(section: string): SourceNode | undefined;
  /** Follows the `$ref` of a node to the end. */
  resolve(node: SourceNode): SourceNode | undefined;
  reading(document: SourceDocument): Reading;
}

const entryStarts: Starts = new Map<string, ObjectKind>([['', 'OpenAPI']]);
const noStarts: Starts = new Map();
const readings = { '2.0': readingOf('2.0'), '3.0': readingOf('3.0'), '3.1': readingOf('3.1'), '3.2': readingOf('3.2') };

function readingOf(version: OpenApiVersion): Reading {
  return { grammar: grammarOf(version), starts: entryStarts };
}

/** How the entry of a description is read; `undefined` for any other document. */
export function entryReading(document: SourceDocument): Reading | undefined {
  const version = detectVersion(document)?.version;
  return version && readings[version];
}

export function createNavigator(sources: Sources): Navigator {
  const { entry, version, documents, starts, loader, indexes } = sources;
  const references = followReferences(entry, loader);
  const root = entry.root?.resolved;
  const ofOthers = new Map<SourceDocument, Reading>();

  function reading(document: SourceDocument): Reading {
    if (document.uri === entry.uri) return readings[version];
    let known = ofOthers.get(document);
    if (known === undefined) {
      const own = starts.get(document.uri) ?? noStarts;
      known = isLikeRoot(document) && !own.has('') ? readings[version] : { grammar: grammarOf(version), starts: own };
      ofOthers.set(document, known);
    }
    return known;
  }

  const index = (document: SourceDocument): NameIndex => indexes.of(document, entry.uri, reading(document));

  const components = (kind: ComponentKind): SourceNode | undefined =>
    componentMap(root, version, kind, references.resolve);

  const schemes = (): SourceNode | undefined => components('securitySchemes');

  /** Of names that mean the same wherever they stand. */
  const known = new Map<string, readonly Definition[]>();
  const ofScopes = new Map<SourceNode, Map<string, readonly Definition[]>>();

  function definitionsOf(name: Name): readonly Definition[] {
    const { kind, role, text } = name;
    if (kind === 'scope') {
      const [scheme, ...others] = schemesOf(name);
      if (scheme === undefined) return [];
      const found = scopeDefinitions(text, scheme);
      return others.length === 0 ? found : [scheme, ...others].flatMap((one) => scopeDefinitions(text, one));
    }
    if (role === 'definition' || kind === 'reference' || kind === 'schema') return find(name);
    const key = `${kind} ${text}`;
    const found = known.get(key) ?? find(name);
    known.set(key, found);
    return found;
  }

  function find(name: Name): readonly Definition[] {
    const { kind, role, text, node, isKey } = name;
    if (role === 'definition') return [{ node, isKey, subject: subjectOf(name) }];
    switch (kind) {
      case 'reference':
        return toTarget(references.lookUp(text, node));
      case 'schema':
        return schemaNamed(text) ?? toTarget(references.lookUp(text, node));
      case 'scheme':
        return schemeNamed(text);
      case 'tag':
        return declared(entry, name);
      case 'operation':
        return documents.flatMap((document) => declared(document, name));
      case 'object':
      case 'scope':
        return [];
    }
  }

  function schemaNamed(text: string): readonly Definition[] | undefined {
    const map = /^[\w.-]+$/.test(text) ? components('schemas') : undefined;
    const found = map && entryIn(map, text);
    return found && [found];
  }

  function schemeNamed(text: string): readonly Definition[] {
    const map = schemes();
    const found = map && entryIn(map, text);
    if (found !== undefined) return [found];
    // OAS 3.2.0 §4.8.30.
    return version === '3.2' && root !== undefined && /[#/]/.test(text) ? toTarget(references.lookUp(text, root)) : [];
  }

  /** The schemes whose scope a name is. */
  function schemesOf({ role, node }: Name): readonly SourceNode[] {
    if (role === 'definition') {
      const holder = node.parent?.parent;
      const scheme = holder?.parent?.key === 'flows' ? holder.parent.parent : holder;
      return scheme === undefined ? [] : [scheme];
    }
    const name = node.parent?.kind === 'sequence' ? node.parent.key : node.key;
    if (typeof name !== 'string') return [];
    return schemeNamed(name).flatMap(({ subject }) => references.resolve(subject) ?? []);
  }

  function scopeDefinitions(text: string, scheme: SourceNode): readonly Definition[] {
    let ofScheme = ofScopes.get(scheme);
    if (ofScheme === undefined) {
      ofScheme = new Map();
      ofScopes.set(scheme, ofScheme);
    }
    const found = ofScheme.get(text) ?? findScope(text, scheme);
    ofScheme.set(text, found);
    return found;
  }

  function findScope(text: string, scheme: SourceNode): readonly Definition[] {
    const flows = scheme.get('flows');
    const holders =
      flows === undefined ? [scheme] : flows.entries().flatMap(({ key, value }) => (key.startsWith('x-') ? [] : value));
    return holders.flatMap((holder) => {
      const map = holder.get('scopes');
      return (map && entryIn(map, text)) ?? [];
    });
  }

  function declared(document: SourceDocument, { kind, text }: Name): readonly Definition[] {
    const found: Definition[] = [];
    for (const name of index(document).get(`${kind} ${text}`)) {
      if (name.role === 'definition') found.push({ node: name.node, isKey: name.isKey, subject: subjectOf(name) });
    }
    return found.sort((a, b) => a.node.start - b.node.start);
  }

  function usesOf(name: Name, within?: SourceDocument): readonly Name[] {
    const definitions = definitionsOf(name);
    const subjects = new Set(definitions.map(({ subject }) => subject));
    const keys = new Set([keyOf(name), ...definitions.flatMap(({ subject }) => keysOf(subject, name))]);
    const shared = new Map<readonly Definition[], boolean>();
    const isShared = (others: readonly Definition[]): boolean => {
      const is = shared.get(others) ?? others.some(({ subject }) => subjects.has(subject));
      shared.set(others, is);
      return is;
    };
    const isSame = (other: Name): boolean => {
      const others = definitionsOf(other);
      if (subjects.size > 0) return isShared(others);
      return others.length === 0 && other.kind === name.kind && other.text === name.text && isOfSame(other, name);
    };
    const found: Name[] = [];
    for (const document of within === undefined ? documents : [within]) {
      const ofDocument: Name[] = [];
      for (const key of keys) {
        for (const other of index(document).get(key)) if (other.role === 'use' && isSame(other)) ofDocument.push(other);
      }
      found.push(...ofDocument.sort((a, b) => rangeOfName(a).start - rangeOfName(b).start));
    }
    return found;
  }

  return {
    sources,
    get pending() {
      return references.pending;
    },
    nameAt(document, offset) {
      const found = nameAt(document, offset, reading(document));
      return found ?? (document.hasAliases ? byAliases(index(document), offset) : undefined);
    },
    definitionsOf,
    usesOf,
    index,
    components,
    resolve: references.resolve,
    reading,
  };
}

/** What an alias stands for is read where the alias stands, so the place alone does not tell what it is. */
function byAliases(index: NameIndex, offset: number): Name | undefined {
  let found: Name | undefined;
  for (const name of index.all()) {
    const { start, end } = rangeOfName(name);
    if (start <= offset && offset <= end) found = name;
  }
  return found;
}

/** Names without a definition are the same if they belong to the same: a scope to its scheme, a reference to its base. */
function isOfSame(a: Name, b: Name): boolean {
  if (a.kind === 'reference') return a.node.document === b.node.document;
  if (a.kind !== 'scope') return true;
  const holder = ({ node }: Name): unknown => (node.parent?.kind === 'sequence' ? node.parent.key : node.key);
  return holder(a) === holder(b);
}

function subjectOf({ kind, node }: Name): SourceNode {
  const isField = kind === 'operation' || kind === 'tag';
  return (isField ? (node.parent ?? node) : node).resolved;
}

function toTarget(target: SourceNode | undefined): readonly Definition[] {
  if (target === undefined) return [];
  const isKey = target.keyRange !== undefined;
  return [{ node: target, isKey, subject: target.resolved }];
}

/** The entry of a map, as written there. */
function entryIn(map: SourceNode, key: string): Definition | undefined {
  const value = map.get(key);
  if (value === undefined) return undefined;
  if (value.parent === map.resolved && value.key === key) return { node: value, isKey: true, subject: value };
  const raw = map.entries().find((entry) => entry.key === key)?.raw;
  return raw && { node: raw, isKey: true, subject: raw.resolved };
}

/** The keys of all names by which an object can be used. */
function keysOf(subject: SourceNode, { kind, text }: Name): readonly string[] {
  if (kind === 'scope' || kind === 'tag') return [`${kind} ${text}`];
  const { key } = subject;
  const own = subject.kind === 'map' ? subject : undefined;
  const ids = ['$anchor', '$dynamicAnchor', '$id'].flatMap((field) => own?.get(field)?.string ?? []);
  const operationId = own?.get('operationId')?.string;
  return [
    ...(key === undefined ? [] : [targetKey(String(key)), `scheme ${key}`]),
    ...ids.map((id) => targetKey(lastOf(id))),
    ...(key === undefined ? [targetKey(''), targetKey(lastOf(subject.document.uri))] : []),
    ...(operationId === undefined ? [] : [`operation ${operationId}`]),
  ];
}

/** A file of shared definitions is read like the document that refers to it. */
function isLikeRoot({ root }: SourceDocument): boolean {
  return ['components', 'paths', 'definitions', 'securityDefinitions'].some((key) => root?.get(key)?.kind === 'map');
}

/** How the documents of a description are read, by URI, but for its entry. */
export const startsOf = pure('navigator.startsOf', (description: OpenApiDescription): ReadonlyMap<string, Starts> => {
  const starts = new Map<string, Map<string, ObjectKind>>();
  if (new Set(description.documents.values()).size < 2) return starts;
  eachObject(description, (node, kind) => {
    const { document, pointer } = node;
    if (document === description.entry) return;
    const known = starts.get(document.uri);
    if (known === undefined) starts.set(document.uri, new Map([[pointer, kind]]));
    else if (!known.has(pointer)) known.set(pointer, kind);
  });
  return starts;
});

/** The navigator of a description in its present revision. */
export function navigatorOf(description: OpenApiDescription, indexes: NameIndexes = new NameIndexes()): Navigator {
  const { entry, version, documents } = description;
  const message = 'It is not part of the description.';
  return createNavigator({
    entry,
    version,
    documents: [...new Set(documents.values())],
    starts: startsOf(description),
    loader: {
      load(uri) {
        const document = documents.get(uri);
        return document === undefined ? { failure: 'missing-file', message } : { document };
      },
    },
    indexes,
  });
}

/** From the name to the end of what it defines; a whole file is named nowhere. */
export function rangesOf({ node, isKey, subject }: Definition): {
  readonly name: OffsetRange;
  readonly whole: OffsetRange;
} {
  if (!isKey && node === subject) {
    const start = { start: node.start, end: node.start };
    return { name: start, whole: { start: node.start, end: node.end } };
  }
  const name = rangeOfName({ node, isKey });
  const start = node.keyRange?.start ?? node.start;
  return {
    name,
    whole: { start: isKey ? start : Math.min(subject.start, name.start), end: Math.max(node.end, name.end) },
  };
}
