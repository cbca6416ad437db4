import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { type Grammar, type ObjectKind, openapi3, swagger2 } from './grammar.ts';
import type { Loader, ReferenceProblem } from './model.ts';
import { pointerTokens, resolveReference, schemeOf } from './uri.ts';
import type { OpenApiVersion } from './version.ts';

/** Everything that an entry document reaches, each object once and with its kind. */
export interface Linked {
  readonly documents: ReadonlyMap<string, SourceDocument>;
  readonly objects: ReadonlyMap<ObjectKind, readonly SourceNode[]>;
  readonly problems: readonly ReferenceProblem[];
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
export function link(entry: SourceDocument, root: SourceNode, version: OpenApiVersion, loader: Loader): Linked {
  const references = createReferences(entry, loader);
  const grammar = version === '2.0' ? swagger2 : openapi3;
  const objects = walk(root, grammar, references.resolve);
  return {
    documents: references.documents,
    objects,
    problems: references.problems,
    pending: references.pending,
    resolve: references.resolve,
    chain: references.chain,
    find: references.find,
  };
}

/** Iterative, so that no nesting of the document can exhaust the stack. */
function walk(
  root: SourceNode,
  grammar: Grammar,
  resolve: (node: SourceNode) => SourceNode | undefined,
): ReadonlyMap<ObjectKind, SourceNode[]> {
  const objects = new Map<ObjectKind, SourceNode[]>();
  const seen = new Map<ObjectKind, Set<SourceNode>>();
  const stack: { node: SourceNode; kind: ObjectKind }[] = [{ node: root, kind: 'OpenAPI' }];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { kind } = item;
    const node = item.node.resolved;
    if (node.kind !== 'map') continue;
    let seenOfKind = seen.get(kind);
    if (seenOfKind === undefined) {
      seenOfKind = new Set();
      seen.set(kind, seenOfKind);
    }
    if (seenOfKind.has(node)) continue;
    seenOfKind.add(node);

    const children: { node: SourceNode; kind: ObjectKind }[] = [];
    const hasReference = kind !== 'OpenAPI' && node.has('$ref');
    if (hasReference) {
      const target = resolve(node);
      if (target !== undefined && target !== node) children.push({ node: target, kind });
    }
    // A reference replaces its siblings, except for Path Items (all versions) and for schemas since 3.1.
    if (!hasReference || kind === 'PathItem' || kind === 'Schema') {
      let nodes = objects.get(kind);
      if (nodes === undefined) {
        nodes = [];
        objects.set(kind, nodes);
      }
      if (!hasReference || node.entries().length > 1) nodes.push(node);
      collectChildren(node, kind, grammar, resolve, children);
    }
    for (let index = children.length - 1; index >= 0; index--) stack.push(children[index]!);
  }
  return objects;
}

function collectChildren(
  node: SourceNode,
  kind: ObjectKind,
  grammar: Grammar,
  resolve: (node: SourceNode) => SourceNode | undefined,
  children: { node: SourceNode; kind: ObjectKind }[],
): void {
  const named = grammar.names.get(kind);
  if (named !== undefined) {
    for (const { key, value } of node.entries()) if (!key.startsWith('x-')) children.push({ node: value, kind: named });
    return;
  }
  const fields = grammar[kind];
  if (fields.size === 0) return;
  for (const { key, value } of node.entries()) {
    const field = fields.get(key);
    if (field === undefined) continue;
    if (value.kind === 'sequence' && (field.shape === 'list' || field.shape === 'one or list')) {
      for (const item of value.items()) children.push({ node: item, kind: field.kind });
    } else if (value.kind === 'map' && field.shape === 'map') {
      // Only in a map of Path Items is an `x-` key an extension and not a name.
      const skipExtensions = field.kind === 'PathItem' || field.kind === 'Response';
      for (const held of (resolve(value) ?? value).entries()) {
        if (!(skipExtensions && held.key.startsWith('x-'))) children.push({ node: held.value, kind: field.kind });
      }
    } else if (value.kind === 'map' && field.shape !== 'list') {
      children.push({ node: value, kind: field.kind });
    }
  }
}

