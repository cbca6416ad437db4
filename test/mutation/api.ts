import type { Random } from '../support/edits.ts';

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export type Path = readonly string[];

/** An object of the description and where it stands. */
export interface Place {
  readonly path: Path;
  readonly value: JsonObject;
}

export interface Operation extends Place {
  readonly method: string;
  readonly template: string;
  readonly item: Place;
}

/** A schema with properties, and who sends or gets it. */
export interface ObjectSchema extends Place {
  sent: boolean;
  /** The responses it is part of, by their status codes. */
  readonly statuses: Set<string>;
}

export type Version = '2.0' | '3.0' | '3.1' | '3.2';

/** A description that a mutator changes in place. */
export interface Api {
  readonly root: JsonObject;
  readonly version: Version;
}

/**
 * Where a finding has to stand: at one of these places or below. Several, where more than one place is the weakness: a
 * property and the component that it refers to.
 */
export type Planting = readonly Path[];

/** Plants the weakness of a rule at a random place; `undefined` where the description has none that suits. */
export type Mutator = (api: Api, random: Random) => Planting | undefined;

export function toApi(root: JsonObject): Api {
  const version = String(root['swagger'] ?? root['openapi']);
  return { root, version: version.slice(0, 3) as Version };
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under a key, made where there is none. */
export function objectIn(holder: JsonObject, key: string): JsonObject {
  const value = holder[key];
  if (isObject(value)) return value;
  const made: JsonObject = {};
  holder[key] = made;
  return made;
}

export function listIn(holder: JsonObject, key: string): Json[] {
  const value = holder[key];
  if (Array.isArray(value)) return value;
  const made: Json[] = [];
  holder[key] = made;
  return made;
}

export function objectsOf(holder: Json | undefined): [string, JsonObject][] {
  return isObject(holder)
    ? Object.entries(holder).filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
    : [];
}

export function at({ root }: Api, path: Path): Json | undefined {
  let value: Json | undefined = root;
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isObject(value)) value = value[step];
    else return undefined;
  }
  return value;
}

/** The object itself, or the one that its reference leads to. */
export function resolve(api: Api, place: Place): Place {
  const target = place.value['$ref'];
  if (typeof target !== 'string' || !target.startsWith('#/')) return place;
  const path = target
    .slice(2)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const value = at(api, path);
  return isObject(value) ? resolve(api, { path, value }) : place;
}

