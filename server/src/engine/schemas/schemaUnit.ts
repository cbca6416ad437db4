import type { SourceNode } from '../syntax/sourceNode.ts';

export type Resolve = (node: SourceNode) => SourceNode | undefined;

/** OAS 3.1.1 §4.8.24.5: `readOnly` is not sent in a request, `writeOnly` not in a response. */
export interface Access {
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
}

/**
 * Whether a schema describes a value by itself. A `member` applies together with others: what it does not say, they may.
 * `root`: as the unit around it.
 */
export type Role = 'root' | 'whole' | 'member';

/** A Schema Object within a unit. Access is inherited from the properties around it. */
export interface SchemaPart extends Access {
  /** A map; it may hold a `$ref`, which leads to another unit. */
  readonly node: SourceNode;
  /** The keyword that contains it: `properties`, `items`, `allOf`, …; `''` for the unit's own node. */
  readonly keyword: string;
  /** The schema that contains it; `undefined` for the unit's own node. */
  readonly parent: SchemaPart | undefined;
  /** The name of the property whose value this is; `undefined` unless `keyword` is `properties`. */
  readonly property: string | undefined;
  /** True if it is a property that the schema around it requires, or another part of the same composition. */
  readonly isRequired: boolean;
  /** `type` as written: several since 3.1, none where it is absent. */
  readonly types: readonly string[];
  /** Names around it, the nearest first: properties, then the unit's. */
  readonly enclosing: readonly string[];
  readonly role: Role;
  /** True if it says nothing by itself: a mere reference, or a mere list of alternatives. What it leads to has its role. */
  readonly isTransparent: boolean;
  /** The watched keywords that it holds, as bits, for `holds`. */
  readonly keywords: number;
}

/** Keywords for which rules look at every schema. Most schemas hold none of them, and one walk of the keys tells so. */
const watched = [
  '$ref',
  'additionalProperties',
  'allOf',
  'anyOf',
  'const',
  'enum',
  'exclusiveMinimum',
  'if',
  'minContains',
  'minItems',
  'minLength',
  'minProperties',
  'minimum',
  'not',
  'oneOf',
  'pattern',
  'readOnly',
  'writeOnly',
] as const;

const bits: ReadonlyMap<string, number> = new Map(watched.map((key, index) => [key, 1 << index]));

/** The same as `part.node.has(key)`, without a search. */
export function holds({ keywords }: SchemaPart, key: (typeof watched)[number]): boolean {
  return keywords !== 0 && (keywords & bits.get(key)!) !== 0;
}

function keywordsIn(node: SourceNode): number {
  let keywords = 0;
  node.each((key) => {
    keywords |= bits.get(key) ?? 0;
  });
  return keywords;
}

const seenThrough = ['$ref', 'allOf', 'oneOf', 'anyOf'].reduce((sum, key) => sum | bits.get(key)!, 0);

/** A schema that is referenced, or the root of a body, with its inline parts: the unit in which schemas are shared. */
export interface SchemaUnit {
  readonly node: SourceNode;
  /** The name of a shared schema. */
  readonly name: string | undefined;
  /** The node itself first. */
  readonly parts: readonly SchemaPart[];
  /** Parts that are references to other units. */
  readonly references: readonly SchemaPart[];
}

/**
 * True for a reference with keywords next to `$ref` that restrict values. They apply since 3.1 (JSON Schema 2020-12
 * §8.2.3.1); before that, a reference replaces its siblings (OAS 3.0.4 §4.7.23).
 */
export function hasPartsBesideReference(node: SourceNode): boolean {
  return node.kind === 'map' && node.has('$ref') && !saysNothingBeside(node, '$ref');
}

/** Keywords that describe a value to readers, or name the schema, and restrict nothing. */
const annotations: ReadonlySet<string> = new Set([
  ...['$id', '$schema', '$anchor', '$dynamicAnchor', '$comment', '$defs', '$vocabulary', 'definitions', 'title'],
  ...['description', 'default', 'example', 'examples', 'deprecated', 'readOnly', 'writeOnly', 'nullable', 'xml'],
  ...['externalDocs', 'discriminator', 'contentMediaType'],
]);

export function isAnnotation(key: string): boolean {
  return annotations.has(key) || key.startsWith('x-');
}

