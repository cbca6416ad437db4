import { pure } from '../incremental/pure.ts';
import { query } from '../incremental/query.ts';
import { methodsOf } from '../openapi/grammar.ts';
import type {
  EffectiveSecurity,
  MediaType,
  Operation,
  OperationKind,
  Parameter,
  RequestBody,
  Response,
  ResponseHeader,
  SensitiveField,
  Server,
} from '../openapi/model.ts';
import { rateLimitEvidence } from '../openapi/rateLimit.ts';
import { isReason, publicExtension } from '../openapi/reason.ts';
import type { ReferenceCache } from '../openapi/referenceCache.ts';
import { type Role, statedRoles } from '../openapi/role.ts';
import { effectiveSecurity, readSecurityAt } from '../openapi/security.ts';
import { effectiveServers, readServers2, readServersIn } from '../openapi/servers.ts';
import { escapeToken } from '../openapi/uri.ts';
import type { OpenApiVersion } from '../openapi/version.ts';
import { type Classify, type Direction, type SensitiveSchemas, schemaFacts } from '../schemas/sensitiveSchemas.ts';
import type { SensitiveClass } from '../sensitive/classify.ts';
import type { MapEntry, SourceNode } from '../syntax/sourceNode.ts';

/** The values that every operation inherits or is read with. */
export interface OperationContext {
  readonly root: SourceNode;
  readonly version: OpenApiVersion;
  /** The defaults of an operation that declares nothing itself. */
  inheritedSecurity(): EffectiveSecurity;
  readonly servers: readonly Server[];
  isDefined(scheme: string): boolean;
  readonly schemas: SensitiveSchemas;
  readonly cache: ReferenceCache;
  /** What an operation inherits: other nodes make other operations. */
  readonly inherited: readonly unknown[];
  resolve(node: SourceNode): SourceNode | undefined;
  chain(node: SourceNode): readonly SourceNode[];
  giveUp(node: SourceNode): void;
  readonly classify: Classify;
  /** The tags whose texts say that their operations are for administrators. */
  readonly adminTags: ReadonlySet<string>;
  /** The roles that the configuration states. */
  rolesByPath(method: string, path: string): readonly Role[] | undefined;
}

/** The operations of one path item and of the callbacks in it, cached under the node of the path item. */
export interface PathOperations {
  readonly node: SourceNode;
  readonly operations: readonly Operation[];
  /** How many of them are in shared callbacks. */
  readonly shared: number;
}

/** Every operation in document order: paths, then webhooks; callbacks after the operation that declares them. */
export function readOperations(context: OperationContext): readonly PathOperations[] {
  const paths: PathOperations[] = [];
  let sharedLeft = maxSharedInAll;
  const roots: [string, OperationKind][] = [['paths', 'operation']];
  if (context.version !== '2.0') roots.push(['webhooks', 'webhook']);
  for (const [field, kind] of roots) {
    // In `paths` an `x-` key is an extension; the name of a webhook may be anything.
    const entries = kind === 'webhook' ? allEntries : namedEntries;
    for (const entry of entries(context.root.get(field), context)) {
      const { key, value: node, raw } = entry;
      const maxShared = sharedLeft > 0 ? maxSharedOfOne : 0;
      const path = context.cache.get(operationsAt, node, raw, kind, key, context, context.inherited, maxShared);
      sharedLeft -= path.shared;
      paths.push(path);
    }
  }
  return paths;
}

/** `_inherited` is not read: it changes, and so asks again, when the context holds something else that operations need. */
const operationsAt = query(
  'operations.operationsAt',
  (
    _cache: ReferenceCache,
    node: SourceNode,
    raw: SourceNode,
    kind: OperationKind,
    key: string,
    context: OperationContext,
    _inherited: readonly unknown[],
    maxShared: number,
  ): PathOperations => {
    const read: Reading = { operations: [], maxShared, shared: 0 };
    const entry = { key, value: node, raw };
    readPathItem(entry, kind, kind === 'webhook' ? '/webhooks' : '/paths', context, read, undefined, undefined);
    return { node, operations: read.operations, shared: read.shared };
  },
);

