import { onlyPure } from '../incremental/pure.ts';
import { query } from '../incremental/query.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { type Grammar, grammarOf, methodsOf, type ObjectKind } from './grammar.ts';
import { baseOf, identifiersIn } from './identifiers.ts';
import type { Loader, OpenApiDescription, ReferenceProblem, SkippedKey } from './model.ts';
import { ReferenceCache } from './referenceCache.ts';
import { type Found, type Meaning, type ReferenceTarget, targetOf, type Unresolved } from './referenceTarget.ts';
import { pointerTokens, resolveReference, schemeOf } from './uri.ts';
import type { OpenApiVersion } from './version.ts';

/** Everything that an entry document reaches. */
export interface Linked {
  readonly documents: ReadonlyMap<string, SourceDocument>;
  /** Each reference once, by document and place. Complete when everything has been read. */
  problems(): readonly ReferenceProblem[];
  readonly pending: readonly string[];
  /** In the order of the walk. */
  readonly skipped: readonly SkippedKey[];
  resolve(node: SourceNode): SourceNode | undefined;
  /** The node and every one that its `$ref`s lead through, to the end. */
  chain(node: SourceNode): readonly SourceNode[];
  /** Records that the reference at `node` is not followed any further. */
  giveUp(node: SourceNode): void;
  /** Where a URI reference written in `base` leads, if that is known without saying that it leads nowhere. */
  find(reference: string, base: SourceNode): SourceNode | undefined;
  /** Where `reference` leads first if it is written at `at`, as a `$ref` would; `undefined` where that is nowhere. */
  lookUp(reference: string, at: SourceNode): SourceNode | undefined;
}

/**
 * Walks a description by the grammar of its version and follows every `$ref` where one is allowed: never in examples,
 * defaults or extensions. A whole map of named objects (`paths`, `schemas`, …) may be a reference as well: no version of
 * the specification allows it, but bundlers do, so their input must be checked.
 */
export function link(
  entry: SourceDocument,
  root: SourceNode,
  version: OpenApiVersion,
  loader: Loader,
  cache: ReferenceCache,
): Linked {
  const references = createReferences(entry, loader, cache);
  const skipped = walk(root, grammarOf(version), references.resolve, cache);
  return { ...references, skipped };
}

/** Follows the references of documents that are not described: nothing is reported. */
export function followReferences(
  entry: SourceDocument,
  loader: Loader,
): Pick<Linked, 'pending' | 'resolve' | 'lookUp'> {
  return createReferences(entry, loader, new ReferenceCache(true));
}

/** Calls `onObject` for each node from which a chunk is read as an object, and each to which a reference leads. */
export function eachObject(
  { root, version, resolve, cache }: Pick<OpenApiDescription, 'root' | 'version' | 'resolve' | 'cache'>,
  onObject: (node: SourceNode, kind: ObjectKind) => void,
): void {
  walk(root, grammarOf(version), resolve, cache, onObject);
}

/** Where a walk goes on outside of the chunk in which it began. */
interface Lead {
  readonly node: SourceNode;
  readonly kind: ObjectKind;
  /** `here`: the node itself. `target`: what its `$ref` means. `entries`: the entries of what its `$ref` means. */
  readonly to: 'here' | 'target' | 'entries';
}

/** What a walk finds from a node on within its chunk. */
interface Walked {
  readonly leads: readonly Lead[];
  readonly skipped: readonly SkippedKey[];
}

