import type { Random } from '../support/edits.ts';
import {
  type Api,
  at,
  componentsOf,
  guardedOf,
  isObject,
  type Json,
  type JsonObject,
  listIn,
  type ObjectSchema,
  type Operation,
  objectIn,
  objectSchemas,
  operationsOf,
  type Path,
  type Place,
  type Planting,
  schemesOf,
} from './api.ts';

/** How careless authors write: inline or shared, flat or deep, in front or at the end. */

export function chance(random: Random, probability: number): boolean {
  return random.next() < probability;
}

/** An item, or `undefined` of none. */
export function some<Item>(random: Random, items: readonly Item[]): Item | undefined {
  return items.length === 0 ? undefined : random.pick(items);
}

/** The name in another naming style. */
export function spelled(random: Random, name: string): string {
  const words = name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
  const spellings = [name, name, words.join('_'), words.join('-')];
  return random.pick(spellings);
}

/** Puts an entry at a random place of an object, as the order of keys is the author's. */
export function insert(random: Random, holder: JsonObject, key: string, value: Json): void {
  const entries = Object.entries(holder).filter(([name]) => name !== key);
  entries.splice(random.below(entries.length + 1), 0, [key, value]);
  for (const name of Object.keys(holder)) delete holder[name];
  Object.assign(holder, Object.fromEntries(entries));
}

/** A name that nothing has yet. */
export function fresh(holder: JsonObject, name: string): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}${number}`;
    if (!Object.hasOwn(holder, candidate)) return candidate;
  }
}

/** Sometimes moves a value into the components and leaves a reference; the places where it can be found. */
export function share(
  api: Api,
  random: Random,
  kind: 'schemas' | 'parameters' | 'responses' | 'requestBodies' | 'headers',
  name: string,
  value: JsonObject,
  probability = 0.3,
): { readonly written: JsonObject; readonly places: readonly Path[] } {
  const isOld = api.version === '2.0' && (kind === 'requestBodies' || kind === 'headers');
  if (isOld || !chance(random, probability)) return { written: value, places: [] };
  const components = componentsOf(api, kind);
  const key = fresh(components.value, name.replaceAll(/[^A-Za-z0-9]/g, '') || 'Part');
  insert(random, components.value, key, value);
  const path = [...components.path, key];
  return { written: { $ref: `#/${path.join('/')}` }, places: [path] };
}

export interface NewParameter {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly schema: JsonObject;
  readonly description?: string;
}

/** At an operation or its path, inline or shared; a path parameter with a path of its own. */
export function plantParameter(
  api: Api,
  random: Random,
  parameter: NewParameter,
  candidates: readonly Operation[] = guardedOf(api),
): Planting | undefined {
  const old = some(random, candidates);
  if (old === undefined) return undefined;
  const operation =
    parameter.in === 'path' ? addOperation(api, random, 'get', `${old.template}/part/{${parameter.name}}`) : old;
  if (operation === undefined) return undefined;
  const places: Path[] = [];
  const written: JsonObject = { name: parameter.name, in: parameter.in };
  if (parameter.in === 'path') written['required'] = true;
  else if (chance(random, 0.3)) written['required'] = chance(random, 0.5);
  if (parameter.description !== undefined) written['description'] = parameter.description;
  else if (chance(random, 0.3)) written['description'] = 'As the client likes.';
  if (api.version === '2.0') Object.assign(written, parameter.schema);
  else {
    const schema = share(api, random, 'schemas', 'Text', parameter.schema, 0.15);
    written['schema'] = schema.written;
    places.push(...schema.places);
  }
  const shared = share(api, random, 'parameters', parameter.name, written, 0.25);
  const holder: Place = parameter.in !== 'path' && chance(random, 0.3) ? operation.item : operation;
  const list = listIn(holder.value, 'parameters');
  const index = random.below(list.length + 1);
  list.splice(index, 0, shared.written);
  return [[...holder.path, 'parameters', String(index)], ...shared.places, ...places];
}