/** Entries of a map of named objects; the map itself may be a reference. */
function allEntries(node: SourceNode | undefined, context: OperationContext): readonly MapEntry[] {
  return (node === undefined ? undefined : context.resolve(node))?.entries() ?? [];
}

/** The same without extensions. */
function namedEntries(node: SourceNode | undefined, context: OperationContext): readonly MapEntry[] {
  return allEntries(node, context).filter(({ key }) => !key.startsWith('x-'));
}

/** How many operations of shared callbacks are read for the operation that begins them: thousands may share thousands. */
const maxSharedOfOne = 100;
/** As many are read for all operations together, and those of one more path. */
const maxSharedInAll = 5000;

interface Reading {
  readonly operations: Operation[];
  readonly maxShared: number;
  shared: number;
}

/** An operation with all that its callbacks lead to. */
interface Outer {
  /** Callbacks that lead to each other would have no end: each counts once for the operation that begins them. */
  readonly known: Set<SourceNode>;
  /** How many operations of shared callbacks are still read. */
  left: number;
}

/** `shared`: the reference or the alias that leads to the callback, if one does. */
function readPathItem(
  entry: MapEntry,
  kind: OperationKind,
  parentPointer: string,
  context: OperationContext,
  reading: Reading,
  outer: Outer | undefined,
  shared: SourceNode | undefined,
): void {
  const pointer = `${parentPointer}/${escapeToken(entry.key)}`;
  // What is kept of a path item depends on where its references lead.
  context.resolve(entry.value);
  // OAS 3.1.1 §4.8.9: a Path Item may hold fields next to its `$ref`, and so may the one that it leads to.
  const items = context.chain(entry.value);
  const seen = new Set<string>();
  for (const pathItem of items) {
    for (const { key: method, value, raw } of methodEntries(pathItem, context.version)) {
      // No version allows a reference here, but bundlers follow it, and large descriptions are written so.
      const node = context.resolve(value);
      if (node === undefined || node.kind !== 'map' || seen.has(method.key)) continue;
      seen.add(method.key);
      const outermost = outer ?? { known: new Set<SourceNode>(), left: reading.maxShared };
      if (outermost.known.has(node)) continue;
      outermost.known.add(node);
      if (shared !== undefined) {
        if (outermost.left === 0) {
          context.giveUp(shared);
          return;
        }
        outermost.left--;
        reading.shared++;
      }
      const operationPointer = `${pointer}/${method.pointer}`;
      const { cache, inherited } = context;
      reading.operations.push(
        cache.get(operationAt, node, raw, kind, method.name, entry.key, operationPointer, context, inherited, ...items),
      );
      const callbacks = context.version === '2.0' ? undefined : node.entries().find(({ key }) => key === 'callbacks');
      for (const callback of allEntries(callbacks?.raw, context)) {
        const callbackPointer = `${operationPointer}/callbacks/${escapeToken(callback.key)}`;
        for (const item of namedEntries(callback.raw, context)) {
          const way = [entry.raw, raw, callbacks?.raw, callback.raw, item.raw];
          const leads = shared ?? way.find((step) => step?.kind === 'alias' || step?.has('$ref'));
          readPathItem(item, 'callback', callbackPointer, context, reading, outermost, leads);
        }
      }
    }
  }
}

const operationAt = query(
  'operations.operationAt',
  (
    _cache: ReferenceCache,
    node: SourceNode,
    raw: SourceNode,
    kind: OperationKind,
    method: string,
    path: string,
    pointer: string,
    context: OperationContext,
    _inherited: readonly unknown[],
    ...items: readonly SourceNode[]
  ) => readOperation({ node, raw, kind, method, path, pointer }, items, context),
);

interface MethodEntry {
  readonly key: { readonly key: string; readonly name: string; readonly pointer: string };
  readonly value: SourceNode;
  readonly raw: SourceNode;
}

