import { counted } from '../counted.ts';
import { largest } from '../heuristics/boundProse.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { type Fix, type Patch, Placeholder } from '../textEdits/fix.ts';
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
  /** The bound that a text states: it takes the place of the usual one. */
  readonly stated?: number | undefined;
}

/** A list or a number without an end has no larger bound in practice: it would limit nothing. */
const limitsNothing = 2 ** 31 - 1;

/** The largest value that the holders of a schema's keywords document, or 0: a bound below it would contradict them. */
export function largestValue(keyword: UpperBound, holders: readonly SourceNode[]): number {
  const values = holders.flatMap((holder) => [
    holder.get(lowerBounds[keyword])?.scalar,
    ...samplesOf(holder).map((one) => sizeOf(keyword, one)),
  ]);
  return Math.ceil(Math.max(0, ...values.filter((value) => typeof value === 'number')));
}

function sizeOf(keyword: UpperBound, value: SourceNode): number | undefined {
  if (keyword === 'maxItems') return value.items().length;
  if (keyword === 'maxProperties') return value.entries().length;
  return typeof value.scalar === 'number' ? value.scalar : undefined;
}

/** Adds `keyword` with the stated bound, else the usual one, or a larger one where the document uses larger values. */
export function upperBoundFixes(
  keyword: UpperBound,
  usual: number,
  noun: string,
  places: readonly Unbounded[],
  after: readonly string[],
): readonly Fix[] {
  // Of two operations with the same list, one may state the bound.
  const known = new Map<SourceNode, { readonly used: number; readonly stated: number | undefined }>();
  for (const { schema, stated, largest: used } of places) {
    const other = known.get(schema);
    known.set(schema, {
      used: Math.max(other?.used ?? 0, used),
      stated: largest([other?.stated, stated].filter((one) => one !== undefined)),
    });
  }
  const bounds = [...known].map(([schema, { used, stated }]) => [schema, Math.max(stated ?? usual, used)] as const);
  const written = bounds.filter(([, bound]) => bound < limitsNothing);
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

/** A number that is declared as a text: with the other holders of its default and examples. */
export interface WrittenNumber extends Unbounded {
  readonly holders: readonly SourceNode[];
}

/** Makes texts integers with `maximum`, where the document shows numbers alone. */
export function integerFixes(usual: number, noun: string, places: readonly WrittenNumber[]): readonly Fix[] {
  const written = [...new Map(places.map((place) => [place.schema, place])).values()].filter(isInteger);
  if (written.length === 0 || written[0] !== places[0]) return [];
  const what = written.length === 1 ? 'it an integer' : `${counted(written.length, noun)} integers`;
  return [
    {
      title: `Make ${what} with "maximum"`,
      safety: 'unsafe',
      patches: written.flatMap((place): readonly Patch[] => {
        const { schema, largest: used } = place;
        const bound = new Placeholder(String(Math.max(usual, used, ...sizesIn(place))), 'number');
        return [
          { op: 'set', at: schema, path: ['type'], value: 'integer' },
          { op: 'set', at: schema, path: ['maximum'], value: bound, after: ['type'] },
          ...writtenSamples(place).flatMap((at): Patch[] =>
            at.string === undefined ? [] : [{ op: 'replace', at, value: Number(at.string) }],
          ),
        ];
      }),
    },
  ];
}

/** Keywords of texts, which say nothing about an integer. */
const ofTexts = ['pattern', 'format', 'minLength', 'maxLength', '$ref', 'allOf', 'anyOf', 'oneOf'];

function isInteger(place: WrittenNumber): boolean {
  if (ofTexts.some((key) => place.schema.has(key))) return false;
  return writtenSamples(place).every(({ scalar }) => /^\d{1,9}$/.test(String(scalar)));
}

function sizesIn(place: WrittenNumber): readonly number[] {
  return writtenSamples(place).map(({ scalar }) => Number(scalar));
}

function writtenSamples({ schema, holders }: WrittenNumber): readonly SourceNode[] {
  return [...new Set([schema, ...holders])].flatMap(samplesOf);
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