interface References {
  readonly documents: ReadonlyMap<string, SourceDocument>;
  readonly problems: readonly ReferenceProblem[];
  readonly pending: readonly string[];
  resolve(node: SourceNode): SourceNode | undefined;
  chain(node: SourceNode): readonly SourceNode[];
  find(reference: string, base: SourceNode): SourceNode | undefined;
}

function createReferences(entry: SourceDocument, loader: Loader): References {
  const documents = new Map<string, SourceDocument>([[entry.uri, entry]]);
  // OAS 3.2.0 §4.1.2.2.1: `$self` is the document's own URI.
  const self = entry.root?.get('$self')?.string;
  const selfUri = self === undefined ? undefined : resolveReference(entry.uri, self).uri;
  const failures = new Map<string, { kind: ReferenceProblem['kind']; message: string } | 'pending'>();
  const problems: ReferenceProblem[] = [];
  const pending: string[] = [];
  /** One step, so that chains and cycles cost each link once. */
  const steps = new Map<SourceNode, SourceNode | undefined>();

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

  function step(node: SourceNode): SourceNode | undefined {
    const reference = node.get('$ref');
    if (reference === undefined) return node;
    const report = (kind: ReferenceProblem['kind'], message: string): undefined => {
      problems.push({ at: reference, kind, message });
    };
    const text = reference.string;
    if (text === undefined) return report('not-a-string', '"$ref" is no string, so nothing is referenced.');
    const base = node.document.uri;
    const { uri, fragment } = resolveReference(base, text);
    if (uri === selfUri) return find(entry, fragment) ?? report('missing-target', `"${text}" leads nowhere.`);
    if (uri !== base) {
      const scheme = schemeOf(uri);
      if (scheme === 'http' || scheme === 'https')
        return report('remote', `"${text}" is on another host and is not fetched.`);
      if (scheme !== schemeOf(base)) return report('unsupported-scheme', `"${text}" has a scheme that is not read.`);
    }
    const document = load(uri);
    if (document === undefined) {
      const failure = failures.get(uri);
      return failure === undefined || failure === 'pending' ? undefined : report(failure.kind, failure.message);
    }
    const target = find(document, fragment);
    return target ?? report('missing-target', `"${text}" leads nowhere.`);
  }

  function resolve(node: SourceNode): SourceNode | undefined {
    let current: SourceNode | undefined = node.resolved;
    let seen: Set<SourceNode> | undefined;
    while (current !== undefined && current.kind === 'map' && current.has('$ref')) {
      if (seen?.has(current)) return undefined;
      if (!steps.has(current)) steps.set(current, step(current)?.resolved);
      const next: SourceNode | undefined = steps.get(current);
      if (next === undefined || next.kind !== 'map' || !next.has('$ref')) return next;
      seen ??= new Set();
      seen.add(current);
      current = next;
    }
    return current;
  }

  function chain(node: SourceNode): readonly SourceNode[] {
    const nodes = new Set<SourceNode>();
    for (let next: SourceNode | undefined = node.resolved; next !== undefined && !nodes.has(next); ) {
      nodes.add(next);
      if (next.kind !== 'map' || !next.has('$ref')) break;
      if (!steps.has(next)) steps.set(next, step(next)?.resolved);
      next = steps.get(next);
    }
    return [...nodes];
  }

  function findReference(reference: string, base: SourceNode): SourceNode | undefined {
    const { uri, fragment } = resolveReference(base.document.uri, reference);
    const isReadable = uri === base.document.uri || schemeOf(uri) === schemeOf(base.document.uri);
    const document = uri === selfUri ? entry : isReadable ? load(uri) : undefined;
    return document === undefined ? undefined : find(document, fragment);
  }

  return { documents, problems, pending, resolve, chain, find: findReference };
}

function find(document: SourceDocument, fragment: string): SourceNode | undefined {
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