function methodEntries(pathItem: SourceNode, version: OpenApiVersion): readonly MethodEntry[] {
  const entries: MethodEntry[] = [];
  for (const { key, value, raw } of pathItem.entries()) {
    if ((methodsOf[version] as ReadonlySet<string>).has(key)) {
      entries.push({ key: { key, name: key, pointer: key }, value, raw });
    } else if (key === 'additionalOperations' && version === '3.2') {
      for (const other of value.entries()) {
        const name = {
          key: `+${other.key}`,
          name: other.key,
          pointer: `additionalOperations/${escapeToken(other.key)}`,
        };
        entries.push({ key: name, value: other.value, raw: other.raw });
      }
    }
  }
  return entries;
}

type OperationPlace = Pick<Operation, 'node' | 'raw' | 'kind' | 'method' | 'path' | 'pointer'>;

/** `items`: the Path Item and those that its references lead through; the last one is its definition. */
function readOperation(place: OperationPlace, items: readonly SourceNode[], context: OperationContext): Operation {
  const { node, kind } = place;
  const pathItem = items.at(-1) ?? node;
  const operationId = node.get('operationId')?.string;
  const tags = (node.get('tags')?.items() ?? []).flatMap((tag) => tag.string ?? []);
  const parameterNodes = readParameterNodes(node, items, context);
  const responses = readResponses(node, context);
  const bodyParameters = bodyParametersOf(parameterNodes);
  const parameters = otherParametersOf(parameterNodes);
  const requestSchemas = readRequestSchemas(node, bodyParameters, context);
  return new OperationFact(
    {
      ...place,
      pathItem,
      operationId,
      deprecated: node.get('deprecated')?.scalar === true,
      tags,
      // The API itself sends a callback, so the requirements for its clients do not apply.
      security:
        kind === 'callback' || node.has('security') ? cachedSecurity(node, context) : context.inheritedSecurity(),
      servers: readEffectiveServers(node, items, context),
      rateLimit: rateLimitEvidence({ root: context.root, pathItems: items, operation: node, operationId, responses }),
      parameters,
      requestBody: readRequestBody(node, bodyParameters, context),
      requestSchemas,
      responses,
      publicReason: publicReason(node),
      tagRoles: tags.some((tag) => context.adminTags.has(tag)) ? administration : noRoles,
      statedRoles: statedRoles(node) ?? context.rolesByPath(place.method, place.path),
    },
    context,
  );
}

const bodyParametersOf = pure('operations.bodyParametersOf', (parameters: readonly Parameter[]) =>
  parameters.filter(({ in: where }) => where === 'body' || where === 'formData'),
);

const otherParametersOf = pure('operations.otherParametersOf', (parameters: readonly Parameter[]) =>
  parameters.some(({ in: where }) => where === 'body')
    ? parameters.filter(({ in: where }) => where !== 'body')
    : parameters,
);

const administration: readonly Role[] = ['administration'];
const noRoles: readonly Role[] = [];

type OperationFacts = Omit<Operation, 'sensitive' | 'sensitiveFields' | 'sensitiveParameters'>;

/**
 * What an operation holds of its schemas is computed on demand, and again when the schemas have changed. A class,
 * as every rule looks at every operation with every keystroke: its fields are found several times faster than those of
 * an object that is put together.
 */
class OperationFact implements Operation {
  readonly node: SourceNode;
  readonly raw: SourceNode;
  readonly kind: OperationKind;
  readonly method: string;
  readonly path: string;
  readonly pointer: string;
  readonly pathItem: SourceNode;
  readonly operationId: string | undefined;
  readonly deprecated: boolean;
  readonly tags: readonly string[];
  readonly security: Operation['security'];
  readonly servers: Operation['servers'];
  readonly rateLimit: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly requestBody: RequestBody | undefined;
  readonly requestSchemas: readonly SourceNode[];
  readonly responses: readonly Response[];
  readonly publicReason: string | undefined;
  readonly tagRoles: Operation['tagRoles'];
  readonly statedRoles: Operation['statedRoles'];
  readonly #context: OperationContext;
  #generation: number;
  #shape: number;
  /** True if the schema of a parameter or header says something elsewhere, which no generation tells. */
  #refers: boolean | undefined = undefined;
  #classes: Operation['sensitive'] | undefined = undefined;
  #fields: readonly SensitiveField[] | undefined = undefined;
  #parameters: readonly SensitiveField[] | undefined = undefined;

