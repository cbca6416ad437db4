import { counted } from '../counted.ts';
import {
  isBoundByLength,
  isEpoch,
  standardEnds,
  statedBound,
  statedBoundAround,
  statedFileLength,
  statedFormat,
  statedLength,
  statedMinimum,
} from '../heuristics/knownConstraints.ts';
import { textsOf } from '../heuristics/operationWords.ts';
import { extensionTexts } from '../lexicon/extensions.ts';
import { sentencesIn } from '../lexicon/sentences.ts';
import type { OpenApiDescription } from '../openapi/model.ts';
import { effectiveOf } from '../schemas/effectiveSchema.ts';
import type { SchemaPart } from '../schemas/schemaUnit.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { type Fix, type Patch, Placeholder } from '../textEdits/fix.ts';
import { samplesOf } from './samples.ts';

/** What a part gets: keywords with bounds that contradict neither its examples nor what its description states. */
type Bounds = Readonly<Record<string, number | string>>;

/** A length that is long enough for a line of text, or the one that the description states. */
export function lengthFixes(parts: readonly SchemaPart[], description: OpenApiDescription): readonly Fix[] {
  return boundFixes(parts, description, 'string', (part, { samples, get }) => {
    const texts = samples.flatMap(({ string }) => string ?? []);
    const format = statedFormat(part, description.cache);
    if (format !== undefined && texts.every((text) => isoForms[format].test(text))) return { format };
    const lengths = texts.map(({ length }) => length);
    const stated = statedFileLength(part, description.cache) ?? statedLength(part, description.cache);
    return { maxLength: Math.max(stated ?? 255, get('minLength') ?? 0, ...lengths) };
  });
}

const isoForms = {
  date: /^\d{4}-\d\d-\d\d$/,
  'date-time': /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/,
  uuid: /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i,
};

export function itemsFixes(parts: readonly SchemaPart[], description: OpenApiDescription): readonly Fix[] {
  return boundFixes(parts, description, 'array', (part, { samples, get }) => {
    const lengths = samples.map((sample) => sample.items().length);
    const stated = statedBound(part, description.cache) ?? statedBoundAround(part, description.cache);
    return { maxItems: Math.max(stated ?? 100, get('minItems') ?? 0, ...lengths) };
  });
}

/** Both ends, where they are missing. A maximum that nothing states is a large one; none may contradict the text. */
export function rangeFixes(parts: readonly SchemaPart[], description: OpenApiDescription): readonly Fix[] {
  return boundFixes(parts, description, 'number', (part, { samples, get }) => {
    const schema = effectiveOf(part.node, description.cache);
    const values = samples.flatMap(({ scalar }) => (typeof scalar === 'number' ? scalar : []));
    const stated = statedBound(part, description.cache);
    // "30 days", for a number of seconds whose example is 120: a bound in another unit, which a guess may contradict.
    if (stated !== undefined && values.some((value) => value > stated)) return undefined;
    const standard = standardEnds(part);
    if (standard === undefined && (isEpoch(part, description.cache) || isBoundByLength(part, description.cache)))
      return undefined;
    const [low, high] = standard ?? [Math.min(0, statedMinimum(part, description.cache) ?? 0), stated ?? 1_000_000];
    const upper = get('maximum') ?? get('exclusiveMaximum');
    const lower = get('minimum') ?? get('exclusiveMinimum');
    return {
      ...(schema.hasMinimum ? {} : { minimum: Math.min(low, upper ?? low, ...values) }),
      ...(schema.hasMaximum ? {} : { maximum: Math.max(high, lower ?? high, ...values) }),
    };
  });
}

interface Known {
  readonly samples: readonly SourceNode[];
  /** A keyword of the schema with a number. */
  get(key: string): number | undefined;
}