/** Iterative, so that no nesting of the document can exhaust the stack. A chunk is walked once for all revisions. */
function walk(
  root: SourceNode,
  grammar: Grammar,
  resolve: (node: SourceNode) => SourceNode | undefined,
  cache: ReferenceCache,
  onObject?: (node: SourceNode, kind: ObjectKind) => void,
): readonly SkippedKey[] {
  const seen = new Map<ObjectKind, Set<SourceNode>>();
  const skipped: SkippedKey[] = [];
  const stack: Lead[] = [{ node: root, kind: 'OpenAPI', to: 'here' }];
  for (let lead = stack.pop(); lead !== undefined; lead = stack.pop()) {
    const { kind, to } = lead;
    const node = to === 'here' ? lead.node.resolved : resolve(lead.node);
    if (node === undefined || node.kind !== 'map') continue;
    if (to === 'entries') {
      for (const { key, value } of node.entries()) {
        if (!isExtension(key, kind)) stack.push({ node: value, kind, to: 'here' });
      }
      continue;
    }
    let ofKind = seen.get(kind);
    if (ofKind === undefined) {
      ofKind = new Set();
      seen.set(kind, ofKind);
    }
    if (ofKind.has(node)) continue;
    ofKind.add(node);
    onObject?.(node, kind);
    const walked = cache.get(walkedFrom, node, kind, grammar);
    const { leads } = walked;
    for (let index = 0; index < leads.length; index++) stack.push(leads[index]!);
    for (const key of walked.skipped) skipped.push(key);
  }
  return skipped;
}

/** Depends on the text of the chunk alone. Hardly any node is read as objects of two kinds. */
const walkedFrom = query(
  'link.walkedFrom',
  (_cache: ReferenceCache, node: SourceNode, kind: ObjectKind, grammar: Grammar): Walked =>
    walkChunk(node, kind, grammar),
);

/** What leads out of the chunk of `start`, from `start` and below. */
function walkChunk(start: SourceNode, startKind: ObjectKind, grammar: Grammar): Walked {
  const leads: Lead[] = [];
  const skipped: SkippedKey[] = [];
  const seen = new Set<SourceNode>();
  const stack: { node: SourceNode; kind: ObjectKind }[] = [{ node: start, kind: startKind }];
  const visit = (child: SourceNode, kind: ObjectKind): void => {
    const node = child.resolved;
    if (node.kind !== 'map') return;
    if (node.chunk === start.chunk) stack.push({ node, kind });
    else leads.push({ node, kind, to: 'here' });
  };
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { node, kind } = item;
    if (seen.has(node)) continue;
    seen.add(node);
    const hasReference = kind !== 'OpenAPI' && node.has('$ref');
    if (hasReference) leads.push({ node, kind, to: 'target' });
    // A reference replaces its siblings, except for Path Items (all versions) and for schemas since 3.1.
    if (!hasReference || kind === 'PathItem' || kind === 'Schema') {
      visitFields(node, kind, grammar, visit, leads, skipped);
    }
  }
  return { leads, skipped: skipped.length === 0 ? nothing : skipped };
}

const nothing: readonly never[] = [];

const fieldsOfPathItem: ReadonlySet<string> = new Set(['$ref', 'summary', 'description', 'servers', 'parameters']);

/** True for a key that looks as if it had an effect where the grammar knows none. Schemas and operations may hold other keywords. */
function isSkipped(key: string, value: SourceNode, kind: ObjectKind): boolean {
  if (kind !== 'PathItem') {
    const mayHold = kind === 'OpenAPI' || kind === 'Operation' || kind === 'Schema';
    return key === 'security' && !mayHold && value.kind !== 'scalar';
  }
  if (value.kind === 'scalar' || key.startsWith('x-') || fieldsOfPathItem.has(key)) return false;
  // Whether a later method is one depends on the version.
  return key === 'security' || (value.kind === 'map' && !methodsOf['2.0'].has(key));
}

function addKey(holder: SourceNode, key: string, within: SkippedKey['within'], skipped: SkippedKey[]): void {
  const raw = holder.entries().find((entry) => entry.key === key)?.raw;
  if (raw !== undefined) skipped.push({ key, raw, within });
}

