import { createClassifier, type Vocabulary } from '../sensitive/classify.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { link } from './link.ts';
import type { Loader, NodeKinds, OpenApiDescription, Operation, SecurityScheme, Server } from './model.ts';
import { readOperations } from './operations.ts';
import { createSensitiveSchemas } from './schemas.ts';
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
  const schemas = createSensitiveSchemas(resolve, classify);
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
  const nodes = once(() => nodesOf(description));
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

function nodesOf(description: OpenApiDescription): { readonly [Kind in keyof NodeKinds]: readonly NodeKinds[Kind][] } {
  const { operations, securitySchemes, servers } = description;
  const parameters = new Map(operations.flatMap((operation) => operation.parameters.map((item) => [item.node, item])));
  const levels: readonly Server[] = operations.flatMap((operation) => operation.servers.servers);
  return {
    OpenAPI: [description],
    Operation: operations,
    Parameter: [...parameters.values()],
    SecurityScheme: [...securitySchemes.values()],
    Server: [...new Map([...servers, ...levels].map((server) => [server.node, server])).values()],
  };
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
