import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { type Grammar, type ObjectKind, openapi3, swagger2 } from './grammar.ts';
import type { Memory } from './memory.ts';
import type { Loader, ReferenceProblem } from './model.ts';
import type { Found, Slot, Slots } from './slots.ts';
import { pointerTokens, resolveReference, schemeOf } from './uri.ts';
import type { OpenApiVersion } from './version.ts';

/** Everything that an entry document reaches. */
export interface Linked {
  readonly documents: ReadonlyMap<string, SourceDocument>;
  /** Each reference once, by document and place. Complete when everything has been read. */
  problems(): readonly ReferenceProblem[];
  readonly pending: readonly string[];
  resolve(node: SourceNode): SourceNode | undefined;
  /** The node and every one that its `$ref`s lead through, to the end. */
  chain(node: SourceNode): readonly SourceNode[];
  /** Where a URI reference written in `base` leads, if that is known without saying that it leads nowhere. */
  find(reference: string, base: SourceNode): SourceNode | undefined;
}

/**
 * Walks a description by the grammar of its version and follows every `$ref` that stands where one may stand: never in
 * examples, defaults or extensions. A whole map of named objects (`paths`, `schemas`, …) may be a reference as well: no
 * version of the specification allows it, but bundlers do, and what they read must be checked.
 */
export function link(
  entry: SourceDocument,
  root: SourceNode,
  version: OpenApiVersion,
  loader: Loader,
  memory: Memory,
): Linked {
  const references = createReferences(entry, loader, memory.slots);
  memory.begin(references.resolve);
  walk(root, version === '2.0' ? swagger2 : openapi3, references.resolve, memory);
  return references;
}

/** Where a walk goes on outside of the chunk in which it began. */
interface Lead {
  readonly node: SourceNode;
  readonly kind: ObjectKind;
  /** `here`: the node itself. `target`: what its `$ref` means. `entries`: the entries of what its `$ref` means. */
  readonly to: 'here' | 'target' | 'entries';
}

/** Iterative, so that no nesting of the document can exhaust the stack. A chunk is walked once for all versions. */
function walk(
  root: SourceNode,
  grammar: Grammar,
  resolve: (node: SourceNode) => SourceNode | undefined,
  memory: Memory,
): void {
  const seen = new Map<ObjectKind, Set<SourceNode>>();
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
    let seenOfKind = seen.get(kind);
    if (seenOfKind === undefined) {
      seenOfKind = new Set();
      seen.set(kind, seenOfKind);
    }
    if (seenOfKind.has(node)) continue;
    seenOfKind.add(node);
    const leads = memory.recall(`walk ${kind}`, node, [grammar], () => walkChunk(node, kind, grammar));
    for (const next of leads) stack.push(next);
  }
}

/** What leads out of the chunk of `start`, from `start` and below. */
function walkChunk(start: SourceNode, startKind: ObjectKind, grammar: Grammar): readonly Lead[] {
  const leads: Lead[] = [];
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
    if (!hasReference || kind === 'PathItem' || kind === 'Schema') visitFields(node, kind, grammar, visit, leads);
  }
  return leads;
}