export function below({ path, value }: Place, ...steps: string[]): Place | undefined {
  const target = steps.reduce<Json | undefined>((held, step) => {
    if (Array.isArray(held)) return held[Number(step)];
    return isObject(held) ? held[step] : undefined;
  }, value);
  return isObject(target) ? { path: [...path, ...steps], value: target } : undefined;
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

export function operationsOf({ root }: Api): Operation[] {
  return objectsOf(root['paths']).flatMap(([template, value]) => {
    const item = { path: ['paths', template], value };
    const usual = objectsOf(value).filter(([key]) => methods.includes(key));
    const others = objectsOf(value['additionalOperations']);
    return [
      ...usual.map(([method, held]) => ({ path: [...item.path, method], value: held, method, template, item })),
      ...others.map(([method, held]) => ({
        path: [...item.path, 'additionalOperations', method],
        value: held,
        method: method.toLowerCase(),
        template,
        item,
      })),
    ];
  });
}

/** The requirements that hold at an operation. */
export function securityOf({ root }: Api, { value }: Operation): JsonObject[] {
  const security = value['security'] ?? root['security'];
  return Array.isArray(security) ? security.filter(isObject) : [];
}

/** Operations that require authentication. */
export function guardedOf(api: Api): Operation[] {
  return operationsOf(api).filter((operation) => {
    const security = securityOf(api, operation);
    return security.length > 0 && security.every((requirement) => Object.keys(requirement).length > 0);
  });
}

/** Operations that change something, whatever their method allows: a search does not. */
export function writesOf(operations: readonly Operation[]): Operation[] {
  return operations.filter(({ method }) => ['post', 'put', 'patch', 'delete'].includes(method));
}

export function schemesOf(api: Api): Place {
  const { root, version } = api;
  if (version === '2.0') {
    return { path: ['securityDefinitions'], value: objectIn(root, 'securityDefinitions') };
  }
  return componentsOf(api, 'securitySchemes');
}

type Kind = 'schemas' | 'parameters' | 'responses' | 'requestBodies' | 'securitySchemes' | 'headers';

export function componentsOf({ root, version }: Api, kind: Kind): Place {
  if (version === '2.0') {
    const key = kind === 'schemas' ? 'definitions' : kind;
    return { path: [key], value: objectIn(root, key) };
  }
  return { path: ['components', kind], value: objectIn(objectIn(root, 'components'), kind) };
}

/** The schemas of what an operation takes as its body. */
export function bodySchemas(api: Api, operation: Operation): Place[] {
  if (api.version === '2.0') {
    return parametersOf(api, operation).flatMap((parameter) =>
      parameter.value['in'] === 'body' ? (below(parameter, 'schema') ?? []) : [],
    );
  }
  const body = below(operation, 'requestBody');
  return body === undefined ? [] : contentSchemas(resolve(api, body));
}

export function parametersOf(api: Api, operation: Operation): Place[] {
  return [operation, operation.item].flatMap((holder) =>
    listIn({ ...holder.value }, 'parameters').flatMap((_, index) => {
      const parameter = below(holder, 'parameters', String(index));
      return parameter === undefined ? [] : resolve(api, parameter);
    }),
  );
}

export function responsesOf(api: Api, operation: Operation): [string, Place][] {
  const responses = below(operation, 'responses');
  return objectsOf(responses?.value).map(([status, value]) => [
    status,
    resolve(api, { path: [...operation.path, 'responses', status], value }),
  ]);
}

export function responseSchemas({ version }: Api, response: Place): Place[] {
  if (version !== '2.0') return contentSchemas(response);
  const schema = below(response, 'schema');
  return schema === undefined ? [] : [schema];
}

function contentSchemas(holder: Place): Place[] {
  return objectsOf(holder.value['content']).flatMap(([type]) =>
    ['schema', 'itemSchema'].flatMap((key) => below(holder, 'content', type, key) ?? []),
  );
}

/** Every object schema that requests or responses hold, at whatever depth; each once. */
export function objectSchemas(api: Api): ObjectSchema[] {
  const found = new Map<string, ObjectSchema>();
  for (const operation of operationsOf(api)) {
    for (const schema of bodySchemas(api, operation)) collect(api, schema, undefined, found, new Set());
    for (const [status, response] of responsesOf(api, operation)) {
      for (const schema of responseSchemas(api, response)) collect(api, schema, status, found, new Set());
    }
  }
  return [...found.values()];
}

function collect(
  api: Api,
  place: Place,
  status: string | undefined,
  found: Map<string, ObjectSchema>,
  seen: Set<string>,
): void {
  const { path, value } = resolve(api, place);
  const key = path.join('\n');
  if (seen.has(key)) return;
  seen.add(key);
  if (isObject(value['properties'])) {
    const schema = found.get(key) ?? { path, value, sent: false, statuses: new Set<string>() };
    found.set(key, schema);
    if (status === undefined) schema.sent = true;
    else schema.statuses.add(status);
  }
  for (const part of partsOf({ path, value })) {
    if (part.value[status === undefined ? 'readOnly' : 'writeOnly'] === true) continue;
    collect(api, part, status, found, seen);
  }
}

function partsOf(schema: Place): Place[] {
  const steps = [
    ...objectsOf(schema.value['properties']).map(([name]) => ['properties', name]),
    ['items'],
    ['additionalProperties'],
    ...['allOf', 'oneOf', 'anyOf'].flatMap((key) =>
      listIn({ ...schema.value }, key).map((_, index) => [key, String(index)]),
    ),
  ];
  return steps.flatMap((step) => below(schema, ...step) ?? []);
}

export function isSuccess(status: string): boolean {
  return status.startsWith('2');
}

export function isError(status: string): boolean {
  return /^[45]|^default$/.test(status);
}
