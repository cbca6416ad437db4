import type { Schema } from '../schemas/schemaUsage.ts';
import type { FieldFacts, SensitiveClass } from '../sensitive/classify.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { Place, SourceNode } from '../syntax/sourceNode.ts';
import type { ReferenceCache } from './referenceCache.ts';
import type { Role } from './role.ts';
import type { OpenApiVersion } from './version.ts';

/** The node kinds that a rule can visit, by their names in the OpenAPI Specification. */
export interface NodeKinds {
  /** The whole description, once. */
  readonly OpenAPI: OpenApiDescription;
  readonly Operation: Operation;
  readonly Parameter: Parameter;
  /** A shared schema, or the root of a body, a parameter or a header, with its inline parts; each once. */
  readonly Schema: Schema;
  readonly SecurityScheme: SecurityScheme;
  readonly Server: Server;
  /** The text of the documents, in pieces that are edited one at a time: comments, keys and values as written, escaped line breaks joined. */
  readonly Text: SourceText;
}

/** A piece of a document's text. */
export interface SourceText {
  readonly document: SourceDocument;
  readonly text: string;
  /** The place of `text.slice(start, end)`. */
  place(start: number, end: number): Place;
}

/** An entry document and everything that its `$ref`s reach. */
export interface OpenApiDescription {
  readonly entry: SourceDocument;
  /** The root of the entry document: a map. */
  readonly root: SourceNode;
  readonly version: OpenApiVersion;
  /** `openapi` or `swagger` as written, such as `3.1.0`. */
  readonly versionText: string;
  /** False if that is not a known version of the specification: `version` is then the nearest one. */
  readonly isVersionKnown: boolean;
  /** Every document of the description by URI, the entry included. */
  readonly documents: ReadonlyMap<string, SourceDocument>;
  /** In document order: paths, then webhooks, callbacks after the operation that declares them. */
  readonly operations: readonly Operation[];
  /** `components.securitySchemes` or `securityDefinitions`, by name. */
  readonly securitySchemes: ReadonlyMap<string, SecurityScheme>;
  /** The schemes with the scopes of their first use, those that most operations need first. */
  readonly schemesByUse: readonly { readonly scheme: SecurityScheme; readonly scopes: readonly string[] }[];
  /** Names of the extensions at the root, the Path Items and the operations. */
  readonly extensions: ReadonlySet<string>;
  /** The root's `security`. */
  readonly security: SecurityDeclaration | undefined;
  /** Root servers; for Swagger 2.0 one for each scheme, made from `schemes`, `host` and `basePath`. */
  readonly servers: readonly Server[];
  /** Every visited node by kind, each definition once, in document order. */
  readonly nodes: { readonly [Kind in keyof NodeKinds]: readonly NodeKinds[Kind][] };
  readonly referenceProblems: readonly ReferenceProblem[];
  /** Keys of which nothing is read, as the specification knows none of that name there. */
  readonly skipped: readonly SkippedKey[];
  /** True while some document of the description has syntax errors. */
  readonly isBroken: boolean;
  /** URIs that the loader could not give yet. While there are any, the description is incomplete: load them, describe again. */
  readonly pending: readonly string[];

  /** Values that are kept from revision to revision; `analyze` adds its own. */
  readonly cache: ReferenceCache;

  /** Follows `$ref` (any number, cycles end) to the node that is meant; the node itself if it has none; `undefined` if the target can't be read. */
  resolve(node: SourceNode): SourceNode | undefined;
  /** Whether a field holds sensitive data, by the words of the configuration as well. */
  classify(field: FieldFacts): { readonly class: SensitiveClass } | undefined;
}

export type LoadFailure = 'missing-file' | 'outside-roots' | 'too-large' | 'unreadable';

export type LoadResult =
  | { readonly document: SourceDocument }
  | { readonly failure: LoadFailure; readonly message: string }
  | 'pending';

/** Gives the documents that `$ref`s name. The engine asks for `file:` and editor URIs only, never for `http:`. */
export interface Loader {
  /** `uri` is absolute, normalised and without fragment. Asked once for each URI and description. */
  load(uri: string): LoadResult;
}