/** True if the schema restricts nothing but by one keyword; that it is an object is no restriction of objects. */
function saysNothingBeside(node: SourceNode, keyword: string): boolean {
  let saysNothing = true;
  node.each((key, value) => {
    if (key === keyword || isAnnotation(key)) return;
    saysNothing &&= key === 'type' && value.string === 'object';
  });
  return saysNothing;
}

/** True for a mere reference, a lone member of `allOf`, and a mere list of alternatives. */
function isTransparent(node: SourceNode): boolean {
  for (const key of ['$ref', 'oneOf', 'anyOf']) if (node.has(key)) return saysNothingBeside(node, key);
  return node.get('allOf')?.items().length === 1 && saysNothingBeside(node, 'allOf');
}

/** Keywords whose schemas apply to the value that the schema around them describes, but not to each. */
const partial: ReadonlySet<string> = new Set(['then', 'else', 'dependentSchemas', 'contains']);

function roleOf(keyword: string, parent: SchemaPart): Role {
  if (keyword === 'allOf' || keyword === 'oneOf' || keyword === 'anyOf') {
    return parent.isTransparent ? parent.role : 'member';
  }
  return partial.has(keyword) ? 'member' : 'whole';
}

/** The role of what a reference leads to. */
export function roleBehind({ role, isTransparent }: SchemaPart): Role {
  return isTransparent ? role : 'member';
}

/**
 * `node`: a map. Where siblings of `$ref` apply, it may be a reference with parts of its own; otherwise references have been
 * followed.
 */
export function readUnit(node: SourceNode, resolve: Resolve, siblingsApply = true): SchemaUnit {
  const parts: SchemaPart[] = [];
  const references: SchemaPart[] = [];
  const seen = new Set<SourceNode>();
  const requirements = new Requirements(resolve);
  const name = nameOf(node);
  const keywords = keywordsIn(node);
  const root: SchemaPart = {
    node,
    keyword: '',
    parent: undefined,
    property: undefined,
    isRequired: false,
    types: typesOf(node.get('type')),
    enclosing: name === undefined ? [] : [name],
    // What a property says about the schema that it references is known there.
    readOnly: false,
    writeOnly: false,
    role: 'root',
    isTransparent: isSeenThrough(node, keywords, siblingsApply),
    keywords,
  };
  const stack = [root];
  for (let part = stack.pop(); part !== undefined; part = stack.pop()) {
    const schema = part.node;
    if (schema.kind !== 'map' || seen.has(schema)) continue;
    seen.add(schema);
    parts.push(part);
    if (holds(part, '$ref')) {
      references.push(part);
      if (!siblingsApply) continue;
    }
    const children: SchemaPart[] = [];
    schema.each((key, value) => {
      if (key === 'properties') addProperties(value, part, resolve, siblingsApply, requirements, children);
      else if (subschemas.has(key)) {
        for (const child of childrenOf(key, value)) children.push(inline(child, key, part, siblingsApply));
      }
    });
    for (let index = children.length - 1; index >= 0; index--) stack.push(children[index]!);
  }
  return { node, name, parts, references };
}

/** The parts of a schema and of what it references directly: farther out, names are about something else. */
export function partsNear(schema: SourceNode, resolve: Resolve): readonly SchemaPart[] {
  const own = hasPartsBesideReference(schema.resolved) ? schema.resolved : resolve(schema);
  if (own === undefined || own.kind !== 'map') return [];
  const unit = readUnit(own, resolve);
  const targets = unit.references.map(({ node }) => resolve(node));
  return [
    ...unit.parts,
    ...targets.flatMap((target) => (target?.kind === 'map' ? readUnit(target, resolve).parts : [])),
  ];
}

/** Before 3.1, nothing next to `$ref` applies. */
function isSeenThrough(node: SourceNode, keywords: number, siblingsApply: boolean): boolean {
  if ((keywords & seenThrough) === 0) return false;
  return isTransparent(node) || (!siblingsApply && node.has('$ref'));
}

