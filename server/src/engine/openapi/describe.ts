import { createClassifier, type Vocabulary } from '../sensitive/classify.ts';
import { nodeAt } from '../syntax/nodeAt.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { link } from './link.ts';
import type { Loader, NodeKinds, OpenApiDescription, Operation, SecurityScheme, Server, SourceText } from './model.ts';
import { readOperations } from './operations.ts';
import { createSensitiveSchemas, createUnits, type SchemaUnits } from './schemas.ts';
import type { SchemaUnit } from './schemaUnit.ts';
import { rootsOf, type Schema, usageOf } from './schemaUsage.ts';
import { readSecurity, readSecurityScheme, schemesByUse } from './security.ts';
import { readServers, readServers2 } from './servers.ts';
import { detectVersion, type OpenApiVersion } from './version.ts';

/** The description that starts in `entry`; `undefined` if `entry` is no OpenAPI document. */
export function describe(
  entry: SourceDocument,
  loader: Loader,
  sensitive: Vocabulary = { add: {}, remove: [] },
): OpenApiDescription | undefined {
  const detected = detectVersion(entry);
  const root = entry.root?.resolved;
  if (detected === undefined || root === undefined) return undefined;
  const { version, text } = detected;
  const linked = link(entry, root, version, loader);
  const { resolve } = linked;
  const classify = createClassifier(sensitive);
  const securitySchemes = readSecuritySchemes(root, version, resolve);
  const security = readSecurity(root);
  const servers = version === '2.0' ? readServers2(root, root, 'root') : readServers(root, 'root');
  const units = createUnits(resolve);
  const schemas = createSensitiveSchemas(units, resolve, classify);
  // OAS 3.2.0 §4.8.30: a requirement may name a scheme by its URI instead of its component name.
  const isUri = (name: string): boolean => version === '3.2' && /[#/]/.test(name);
  const isDefined = (name: string): boolean =>
    securitySchemes.has(name) || (isUri(name) && linked.find(name, root) !== undefined);
  const operations = readOperations({
    root,
    version,
    security,
    servers,
    isDefined,
    schemas,
    resolve,
    chain: linked.chain,
    classify,
  });

  const byUse = once(() => schemesByUse(securitySchemes, operations));
  const extensions = once(() => extensionsOf(root, operations));
  const nodes = once(() => nodesOf(description, units));
  const description: OpenApiDescription = {
    entry,
    root,
    version,
    versionText: text,
    documents: linked.documents,
    operations,
    securitySchemes,
    security,
    servers,
    referenceProblems: linked.problems,
    isBroken: [...linked.documents.values()].some((document) => document.isBroken),
    pending: linked.pending,
    resolve,
    get schemesByUse() {
      return byUse();
    },
    get extensions() {
      return extensions();
    },
    get nodes() {
      return nodes();
    },
  };
  return description;
}

/** Facts that some callers need, and then again and again. */
function once<Value>(compute: () => Value): () => Value {
  let known: { readonly value: Value } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

function extensionsOf(root: SourceNode, operations: readonly Operation[]): ReadonlySet<string> {
  const holders = new Set([root, ...operations.flatMap(({ node, pathItem }) => [pathItem, node])]);
  const names = [...holders].flatMap((holder) => holder.entries().map(({ key }) => key));
  return new Set(names.filter((name) => name.startsWith('x-')));
}

function nodesOf(
  description: OpenApiDescription,
  units: SchemaUnits,
): { readonly [Kind in keyof NodeKinds]: readonly NodeKinds[Kind][] } {
  const { operations, securitySchemes, servers } = description;
  const parameters = new Map(operations.flatMap((operation) => operation.parameters.map((item) => [item.node, item])));
  const levels: readonly Server[] = operations.flatMap((operation) => operation.servers.servers);
  return {
    OpenAPI: [description],
    Operation: operations,
    Parameter: [...parameters.values()],
    Schema: readSchemas(description, units),
    SecurityScheme: [...securitySchemes.values()],
    Server: [...new Map([...servers, ...levels].map((server) => [server.node, server])).values()],
    Text: [...new Set(description.documents.values())].flatMap(textsOf),
  };
}

const unused = { request: false, response: false, anonymousRequest: false, anonymousResponse: false };

/** Shared schemas first, then those of the operations, and what they reference. */
function readSchemas(
  { root, version, operations, resolve }: OpenApiDescription,
  units: SchemaUnits,
): readonly Schema[] {
  const usages = usageOf(operations, units);
  const found = new Set<SchemaUnit>();
  const add = (schema: SourceNode): void => {
    const unit = units.unitOf(schema);
    if (unit !== undefined) found.add(unit);
  };
  const components = version === '2.0' ? root : root.get('components');
  const shared = (components && resolve(components))?.get(version === '2.0' ? 'definitions' : 'schemas');
  for (const { value } of (shared && resolve(shared))?.entries() ?? []) add(value);
  for (const operation of operations) {
    for (const schema of [...rootsOf(operation, 'request'), ...rootsOf(operation, 'response')]) add(schema);
  }
  // A set that grows while it is read: references of what was added are read as well.
  for (const unit of found) for (const { node } of unit.references) add(node);
  return [...found].map((unit) => ({ ...unit, usage: usages.get(unit) ?? unused }));
}

function textsOf(document: SourceDocument): readonly SourceText[] {
  const { root } = document;
  if (root === undefined) return [];
  return document.chunks.map((chunk) => ({
    document,
    text: document.text.slice(chunk.start, chunk.end),
    place: (start, end) => ({
      partOf: nodeAt(document, chunk.start + start)?.node ?? root,
      start: chunk.start + start,
      end: chunk.start + end,
    }),
  }));
}

function readSecuritySchemes(
  root: SourceNode,
  version: OpenApiVersion,
  resolve: (node: SourceNode) => SourceNode | undefined,
): ReadonlyMap<string, SecurityScheme> {
  const components = version === '2.0' ? undefined : root.get('components');
  const holder =
    version === '2.0' ? root.get('securityDefinitions') : components && resolve(components)?.get('securitySchemes');
  const container = holder === undefined ? undefined : resolve(holder);
  const schemes = new Map<string, SecurityScheme>();
  for (const { key, value } of container?.entries() ?? []) {
    // A scheme whose reference leads nowhere is defined all the same: the broken reference is reported as such.
    if (!key.startsWith('x-') || value.has('type')) schemes.set(key, readSecurityScheme(key, resolve(value) ?? value));
  }
  return schemes;
}
