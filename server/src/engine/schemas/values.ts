import { pure } from '../incremental/pure.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { type EffectiveSchema, effectiveOf, type SchemaSource } from './effectiveSchema.ts';
import { typesOf } from './schemaUnit.ts';

export interface Misfit {
  readonly at: SourceNode;
  /** `is not of type integer`, `is not in "enum"` */
  readonly why: string;
}

/** A value that more schemas share is not compared with the others: each one would read all of it. */
const maxSchemasOfValue = 100;

/** The schemas that a value was compared with already, so that what is shared is read once. */
export class Compared {
  readonly #schemas = new Map<SourceNode, Set<SourceNode>>();

  /** True if the two are still to be compared. */
  add(value: SourceNode, schema: SourceNode): boolean {
    let schemas = this.#schemas.get(value);
    if (schemas === undefined) {
      schemas = new Set();
      this.#schemas.set(value, schemas);
    }
    if (schemas.has(schema) || schemas.size >= maxSchemasOfValue) return false;
    schemas.add(schema);
    return true;
  }
}

/** How a value, or what it holds, contradicts its schema. Alternatives are left aside. */
export function misfitOf(
  value: SourceNode,
  schema: SourceNode,
  source: SchemaSource,
  compared = new Compared(),
): Misfit | undefined {
  const open = [{ value, schema }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: inner, schema: held } = next;
    if (inner.has('$ref')) continue;
    if (inner.kind !== 'scalar' && !compared.add(inner, held)) continue;
    const { parts } = effectiveOf(held, source);
    const found = parts.map((part) => misfitOfPart(inner, part)).find((one) => one !== undefined);
    if (found !== undefined) return found;
    const within = parts.flatMap((part) => heldBy(inner, part));
    for (let index = within.length - 1; index >= 0; index--) open.push(within[index]!);
  }
  return undefined;
}

/** How a value by itself contradicts its schema. */
export function ownMisfitOf(value: SourceNode, { parts }: EffectiveSchema): Misfit | undefined {
  if (value.has('$ref')) return undefined;
  return parts.map((part) => misfitOfPart(value, part)).find((one) => one !== undefined);
}

function misfitOfPart(value: SourceNode, part: SourceNode): Misfit | undefined {
  if (value.kind === 'scalar') return scalarMisfit(value, part);
  const why = typeMisfit(value, part);
  return why === undefined ? undefined : { at: value, why };
}

interface Held {
  readonly value: SourceNode;
  readonly schema: SourceNode;
}

function heldBy(value: SourceNode, part: SourceNode): readonly Held[] {
  if (value.kind === 'map') {
    const properties = part.get('properties');
    if (properties === undefined) return [];
    return value.entries().flatMap(({ key, value: inner }) => {
      const schema = properties.get(key);
      return schema === undefined ? [] : { value: inner, schema };
    });
  }
  const first = part.get('prefixItems')?.items() ?? [];
  const rest = part.get('items');
  return value.items().flatMap((inner, index) => {
    const schema = first[index] ?? (rest?.kind === 'map' ? rest : undefined);
    return schema === undefined ? [] : { value: inner, schema };
  });
}

function scalarMisfit(value: SourceNode, schema: SourceNode): Misfit | undefined {
  // `null` says "none" in many dialects, and 3.0 has no type for it.
  if (value.scalar === null || value.scalar === undefined) return undefined;
  const why = typeMisfit(value, schema) ?? enumMisfit(value, schema) ?? boundMisfit(value.scalar, schema);
  return why === undefined ? undefined : { at: value, why };
}

function typeMisfit(value: SourceNode, schema: SourceNode): string | undefined {
  const types = typesOf(schema.get('type'));
  if (types.length === 0 || types.some((type) => !known.has(type) || isOf(value, type))) return undefined;
  return `is not of type ${types.join(' or ')}`;
}

const known: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);

function isOf({ kind, scalar }: SourceNode, type: string): boolean {
  if (type === 'object') return kind === 'map';
  if (type === 'array') return kind === 'sequence';
  if (kind !== 'scalar') return false;
  if (type === 'integer') return Number.isInteger(scalar);
  return typeof scalar === type;
}

function enumMisfit({ scalar }: SourceNode, schema: SourceNode): string | undefined {
  const values = schema.get('enum');
  if (values === undefined) return undefined;
  const { scalars, isOpen } = allowedBy(values);
  return isOpen || scalars.has(scalar) ? undefined : 'is not in "enum"';
}

/** What an `enum` allows; open where nothing, or an object or a list, stands in it. */
const allowedBy = pure('values.allowedBy', (values: SourceNode) => {
  const scalars = new Set(values.items().map(({ scalar }) => scalar));
  return { scalars, isOpen: scalars.size === 0 || scalars.has(undefined) };
});

function boundMisfit(scalar: string | number | boolean, schema: SourceNode): string | undefined {
  const bound = (key: string): number | undefined => {
    const at = schema.get(key)?.scalar;
    return typeof at === 'number' ? at : undefined;
  };
  if (typeof scalar === 'number') {
    if (scalar < (bound('minimum') ?? scalar)) return 'is below "minimum"';
    if (scalar > (bound('maximum') ?? scalar)) return 'is above "maximum"';
  } else if (typeof scalar === 'string') {
    if (scalar.length < (bound('minLength') ?? 0)) return 'is shorter than "minLength"';
    // Where characters take two units, the length may be half.
    if ([...scalar].length > (bound('maxLength') ?? Number.POSITIVE_INFINITY)) return 'is longer than "maxLength"';
  }
  return undefined;
}