function visitFields(
  node: SourceNode,
  kind: ObjectKind,
  grammar: Grammar,
  visit: (child: SourceNode, kind: ObjectKind) => void,
  leads: Lead[],
  skipped: SkippedKey[],
): void {
  const named = grammar.names.get(kind);
  if (named !== undefined) {
    node.each((key, value) => {
      if (key === 'security' && value.kind === 'sequence') addKey(node, key, kind, skipped);
      else if (!key.startsWith('x-')) visit(value, named);
    });
    return;
  }
  const fields = grammar[kind];
  node.each((key, value) => {
    if (isSkipped(key, value, kind)) addKey(node, key, kind, skipped);
    const field = fields.get(key);
    if (field === undefined) return;
    if (value.kind === 'sequence' && (field.shape === 'list' || field.shape === 'one or list')) {
      for (const item of value.items()) visit(item, field.kind);
    } else if (value.kind === 'map' && field.shape === 'map') {
      // A map under `$ref` is an entry of that name, such as a property.
      const reference = value.get('$ref');
      if (reference !== undefined && reference.resolved.kind !== 'map') {
        leads.push({ node: value, kind: field.kind, to: 'entries' });
      } else {
        value.each((name, entry) => {
          // A list is none of the named objects: it is written one level too deep or too high.
          if (name === 'security' && entry.kind === 'sequence' && field.kind !== 'Schema') {
            addKey(value, name, key, skipped);
          } else if (!isExtension(name, field.kind)) visit(entry, field.kind);
        });
      }
    } else if (value.kind === 'map' && field.shape !== 'list') {
      visit(value, field.kind);
    }
  });
}

/** Only in a map of Path Items or responses is an `x-` key an extension and not a name. */
function isExtension(key: string, kind: ObjectKind): boolean {
  return key.startsWith('x-') && (kind === 'PathItem' || kind === 'Response');
}

type OnTarget = (target: ReferenceTarget) => void;

/** The text of a `$ref`, which depends on its own document alone. */
interface Reference {
  /** The value of `$ref`. */
  readonly at: SourceNode;
  /** `undefined` if it is not a string. */
  readonly text: string | undefined;
  readonly meaning: Meaning;
  /** The same for references that mean the same from this document. */
  readonly key: string;
  /** Where it leads, for the description that asked last. */
  target: ReferenceTarget | undefined;
}

/** `null` for a node that is not a reference. */
function referenceOf(node: SourceNode): Reference | null {
  return node.kind === 'map' ? referenceIn(node) : null;
}

const referenceIn = onlyPure('link.referenceIn', readReference);

function readReference(node: SourceNode): Reference | null {
  const at = node.get('$ref');
  if (at === undefined) return null;
  const text = at.string;
  return { at, text, ...meaningOf(node, text), target: undefined };
}

function meaningOf(node: SourceNode, text: string | undefined): Pick<Reference, 'meaning' | 'key'> {
  const base = node.document.uri;
  const { uri, fragment } =
    text === undefined ? { uri: base, fragment: '' } : resolveReference(baseOf(node, node.chunk), text);
  const key = uri === base ? `#${fragment} ${uri}` : `${schemeOf(base)} #${fragment} ${uri}`;
  return { meaning: { base, uri, fragment }, key };
}

