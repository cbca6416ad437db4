import type { OpenApiVersion } from './version.ts';

/** The objects of the OpenAPI Specification that hold something we look at, by the names that the specification gives them. */
export type ObjectKind =
  | 'OpenAPI'
  | 'Components'
  | 'PathItem'
  | 'Operation'
  | 'Parameter'
  | 'RequestBody'
  | 'MediaType'
  | 'Encoding'
  | 'Response'
  | 'Header'
  | 'Schema'
  | 'Callback'
  | 'SecurityScheme'
  | 'Server'
  | 'Link'
  | 'Example';

export type FieldShape = 'one' | 'list' | 'map' | 'one or list';

export interface Field {
  readonly kind: ObjectKind;
  readonly shape: FieldShape;
}

export type Grammar = { readonly [Kind in ObjectKind]: ReadonlyMap<string, Field> } & {
  /** Kinds whose own keys are names, not fields; `x-` keys are extensions. */
  readonly names: ReadonlyMap<ObjectKind, ObjectKind>;
};

const one = (kind: ObjectKind): Field => ({ kind, shape: 'one' });
const list = (kind: ObjectKind): Field => ({ kind, shape: 'list' });
const map = (kind: ObjectKind): Field => ({ kind, shape: 'map' });
const fields = (record: Record<string, Field>): ReadonlyMap<string, Field> => new Map(Object.entries(record));

/** JSON Schema 2020-12 and its OpenAPI 3.0 and 2.0 ancestors: a keyword that a version lacks does no harm there. */
const schema = fields({
  properties: map('Schema'),
  patternProperties: map('Schema'),
  dependentSchemas: map('Schema'),
  $defs: map('Schema'),
  definitions: map('Schema'),
  items: { kind: 'Schema', shape: 'one or list' },
  prefixItems: list('Schema'),
  allOf: list('Schema'),
  oneOf: list('Schema'),
  anyOf: list('Schema'),
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
  then: one('Schema'),
  not: one('Schema'),
  if: one('Schema'),
  else: one('Schema'),
  contains: one('Schema'),
  propertyNames: one('Schema'),
  additionalProperties: one('Schema'),
  additionalItems: one('Schema'),
  unevaluatedProperties: one('Schema'),
  unevaluatedItems: one('Schema'),
  contentSchema: one('Schema'),
});

const methods2 = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];
const methods3 = [...methods2, 'trace'];
const methods32 = [...methods3, 'query'];

/** Fixed methods of a Path Item by version (OAS 2.0, 3.0.4 §4.7.9, 3.2.0 §4.9.1). */
export const methodsOf = {
  '2.0': new Set(methods2),
  '3.0': new Set(methods3),
  '3.1': new Set(methods3),
  '3.2': new Set(methods32),
} as const;

const operations = (names: readonly string[]): Record<string, Field> =>
  Object.fromEntries(names.map((name) => [name, one('Operation')]));

const empty: ReadonlyMap<string, Field> = new Map();

const swagger2: Grammar = {
  OpenAPI: fields({
    paths: map('PathItem'),
    definitions: map('Schema'),
    parameters: map('Parameter'),
    responses: map('Response'),
    securityDefinitions: map('SecurityScheme'),
  }),
  PathItem: fields({ ...operations(methods2), parameters: list('Parameter') }),
  Operation: fields({ parameters: list('Parameter'), responses: map('Response') }),
  Parameter: fields({ schema: one('Schema'), items: one('Schema') }),
  Response: fields({ schema: one('Schema'), headers: map('Header') }),
  Header: fields({ items: one('Schema') }),
  Schema: schema,
  SecurityScheme: empty,
  Components: empty,
  RequestBody: empty,
  MediaType: empty,
  Encoding: empty,
  Callback: empty,
  Server: empty,
  Link: empty,
  Example: empty,
  names: new Map(),
};

/** OpenAPI 3.0 to 3.2. */
const openapi3: Grammar = {
  OpenAPI: fields({
    paths: map('PathItem'),
    webhooks: map('PathItem'),
    components: one('Components'),
    servers: list('Server'),
  }),
  Components: fields({
    schemas: map('Schema'),
    responses: map('Response'),
    parameters: map('Parameter'),
    examples: map('Example'),
    requestBodies: map('RequestBody'),
    headers: map('Header'),
    securitySchemes: map('SecurityScheme'),
    links: map('Link'),
    callbacks: map('Callback'),
    pathItems: map('PathItem'),
    mediaTypes: map('MediaType'),
  }),
  PathItem: fields({
    ...operations(methods32),
    additionalOperations: map('Operation'),
    servers: list('Server'),
    parameters: list('Parameter'),
  }),
  Operation: fields({
    parameters: list('Parameter'),
    requestBody: one('RequestBody'),
    responses: map('Response'),
    callbacks: map('Callback'),
    servers: list('Server'),
  }),
  Parameter: fields({ schema: one('Schema'), content: map('MediaType'), examples: map('Example') }),
  RequestBody: fields({ content: map('MediaType') }),
  MediaType: fields({
    schema: one('Schema'),
    itemSchema: one('Schema'),
    encoding: map('Encoding'),
    prefixEncoding: list('Encoding'),
    itemEncoding: one('Encoding'),
    examples: map('Example'),
  }),
  Encoding: fields({ headers: map('Header'), encoding: map('Encoding') }),
  Response: fields({ headers: map('Header'), content: map('MediaType'), links: map('Link') }),
  Header: fields({ schema: one('Schema'), content: map('MediaType'), examples: map('Example') }),
  Link: fields({ server: one('Server') }),
  Schema: schema,
  SecurityScheme: empty,
  Callback: empty,
  Server: empty,
  Example: empty,
  names: new Map([['Callback', 'PathItem']]),
};

/** The objects of a version and their fields. OpenAPI 3.0 to 3.2 have one grammar. */
export function grammarOf(version: OpenApiVersion): Grammar {
  return version === '2.0' ? swagger2 : openapi3;
}