function inline(node: SourceNode, keyword: string, parent: SchemaPart, siblingsApply: boolean): SchemaPart {
  const { readOnly, writeOnly, enclosing } = parent;
  const keywords = keywordsIn(node);
  return {
    node,
    keyword,
    parent,
    property: undefined,
    isRequired: false,
    types: typesOf(node.get('type')),
    enclosing,
    readOnly,
    writeOnly,
    role: roleOf(keyword, parent),
    isTransparent: isSeenThrough(node, keywords, siblingsApply),
    keywords,
  };
}

function addProperties(
  properties: SourceNode,
  parent: SchemaPart,
  resolve: Resolve,
  siblingsApply: boolean,
  requirements: Requirements,
  children: SchemaPart[],
): void {
  const required = requirements.of(parent);
  properties.each((key, value) => {
    const target = resolve(value);
    const keywords = keywordsIn(value);
    const is = (name: string): boolean =>
      value.get(name)?.scalar === true || (target !== value && target?.get(name)?.scalar === true);
    children.push({
      node: value,
      keyword: 'properties',
      parent,
      property: key,
      isRequired: required.has(key),
      types: typesOf(value.get('type')),
      enclosing: [key, ...parent.enclosing],
      readOnly: parent.readOnly || is('readOnly'),
      writeOnly: parent.writeOnly || is('writeOnly'),
      role: 'whole',
      isTransparent: isSeenThrough(value, keywords, siblingsApply),
      keywords,
    });
  });
}

/** The names that schemas require, and the wholes that they are parts of: the members of an `allOf` are about one object. */
class Requirements {
  readonly #resolve: Resolve;
  readonly #byWhole = new Map<SourceNode, ReadonlySet<string>>();

  constructor(resolve: Resolve) {
    this.#resolve = resolve;
  }

  /** Each whole is read once, however many members ask. */
  of(part: SchemaPart): ReadonlySet<string> {
    let whole = part;
    while (whole.keyword === 'allOf' && whole.parent !== undefined) whole = whole.parent;
    let names = this.#byWhole.get(whole.node);
    if (names === undefined) {
      names = this.#namesIn(whole.node);
      this.#byWhole.set(whole.node, names);
    }
    return names;
  }

  #namesIn(whole: SourceNode): ReadonlySet<string> {
    const names = new Set<string>();
    const members = new Set([whole]);
    // The set grows while it is read. The members of a referenced schema are read with that one.
    for (const member of members) {
      for (const { string } of member.get('required')?.items() ?? []) if (string !== undefined) names.add(string);
      for (const one of member.get('allOf')?.items() ?? []) members.add(one);
      const target = member.has('$ref') ? this.#resolve(member) : undefined;
      for (const { string } of target?.get('required')?.items() ?? []) if (string !== undefined) names.add(string);
    }
    return names;
  }
}

/** Keywords whose schemas describe the same value, its items or its further properties. */
const subschemas = new Set([
  'allOf',
  'oneOf',
  'anyOf',
  'items',
  'prefixItems',
  'contains',
  'additionalProperties',
  'patternProperties',
  'dependentSchemas',
  'unevaluatedProperties',
  'unevaluatedItems',
  'then',
  'else',
]);

function childrenOf(key: string, value: SourceNode): readonly SourceNode[] {
  if (value.kind === 'sequence') return value.items();
  if (key === 'patternProperties' || key === 'dependentSchemas') return value.entries().map((entry) => entry.value);
  return [value];
}

/** The names in `type`: one, or several since 3.1. */
export function typesOf(type: SourceNode | undefined): readonly string[] {
  if (type === undefined) return noTypes;
  const { string } = type;
  if (string !== undefined) return oneType.get(string) ?? [string];
  return type.items().flatMap((item) => item.string ?? []);
}

const noTypes: readonly string[] = [];
const oneType: ReadonlyMap<string, readonly string[]> = new Map(
  ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null', 'file'].map((name) => [name, [name]]),
);

/** The key of a shared schema, or its file's name where it is a whole document. */
function nameOf(node: SourceNode): string | undefined {
  if (node.parent === undefined) return /([^/]*?)(?:\.[^./]*)?$/.exec(node.document.uri)?.[1] || undefined;
  // A file of schemas has them at the top, or under one of these.
  const isShared = /(^|\/(schemas|definitions|\$defs|models))\/[^/]*$/.test(node.pointer);
  return isShared && typeof node.key === 'string' ? node.key : undefined;
}
