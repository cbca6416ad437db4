import { isRepeatable, isServed } from '../heuristics/operationKind.ts';
import { pure } from '../incremental/pure.ts';
import { interned, query } from '../incremental/query.ts';
import { finish } from '../incremental/steps.ts';
import { adminStatements } from '../lexicon/administration.ts';
import { proseOf } from '../lexicon/subject.ts';
import { componentMap } from '../openapi/components.ts';
import { link } from '../openapi/link.ts';
import type {
  Loader,
  NodeKinds,
  OpenApiDescription,
  Operation,
  Parameter,
  SecurityDeclaration,
  SecurityScheme,
  Server,
  SourceText,
} from '../openapi/model.ts';
import { ReferenceCache } from '../openapi/referenceCache.ts';
import { type RolesByPath, rolesByPath } from '../openapi/role.ts';
import {
  effectiveSecurity,
  readSecurityAt,
  readSecurityScheme,
  SchemesByName,
  schemesByUse,
} from '../openapi/security.ts';
import { readServers2, readServersIn } from '../openapi/servers.ts';
import { detectVersion, type OpenApiVersion } from '../openapi/version.ts';
import { SchemaGraphs } from '../schemas/schemaGraph.ts';
import { createUnits } from '../schemas/schemaUnits.ts';
import type { Schema } from '../schemas/schemaUsage.ts';
import { type Classify, createSensitiveSchemas, type SensitiveSchemas } from '../schemas/sensitiveSchemas.ts';
import { createClassifier, noVocabulary, type Vocabulary } from '../sensitive/classify.ts';
import { nodeAt } from '../syntax/nodeAt.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { Chunk, SourceNode } from '../syntax/sourceNode.ts';
import { type OperationContext, readOperations, refresh } from './operations.ts';

/** The values of one description over its revisions: `describe` and `analyze` compute only what a change affects. */
export class DescriptionCache extends ReferenceCache {
  readonly graphs = new SchemaGraphs({ isServed, isRepeatable });
  #kept:
    | {
        readonly vocabulary: Vocabulary;
        readonly siblingsApply: boolean;
        readonly schemas: SensitiveSchemas;
        readonly classify: Classify;
      }
    | undefined;
  #context: OperationContext | undefined;

  /** The classifier and its answers, for as long as the vocabulary is the same. */
  sensitive(
    vocabulary: Vocabulary,
    siblingsApply: boolean,
  ): { readonly schemas: SensitiveSchemas; readonly classify: Classify } {
    if (this.#kept?.vocabulary !== vocabulary || this.#kept.siblingsApply !== siblingsApply) {
      const classify = createClassifier(vocabulary);
      const schemas = createSensitiveSchemas(createUnits(this, siblingsApply), this, classify);
      this.#kept = { vocabulary, siblingsApply, schemas, classify };
      this.#context = undefined;
    }
    return this.#kept;
  }