  constructor(facts: OperationFacts, context: OperationContext) {
    this.node = facts.node;
    this.raw = facts.raw;
    this.kind = facts.kind;
    this.method = facts.method;
    this.path = facts.path;
    this.pointer = facts.pointer;
    this.pathItem = facts.pathItem;
    this.operationId = facts.operationId;
    this.deprecated = facts.deprecated;
    this.tags = facts.tags;
    this.security = facts.security;
    this.servers = facts.servers;
    this.rateLimit = facts.rateLimit;
    this.parameters = facts.parameters;
    this.requestBody = facts.requestBody;
    this.requestSchemas = facts.requestSchemas;
    this.responses = facts.responses;
    this.publicReason = facts.publicReason;
    this.tagRoles = facts.tagRoles;
    this.statedRoles = facts.statedRoles;
    this.#context = context;
    this.#generation = context.schemas.generation;
    this.#shape = context.schemas.shape;
  }

  get sensitive(): Operation['sensitive'] {
    this.#classes ??= this.#readClasses();
    return this.#classes;
  }

  get sensitiveParameters(): readonly SensitiveField[] {
    this.#parameters ??= this.#readParameters();
    return this.#parameters;
  }

  get sensitiveFields(): readonly SensitiveField[] {
    this.#fields ??= sensitiveFields(this, this.#context);
    return this.#fields;
  }

