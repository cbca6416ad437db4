import { pure } from '../incremental/pure.ts';
import { query } from '../incremental/query.ts';
import {
  dateTexts,
  dateTimeTexts,
  encodedFiles,
  endlessNumbers,
  epochTexts,
  numberConstraints,
  numberLengths,
  positionNumbers,
  requestedAmounts,
  separatedLists,
  standardNumbers,
  standardTexts,
  statedLengths,
  storedLists,
  textConstraints,
  workNumbers,
  workTimes,
} from '../lexicon/knownConstraints.ts';
import { pageSizes, pagingWords, vaguePageSizes } from '../lexicon/pageSizes.ts';
import { decidedFields, privileges } from '../lexicon/privileges.ts';
import { type Sentence, sentencesIn } from '../lexicon/sentences.ts';
import { specified } from '../lexicon/specified.ts';
import { proseOf } from '../lexicon/subject.ts';
import { wordsIn, writtenWordsIn } from '../lexicon/words.ts';
import type { OpenApiDescription, Operation } from '../openapi/model.ts';
import type { ReferenceCache } from '../openapi/referenceCache.ts';
import { effectiveOf, type SchemaSource } from '../schemas/effectiveSchema.ts';
import { fieldsIn } from '../schemas/requestFields.ts';
import type { SchemaPart } from '../schemas/schemaUnit.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { isBoundInWords, largest, lowestNumberIn, numberInWords, numbersOf } from './boundProse.ts';
import { sizesIn, usualFileSize } from './fileSizes.ts';
import { isServed, isWrite } from './operationKind.ts';

/** True if a standard or the description says how long the text may be: it only has to be written as a keyword. */
export function isKnownText(part: SchemaPart, source: SchemaSource): boolean {
  if (standardTexts.matches(wordsIn(nameOf(part)))) return true;
  const prose = proseOf('property', part, ...textsOf(part, source));
  return [statedLengths, textConstraints].some((lexicon) => lexicon.find(prose) !== undefined);
}

/** True if the ends of the number are known, or if it says how much work the request is. */
export function isKnownNumber(part: SchemaPart, source: SchemaSource): boolean {
  const words = wordsIn(nameOf(part));
  if (standardNumbers.matches(words) || workNumbers.matches(words)) return true;
  if (part.property === undefined && workTimes.matches(words)) return true;
  if (endlessNumbers.matches(words) || positionNumbers.matches(words)) return false;
  const texts = textsOf(part, source);
  if (isBoundInWords(...texts)) return true;
  const proses = texts.map((text) => proseOf('property', part, text));
  if (proses.some((prose) => numberConstraints.find(prose) !== undefined)) return true;
  // unbounded-page-size reports those of queries.
  if (pageSizes.matches(words)) return part.property !== undefined && isOfPaging(part);
  if (pagingWords.matches(words)) return false;
  return proses.some((prose) => requestedAmounts.find(prose) !== undefined);
}

/** `limit` next to `offset` in a body, and not a limit of something else. */
function isOfPaging({ parent, property = '' }: SchemaPart): boolean {
  if (vaguePageSizes.matches(wordsIn(property))) return false;
  const siblings = parent?.node.get('properties')?.entries() ?? [];
  return siblings.some(({ key }) => key !== property && pagingWords.matches(wordsIn(key)));
}

/** True for a list that the server stores or forwards item by item, and where the description states a maximum. */
export function isKnownList(part: SchemaPart, source: SchemaSource): boolean {
  if (isBoundInWords(...textsOf(part, source))) return true;
  // A body that is a list is a batch, which has a rule of its own.
  if (part.property === undefined) return false;
  const items = effectiveOf(part.node, source).get('items');
  return (
    items !== undefined && !effectiveOf(items, source).isListed && storedLists.matches(writtenWordsIn(nameOf(part)))
  );
}

/** The upper bound that the description states, if any. */
export function statedBound(part: SchemaPart, source: SchemaSource): number | undefined {
  return numberInWords(...textsOf(part, source));
}

/** The upper bound of a list that the text of the schema around it states: "up to 10 recipients". */
export function statedBoundAround(part: SchemaPart, source: SchemaSource): number | undefined {
  const { parent } = part;
  const name = wordsIn(nameOf(part)).at(-1);
  if (parent === undefined || name === undefined) return undefined;
  const texts = effectiveOf(parent.node, source).parts.flatMap((one) => one.get('description')?.string ?? []);
  return numberInWords(...texts.flatMap(sentencesIn).flatMap(({ text }) => (wordsIn(text).includes(name) ? text : [])));
}

/** The smallest number below zero that the description allows. */
export function statedMinimum(part: SchemaPart, source: SchemaSource): number | undefined {
  return lowestNumberIn(...textsOf(part, source));
}

/** True where the description states the length of a number, which bounds it by other means. */
export function isBoundByLength(part: SchemaPart, source: SchemaSource): boolean {
  return numberLengths.find(proseOf('property', part, ...textsOf(part, source))) !== undefined;
}

/** The length of the text of a file, in Base64: by the size that the description states, else by a usual one. */
export function statedFileLength(part: SchemaPart, source: SchemaSource): number | undefined {
  const texts = textsOf(part, source);
  if (encodedFiles.find(proseOf('property', part, ...texts)) === undefined) return undefined;
  const size = largest(texts.flatMap(sizesIn)) ?? usualFileSize;
  // Four characters for three bytes.
  return Math.ceil(size / 3) * 4;
}

