import type { FieldFacts, SensitiveClass } from '../sensitive/classify.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { toValue } from '../syntax/toValue.ts';
import type { SensitiveField } from './model.ts';

export type Direction = 'request' | 'response';
type Resolve = (node: SourceNode) => SourceNode | undefined;
export type Classify = (field: FieldFacts) => { readonly class: SensitiveClass } | undefined;

/** Answers which sensitive data schemas hold. Each schema is read once, however many operations share it. */
export interface SensitiveSchemas {
  /** Classes that `schemas` hold in that direction, alphabetical. */
  classes(schemas: readonly SourceNode[], direction: Direction): readonly SensitiveClass[];
  /** The properties that hold them, each definition once. */
  fields(schemas: readonly SourceNode[], direction: Direction): readonly SensitiveField[];
}

/** A schema that is referenced, or the root of a body, with its inline parts: the unit in which schemas are shared. */
interface Unit {
  readonly node: SourceNode;
  readonly fields: readonly UnitField[];
  readonly edges: readonly UnitEdge[];
  /** Closed over the edges once `isClosed`. */
  readonly classes: Record<Direction, Set<SensitiveClass>>;
  isClosed: boolean;
}

interface Access {
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
}

interface UnitField extends Access {
  readonly node: SourceNode;
  readonly name: string;
  readonly class: SensitiveClass;
}

interface UnitEdge extends Access {
  readonly target: SourceNode;
}

export function createSensitiveSchemas(resolve: Resolve, classify: Classify): SensitiveSchemas {
  const units = new Map<SourceNode, Unit>();

  function unitOf(schema: SourceNode): Unit | undefined {
    const node = resolve(schema);
    if (node === undefined || node.kind !== 'map') return undefined;
    let unit = units.get(node);
    if (unit === undefined) {
      unit = readUnit(node, resolve, classify);
      units.set(node, unit);
    }
    return unit;
  }

  /** Everything reachable in one direction, nearest first. */
  function reach(schemas: readonly SourceNode[], direction: Direction): readonly Unit[] {
    const seen = new Set<Unit>();
    const queue = schemas.flatMap((schema) => unitOf(schema) ?? []);
    for (let index = 0; index < queue.length; index++) {
      const unit = queue[index]!;
      if (seen.has(unit)) continue;
      seen.add(unit);
      for (const edge of unit.edges) {
        const target = isVisible(edge, direction) ? unitOf(edge.target) : undefined;
        if (target !== undefined && !seen.has(target)) queue.push(target);
      }
    }
    return [...seen];
  }

  /** Classes flow against the edges until nothing changes; what was closed before is not looked at again. */
  function close(start: Unit): void {
    const open: Unit[] = [];
    const seen = new Set<Unit>([start]);
    const dependents = new Map<Unit, { unit: Unit; edge: UnitEdge }[]>();
    for (const unit of seen) {
      if (unit.isClosed) continue;
      open.push(unit);
      for (const edge of unit.edges) {
        const target = unitOf(edge.target);
        if (target === undefined) continue;
        seen.add(target);
        const list = dependents.get(target);
        if (list === undefined) dependents.set(target, [{ unit, edge }]);
        else list.push({ unit, edge });
      }
    }
    const queue = [...seen];
    for (let unit = queue.pop(); unit !== undefined; unit = queue.pop()) {
      for (const dependent of dependents.get(unit) ?? []) {
        if (merge(unit, dependent.unit, dependent.edge)) queue.push(dependent.unit);
      }
    }
    for (const unit of open) unit.isClosed = true;
  }

  return {
    classes(schemas, direction) {
      const classes = new Set<SensitiveClass>();
      for (const schema of schemas) {
        const unit = unitOf(schema);
        if (unit === undefined) continue;
        if (!unit.isClosed) close(unit);
        for (const name of unit.classes[direction]) classes.add(name);
      }
      return [...classes].sort();
    },
    fields(schemas, direction) {
      const fields: SensitiveField[] = [];
      for (const unit of reach(schemas, direction)) {
        for (const field of unit.fields) if (isVisible(field, direction)) fields.push({ ...field, direction });
      }
      return fields;
    },
  };
}

/** OAS 3.1.1 §4.8.24.5: `readOnly` is not sent in a request, `writeOnly` not in a response. */
function isVisible(access: Access, direction: Direction): boolean {
  return direction === 'request' ? !access.readOnly : !access.writeOnly;
}

function merge(from: Unit, into: Unit, edge: UnitEdge): boolean {
  let changed = false;
  for (const direction of ['request', 'response'] as const) {
    if (!isVisible(edge, direction)) continue;
    for (const name of from.classes[direction]) {
      if (into.classes[direction].has(name)) continue;
      into.classes[direction].add(name);
      changed = true;
    }
  }
  return changed;
}

interface Part extends Access {
  readonly schema: SourceNode;
  readonly enclosing: readonly string[];
}

