import { pure } from '../incremental/pure.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { typesOf } from './schemaUnit.ts';

export interface Misfit {
  readonly at: SourceNode;
  /** `is not of type integer`, `is not in "enum"` */
  readonly why: string;
}

/** Examples are small; what is deeper is another schema's. */
const maxDepth = 5;

/** How a value contradicts what its schema says by itself: composition is left aside. `resolve`: look into what it holds. */
export function misfitOf(
  value: SourceNode,
  schema: SourceNode,
  resolve?: (node: SourceNode) => SourceNode | undefined,
  depth = 0,
  seen: Set<SourceNode> = new Set(),
): Misfit | undefined {
  if (composed.some((key) => schema.has(key)) || value.has('$ref')) return undefined;
  if (value.kind === 'scalar') return scalarMisfit(value, schema);
  const why = typeMisfit(value, schema);
  if (why !== undefined) return { at: value, why };
  if (resolve === undefined || depth >= maxDepth) return undefined;
  const within = value.kind === 'map' ? propertiesWithin(value, schema) : itemsWithin(value, schema);
  for (const [inner, held] of within) {
    const target = resolve(held);
    // An alias is looked at where it stands first.
    if (target === undefined || (inner.kind !== 'scalar' && seen.has(inner))) continue;
    seen.add(inner);
    const found = misfitOf(inner, target, resolve, depth + 1, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

const composed = ['$ref', 'allOf', 'oneOf', 'anyOf', 'not', 'if'];

function propertiesWithin(value: SourceNode, schema: SourceNode): readonly (readonly [SourceNode, SourceNode])[] {
  const properties = schema.get('properties');
  return value.entries().flatMap(({ key, value: inner }) => {
    const held = properties?.get(key);
    return held === undefined ? [] : [[inner, held] as const];
  });
}

function itemsWithin(value: SourceNode, schema: SourceNode): readonly (readonly [SourceNode, SourceNode])[] {
  const held = schema.get('items');
  return held?.kind === 'map' && !schema.has('prefixItems')
    ? value
        .items()
        .slice(0, 20)
        .map((inner) => [inner, held] as const)
    : [];
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
