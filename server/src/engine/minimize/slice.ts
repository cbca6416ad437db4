import type { Finding } from '../finding.ts';
import type { OpenApiDescription, Operation } from '../openapi/model.ts';
import { pointerTokens, resolveReference, tokensOf } from '../openapi/uri.ts';
import { nodeAt } from '../syntax/nodeAt.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { type PlainValue, toValue } from '../syntax/toValue.ts';
import { copyMap, isMap, type PlainMap, type Sample } from './sample.ts';

/** Larger descriptions are not taken whole. */
const maxWhole = 200_000;

/** As many nodes are copied from one place. */
const maxNodes = 20_000;

/** What a rule about the whole description may look at. */
const maxOperations = 20;

/** Keys of the root of which parts are taken. */
const divided = new Set([
  'paths',
  'webhooks',
  'components',
  'definitions',
  'parameters',
  'responses',
  'tags',
  'x-webhooks',
]);

/** Parts of a description that may show a finding, the smallest first. */
export function* slicesOf(finding: Finding, description: OpenApiDescription): Generator<Sample> {
  const holders = holdersOf(finding, description);
  yield slice(finding, description, holders);
  const more = [...new Set([...holders, ...description.operations.slice(0, maxOperations)])];
  if (more.length > holders.length) yield slice(finding, description, more);
  const length = [...new Set(description.documents.values())].reduce((sum, one) => sum + one.length, 0);
  if (length <= maxWhole) yield slice(finding, description, description.operations);
}

/** The operations that the finding concerns: that hold it, hold a related place, or refer to what holds it. */
function holdersOf({ document, range, related }: Finding, description: OpenApiDescription): readonly Operation[] {
  const places = [{ document, range }, ...related.slice(0, 3)];
  const held = new Set<SourceNode>();
  for (const place of places) {
    const found = nodeAt(place.document, place.range.start);
    for (let node = found?.node; node !== undefined; node = node.parent) held.add(node);
  }
  const direct = description.operations.filter(({ node, raw }) => held.has(node) || held.has(raw));
  if (direct.length > 0) return direct.slice(0, 3);
  const user = description.operations.find((operation) => leadsTo(operation.raw, held, description));
  return user === undefined ? [] : [user];
}

function leadsTo(start: SourceNode, held: ReadonlySet<SourceNode>, { resolve }: OpenApiDescription): boolean {
  const queue = [start];
  const seen = new Set<SourceNode>();
  for (let node = queue.pop(); node !== undefined && seen.size < maxNodes; node = queue.pop()) {
    const target = resolve(node);
    for (const one of [node.resolved, ...(target === undefined ? [] : [target])]) {
      if (seen.has(one)) continue;
      seen.add(one);
      if (one.key !== undefined && held.has(one)) return true;
      for (const { value } of one.entries()) if (value.kind !== 'scalar') queue.push(value);
      for (const value of one.items()) if (value.kind !== 'scalar') queue.push(value);
    }
  }
  return false;
}

function slice(finding: Finding, description: OpenApiDescription, operations: readonly Operation[]): Sample {
  const { entry, documents, root } = description;
  const known = [entry, ...new Set([...documents.values()].filter((one) => one !== entry))];
  const names = new Map(known.map((document, index) => [document, index === 0 ? 'openapi.yaml' : `part${index}.yaml`]));
  const values = new Map<SourceDocument, PlainMap>();
  const queue: { readonly document: SourceDocument; readonly tokens: readonly string[] }[] = [];
  const seen = new Set<string>();
  const take = (document: SourceDocument, tokens: readonly string[]): void => {
    const key = `${document.uri}#${tokens.join('/')}`;
    if (seen.has(key)) return;
    seen.add(key);
    queue.push({ document, tokens });
  };

  for (const { key } of root.entries()) if (!divided.has(key)) take(entry, [key]);
  for (const name of root.at('components', 'securitySchemes')?.entries() ?? [])
    take(entry, ['components', 'securitySchemes', name.key]);
  for (const { raw, pathItem } of operations) {
    for (const { key, value } of pathItem.entries()) {
      const isOther = description.operations.some(({ node }) => node === value && value !== raw.resolved);
      if (!isOther) take(pathItem.document, [...(tokensOf(pathItem.pointer) ?? []), key]);
    }
    take(raw.document, tokensOf(raw.pointer) ?? []);
  }
  const path = tokensOf(finding.pointer) ?? [];
  // The object that is reported, with what it holds.
  take(finding.document, path.slice(0, Math.max(1, path.length)));

  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { document, tokens } = next;
    const node = tokens.length === 0 ? document.root : document.root?.at(...tokens);
    if (node === undefined) continue;
    const value = tokens.length === 0 && document === entry ? null : toValue(node, maxNodes);
    if (value === null && tokens.length === 0) continue;
    const renamed = withReferences(value, document, (target, fragment) => {
      const name = names.get(target);
      if (name === undefined) return undefined;
      const targetTokens = pointerTokens(fragment);
      if (targetTokens !== undefined) take(target, targetTokens);
      return `${target === document ? '' : name}#${fragment}`;
    });
    const whole = values.get(document) ?? copyMap([]);
    values.set(document, put(whole, tokens, renamed, document.root) as PlainMap);
  }

  function withReferences(
    value: PlainValue,
    document: SourceDocument,
    rename: (target: SourceDocument, fragment: string) => string | undefined,
  ): PlainValue {
    if (Array.isArray(value)) return value.map((item) => withReferences(item, document, rename));
    if (!isMap(value)) return value;
    return copyMap(
      Object.entries(value).map(([key, held]) => {
        if (key !== '$ref' || typeof held !== 'string') return [key, withReferences(held, document, rename)];
        const { uri, fragment } = resolveReference(document.uri, held);
        const target = uri === document.uri ? document : documents.get(uri);
        return [key, (target && rename(target, fragment)) ?? held];
      }),
    );
  }

  const used = known.filter((document) => document === entry || values.has(document));
  const empty = copyMap([]);
  return {
    documents: used.map((document) => ({
      name: names.get(document) ?? '',
      value: inOrder(values.get(document) ?? empty, document.root),
    })),
    at: { document: used.indexOf(finding.document), path: pathOf(finding) },
  };
}

/** The keys in the order of the document. */
function inOrder(value: PlainValue, node: SourceNode | undefined): PlainValue {
  if (!isMap(value) || node === undefined) return value;
  const keys = node.entries().filter(({ key }) => Object.hasOwn(value, key));
  return copyMap(keys.map(({ key, value: below }) => [key, inOrder(value[key] ?? null, below)]));
}

function pathOf({ document, pointer }: Finding): readonly (string | number)[] {
  const path: (string | number)[] = [];
  let node = document.root;
  for (const token of tokensOf(pointer) ?? []) {
    const isList = node?.resolved.kind === 'sequence';
    path.push(isList ? Number(token) : token);
    node = node?.at(isList ? Number(token) : token);
  }
  return path;
}

/** Puts a value at its place; lists on the way are whole, so that indexes mean the same. */
function put(held: PlainValue, tokens: readonly string[], value: PlainValue, node: SourceNode | undefined): PlainValue {
  const [token, ...rest] = tokens;
  if (token === undefined)
    return isMap(held) && isMap(value) ? copyMap([...Object.entries(value), ...Object.entries(held)]) : value;
  if (node?.resolved.kind === 'sequence') return Array.isArray(held) ? held : toValue(node, maxNodes);
  const map = isMap(held) ? held : copyMap([]);
  const before = Object.hasOwn(map, token) ? map[token] : undefined;
  map[token] = put(before ?? copyMap([]), rest, value, node?.get(token));
  return map;
}
