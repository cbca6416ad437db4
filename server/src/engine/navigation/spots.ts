import type { Field, Grammar, ObjectKind } from '../openapi/grammar.ts';
import { escapeToken } from '../openapi/uri.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';

/** What the specification reads at a place of a document. */
export type Spot =
  | { readonly is: 'object'; readonly kind: ObjectKind }
  /** A map whose keys are names: `schemas`, `paths`, `properties`. `field` is the key that holds it in a `within`. */
  | { readonly is: 'named'; readonly kind: ObjectKind; readonly field: string; readonly within: ObjectKind }
  | { readonly is: 'list'; readonly kind: ObjectKind }
  /** The text of a reference to an object, or to a whole map of them. */
  | { readonly is: 'reference'; readonly kind: ObjectKind; readonly isMap: boolean }
  | { readonly is: Simple };

type Simple =
  | 'security'
  | 'requirement'
  | 'required scopes'
  | 'required scope'
  | 'flows'
  | 'flow'
  | 'declared scopes'
  | 'used tags'
  | 'used tag'
  | 'declared tags'
  | 'tag object'
  | 'declared tag'
  | 'tag groups'
  | 'tag group'
  | 'declared operation'
  | 'used operation'
  | 'discriminator'
  | 'mapping'
  | 'schema name';

/** The kinds at which the reading of a document begins, by JSON Pointer: `''` is its root. */
export type Starts = ReadonlyMap<string, ObjectKind>;

const spots = new Map<string, Spot>();

/** Spots are few, and equal ones are one object. */
function same(spot: Spot): Spot {
  const key = Object.values(spot).join(' ');
  const known = spots.get(key);
  if (known !== undefined) return known;
  spots.set(key, spot);
  return spot;
}

const simple = (is: Simple): Spot => same({ is });

export function objectSpot(kind: ObjectKind): Spot {
  return same({ is: 'object', kind });
}

/** Fields that hold names, of which `grammar.ts` says nothing as no object stands there. */
const nameFields: { readonly [Kind in ObjectKind]?: ReadonlyMap<string, Spot> } = {
  OpenAPI: new Map([
    ['security', simple('security')],
    ['tags', simple('declared tags')],
    ['x-tagGroups', simple('tag groups')],
  ]),
  Operation: new Map([
    ['security', simple('security')],
    ['tags', simple('used tags')],
    ['operationId', simple('declared operation')],
  ]),
  Link: new Map<string, Spot>([
    ['operationId', simple('used operation')],
    ['operationRef', same({ is: 'reference', kind: 'Operation', isMap: false })],
  ]),
  Schema: new Map([['discriminator', simple('discriminator')]]),
  SecurityScheme: new Map([
    ['flows', simple('flows')],
    // Swagger 2.0.
    ['scopes', simple('declared scopes')],
  ]),
};

const simpleFields: { readonly [Is in Simple]?: ReadonlyMap<string, Spot> } = {
  'tag object': new Map([
    ['name', simple('declared tag')],
    // OpenAPI 3.2.
    ['parent', simple('used tag')],
  ]),
  'tag group': new Map([['tags', simple('used tags')]]),
  discriminator: new Map([
    ['mapping', simple('mapping')],
    // OpenAPI 3.2.
    ['defaultMapping', simple('schema name')],
  ]),
  flow: new Map([['scopes', simple('declared scopes')]]),
};

/** What stands in each entry or item. */
const simpleEntries: { readonly [Is in Simple]?: Spot } = {
  security: simple('requirement'),
  requirement: simple('required scopes'),
  'required scopes': simple('required scope'),
  flows: simple('flow'),
  'used tags': simple('used tag'),
  'declared tags': simple('tag object'),
  'tag groups': simple('tag group'),
  mapping: simple('schema name'),
};