function readUnit(node: SourceNode, resolve: Resolve, classify: Classify): Unit {
  const fields: UnitField[] = [];
  const edges: UnitEdge[] = [];
  const seen = new Set<SourceNode>();
  const stack: Part[] = [{ schema: node, enclosing: nameOf(node), readOnly: false, writeOnly: false }];
  for (let part = stack.pop(); part !== undefined; part = stack.pop()) {
    const { schema } = part;
    if (schema.kind !== 'map' || seen.has(schema)) continue;
    seen.add(schema);
    if (schema !== node && schema.has('$ref')) {
      edges.push({ target: schema, readOnly: part.readOnly, writeOnly: part.writeOnly });
    }
    for (const { key, value } of schema.entries()) {
      if (key === 'properties') readProperties(value, part, resolve, classify, fields, stack);
      else if (subschemas.has(key)) for (const child of childrenOf(key, value)) stack.push({ ...part, schema: child });
    }
  }
  return { node, fields, edges, classes: ownClasses(fields), isClosed: false };
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

function readProperties(
  properties: SourceNode,
  part: Part,
  resolve: Resolve,
  classify: Classify,
  fields: UnitField[],
  stack: Part[],
): void {
  for (const { key, value } of properties.entries()) {
    const target = resolve(value);
    const is = (name: string): boolean => value.get(name)?.scalar === true || target?.get(name)?.scalar === true;
    const access = { readOnly: part.readOnly || is('readOnly'), writeOnly: part.writeOnly || is('writeOnly') };
    const found = classify(schemaFacts(key, value, 'property', part.enclosing, resolve));
    if (found !== undefined) fields.push({ node: value, name: key, class: found.class, ...access });
    stack.push({ schema: value, enclosing: [key, ...part.enclosing], ...access });
  }
}

/** What the classifier may know about a property or parameter. References and a lone `allOf` member are looked through. */
export function schemaFacts(
  name: string,
  schema: SourceNode,
  position: FieldFacts['position'],
  enclosing: readonly string[],
  resolve: Resolve,
): FieldFacts {
  const views = [schema];
  for (let view = schema; views.length < 4; ) {
    const next = view.has('$ref') ? resolve(view) : onlyItem(view.get('allOf'));
    if (next === undefined || views.includes(next)) break;
    views.push(next);
    view = next;
  }
  const first = (key: string): SourceNode | undefined => {
    for (const view of views) {
      const value = view.get(key);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const items = first('items');
  const types = typesOf(first('type'));
  const ofItems = types.includes('array') && items !== undefined ? (resolve(items) ?? items) : undefined;
  const text = (key: string): string | undefined => first(key)?.string ?? ofItems?.get(key)?.string;
  const values = first('enum')?.items() ?? [];
  const facts: Record<string, unknown> = { name, position, enclosing };
  const effectiveTypes = ofItems === undefined ? types : typesOf(ofItems.get('type'));
  if (effectiveTypes.length > 0) facts['type'] = effectiveTypes;
  for (const key of ['format', 'description', 'pattern']) if (text(key) !== undefined) facts[key] = text(key);
  if (values.length > 0) facts['enum'] = values.slice(0, 50).map((value) => value.scalar ?? null);
  if (first('properties') !== undefined || ofItems?.has('properties')) facts['hasProperties'] = true;
  const annotations = annotationsOf(views);
  if (annotations !== undefined) facts['annotations'] = annotations;
  return facts as unknown as FieldFacts;
}

function typesOf(type: SourceNode | undefined): readonly string[] {
  if (type?.string !== undefined) return [type.string];
  return (type?.items() ?? []).flatMap((item) => item.string ?? []);
}

function onlyItem(list: SourceNode | undefined): SourceNode | undefined {
  const items = list?.items() ?? [];
  return items.length === 1 ? items[0] : undefined;
}

function annotationsOf(views: readonly SourceNode[]): Record<string, unknown> | undefined {
  let annotations: Record<string, unknown> | undefined;
  for (const view of views) {
    for (const { key, value } of view.entries()) {
      if (!key.startsWith('x-')) continue;
      annotations ??= Object.create(null) as Record<string, unknown>;
      if (!(key in annotations)) annotations[key] = toValue(value);
    }
  }
  return annotations;
}

/** The name of a shared schema: its key, or its file's name where it is a whole document. */
function nameOf(node: SourceNode): readonly string[] {
  if (node.parent === undefined) {
    const file = /([^/]*?)(?:\.[^./]*)?$/.exec(node.document.uri)?.[1];
    return file === undefined || file === '' ? [] : [file];
  }
  const isShared = /\/(schemas|definitions|\$defs|models)\/[^/]*$/.test(node.pointer);
  return isShared && typeof node.key === 'string' ? [node.key] : [];
}

function ownClasses(fields: readonly UnitField[]): Record<Direction, Set<SensitiveClass>> {
  const classes = { request: new Set<SensitiveClass>(), response: new Set<SensitiveClass>() };
  for (const field of fields) {
    if (!field.readOnly) classes.request.add(field.class);
    if (!field.writeOnly) classes.response.add(field.class);
  }
  return classes;
}
