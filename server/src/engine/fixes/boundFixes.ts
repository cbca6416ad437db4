import { counted } from '../counted.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { type Fix, Placeholder } from '../textEdits/fix.ts';
import { samplesOf } from './samples.ts';

type UpperBound = 'maximum' | 'maxItems' | 'maxProperties';
type LowerBound = 'minimum' | 'minLength';

const lowerBounds: Readonly<Record<UpperBound, string>> = {
  maximum: 'minimum',
  maxItems: 'minItems',
  maxProperties: 'minProperties',
};

/** A schema that gets an upper bound. */
export interface Unbounded {
  readonly schema: SourceNode;
  /** The largest value that the document itself uses there: `default`, `example`, `minimum`. */
  readonly largest: number;
}

/** A list or a number without an end has no larger bound in practice: it would limit nothing. */
const limitsNothing = 2 ** 31 - 1;

/** The largest value that the holders of a schema's keywords document, or 0: a bound below it would contradict them. */
export function largestValue(keyword: UpperBound, holders: readonly SourceNode[]): number {
  let largest = 0;
  for (const holder of holders) {
    const values = [holder.get(lowerBounds[keyword])?.scalar, ...samplesOf(holder).map((one) => sizeOf(keyword, one))];
    for (const value of values) if (typeof value === 'number' && value > largest) largest = value;
  }
  return Math.ceil(largest);
}

function sizeOf(keyword: UpperBound, value: SourceNode): number | undefined {
  if (keyword === 'maxItems') return value.items().length;
  if (keyword === 'maxProperties') return value.entries().length;
  return typeof value.scalar === 'number' ? value.scalar : undefined;
}

/** Adds `keyword` with the usual bound, or with a larger one where the document uses larger values. */
export function upperBoundFixes(
  keyword: UpperBound,
  usual: number,
  noun: string,
  places: readonly Unbounded[],
  after: readonly string[],
): readonly Fix[] {
  const bounds = new Map<SourceNode, number>();
  for (const { schema, largest } of places) bounds.set(schema, Math.max(bounds.get(schema) ?? usual, largest));
  const written = [...bounds].filter(([, bound]) => bound < limitsNothing);
  if (written.length === 0) return [];
  const values = new Set(written.map(([, bound]) => bound));
  const text = values.size === 1 ? `${keyword}: ${[...values][0]}` : keyword;
  return [
    {
      title: written.length === 1 ? `Add "${text}"` : `Add "${text}" to ${counted(written.length, noun)}`,
      safety: 'unsafe',
      patches: written.map(([at, bound]) => ({
        op: 'set',
        at,
        path: [keyword],
        value: new Placeholder(String(bound), 'number'),
        after,
      })),
    },
  ];
}

/** Adds `keyword` to the schemas, but not where the document itself uses a smaller value, or a smaller upper bound. */
export function lowerBoundFixes(
  keyword: LowerBound,
  bound: number,
  noun: string,
  schemas: readonly SourceNode[],
): readonly Fix[] {
  const written = [...new Set(schemas)].filter(
    (schema) => !documentedValues(keyword, schema).some((one) => one < bound),
  );
  if (written.length === 0) return [];
  const where = written.length === 1 ? '' : ` to ${counted(written.length, noun)}`;
  return [
    {
      title: `Add "${keyword}: ${bound}"${where}`,
      safety: 'unsafe',
      patches: written.map((at) => ({
        op: 'set',
        at,
        path: [keyword],
        value: new Placeholder(String(bound), 'number'),
        after: ['format', 'type'],
      })),
    },
  ];
}

const upperBounds: Readonly<Record<LowerBound, readonly string[]>> = {
  minimum: ['maximum', 'exclusiveMaximum'],
  minLength: ['maxLength'],
};

function documentedValues(keyword: LowerBound, schema: SourceNode): readonly number[] {
  const sizes = samplesOf(schema).map((one) => (keyword === 'minLength' ? one.string?.length : one.scalar));
  const bounds = upperBounds[keyword].map((key) => schema.get(key)?.scalar);
  return [...sizes, ...bounds].filter((value) => typeof value === 'number');
}