/** What stands under `key` in what is read as `spot`; `undefined` for data, extensions and what the specification does not know. */
export function spotBelow(
  spot: Spot,
  key: string | number,
  value: Pick<SourceNode, 'kind'>,
  grammar: Grammar,
): Spot | undefined {
  if (spot.is === 'object') return typeof key === 'string' ? fieldOf(spot.kind, key, value, grammar) : undefined;
  if (spot.is === 'list') return typeof key === 'number' ? objectSpot(spot.kind) : undefined;
  if (spot.is === 'named') {
    if (typeof key === 'number') return undefined;
    if (key === '$ref' && value.kind !== 'map') return same({ is: 'reference', kind: spot.kind, isMap: true });
    return isExtension(key, spot.kind) ? undefined : objectSpot(spot.kind);
  }
  if (spot.is === 'reference') return undefined;
  if (typeof key === 'string') {
    const field = simpleFields[spot.is]?.get(key);
    if (field !== undefined) return field;
    // A requirement that is not in a list is still read as one.
    if (spot.is === 'security') return simple('required scopes');
    if (spot.is === 'flows' && key.startsWith('x-')) return undefined;
  }
  return simpleEntries[spot.is];
}

function fieldOf(
  kind: ObjectKind,
  key: string,
  { kind: shape }: Pick<SourceNode, 'kind'>,
  grammar: Grammar,
): Spot | undefined {
  const name = nameFields[kind]?.get(key);
  if (name !== undefined) return name;
  if (key === '$ref' && kind !== 'OpenAPI' && shape !== 'map') return same({ is: 'reference', kind, isMap: false });
  const named = grammar.names.get(kind);
  if (named !== undefined) return key.startsWith('x-') ? undefined : objectSpot(named);
  const field = grammar[kind].get(key);
  return field && spotOf(field, key, kind, shape);
}

function spotOf({ kind, shape }: Field, field: string, within: ObjectKind, written: SourceNode['kind']): Spot {
  if (shape === 'map') return same({ is: 'named', kind, field, within });
  if (shape === 'list' || (shape === 'one or list' && written === 'sequence')) return same({ is: 'list', kind });
  return objectSpot(kind);
}

/** Only in a map of Path Items or responses is an `x-` key an extension and not a name. */
function isExtension(key: string, kind: ObjectKind): boolean {
  return key.startsWith('x-') && (kind === 'PathItem' || kind === 'Response');
}

/** A node and what it is read as, with the same for the node that holds it. */
export interface Placed {
  readonly spot: Spot | undefined;
  readonly holder: Spot | undefined;
  /** Reading begins here: another document refers to it. */
  readonly isStart: boolean;
}

/** What a node is read as, from the root of its document down to it. */
export function spotAt(node: SourceNode, starts: Starts, grammar: Grammar): Placed {
  const path: SourceNode[] = [];
  for (let one: SourceNode | undefined = node; one !== undefined; one = one.parent) path.push(one);
  let holder: Spot | undefined;
  let spot: Spot | undefined;
  let isStart = false;
  let pointer = '';
  for (let index = path.length - 1; index >= 0; index--) {
    const one = path[index]!;
    holder = spot;
    const { key } = one;
    if (key !== undefined) {
      pointer += `/${escapeToken(String(key))}`;
      // What `<<` brings in is read as a part of the map that holds it.
      spot = spot && (key === '<<' || isMergedItem(one) ? spot : spotBelow(spot, key, one.resolved, grammar));
    }
    const start = starts.get(pointer);
    isStart = start !== undefined;
    if (spot === undefined && start !== undefined) spot = objectSpot(start);
  }
  return { spot, holder, isStart };
}

/** What stands at a path of keys that may not be in the tree yet; its last step leads to a map or to a scalar. */
export function spotAlong(
  path: readonly (string | number)[],
  last: 'map' | 'scalar',
  { starts, grammar }: { readonly starts: Starts; readonly grammar: Grammar },
): Spot | undefined {
  const start = starts.get('');
  let spot = start && objectSpot(start);
  let pointer = '';
  for (let index = 0; index < path.length; index++) {
    const key = path[index]!;
    const next = path[index + 1];
    const kind = next === undefined ? last : typeof next === 'number' ? 'sequence' : 'map';
    pointer += `/${escapeToken(String(key))}`;
    spot = spot && spotBelow(spot, key, { kind }, grammar);
    const begun = spot === undefined ? starts.get(pointer) : undefined;
    if (begun !== undefined) spot = objectSpot(begun);
  }
  return spot;
}

function isMergedItem({ parent }: SourceNode): boolean {
  return parent?.kind === 'sequence' && parent.key === '<<';
}
