import { batchBounds, boundPhrases } from '../lexicon/bounds.ts';
import type { ProseLexicon } from '../lexicon/prose.ts';
import { sentencesIn } from '../lexicon/sentences.ts';

/**
 * "At most 100", "cannot be greater than 100", "limited to the max page size": a bound that the author documents, and
 * tools do not see. The text is that of a number that bounds a list.
 */
export function isBoundInWords(...texts: readonly (string | undefined)[]): boolean {
  return texts.some((text = '') => notation.test(text) || says(boundPhrases, text));
}

/** The largest number of the sentences that state a bound: one that contradicts none of them. */
export function numberInWords(...texts: readonly string[]): number | undefined {
  const sentences = texts.flatMap(sentencesIn).map(({ text }) => text);
  return largestNumber(sentences.filter((text) => isBoundInWords(text)));
}

/** Of the numbers that stand alone, and of ends of ranges; the parts of an ID or a date are none. */
export function largestNumber(sentences: readonly string[]): number | undefined {
  const numbers = sentences.flatMap((text) =>
    [...text.matchAll(/(?<![\w.-])(?:\d+ ?(?:-|–|\.\.+) ?)?(\d[\d,]*(?:\.\d+)?)(?![\w-])/g)].map(([, end = '']) => end),
  );
  const largest = Math.max(...numbers.map((number) => Number(number.replaceAll(',', ''))));
  return Number.isFinite(largest) ? largest : undefined;
}

/** "1-100", "<= 100", "[1, 250]" */
const notation = /\d ?(-|–|\.\.+|to) ?\d|(<=|≤) ?\d|\[ ?\d+ ?, ?\d+ ?\]/i;

/** "You can upload 1000 contacts per request", in a text about much else, such as that of an operation. */
export function isBatchBoundInWords(...texts: readonly (string | undefined)[]): boolean {
  return texts.some((text = '') => /\d/.test(text) && says(batchBounds, text));
}

function says(lexicon: ProseLexicon, text: string): boolean {
  return sentencesIn(text).some((sentence) => lexicon.matches(sentence));
}