function createReferences(entry: SourceDocument, loader: Loader, cache: ReferenceCache): Omit<Linked, 'skipped'> {
  const { targets } = cache;
  cache.begin(resolve, step, renew);
  const documents = new Map<string, SourceDocument>([[entry.uri, entry]]);
  // OAS 3.2.0 §4.1.2.2.1: `$self` is the document's own URI.
  const self = entry.root?.get('$self')?.string;
  const selfUri = self === undefined ? undefined : resolveReference(entry.uri, self).uri;
  const resources = new Map<string, SourceNode>();
  const unindexed = [entry];
  const failures = new Map<string, Unresolved | 'pending'>();
  const problems = new Map<SourceNode, ReferenceProblem>();
  const pending: string[] = [];

  function load(uri: string): SourceDocument | undefined {
    const known = documents.get(uri);
    if (known !== undefined || failures.has(uri)) return known;
    const result = loader.load(uri);
    if (result === 'pending') {
      pending.push(uri);
      failures.set(uri, 'pending');
      return undefined;
    }
    if ('failure' in result) {
      failures.set(uri, { kind: result.failure, message: result.message });
      return undefined;
    }
    // The loader may know the file by another name: one file is one document.
    const document = documents.get(result.document.uri) ?? result.document;
    if (!documents.has(document.uri)) unindexed.push(document);
    documents.set(document.uri, document);
    documents.set(uri, document);
    return document;
  }

  function search(target: ReferenceTarget): Found {
    const { uri, base, fragment } = target.meaning;
    const resource = documents.has(uri) ? undefined : resourceAt(uri);
    if (resource !== undefined) {
      const anchor = target.tokens === undefined ? anchorAt(resource.document, uri, fragment) : undefined;
      const within = anchor ?? followPointer(resource, target.tokens);
      // Many authors give a schema an `$id` and go on to count pointers from the root of the file.
      const own = resource.document.uri === base ? nodeAt(resource.document, target.tokens) : undefined;
      target.document = undefined;
      return toFound(within ?? own);
    }
    if (target.unread !== undefined && uri !== selfUri) return target.unread;
    const document = uri === selfUri ? entry : load(uri);
    // Most documents of a description stay as they are.
    if (document !== undefined && document === target.document) return target.found;
    target.document = document;
    if (document === undefined) return failures.get(uri) ?? nowhere;
    if (target.tokens === undefined) return toFound(anchorAt(document, document.uri, fragment));
    return toFound(nodeAt(document, target.tokens) ?? nodeAt(document, target.lenientTokens));
  }

  /** The schema to which an `$id` gives this URI, in a document that has been loaded. */
  function resourceAt(uri: string): SourceNode | undefined {
    for (let document = unindexed.pop(); document !== undefined; document = unindexed.pop()) {
      for (const [id, schema] of identifiersIn(document).resources) if (!resources.has(id)) resources.set(id, schema);
    }
    return resources.get(uri);
  }

  function anchorAt(document: SourceDocument, resource: string, name: string): SourceNode | undefined {
    return identifiersIn(document).anchors.get(`${resource}#${name}`);
  }

  /** Each link of a chain is looked at once a revision, however many references lead into it. */
  function renew(target: ReferenceTarget): void {
    const node = renewTarget(target);
    const next = node === undefined ? null : referenceOf(node);
    if (next === null) target.end = node;
    else renewChain(target, next);
  }

  function renewTarget(target: ReferenceTarget): SourceNode | undefined {
    const before = targetOf(target.found);
    target.found = search(target);
    target.verifiedAt = targets.revision;
    const node = targetOf(target.found);
    if (node !== before) target.changedAt = targets.revision;
    return node?.resolved;
  }

  function renewChain(first: ReferenceTarget, next: Reference): void {
    const way = new Map<ReferenceTarget, Reference | undefined>([[first, undefined]]);
    let end: SourceNode | undefined;
    let isChanged = false;
    for (let reference: Reference | null = next; reference !== null; ) {
      const target = targetFor(reference);
      if (target === undefined) break;
      if (way.has(target)) {
        tellCircle(way, target, reference);
        break;
      }
      if (target.verifiedAt === targets.revision) {
        tellLost(target, reference);
        end = target.end;
        isChanged = target.changedAt === targets.revision;
        break;
      }
      end = renewTarget(target);
      tellLost(target, reference);
      way.set(target, reference);
      reference = end === undefined ? null : referenceOf(end);
      if (reference !== null) end = undefined;
    }
    for (const target of [...way.keys()].reverse()) {
      target.end = end;
      isChanged ||= target.changedAt === targets.revision;
      if (isChanged) target.changedAt = targets.revision;
    }
  }

  /** `closing` leads back to `start`. What only leads into the circle is right by itself. */
  function tellCircle(
    way: ReadonlyMap<ReferenceTarget, Reference | undefined>,
    start: ReferenceTarget,
    closing: Reference,
  ): void {
    const chainTargets = [...way.keys()];
    const within = chainTargets.slice(chainTargets.indexOf(start) + 1).flatMap((target) => way.get(target) ?? []);
    for (const reference of [closing, ...within]) tell(reference, 'circular');
  }

  function tell(
    { at, text = '' }: Pick<Reference, 'at' | 'text'>,
    kind: ReferenceProblem['kind'],
    message = messageOf(kind, text),
  ): void {
    problems.set(at, { at, kind, message });
  }

  function tellLost({ found }: ReferenceTarget, reference: Reference): void {
    if (found !== 'pending' && !('target' in found)) tell(reference, found.kind, found.message);
  }

  /** `undefined` if it is not a string. */
  function targetFor(reference: Reference): ReferenceTarget | undefined {
    if (reference.text !== undefined) return targets.of(reference);
    tell(reference, 'not-a-string');
    return undefined;
  }

  function present(reference: Reference): ReferenceTarget | undefined {
    const target = targetFor(reference);
    if (target === undefined) return undefined;
    target.refresh();
    tellLost(target, reference);
    return target;
  }

  function resolve(node: SourceNode, onTarget?: OnTarget): SourceNode | undefined {
    const start = node.resolved;
    const reference = referenceOf(start);
    if (reference === null) return start;
    const target = present(reference);
    if (target === undefined) return undefined;
    onTarget?.(target);
    return target.end;
  }

  function step(node: SourceNode, onTarget?: OnTarget): SourceNode | undefined {
    const reference = referenceOf(node.resolved);
    const target = reference === null ? undefined : present(reference);
    if (target === undefined) return undefined;
    onTarget?.(target);
    return targetOf(target.found)?.resolved;
  }

  function chain(node: SourceNode): readonly SourceNode[] {
    const first = node.resolved;
    let reference = referenceOf(first);
    // Most path items are written in place.
    if (reference === null) return [first];
    const nodes = new Set<SourceNode>([first]);
    while (reference !== null) {
      const target = present(reference);
      const next = target && targetOf(target.found)?.resolved;
      if (next === undefined || nodes.has(next)) break;
      if (nodes.size > maxChain) {
        giveUp(node);
        break;
      }
      nodes.add(next);
      reference = referenceOf(next);
    }
    return [...nodes];
  }

  function giveUp(node: SourceNode): void {
    const alias = { at: node, text: node.document.text.slice(node.start, node.end) };
    tell(referenceOf(node.resolved) ?? alias, 'too-deep');
    // The next revision is to say so as well.
    cache.markUncacheable();
  }

  function find(reference: string, base: SourceNode): SourceNode | undefined {
    const { uri, fragment } = resolveReference(base.document.uri, reference);
    const isReadable = uri === base.document.uri || schemeOf(uri) === schemeOf(base.document.uri);
    const document = uri === selfUri ? entry : isReadable ? load(uri) : undefined;
    return document === undefined ? undefined : nodeAt(document, pointerTokens(fragment));
  }

  function lookUp(reference: string, at: SourceNode): SourceNode | undefined {
    const target = targets.of({ ...meaningOf(at, reference), target: undefined });
    target.refresh();
    return targetOf(target.found);
  }

  return {
    documents,
    problems: () => [...problems.values()].sort(byPlace),
    pending,
    resolve,
    chain,
    giveUp,
    find,
    lookUp,
  };
}