function visitFields(
  node: SourceNode,
  kind: ObjectKind,
  grammar: Grammar,
  visit: (child: SourceNode, kind: ObjectKind) => void,
  leads: Lead[],
): void {
  const named = grammar.names.get(kind);
  if (named !== undefined) {
    node.each((key, value) => {
      if (!key.startsWith('x-')) visit(value, named);
    });
    return;
  }
  const fields = grammar[kind];
  if (fields.size === 0) return;
  node.each((key, value) => {
    const field = fields.get(key);
    if (field === undefined) return;
    if (value.kind === 'sequence' && (field.shape === 'list' || field.shape === 'one or list')) {
      for (const item of value.items()) visit(item, field.kind);
    } else if (value.kind === 'map' && field.shape === 'map') {
      if (value.has('$ref')) leads.push({ node: value, kind: field.kind, to: 'entries' });
      else {
        value.each((name, entry) => {
          if (!isExtension(name, field.kind)) visit(entry, field.kind);
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

/** What a `$ref` says, which depends on the text of its own document alone. */
interface Reference {
  /** The value of `$ref`. */
  readonly at: SourceNode;
  /** `undefined` if it is no string. */
  readonly text: string | undefined;
  readonly uri: string;
  readonly fragment: string;
  /** The same for references that mean the same from this document. */
  readonly key: string;
  /** Where it leads, for the description that asked last. */
  slot: Slot | undefined;
}

/** `null` for what is no reference. */
function referenceOf(node: SourceNode): Reference | null {
  let known = node.reference as Reference | null | undefined;
  if (known === undefined) {
    known = readReference(node);
    node.reference = known;
  }
  return known;
}

function readReference(node: SourceNode): Reference | null {
  const at = node.kind === 'map' ? node.get('$ref') : undefined;
  if (at === undefined) return null;
  const text = at.string;
  const base = node.document.uri;
  const { uri, fragment } = text === undefined ? { uri: base, fragment: '' } : resolveReference(base, text);
  const key = uri === base ? `#${fragment} ${uri}` : `${schemeOf(base)} #${fragment} ${uri}`;
  return { at, text, uri, fragment, key, slot: undefined };
}

function createReferences(entry: SourceDocument, loader: Loader, slots: Slots): Linked {
  /** Tells answers of this version from those of others. */
  const version = {};
  const documents = new Map<string, SourceDocument>([[entry.uri, entry]]);
  // OAS 3.2.0 §4.1.2.2.1: `$self` is the document's own URI.
  const self = entry.root?.get('$self')?.string;
  const selfUri = self === undefined ? undefined : resolveReference(entry.uri, self).uri;
  const failures = new Map<string, Exclude<Found, { target: unknown }>>();
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
    documents.set(document.uri, document);
    documents.set(uri, document);
    return document;
  }

  function search({ at, text, uri, fragment }: Reference): Found {
    const base = at.document.uri;
    const nowhere = { kind: 'missing-target', message: `"${text}" leads nowhere.` } as const;
    if (uri === selfUri) return toFound(findPointer(entry, fragment)) ?? nowhere;
    if (uri !== base) {
      const scheme = schemeOf(uri);
      if (scheme === 'http' || scheme === 'https')
        return { kind: 'remote', message: `"${text}" is on another host and is not fetched.` };
      if (scheme !== schemeOf(base))
        return { kind: 'unsupported-scheme', message: `"${text}" has a scheme that is not read.` };
    }
    const document = load(uri);
    if (document === undefined) return failures.get(uri) ?? nowhere;
    return toFound(findPointer(document, fragment)) ?? nowhere;
  }

  /** One step, so that chains and cycles cost each link once. */
  function step(reference: Reference): SourceNode | undefined {
    if (reference.text === undefined) {
      const message = '"$ref" is no string, so nothing is referenced.';
      problems.set(reference.at, { at: reference.at, kind: 'not-a-string', message });
      return undefined;
    }
    const slot = slots.of(reference);
    if (slot.version !== version) {
      slot.found = search(reference);
      slot.version = version;
    }
    const result = slot.found;
    if (result === 'pending') return undefined;
    if ('target' in result) return result.target;
    // The text of two references to one place may differ.
    const { kind } = result;
    const message = kind === 'missing-target' ? `"${reference.text}" leads nowhere.` : result.message;
    problems.set(reference.at, { at: reference.at, kind, message });
    return undefined;
  }

  function resolve(node: SourceNode): SourceNode | undefined {
    let current: SourceNode = node.resolved;
    let seen: Set<SourceNode> | undefined;
    let reference = referenceOf(current);
    while (reference !== null) {
      if (seen?.has(current)) return undefined;
      const next: SourceNode | undefined = step(reference)?.resolved;
      if (next === undefined) return undefined;
      reference = referenceOf(next);
      if (reference !== null) {
        seen ??= new Set();
        seen.add(current);
      }
      current = next;
    }
    return current;
  }

  function chain(node: SourceNode): readonly SourceNode[] {
    const nodes = new Set<SourceNode>();
    for (let next: SourceNode | undefined = node.resolved; next !== undefined && !nodes.has(next); ) {
      nodes.add(next);
      const reference = referenceOf(next);
      if (reference === null) break;
      next = step(reference)?.resolved;
    }
    return [...nodes];
  }

  function find(reference: string, base: SourceNode): SourceNode | undefined {
    const { uri, fragment } = resolveReference(base.document.uri, reference);
    const isReadable = uri === base.document.uri || schemeOf(uri) === schemeOf(base.document.uri);
    const document = uri === selfUri ? entry : isReadable ? load(uri) : undefined;
    return document === undefined ? undefined : findPointer(document, fragment);
  }

  return {
    documents,
    problems: () => [...problems.values()].sort(byPlace),
    pending,
    resolve,
    chain,
    find,
  };
}

function toFound(target: SourceNode | undefined): Found | undefined {
  return target === undefined ? undefined : { target };
}

function byPlace({ at: a }: ReferenceProblem, { at: b }: ReferenceProblem): number {
  if (a.document !== b.document) return a.document.uri < b.document.uri ? -1 : 1;
  return a.start - b.start;
}

function findPointer(document: SourceDocument, fragment: string): SourceNode | undefined {
  const tokens = pointerTokens(fragment);
  if (tokens === undefined) return undefined;
  let node = document.root?.resolved;
  for (const token of tokens) {
    if (node?.kind === 'sequence') node = /^(0|[1-9]\d*)$/.test(token) ? node.items()[Number(token)] : undefined;
    else node = node?.get(token);
    if (node === undefined) return undefined;
  }
  return node;
}