/** A key that looks as if it had an effect: `security` in the wrong object, or what may be meant as a method. */
export interface SkippedKey {
  readonly key: string;
  /** The value under the key before a reference is followed: the key to point at. */
  readonly raw: SourceNode;
  /** The object that holds it, or the name of the map. */
  readonly within: string;
}

/** A `$ref` that leads nowhere, or to a place that is not read. */
export interface ReferenceProblem {
  /** The value of `$ref`. */
  readonly at: SourceNode;
  readonly kind:
    | 'missing-target'
    | 'circular'
    | 'missing-file'
    | 'outside-roots'
    | 'remote'
    | 'unsupported-scheme'
    | 'too-large'
    | 'not-a-string'
    | 'too-deep'
    | 'unreadable';
  readonly message: string;
}

export type OperationKind = 'operation' | 'webhook' | 'callback';

export interface Operation {
  /** The Operation Object, an alias followed. */
  readonly node: SourceNode;
  /** The value under the method before a reference is followed: the key to point at. */
  readonly raw: SourceNode;
  readonly kind: OperationKind;
  /** Lower case; a method of `additionalOperations` (3.2) as written. */
  readonly method: string;
  /** The key of the path item: a path template, a webhook's name, or a callback's runtime expression. */
  readonly path: string;
  /** JSON Pointer from the entry document's root, through references: `/paths/~1a/get`. */
  readonly pointer: string;
  /** The Path Item Object, with its `$ref` followed. */
  readonly pathItem: SourceNode;
  readonly operationId: string | undefined;
  readonly deprecated: boolean;
  readonly tags: readonly string[];
  readonly security: EffectiveSecurity;
  readonly servers: EffectiveServers;
  /** Evidence of a rate limit as docs/rate-limits.md lists it, empty if there is none. */
  readonly rateLimit: readonly string[];
  /** Effective parameters: the path item's, overridden by the operation's; without the 2.0 body. */
  readonly parameters: readonly Parameter[];
  /** The request body; for 2.0 the body parameter. */
  readonly requestBody: RequestBody | undefined;
  /** The schemas of the request body by media type, 2.0 body included. */
  readonly requestSchemas: readonly SourceNode[];
  readonly responses: readonly Response[];
  /** Classes of sensitive data, alphabetical, without `readOnly` properties of requests and `writeOnly` ones of responses. */
  readonly sensitive: { readonly request: readonly SensitiveClass[]; readonly response: readonly SensitiveClass[] };
  /** Where sensitive data enters or leaves, in the order found, each definition once. */
  readonly sensitiveFields: readonly SensitiveField[];
  /** Those of them that are parameters. */
  readonly sensitiveParameters: readonly SensitiveField[];
  /** The reason in `x-portcullis-public`; without one (`undefined`) the operation does not count as intentionally public. */
  readonly publicReason: string | undefined;
  /** Roles of all operations with one of its tags, as the text of the tag says. */
  readonly tagRoles: readonly Role[];
  /** The roles that `x-portcullis-role` or the configuration states; `undefined`: `rolesOf` decides them. */
  readonly statedRoles: readonly Role[] | undefined;
}

export interface SensitiveField {
  /** The schema of the property, or the parameter. */
  readonly node: SourceNode;
  readonly name: string;
  readonly class: SensitiveClass;
  readonly direction: 'request' | 'response';
}

/** A `security` array of the root or an operation. */
export interface SecurityDeclaration {
  /** The value of `security`. */
  readonly node: SourceNode;
  readonly requirements: readonly SecurityRequirement[];
  /** Values of a shape that the specification does not know. What they plainly mean is read all the same. */
  readonly malformed: readonly MalformedSecurity[];
}

export interface MalformedSecurity {
  readonly node: SourceNode;
  /**
   * `name`: a scheme's name in place of a requirement. `map`: a requirement in place of the list. `scopes`: scopes that are
   * not a list. `value`: anything else.
   */
  readonly kind: 'name' | 'map' | 'scopes' | 'value';
  /** The scheme that is named. */
  readonly scheme: string | undefined;
}