/** How many references a path item may lead through: each may add fields to it, so all of them are kept. */
const maxChain = 50;

const nowhere: Unresolved = { kind: 'missing-target', message: undefined };

function toFound(target: SourceNode | undefined): Found {
  return target === undefined ? nowhere : { target };
}

/** For failures without a message of the loader. */
function messageOf(kind: Unresolved['kind'], text: string): string {
  if (kind === 'remote') return `"${text}" is on another host and is not fetched.`;
  if (kind === 'unsupported-scheme') return `"${text}" has an unsupported URL scheme.`;
  if (kind === 'not-a-string') return '"$ref" is not a string, so it references nothing.';
  if (kind === 'circular') return `"${text}" refers back to itself and never reaches an object.`;
  if (kind === 'too-deep') return `"${text}" passes through too many references and is not followed to its end.`;
  return `"${text}" cannot be resolved.`;
}

function byPlace({ at: a }: ReferenceProblem, { at: b }: ReferenceProblem): number {
  if (a.document !== b.document) return a.document.uri < b.document.uri ? -1 : 1;
  return a.start - b.start;
}

function nodeAt(document: SourceDocument, tokens: readonly string[] | undefined): SourceNode | undefined {
  return document.root === undefined ? undefined : followPointer(document.root, tokens);
}

function followPointer(start: SourceNode, tokens: readonly string[] | undefined): SourceNode | undefined {
  if (tokens === undefined) return undefined;
  let node: SourceNode | undefined = start.resolved;
  for (const token of tokens) {
    if (node?.kind === 'sequence') node = /^(0|[1-9]\d*)$/.test(token) ? node.items()[Number(token)] : undefined;
    else node = node?.get(token);
    if (node === undefined) return undefined;
  }
  return node;
}