/** An operation as an author makes one: by copying another with its login and its answers. */
export function addOperation(
  api: Api,
  random: Random,
  method: string,
  template: string,
  candidates: readonly Operation[] = guardedOf(api),
): Operation | undefined {
  const model = some(random, candidates);
  if (model === undefined) return undefined;
  const value = structuredClone(model.value);
  for (const key of ['parameters', 'requestBody', 'operationId', 'callbacks', 'summary', 'description']) {
    delete value[key];
  }
  const parameters = [...template.matchAll(/\{([^}]+)\}/g)].map(([, name]): Json => {
    const schema = { type: 'string', format: 'uuid' };
    const base = { name: name!, in: 'path', required: true };
    return api.version === '2.0' ? { ...base, ...schema } : { ...base, schema };
  });
  const paths = objectIn(api.root, 'paths');
  if (isObject(paths[template]) && isObject(paths[template][method])) return undefined;
  if (!isObject(paths[template])) insert(random, paths, template, {});
  const item: Place = { path: ['paths', template], value: paths[template] as JsonObject };
  if (parameters.length > 0) {
    // The one that is planted is described by whoever plants it.
    const own = parameters.slice(0, -1);
    if (own.length > 0) item.value['parameters'] = own;
  }
  insert(random, item.value, method, value);
  return { path: [...item.path, method], value, method, template, item };
}

/** Gives an operation this body; the places of its schema. */
export function setBody(api: Api, random: Random, operation: Operation, schema: JsonObject): Path[] {
  const shared = share(api, random, 'schemas', 'Input', schema, 0.5);
  if (api.version === '2.0') {
    const list = listIn(operation.value, 'parameters').filter((item) => {
      return !(isObject(item) && item['in'] === 'body');
    });
    operation.value['parameters'] = list;
    list.push({ in: 'body', name: 'body', required: true, schema: shared.written });
    return [...shared.places, [...operation.path, 'parameters', String(list.length - 1), 'schema']];
  }
  const type = random.pick(['application/json', 'application/json', 'application/json; charset=utf-8', 'text/json']);
  const body = share(
    api,
    random,
    'requestBodies',
    'Input',
    { required: true, content: { [type]: { schema: shared.written } } },
    0.2,
  );
  operation.value['requestBody'] = body.written;
  const holder = body.places[0] ?? [...operation.path, 'requestBody'];
  return [...shared.places, [...holder, 'content', type, 'schema']];
}

/** A property of an object schema: itself, a reference, or at some depth below. */
export function plantProperty(
  api: Api,
  random: Random,
  host: Place,
  name: string,
  schema: JsonObject,
): Planting | undefined {
  if (isObject(host.value['properties']) && Object.hasOwn(host.value['properties'], name)) return undefined;
  const { written, places } = share(api, random, 'schemas', name, schema, 0.2);
  const properties = objectIn(host.value, 'properties');
  const inner: JsonObject = { type: 'object', additionalProperties: false, properties: { [name]: written } };
  const wrapper = fresh(properties, random.pick(['details', 'meta', 'extra', 'profile', 'entry']));
  const held = [...host.path, 'properties'];
  const shapes: readonly (() => Path)[] = [
    () => {
      insert(random, properties, wrapper, inner);
      return [...held, wrapper, 'properties', name];
    },
    () => {
      insert(random, properties, wrapper, { type: 'array', maxItems: 20, items: inner });
      return [...held, wrapper, 'items', 'properties', name];
    },
    () => {
      insert(random, properties, wrapper, { type: 'object', additionalProperties: inner });
      return [...held, wrapper, 'additionalProperties', 'properties', name];
    },
    () => {
      insert(random, properties, wrapper, { allOf: [inner] });
      return [...held, wrapper, 'allOf', '0', 'properties', name];
    },
  ];
  if (chance(random, 0.6)) {
    insert(random, properties, name, written);
    return [[...held, name], ...places];
  }
  return [random.pick(shapes)(), ...places];
}

/** A property of what clients send. */
export function plantInRequest(api: Api, random: Random, name: string, schema: JsonObject): Planting | undefined {
  return plantIn(api, random, name, schema, ({ sent }) => sent);
}