/** One alternative. All of its schemes together are needed; none means anonymous access. */
export interface SecurityRequirement {
  readonly node: SourceNode;
  readonly schemes: readonly RequiredScheme[];
}

export interface RequiredScheme {
  readonly name: string;
  readonly scopes: readonly string[];
  /** The list of scopes; its key is the scheme's name. */
  readonly node: SourceNode;
}

export interface EffectiveSecurity {
  readonly declaredAt: 'operation' | 'root' | 'nowhere';
  readonly declaration: SecurityDeclaration | undefined;
  readonly authentication: 'required' | 'optional' | 'none';
  /** Names required but not defined. */
  readonly undefinedSchemes: readonly string[];
}

export interface SecurityScheme {
  readonly name: string;
  readonly node: SourceNode;
  /** `apiKey`, `http`, `oauth2`, `openIdConnect`, `mutualTLS`, `basic` (2.0); anything else as written. */
  readonly type: string | undefined;
  /** Where an apiKey travels. */
  readonly in: string | undefined;
  /** The header, query parameter or cookie of an apiKey. */
  readonly parameterName: string | undefined;
  /** The HTTP authentication scheme, lower case: `basic`, `bearer`, … */
  readonly httpScheme: string | undefined;
  readonly flows: readonly OAuthFlow[];
}

export interface OAuthFlow {
  /** `implicit`, `password`, `clientCredentials`, `authorizationCode`, `deviceAuthorization`; the 2.0 names are translated. */
  readonly name: string;
  readonly node: SourceNode;
  readonly scopes: readonly string[];
}

export type Transport = 'https' | 'http' | 'mixed' | 'local' | 'unknown';

export interface Server {
  /** The Server Object; for 2.0 the scheme, or the host where no scheme is given. */
  readonly node: SourceNode;
  /** The value that decides the scheme, to point at and to change: the URL, or the 2.0 scheme. */
  readonly urlNode: SourceNode;
  /** The URL as written, variables unexpanded. */
  readonly template: string;
  readonly variables: readonly ServerVariable[];
  /** Variables expanded with the default and every enum value. */
  readonly urls: readonly string[];
  readonly level: 'root' | 'path' | 'operation';
}

export interface ServerVariable {
  readonly name: string;
  readonly node: SourceNode;
  readonly default: SourceNode | undefined;
  readonly enum: readonly SourceNode[];
}

export interface EffectiveServers {
  readonly servers: readonly Server[];
  readonly urls: readonly string[];
  readonly transport: Transport;
}

export interface Parameter {
  /** The Parameter Object, `$ref` followed. */
  readonly node: SourceNode;
  readonly name: string;
  readonly in: string;
  readonly isRequired: boolean;
  /** The parameter itself in 2.0, which has the keywords of its schema. */
  readonly schema: SourceNode | undefined;
}

export interface RequestBody {
  /** The Request Body Object, `$ref` followed; for 2.0 the body parameter. */
  readonly node: SourceNode;
  readonly isRequired: boolean;
  readonly content: readonly MediaType[];
}

export interface MediaType {
  /** Such as `application/json`, as written. */
  readonly type: string;
  /** The Media Type Object; for 2.0 the item of `consumes` or `produces`. */
  readonly node: SourceNode;
  readonly schema: SourceNode | undefined;
}

export interface Response {
  readonly status: string;
  /** The Response Object, `$ref` followed. */
  readonly node: SourceNode;
  /** The value under `responses` before a reference is followed. */
  readonly raw: SourceNode;
  readonly headers: readonly ResponseHeader[];
  readonly content: readonly MediaType[];
  readonly schemas: readonly SourceNode[];
}

export interface ResponseHeader {
  readonly name: string;
  /** The Header Object, `$ref` followed. */
  readonly node: SourceNode;
  /** For 2.0 the header. */
  readonly schema: SourceNode | undefined;
}
