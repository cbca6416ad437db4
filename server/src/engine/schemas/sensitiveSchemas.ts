import { query } from '../incremental/query.ts';
import type { SensitiveField } from '../openapi/model.ts';
import type { ReferenceCache } from '../openapi/referenceCache.ts';
import type { FieldFacts, SensitiveClass } from '../sensitive/classify.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { toValue } from '../syntax/toValue.ts';
import { type Access, type Resolve, type SchemaPart, type SchemaUnit, typesOf } from './schemaUnit.ts';
import type { SchemaUnits } from './schemaUnits.ts';
import { lookThrough } from './schemaView.ts';

export type Direction = 'request' | 'response';
export type Classify = (field: FieldFacts) => { readonly class: SensitiveClass } | undefined;

/** Answers which sensitive data schemas hold. Each schema is read once, however many operations share it. */
export interface SensitiveSchemas {
  /** Another number says that answers about some schema may be other ones. */
  readonly generation: number;
  /** Changes when a schema may hold other classes, while the nodes of its fields alone change `generation`. */
  readonly shape: number;
  /** The schemas have changed in what they hold or reference. */
  forget(): void;
  /** `unit` takes the place of `before` and says the same, in other words or at another place. */
  replace(before: SchemaUnit, unit: SchemaUnit): boolean;
  /** Classes that `schemas` hold in that direction, alphabetical. */
  classes(schemas: readonly SourceNode[], direction: Direction): readonly SensitiveClass[];
  /** The properties that hold them, each definition once. */
  fields(schemas: readonly SourceNode[], direction: Direction): readonly SensitiveField[];
}

interface Unit {
  readonly fields: readonly UnitField[];
  readonly references: readonly SchemaPart[];
  /** Closed over the references once `isClosed`. */
  readonly classes: Record<Direction, Set<SensitiveClass>>;
  isClosed: boolean;
}

interface UnitField extends Access {
  readonly node: SourceNode;
  readonly name: string;
  readonly class: SensitiveClass;
}

export function createSensitiveSchemas(
  units: SchemaUnits,
  cache: ReferenceCache,
  classify: Classify,
): SensitiveSchemas {
  let known = new Map<SchemaUnit, Unit>();
  let generation = 0;
  let shape = 0;

  function unitOf(schema: SourceNode): Unit | undefined {
    return toUnit(units.unitOf(schema));
  }

  function toUnit(read: SchemaUnit | undefined): Unit | undefined {
    if (read === undefined) return undefined;
    let unit = known.get(read);
    if (unit === undefined) {
      const fields = cache.get(fieldsOf, read, classify);
      unit = { fields, references: read.references, classes: ownClasses(fields), isClosed: false };
      known.set(read, unit);
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
      for (const edge of unit.references) {
        const target = isVisible(edge, direction) ? toUnit(units.targetOf(edge)) : undefined;
        if (target !== undefined && !seen.has(target)) queue.push(target);
      }
    }
    return [...seen];
  }

  /** Classes flow against the edges until nothing changes; what was closed before is not looked at again. */
  function close(start: Unit): void {
    const open: Unit[] = [];
    const seen = new Set<Unit>([start]);
    const dependents = new Map<Unit, { unit: Unit; edge: Access }[]>();
    for (const unit of seen) {
      if (unit.isClosed) continue;
      open.push(unit);
      for (const edge of unit.references) {
        const target = toUnit(units.targetOf(edge));
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
    get generation() {
      return generation;
    },
    get shape() {
      return shape;
    },
    forget() {
      generation++;
      shape++;
      known = new Map();
    },
    replace(before, read) {
      const unit = known.get(before);
      if (unit === undefined) return true;
      const fields = cache.get(fieldsOf, read, classify);
      if (!isSameFields(fields, unit.fields)) return false;
      // Who has the fields has other nodes.
      if (fields.length > 0) generation++;
      known.delete(before);
      known.set(read, { ...unit, fields, references: read.references });
      return true;
    },
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

export function isVisible(access: Access, direction: Direction): boolean {
  return direction === 'request' ? !access.readOnly : !access.writeOnly;
}

function merge(from: Unit, into: Unit, edge: Access): boolean {
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

const fieldsOf = query('sensitiveSchemas.fieldsOf', (cache: ReferenceCache, unit: SchemaUnit, classify: Classify) =>
  readFields(unit, cache.resolve, classify),
);

function readFields(unit: SchemaUnit, resolve: Resolve, classify: Classify): readonly UnitField[] {
  const fields: UnitField[] = [];
  for (const { node, property, parent, readOnly, writeOnly } of unit.parts) {
    if (property === undefined) continue;
    const siblings = (): readonly string[] =>
      parent?.node
        .get('properties')
        ?.entries()
        .map(({ key }) => key) ?? [];
    const facts = schemaFacts(property, node, 'property', parent?.enclosing ?? [], resolve);
    const found = classify(Object.assign(facts, { siblings }));
    if (found !== undefined) fields.push({ node, name: property, class: found.class, readOnly, writeOnly });
  }
  return fields;
}

/** What the classifier may know about a property or parameter. */
export function schemaFacts(
  name: string,
  schema: SourceNode,
  position: FieldFacts['position'],
  enclosing: readonly string[],
  resolve: Resolve,
): FieldFacts {
  const views = lookThrough(schema, resolve);
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
  // A text whose example is "true" is a flag.
  if (/^(true|false)$/i.test(String(first('example')?.scalar ?? first('default')?.scalar))) facts['type'] = ['boolean'];
  else if (effectiveTypes.length > 0) facts['type'] = effectiveTypes;
  for (const key of ['format', 'description', 'pattern']) if (text(key) !== undefined) facts[key] = text(key);
  if (values.length > 0) facts['enum'] = values.slice(0, 50).map((value) => value.scalar ?? null);
  if (first('properties') !== undefined || ofItems?.has('properties')) facts['hasProperties'] = true;
  const annotations = annotationsOf(views);
  if (annotations !== undefined) facts['annotations'] = annotations;
  return facts as unknown as FieldFacts;
}

/** No annotation of a field is longer; aliases may stand for any number of nodes. */
const maxAnnotation = 1000;

function annotationsOf(views: readonly SourceNode[]): Record<string, unknown> | undefined {
  let annotations: Record<string, unknown> | undefined;
  for (const view of views) {
    for (const { key, value } of view.entries()) {
      if (!key.startsWith('x-')) continue;
      annotations ??= Object.create(null) as Record<string, unknown>;
      if (!(key in annotations)) annotations[key] = toValue(value, maxAnnotation);
    }
  }
  return annotations;
}

function isSameFields(fields: readonly UnitField[], others: readonly UnitField[]): boolean {
  return (
    fields.length === others.length &&
    fields.every((field, index) => {
      const other = others[index]!;
      return (
        field.name === other.name &&
        field.class === other.class &&
        field.readOnly === other.readOnly &&
        field.writeOnly === other.writeOnly
      );
    })
  );
}

function ownClasses(fields: readonly UnitField[]): Record<Direction, Set<SensitiveClass>> {
  const classes = { request: new Set<SensitiveClass>(), response: new Set<SensitiveClass>() };
  for (const field of fields) {
    if (!field.readOnly) classes.request.add(field.class);
    if (!field.writeOnly) classes.response.add(field.class);
  }
  return classes;
}
