import { specified } from '../lexicon/specified.ts';

/** Ten megabytes: a start, as the author knows the files. */
export const usualFileSize = 10 * 2 ** 20;

/** The sizes in a text, in bytes: "2.5 MB". */
export function sizesIn(text: string): readonly number[] {
  return [...text.matchAll(measured)].map(([, number = '', unit = '']) => {
    return Math.ceil(Number(number) * 2 ** (10 * (orders.indexOf(unit[0]?.toLowerCase() ?? '') + 1)));
  });
}

const measured = specified('IEC 80000-13', /(\d{1,9}(?:\.\d{1,3})?)\s?(kilobyte|megabyte|gigabyte|[kmg]i?b\b)/gi);
const orders = ['k', 'm', 'g'];