export function plantInResponse(
  api: Api,
  random: Random,
  name: string,
  schema: JsonObject,
  isMeant: (status: string) => boolean,
): Planting | undefined {
  return plantIn(api, random, name, schema, ({ statuses }) => [...statuses].some(isMeant));
}

export function plantIn(
  api: Api,
  random: Random,
  name: string,
  schema: JsonObject,
  isMeant: (schema: ObjectSchema) => boolean,
): Planting | undefined {
  const host = some(random, objectSchemas(api).filter(isMeant));
  return host && plantProperty(api, random, host, name, schema);
}

/** Adds a scheme under a free name. From 3.0 on it may be a reference to the one that is meant. */
export function addScheme(
  api: Api,
  random: Random,
  name: string,
  scheme: JsonObject,
): { readonly name: string; readonly path: Path } {
  const schemes = schemesOf(api);
  const key = fresh(schemes.value, name);
  insert(random, schemes.value, key, scheme);
  return { name: key, path: [...schemes.path, key] };
}

/** Most schemes are required somewhere; a rule about a scheme does not ask where. */
export function requireSomewhere(api: Api, random: Random, name: string, scopes: Json[] = []): void {
  const operation = some(random, guardedOf(api));
  if (operation === undefined || chance(random, 0.2)) return;
  const security = structuredClone(operation.value['security'] ?? api.root['security']);
  if (!Array.isArray(security)) return;
  if (chance(random, 0.5)) security.splice(random.below(security.length + 1), 0, { [name]: scopes });
  else for (const requirement of security) if (isObject(requirement)) requirement[name] = structuredClone(scopes);
  operation.value['security'] = security;
}

/** Every place of a document that holds a text for people. */
export function textPlaces(api: Api): Path[] {
  const found: Path[] = [];
  const walk = (path: Path): void => {
    const value = at(api, path);
    const steps = Array.isArray(value)
      ? value.map((_, index) => String(index))
      : isObject(value)
        ? Object.keys(value)
        : [];
    for (const step of steps) {
      const inner = [...path, step];
      // Below "properties", a key is the name of a property.
      const isNamed = ['properties', 'scopes', 'schemas', 'definitions'].includes(path.at(-1) ?? '');
      if (!isNamed && ['description', 'summary'].includes(step) && typeof at(api, inner) === 'string') {
        found.push(inner);
      } else if (!['example', 'examples', 'enum', 'default'].includes(step)) walk(inner);
    }
  };
  walk([]);
  return found;
}

/** Writes a text where one stands already, or describes something that had none. */
export function rewriteText(
  api: Api,
  random: Random,
  change: (text: string) => string,
  isMeant: (path: Path) => boolean = () => true,
): Planting | undefined {
  const places = textPlaces(api).filter(isMeant);
  const describable: Place[] = [
    ...operationsOf(api),
    ...objectSchemas(api),
    ...objectSchemas(api).flatMap((schema) =>
      Object.entries(schema.value['properties'] ?? {}).flatMap(([name, value]) =>
        isObject(value) && value['$ref'] === undefined ? { path: [...schema.path, 'properties', name], value } : [],
      ),
    ),
  ];
  const bare = some(random, describable);
  if (chance(random, 0.3) && bare !== undefined && isMeant([...bare.path, 'description'])) {
    bare.value['description'] = change(random.pick(['What it is.', 'See the guide.', 'Only for partners.']));
    return [[...bare.path, 'description']];
  }
  const path = some(random, places);
  if (path === undefined) return undefined;
  const holder = at(api, path.slice(0, -1)) as JsonObject;
  holder[path.at(-1)!] = change(holder[path.at(-1)!] as string);
  return [path];
}

/** The parameters of a template, as texts with a form. */
export function textParameters({ version }: Api, template: string): Json[] {
  return [...template.matchAll(/\{([^}]+)\}/g)].map(([, name]): Json => {
    const schema = { type: 'string', pattern: '^[a-z0-9]{1,20}$', maxLength: 20 };
    const base = { name: name!, in: 'path', required: true };
    return version === '2.0' ? { ...base, ...schema } : { ...base, schema };
  });
}