/** True for a number that counts from an epoch: it grows with time. */
export function isEpoch(part: SchemaPart, source: SchemaSource): boolean {
  return epochTexts.find(proseOf('property', part, ...textsOf(part, source))) !== undefined;
}

/** The length that the description states: "3 letters", "up to 50 characters". */
export function statedLength(part: SchemaPart, source: SchemaSource): number | undefined {
  const texts = textsOf(part, source);
  const prose = proseOf('property', part, ...texts);
  if (separatedLists.find(prose) !== undefined) return undefined;
  const isMinimum = (one: Sentence): boolean => numberConstraints.matches(one);
  const lengths = prose.sentences.filter((one) => !isMinimum(one)).flatMap((one) => numbersOf(statedLengths, one));
  return numberInWords(...texts) ?? largest(lengths);
}

/** The format of a text that its name says is a UUID, or its description a date, with or without a time. */
export function statedFormat(part: SchemaPart, source: SchemaSource): 'date' | 'date-time' | 'uuid' | undefined {
  if (uuidNames.includes(writtenWordsIn(nameOf(part)).at(-1) ?? '')) return 'uuid';
  const prose = proseOf('property', part, ...textsOf(part, source));
  if (dateTimeTexts.find(prose) !== undefined) return 'date-time';
  return dateTexts.find(prose) === undefined ? undefined : 'date';
}

/** The ends that a standard gives to a number of that name. */
export function standardEnds(part: SchemaPart): readonly [low: number, high: number] | undefined {
  const last = writtenWordsIn(nameOf(part)).at(-1) ?? '';
  return endsOfNames.find(({ names }) => names.includes(last))?.ends;
}

const uuidNames: readonly string[] = specified('RFC 9562', ['uuid', 'guid']);

const endsOfNames: readonly { readonly names: readonly string[]; readonly ends: readonly [number, number] }[] = [
  { names: specified('ISO 6709', ['latitude', 'lat']), ends: [-90, 90] },
  { names: specified('ISO 6709', ['longitude', 'lon', 'lng']), ends: [-180, 180] },
  { names: specified('ISO 8601', ['month']), ends: [1, 12] },
  { names: specified('ISO 8601', ['hour']), ends: [0, 23] },
  { names: specified('ISO 8601', ['minute']), ends: [0, 59] },
  { names: specified('ISO 80000-1', ['percent', 'percentage']), ends: [0, 100] },
  { names: specified('RFC 6335', ['port']), ends: [0, 65535] },
];

/** Of a property or parameter; an item of a list has the name of the list. */
function nameOf(part: SchemaPart): string {
  return part.property ?? part.enclosing[0] ?? parameterOf(part)?.get('name')?.string ?? '';
}

function textsOf(part: SchemaPart, source: SchemaSource): readonly string[] {
  const { parts } = effectiveOf(part.node, source);
  const holders = [...parts, ...(part.property === undefined ? [parameterOf(part)] : [])];
  return holders.flatMap((holder) => holder?.get('description')?.string ?? []);
}

/** The parameter whose schema this is. */
function parameterOf(part: SchemaPart): SourceNode | undefined {
  let { node }: SchemaPart = part;
  if (part.parent !== undefined) return undefined;
  for (let steps = 0; steps < maxSteps; steps++) {
    if (node.has('in') && node.has('name')) return node;
    if (node.parent === undefined) return undefined;
    node = node.parent;
  }
  return undefined;
}

/** `parameter/content/application~1json/schema` */
const maxSteps = 4;

/**
 * The schemas of bodies whose resource has a property that the server decides, such as a role: a response returns it, and the
 * schema of the request does not describe it. An open object lets a client send it all the same.
 */
export function bindableBodies({ operations, cache }: OpenApiDescription): ReadonlySet<SourceNode> {
  const found = new Set<SourceNode>();
  for (const { requestSchemas, responses } of cache.select(operations, mayBind)) {
    const decided = responses
      .filter(({ status }) => status.startsWith('2'))
      .flatMap(({ schemas }) => schemas.flatMap((schema) => cache.get(decidedAt, cache.resolve(schema) ?? schema)));
    if (decided.length === 0) continue;
    for (const schema of requestSchemas) {
      const fields = setOf(fieldsIn(schema, 'request', cache));
      if (decided.some((name) => !fields.has(name))) found.add(effectiveOf(schema, cache).place);
    }
  }
  return found;
}

/** Of a list that many operations share: one set. */
const setOf = pure('knownConstraints.setOf', (names: readonly string[]): ReadonlySet<string> => new Set(names));

const mayBind = pure('knownConstraints.mayBind', (operation: Operation): boolean => {
  return isServed(operation) && isWrite(operation) && operation.requestSchemas.length > 0;
});

/** The properties of a response that the server decides, whoever sends them. */
const decidedAt = query('knownConstraints.decidedAt', (cache: ReferenceCache, schema: SourceNode): readonly string[] =>
  fieldsIn(schema, 'response', cache).filter((name) => {
    const words = wordsIn(name);
    return privileges.matches(words) || decidedFields.matches(words);
  }),
);
