import { batchBounds, boundPhrases, rangeEnds } from '../lexicon/bounds.ts';
import type { ProseLexicon } from '../lexicon/prose.ts';
import { type Sentence, sentencesIn } from '../lexicon/sentences.ts';

/**
 * "At most 100", "cannot be greater than 100", "limited to the max page size": a bound that the author documents, and
 * tools do not see. The text is that of a number that bounds a list.
 */
export function isBoundInWords(...texts: readonly (string | undefined)[]): boolean {
  return texts.some((text = '') => endsOfRanges(text).length > 0 || says(boundPhrases, text));
}

/** The largest bound that the texts state, since it contradicts none of the others. */
export function numberInWords(...texts: readonly string[]): number | undefined {
  const sentences = texts.flatMap(sentencesIn);
  return largest(
    sentences.flatMap((one) => [
      ...endsOfRanges(one.text),
      ...[boundPhrases, rangeEnds].flatMap((lexicon) => numbersOf(lexicon, one)),
    ]),
  );
}

/** The numbers of its phrases that stand alone: the parts of an ID or a date are none. */
export function numbersOf(lexicon: ProseLexicon, sentence: Sentence): readonly number[] {
  const found = lexicon.numbersIn(sentence);
  if (found.length === 0) return found;
  const alone = new Set(numbersAlone(sentence.text));
  return found.filter((number) => alone.has(number));
}

/** "2-letter" is a number before its unit, and "> 40" is no bound from above. */
const alonePattern = /(?<![\w.-]|[ (][>≥] ?)(?:\d[\d,]* ?(?:-|–|\.\.+) ?)?(\d[\d,]*(?:\.\d+)?)(?!\w|-(?![a-z]{4}))/g;

/** The numbers that stand alone: "1,000" is one, and "12,2" none. */
function* numbersAlone(text: string): Generator<number> {
  for (const [, digits = ''] of text.matchAll(alonePattern)) {
    if (/^(?:\d+|\d{1,3}(?:,\d{3})+),?(?:\.\d+)?$/.test(digits)) yield toNumber(digits);
  }
}

function toNumber(digits: string): number {
  return Number(digits.replaceAll(',', ''));
}

/** The largest number that stands alone in a text: a bound below it may contradict what the text says. */
export function largestNumberIn(text: string): number {
  return largest([...numbersAlone(text)]) ?? 0;
}

/** The smallest negative number in a text: "-1 means without end". */
export function lowestNumberIn(...texts: readonly string[]): number | undefined {
  const found = texts.flatMap((text) => [...text.matchAll(negativePattern)].map(([, digits = '']) => -Number(digits)));
  return found.length === 0 ? undefined : found.reduce((one, other) => Math.min(one, other));
}

const negativePattern = /(?<![^\s(=:])-(\d+(?:\.\d+)?)(?![\w-])/g;

export function largest(numbers: readonly number[]): number | undefined {
  return numbers.length === 0 ? undefined : numbers.reduce((one, other) => Math.max(one, other));
}

/** "1-100", "<= 100", "< 10", "[1, 250]"; "3166-1" and "1970-01-01" are no ranges. */
const notation = /(?<![\w.,-])(?:(\d[\d,]*) ?(?:-|–|\.\.+|to) ?|(?:<=?|≤) ?|\[ ?\d+ ?, ?)(\d[\d,]*)(?!\d|[\w-])/gi;

function endsOfRanges(text: string): readonly number[] {
  const ends: number[] = [];
  for (const [, start = '0', end = ''] of text.matchAll(notation)) {
    const number = toNumber(end);
    if (toNumber(start) <= number) ends.push(number);
  }
  return ends;
}

/** "You can upload 1000 contacts per request", in a text about much else, such as that of an operation. */
export function isBatchBoundInWords(...texts: readonly (string | undefined)[]): boolean {
  return texts.some((text = '') => /\d/.test(text) && says(batchBounds, text));
}

function says(lexicon: ProseLexicon, text: string): boolean {
  return sentencesIn(text).some((sentence) => lexicon.matches(sentence));
}