  /** This one, unless what it holds of the schemas as they are now is different. */
  current(): Operation {
    const { generation, shape } = this.#context.schemas;
    this.#refers ??= refersFromParameters(this);
    const areFieldsHeld = this.#generation === generation && !this.#refers;
    if (areFieldsHeld) return this;
    const areClassesHeld = this.#shape === shape && !this.#refers;
    this.#generation = generation;
    this.#shape = shape;
    const isSame =
      (areClassesHeld || this.#classes === undefined || isSameClasses(this.#classes, this.#readClasses())) &&
      (!this.#refers || this.#parameters === undefined || isSameFields(this.#parameters, this.#readParameters())) &&
      (this.#fields === undefined || isSameFields(this.#fields, sensitiveFields(this, this.#context)));
    return isSame ? this : new OperationFact(this, this.#context);
  }

  #readParameters(): readonly SensitiveField[] {
    return directFields(this, 'request', this.#context);
  }

  #readClasses(): Operation['sensitive'] {
    return {
      request: sensitiveClasses(this, 'request', this.#context),
      response: sensitiveClasses(this, 'response', this.#context),
    };
  }
}

/** The operations for the schemas as they are now: the same objects unless what they hold of them is different. */
export function refresh(path: PathOperations, cache: ReferenceCache): readonly Operation[] {
  const { node, operations } = path;
  const present = operations.map((operation) => {
    const current = operation instanceof OperationFact ? operation.current() : operation;
    if (current !== operation) cache.replace(operationAt, operation.node, operation, current);
    return current;
  });
  if (present.every((operation, index) => operation === operations[index])) return operations;
  cache.replace(operationsAt, node, path, { ...path, operations: present });
  return present;
}

function refersFromParameters({ parameters, responses }: OperationFacts): boolean {
  const schemas = [
    ...parameters.map(({ schema }) => schema),
    ...responses.flatMap(({ headers }) => headers.map(({ schema }) => schema)),
  ];
  return schemas.some((schema) => schema !== undefined && refers(schema));
}

/** By a reference of its own, or of what it is a list or a composition of. */
function refers(schema: SourceNode): boolean {
  const parts = ['allOf', 'oneOf', 'anyOf'].flatMap((key) => schema.get(key)?.items() ?? []);
  return [schema, schema.get('items'), ...parts].some((part) => part?.has('$ref'));
}

function isSameClasses(a: Operation['sensitive'], b: Operation['sensitive']): boolean {
  return a.request.join() === b.request.join() && a.response.join() === b.response.join();
}

function isSameFields(a: readonly SensitiveField[], b: readonly SensitiveField[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ node, class: name }, index) => node === b[index]!.node && name === b[index]!.class)
  );
}

function publicReason(node: SourceNode): string | undefined {
  const text = node.get(publicExtension)?.string;
  return isReason(text) ? text : undefined;
}

/** A list that thousands of operations share is read once: through an alias, a path item or a reference. */
function cachedSecurity(node: SourceNode, context: OperationContext): EffectiveSecurity {
  const list = node.get('security');
  if (list === undefined) return effectiveSecurity(undefined, undefined, context.isDefined);
  return context.cache.get(securityAt, list, context, context.inherited);
}

/** `_inherited` is not read: it changes with the names of the schemes, and so asks again. */
const securityAt = query(
  'operations.securityAt',
  (_cache: ReferenceCache, list: SourceNode, context: OperationContext, _inherited: readonly unknown[]) =>
    effectiveSecurity(readSecurityAt(list), undefined, context.isDefined),
);

function readEffectiveServers(node: SourceNode, items: readonly SourceNode[], context: OperationContext) {
  const { root } = context;
  const ofOperation = { schemes: node.get('schemes'), host: root.get('host'), basePath: root.get('basePath') };
  if (context.version === '2.0') return effectiveServers(readServers2(ofOperation, 'operation'), context.servers);
  const own = recallServers(node, operationServers, context);
  const ofPath = items.map((item) => recallServers(item, pathServers, context));
  return effectiveServers(own, ...ofPath, context.servers);
}

/** The servers at one place are one list, however many operations share or inherit them. */
function recallServers(holder: SourceNode, of: typeof pathServers, context: OperationContext): readonly Server[] {
  const node = holder.get('servers');
  if (node === undefined) return [];
  return context.cache.get(of, node);
}

const operationServers = query('operations.operationServers', (_cache: ReferenceCache, list: SourceNode) =>
  readServersIn(list, 'operation'),
);

const pathServers = query('operations.pathServers', (_cache: ReferenceCache, list: SourceNode) =>
  readServersIn(list, 'path'),
);

/** Path-level parameters, overridden by the operation's of the same name and location (OAS 3.1.1 §4.8.10). */
function readParameterNodes(
  node: SourceNode,
  items: readonly SourceNode[],
  context: OperationContext,
): readonly Parameter[] {
  const lists = [...items.toReversed(), node].flatMap((holder) => {
    const list = holder.get('parameters');
    return list === undefined ? [] : [context.cache.get(parametersAt, list, context)];
  });
  const [first, ...others] = lists;
  if (others.length === 0) return first ?? noParameters;
  return [...byPlace(lists.flat()).values()];
}

const noParameters: readonly Parameter[] = [];

/** The parameters at one place are one list, however many operations share or inherit them. */
const parametersAt = query(
  'operations.parametersAt',
  (_cache: ReferenceCache, list: SourceNode, context: OperationContext): readonly Parameter[] => [
    ...byPlace(
      list.items().flatMap((raw) => {
        const parameter = resolveParameter(raw, context);
        return parameter === undefined ? [] : [parameter, ...partsOfQuery(parameter, context)];
      }),
    ).values(),
  ],
);

/** The last one of a name and location. */
function byPlace(parameters: readonly Parameter[]): ReadonlyMap<string, Parameter> {
  return new Map(parameters.map((parameter) => [`${parameter.in}:${parameter.name}`, parameter]));
}

/** OAS 3.2.0 §4.12.1: a parameter `in: querystring` is the whole query, so its properties are what others write one by one. */
function partsOfQuery(parameter: Parameter, { cache }: OperationContext): readonly Parameter[] {
  if (parameter.in !== 'querystring' || parameter.schema === undefined) return [];
  const schema = cache.resolve(parameter.schema);
  return schema === undefined ? [] : cache.get(queryPartsIn, schema);
}

const queryPartsIn = query(
  'operations.queryPartsIn',
  (cache: ReferenceCache, schema: SourceNode): readonly Parameter[] => {
    const required = new Set((schema.get('required')?.items() ?? []).map(({ string }) => string));
    return (schema.get('properties')?.entries() ?? []).flatMap(({ key, value }) => {
      const node = cache.resolve(value);
      return node === undefined
        ? []
        : [{ node: value, name: key, in: 'query', isRequired: required.has(key), schema: value }];
    });
  },
);

/** A shared parameter is one object, however many operations take it. */
function resolveParameter(raw: SourceNode, context: OperationContext): Parameter | undefined {
  const node = context.resolve(raw);
  if (node === undefined) return undefined;
  return context.cache.get(parameterAt, node, context);
}

const parameterAt = query(
  'operations.parameterAt',
  (_cache: ReferenceCache, node: SourceNode, context: OperationContext) => readParameter(node, context),
);

function readParameter(node: SourceNode, context: OperationContext): Parameter | undefined {
  const where = node.get('in')?.string;
  if (where === undefined) return undefined;
  const name = node.get('name')?.string ?? '';
  const content = node.get('content')?.entries()[0]?.value.get('schema');
  const own = context.version === '2.0' && node.has('type') ? node : undefined;
  const isRequired = where === 'path' || node.get('required')?.scalar === true;
  return { node, name, in: where, isRequired, schema: node.get('schema') ?? content ?? own };
}

function readRequestSchemas(
  node: SourceNode,
  bodyParameters: readonly Parameter[],
  context: OperationContext,
): readonly SourceNode[] {
  const body = node.get('requestBody');
  const content = body === undefined ? [] : contentSchemas(context.resolve(body), context);
  return [...content, ...bodyParameters.flatMap(({ in: where, schema }) => (where === 'body' ? (schema ?? []) : []))];
}

function contentSchemas(holder: SourceNode | undefined, context: OperationContext): readonly SourceNode[] {
  return (holder?.get('content')?.entries() ?? []).flatMap(({ value }) => {
    const mediaType = context.resolve(value);
    return [mediaType?.get('schema'), mediaType?.get('itemSchema')].flatMap((schema) => schema ?? []);
  });
}

function readResponses(node: SourceNode, context: OperationContext): readonly Response[] {
  return namedEntries(node.get('responses'), context).map(({ key, value, raw }) => {
    const response = context.resolve(value) ?? value;
    const schema = response.get('schema');
    const shared = context.cache.get(responseAt, response, context);
    const content = context.version === '2.0' ? mediaTypes2(node, 'produces', schema, context) : shared.content;
    return { status: key, node: response, raw, headers: shared.headers, content, schemas: shared.schemas };
  });
}

/** What thousands of operations share of a response: each is one list. */
const responseAt = query(
  'operations.responseAt',
  (
    _cache: ReferenceCache,
    response: SourceNode,
    context: OperationContext,
  ): Pick<Response, 'headers' | 'content' | 'schemas'> => {
    const headers = allEntries(response.get('headers'), context).map((header) => readHeader(header, context));
    if (context.version !== '2.0') {
      return { headers, content: mediaTypes(response, context), schemas: contentSchemas(response, context) };
    }
    const schema = response.get('schema');
    return { headers, content: [], schemas: schema === undefined ? [] : [schema] };
  },
);

function readHeader({ key, value }: MapEntry, context: OperationContext): ResponseHeader {
  const node = context.resolve(value) ?? value;
  const own = context.version === '2.0' && node.has('type') ? node : undefined;
  return { name: key, node, schema: node.get('schema') ?? own };
}

function readRequestBody(
  node: SourceNode,
  bodyParameters: readonly Parameter[],
  context: OperationContext,
): RequestBody | undefined {
  if (context.version === '2.0') {
    const body = bodyParameters.find(({ in: where }) => where === 'body');
    if (body === undefined) return undefined;
    const content = mediaTypes2(node, 'consumes', body.schema, context);
    return { node: body.node, isRequired: body.isRequired, content };
  }
  const raw = node.get('requestBody');
  const body = raw === undefined ? undefined : context.resolve(raw);
  if (body === undefined || body.kind !== 'map') return undefined;
  return { node: body, isRequired: body.get('required')?.scalar === true, content: mediaTypes(body, context) };
}

function mediaTypes(holder: SourceNode, context: OperationContext): readonly MediaType[] {
  return (holder.get('content')?.entries() ?? []).map(({ key, value }) => {
    const node = context.resolve(value) ?? value;
    return { type: key, node, schema: node.get('schema') ?? node.get('itemSchema') };
  });
}

/** `consumes` and `produces` of the operation, or of the root. */
function mediaTypes2(
  operation: SourceNode,
  field: 'consumes' | 'produces',
  schema: SourceNode | undefined,
  { root }: OperationContext,
): readonly MediaType[] {
  const items = (operation.get(field) ?? root.get(field))?.items() ?? [];
  return items.flatMap((node) => (node.string === undefined ? [] : { type: node.string, node, schema }));
}

interface SensitiveSources {
  readonly parameters: readonly Parameter[];
  readonly requestSchemas: readonly SourceNode[];
  readonly responses: readonly Response[];
}

function sensitiveClasses(
  sources: SensitiveSources,
  direction: Direction,
  context: OperationContext,
): readonly SensitiveClass[] {
  const direct = directFields(sources, direction, context).map((field) => field.class);
  return [...new Set([...direct, ...context.schemas.classes(schemasOf(sources, direction), direction)])].sort();
}

function sensitiveFields(sources: SensitiveSources, context: OperationContext): readonly SensitiveField[] {
  return (['request', 'response'] as const).flatMap((direction) => [
    ...directFields(sources, direction, context),
    ...context.schemas.fields(schemasOf(sources, direction), direction),
  ]);
}

function schemasOf(sources: SensitiveSources, direction: Direction): readonly SourceNode[] {
  if (direction === 'response') return sources.responses.flatMap(({ schemas }) => schemas);
  return [...sources.requestSchemas, ...sources.parameters.flatMap(({ schema }) => schema ?? [])];
}

const directClass = query(
  'operations.directClass',
  (
    cache: ReferenceCache,
    node: SourceNode,
    name: string,
    schema: SourceNode,
    position: FieldPosition,
    classify: Classify,
  ) => {
    const facts = schemaFacts(name, schema, position, [], cache.resolve);
    // The description of a parameter is next to its schema.
    const description = facts.description ?? node.get('description')?.string;
    return classify(description === undefined ? facts : { ...facts, description });
  },
);

/** Where a parameter or header carries its value. */
type FieldPosition = 'property' | 'query' | 'path' | 'header' | 'cookie';

/** Parameters and response headers carry data by their own names. */
function directFields(
  sources: SensitiveSources,
  direction: Direction,
  context: OperationContext,
): readonly SensitiveField[] {
  const fields: SensitiveField[] = [];
  const add = (name: string, node: SourceNode, schema: SourceNode, position: FieldPosition) => {
    // A shared parameter is classified once, however many operations take it.
    const found = context.cache.get(directClass, node, name, schema, position, context.classify);
    if (found !== undefined) fields.push({ node, name, class: found.class, direction });
  };
  if (direction === 'request') {
    for (const { name, node, in: where, schema } of sources.parameters) {
      const position =
        where === 'query' || where === 'path' || where === 'header' || where === 'cookie' ? where : 'property';
      add(name, node, schema ?? node, position);
    }
  } else {
    for (const { headers } of sources.responses) {
      for (const { name, node } of headers) add(name, node, node.get('schema') ?? node, 'header');
    }
  }
  return fields;
}