function boundFixes(
  parts: readonly SchemaPart[],
  { cache }: OpenApiDescription,
  noun: string,
  boundsOf: (part: SchemaPart, known: Known) => Bounds | undefined,
): readonly Fix[] {
  const wanted = new Map<SourceNode, Bounds>();
  for (const part of parts) {
    const schema = effectiveOf(part.node, cache);
    const get = (key: string): number | undefined => {
      const value = schema.get(key)?.scalar;
      return typeof value === 'number' ? value : undefined;
    };
    const holders = [...schema.parts, ...(part.node.parent?.has('in') === true ? [part.node.parent] : [])];
    const bounds = boundsOf(part, { samples: holders.flatMap(samplesOf), get });
    if (bounds !== undefined) wanted.set(schema.place, bounds);
    // The finding is at the first.
    else if (part === parts[0]) return [];
  }
  const [first, ...others] = wanted.values();
  if (first === undefined) return [];
  const kinds = new Set([first, ...others].map((bounds) => Object.keys(bounds).join(' ')));
  const texts =
    others.length === 0
      ? Object.entries(first).map(([key, bound]) => `"${key}: ${bound}"`)
      : [...new Set([first, ...others].flatMap((bounds) => Object.keys(bounds)))].map((key) => `"${key}"`);
  const where = others.length === 0 ? '' : ` to ${counted(wanted.size, noun)}`;
  return [
    {
      title: `Add ${texts.join(kinds.size > 1 ? ' or ' : ' and ')}${where}`,
      safety: 'unsafe',
      patches: [...wanted].flatMap(([at, bounds]) => patchesFor(at, bounds)),
    },
  ];
}

function patchesFor(at: SourceNode, bounds: Bounds): readonly Patch[] {
  return Object.entries(bounds).map(([key, bound]) => ({
    op: 'set',
    at,
    path: [key],
    value: typeof bound === 'string' ? bound : new Placeholder(String(bound), 'number'),
    after: ['format', 'type'],
  }));
}

/** Closes objects that are composed of nothing and are part of no composition, unless the document extends them. */
export function closeFixes(parts: readonly SchemaPart[], description: OpenApiDescription): readonly Fix[] {
  const closed = parts.filter((part) => !isExtended(part, description));
  const [first] = closed;
  if (first === undefined || first !== parts[0]) return [];
  const where = closed.length === 1 ? '' : ` to ${counted(closed.length, 'object')}`;
  return [
    {
      title: `Add "additionalProperties: false"${where}`,
      safety: 'unsafe',
      patches: closed.map(({ node }) => ({
        op: 'set',
        at: node,
        path: ['additionalProperties'],
        value: false,
        after: ['properties'],
      })),
    },
  ];
}

/** True where a keyword, an example, a text or the values of a kind show more properties than the schema describes. */
function isExtended({ node }: SchemaPart, { operations, cache }: OpenApiDescription): boolean {
  if (node.has('additionalProperties') || node.has('patternProperties')) return true;
  const takers = operations.filter(({ requestSchemas }) =>
    requestSchemas.some((schema) => effectiveOf(schema, cache).place === node),
  );
  const bodies = takers.flatMap(({ requestBody }) => requestBody ?? []);
  const texts = [node, ...bodies.map((body) => body.node)].map((one) => one.get('description')?.string ?? '');
  if ([...texts, ...takers.flatMap(textsOf)].flatMap(sentencesIn).some(extensionTexts.matches)) return true;
  const described = new Set((node.get('properties')?.entries() ?? []).map(({ key }) => key));
  const holders = [node, ...bodies.flatMap(({ content }) => content.map((media) => media.node))];
  if (holders.flatMap(samplesOf).some((sample) => sample.entries().some(({ key }) => !described.has(key)))) return true;
  return (node.get('properties')?.entries() ?? []).some(({ value }) => namesOtherProperties(value, described));
}

/** `payment_method: one of card, token, cash`, next to `card` and `token`: `cash` is not described. */
function namesOtherProperties(kind: SourceNode, described: ReadonlySet<string>): boolean {
  const listed =
    kind
      .get('enum')
      ?.items()
      .flatMap(({ string }) => string ?? []) ?? [];
  const told = /\bone of:? ?\(?([\w ,|-]{1,500})/i.exec(kind.get('description')?.string ?? '')?.[1] ?? '';
  const values = listed.length > 0 ? listed : told.split(/[ ,|]+/).filter((value) => value !== '');
  const known = values.filter((value) => described.has(value));
  return known.length > 1 && known.length < values.length;
}