  /** One object for all revisions, updated in place: facts that operations compute later read what holds then. */
  context(present: OperationContext): OperationContext {
    if (this.#context === undefined) this.#context = present;
    else Object.assign(this.#context, present);
    return this.#context;
  }
}

/** What the configuration says about the description. */
export interface DescriptionSettings {
  readonly sensitive: Vocabulary;
  readonly roles: RolesByPath;
}

const noSettings: DescriptionSettings = { sensitive: noVocabulary, roles: {} };

/**
 * The description that starts in `entry`; `undefined` if `entry` is not an OpenAPI document. With the cache of its
 * previous revision, facts whose nodes are the same stay the same objects.
 */
export function describe(
  entry: SourceDocument,
  loader: Loader,
  settings: DescriptionSettings = noSettings,
  cache: DescriptionCache = new DescriptionCache(true),
): OpenApiDescription | undefined {
  return finish(describing(entry, loader, settings, cache));
}

/** As `describe`, in steps: the caller can do other work in between, or stop. */
export function* describing(
  entry: SourceDocument,
  loader: Loader,
  settings: DescriptionSettings,
  cache: DescriptionCache,
): Generator<undefined, OpenApiDescription | undefined> {
  const detected = detectVersion(entry);
  const root = entry.root?.resolved;
  if (detected === undefined || root === undefined) return undefined;
  const { version, text, isKnown } = detected;
  const linked = link(entry, root, version, loader, cache);
  yield;
  const { resolve } = cache;
  const securitySchemes = readSecuritySchemes(root, version, cache);
  const security = readRootSecurity(root, cache);
  const servers = readRootServers(root, version, cache);
  const siblingsApply = version === '3.1' || version === '3.2';
  cache.siblingsApply = siblingsApply;
  const units = createUnits(cache, siblingsApply);
  // OAS 3.2.0 §4.8.30: a requirement may name a scheme by its URI instead of its component name.
  const isUri = (name: string): boolean => version === '3.2' && /[#/]/.test(name);
  const isDefined = (name: string): boolean => {
    if (securitySchemes.has(name) || !isUri(name)) return securitySchemes.has(name);
    cache.markUncacheable();
    return linked.find(name, root) !== undefined;
  };
  const { schemas: sensitiveSchemas, classify } = cache.sensitive(settings.sensitive, siblingsApply);
  const inheritedSecurity = once(() => effectiveSecurity(undefined, security, isDefined));
  const namesUri = security?.requirements.some(({ schemes }) => schemes.some(({ name }) => isUri(name))) === true;
  const tags = root.get('tags')?.items() ?? [];
  const adminTags = tags.filter(isForAdministrators).flatMap((tag) => tag.get('name')?.string ?? []);
  const context = cache.context({
    root,
    version,
    inheritedSecurity() {
      // Where the URI leads is not tracked.
      if (namesUri) cache.markUncacheable();
      return inheritedSecurity();
    },
    servers,
    isDefined,
    schemas: sensitiveSchemas,
    cache,
    inherited: cache.intern(inherited, [
      sensitiveSchemas,
      settings.roles,
      adminTags.join('\n'),
      ...inheritedOf(root, version, [...securitySchemes.keys()]),
    ]),
    resolve,
    chain: linked.chain,
    giveUp: linked.giveUp,
    classify,
    adminTags: new Set(adminTags),
    rolesByPath: rolesByPath(settings.roles),
  });
  const paths = readOperations(context);
  const read = paths.flatMap(({ operations }) => operations);
  yield;
  const schemas = cache.graphs.update(sharedSchemas(root, version, resolve), read, units, context.schemas);
  yield;
  const operations = cache.intern(
    allOperations,
    paths.flatMap((path) => refresh(path, cache)),
  );

  const allSchemes =
    version === '3.2'
      ? withSchemesOfUris(
          securitySchemes,
          [security, ...operations.map((one) => one.security.declaration)],
          cache,
          (uri) => (isUri(uri) ? linked.find(uri, root) : undefined),
        )
      : securitySchemes;
  const byUse = once(() => schemesByUse(allSchemes, operations));
  const extensions = once(() => extensionsOf(root, operations));
  const nodes = once(() => nodesOf(description, schemas, cache));
  const description: OpenApiDescription = {
    entry,
    root,
    version,
    versionText: text,
    isVersionKnown: isKnown,
    documents: linked.documents,
    operations,
    securitySchemes: allSchemes,
    security,
    servers,
    referenceProblems: linked.problems(),
    skipped: linked.skipped,
    isBroken: [...linked.documents.values()].some((document) => document.isBroken),
    pending: linked.pending,
    cache,
    resolve,
    classify,
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

const isForAdministrators = pure('describe.isForAdministrators', (tag: SourceNode): boolean => {
  // An item of a list is about one of the operations, not about the tag.
  const text = tag.get('description')?.string?.replace(/^[ \t]*[*-][ \t].*$/gm, '');
  return adminStatements.find(proseOf('tag', tag, text)) !== undefined;
});

const inherited = interned('describe.inherited');
const allOperations = interned('describe.allOperations');

const rootSecurity = query('describe.rootSecurity', (_cache: ReferenceCache, node: SourceNode) => readSecurityAt(node));

const rootServers = query('describe.rootServers', (_cache: ReferenceCache, list: SourceNode) =>
  readServersIn(list, 'root'),
);

/** Swagger 2.0 has no list of servers; the key is whichever field there is. */
const rootServers2 = query(
  'describe.rootServers2',
  (
    _cache: ReferenceCache,
    _key: SourceNode,
    host: SourceNode | undefined,
    basePath: SourceNode | undefined,
    schemes: SourceNode | undefined,
  ) => readServers2({ host, basePath, schemes }, 'root'),
);

const schemeAt = query('describe.schemeAt', (_cache: ReferenceCache, node: SourceNode, key: string) =>
  readSecurityScheme(key, node),
);

/** The same object for the same nodes: rules compare declarations. */
function readRootSecurity(root: SourceNode, cache: ReferenceCache): SecurityDeclaration | undefined {
  const node = root.get('security');
  return node === undefined ? undefined : cache.get(rootSecurity, node);
}

function readRootServers(root: SourceNode, version: OpenApiVersion, cache: ReferenceCache): readonly Server[] {
  if (version !== '2.0') {
    const node = root.get('servers');
    return node === undefined ? [] : cache.get(rootServers, node);
  }
  const [host, basePath, schemes] = ['host', 'basePath', 'schemes'].map((key) => root.get(key));
  const key = host ?? schemes;
  if (key === undefined) return [];
  return cache.get(rootServers2, key, host, basePath, schemes);
}

/** Everything at the root that an operation is read with; the names of the schemes, for whether one is defined. */
function inheritedOf(root: SourceNode, version: OpenApiVersion, schemes: readonly string[]): readonly unknown[] {
  const fields = ['security', 'servers', 'host', 'basePath', 'schemes', 'consumes', 'produces'].map((key) =>
    root.get(key),
  );
  const extensions = root.entries().filter(({ key }) => key.startsWith('x-'));
  return [
    version,
    schemes.join('\n'),
    ...fields,
    root.get('info')?.get('x-sla'),
    ...extensions.flatMap(({ key, value }) => [key, value]),
  ];
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
  schemas: readonly Schema[],
  cache: ReferenceCache,
): { readonly [Kind in keyof NodeKinds]: readonly NodeKinds[Kind][] } {
  const { operations, securitySchemes, servers } = description;
  // Thousands of operations inherit one list.
  const lists = [...new Set(cache.collect(operations, parametersOf))];
  const parameters = new Map(lists.flatMap((list) => list.map((item) => [item.node, item])));
  const levels = [...new Set(cache.collect(operations, serversOf))].flat();
  return {
    OpenAPI: [description],
    Operation: operations,
    Parameter: [...parameters.values()],
    Schema: schemas,
    SecurityScheme: [...securitySchemes.values()],
    Server: [...new Map([...servers, ...levels].map((server) => [server.node, server])).values()],
    Text: [...new Set(description.documents.values())].flatMap(textsOf),
  };
}

const parametersOf = pure('describe.parametersOf', ({ parameters }: Operation): readonly (readonly Parameter[])[] =>
  parameters.length === 0 ? [] : [parameters],
);

const serversOf = pure('describe.serversOf', ({ servers }: Operation): readonly (readonly Server[])[] =>
  servers.servers.length === 0 ? [] : [servers.servers],
);

function sharedSchemas(
  root: SourceNode,
  version: OpenApiVersion,
  resolve: (node: SourceNode) => SourceNode | undefined,
): readonly SourceNode[] {
  return (componentMap(root, version, 'schemas', resolve)?.entries() ?? []).map(({ value }) => value);
}

/** A text for each chunk, the same object as long as the chunk is; what stands before the first one goes with it. */
const textsOf = pure('describe.textsOf', (document: SourceDocument): readonly SourceText[] => {
  const { root, chunks } = document;
  if (root === undefined) return [];
  const first = Math.min(...chunks.filter(({ end }) => end > 0).map(({ start }) => start));
  const preamble = { document, start: 0, end: first };
  return [...(first > 0 && Number.isFinite(first) ? [toText(preamble)] : []), ...chunks.map(textOf)];
});

const textOf = pure('describe.textOf', toText);

/** A chunk moves with the text before it. */
function toText(chunk: Chunk): SourceText {
  const written = (): string => chunk.document.slice(chunk.start, chunk.end);
  let known: readonly Gap[] | undefined;
  const gaps = (): readonly Gap[] => {
    known ??= gapsIn(chunk, written());
    return known;
  };
  return {
    get document() {
      return chunk.document;
    },
    get text() {
      return gaps().length === 0 ? written() : written().replace(escapedBreak, '');
    },
    place(start, end) {
      const { document } = chunk;
      const [from, to] =
        gaps().length === 0 ? [start, end] : [asWritten(gaps(), start), asWritten(gaps(), end - 1) + 1];
      const node = nodeAt(document, chunk.start + from)?.node ?? document.root!;
      return { partOf: node, from, to, chunk };
    },
  };
}

/** YAML 1.2.2 §7.3.1: within double quotes, `\\` before a break joins the lines, wherever a writer's width cut the text. */
const escapedBreak = /\\\r?\n[ \t]*/g;

/** An escaped line break: where it stands in the text without such breaks, and how much is left out up to its end. */
interface Gap {
  readonly at: number;
  readonly length: number;
}

const noGaps: readonly Gap[] = [];

function gapsIn({ document }: Chunk, text: string): readonly Gap[] {
  // A search for two characters is much faster than one for a pattern; JSON has no such breaks.
  if (document.language !== 'yaml' || !(text.includes('\\\n') || text.includes('\\\r\n'))) return noGaps;
  let length = 0;
  return [...text.matchAll(escapedBreak)].map(({ index, 0: gap }) => {
    const at = index - length;
    length += gap.length;
    return { at, length };
  });
}

/** The offset in the text with such breaks of one in the text without them. */
function asWritten(gaps: readonly Gap[], offset: number): number {
  let low = 0;
  let high = gaps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (gaps[middle]!.at <= offset) low = middle + 1;
    else high = middle;
  }
  return offset + (gaps[low - 1]?.length ?? 0);
}

function readSecuritySchemes(
  root: SourceNode,
  version: OpenApiVersion,
  cache: ReferenceCache,
): ReadonlyMap<string, SecurityScheme> {
  const { resolve } = cache;
  const schemes = new Map<string, SecurityScheme>();
  for (const { key, value } of componentMap(root, version, 'securitySchemes', resolve)?.entries() ?? []) {
    // A scheme whose reference leads nowhere is defined all the same: the broken reference is reported as such.
    if (key.startsWith('x-') && !value.has('type')) continue;
    const node = resolve(value) ?? value;
    schemes.set(key, cache.get(schemeAt, node, key));
  }
  return schemes;
}

/** Schemes that requirements name by a URI alone, by that URI: those of other documents. */
function withSchemesOfUris(
  schemes: ReadonlyMap<string, SecurityScheme>,
  declarations: readonly (SecurityDeclaration | undefined)[],
  cache: ReferenceCache,
  find: (uri: string) => SourceNode | undefined,
): ReadonlyMap<string, SecurityScheme> {
  const all = new SchemesByName(schemes);
  const known = new Set([...schemes.values()].map(({ node }) => node));
  for (const declaration of new Set(declarations)) {
    for (const { name } of declaration?.requirements.flatMap((requirement) => requirement.schemes) ?? []) {
      const target = all.has(name) ? undefined : find(name);
      const node = target && cache.resolve(target);
      if (node === undefined || known.has(node)) continue;
      known.add(node);
      all.set(name, cache.get(schemeAt, node, name));
    }
  }
  return all;
}
