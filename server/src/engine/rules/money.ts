import { isServed } from '../openapi/exposure.ts';
import type { OpenApiDescription, Operation } from '../openapi/model.ts';
import { wordsOf } from '../sensitive/tokenize.ts';
import { requestFields } from './requestFields.ts';

const money: ReadonlySet<string> = new Set('amount price balance fee cost salary'.split(' '));

/** True if a field of this name holds a sum of money: its last word says so, `taxRate` and `totalCount` do not. */
export function isMoney(name: string): boolean {
  return money.has(wordsOf(name).at(-1) ?? '');
}

const payable: ReadonlySet<string> = new Set('amount price quantity'.split(' '));

/** What makes an amount one that may go both ways, or a bound, or no money. */
const twoWays: ReadonlySet<string> = new Set(
  'adjustment adjusted correction delta change difference diff discount refund credit debit offset balance net min minimum max maximum limit tax rounding variance gain loss profit space storage disk memory'.split(
    ' ',
  ),
);

/** True if a field of this name says how much to pay or to order. */
export function isPayable(name: string): boolean {
  const words = wordsOf(name);
  return payable.has(words.at(-1) ?? '') && !words.some((word) => twoWays.has(word));
}

const movements: ReadonlySet<string> = new Set(
  'wire transfer,bank transfer,money transfer,fund transfer,payment,payout,withdrawal,withdraw,disbursement,remittance,refund'.split(
    ',',
  ),
);

/** Repositories are transferred and batteries charged as well. */
const ambiguous: ReadonlySet<string> = new Set(['transfer', 'charge', 'pay']);

/** True if an operation pays, transfers or withdraws: the last word of its path says so. */
export function movesMoney(operation: Operation, description: OpenApiDescription): boolean {
  if (!isServed(operation) || operation.method !== 'post') return false;
  // What one does to a single payment is another thing.
  if (operation.path.endsWith('}')) return false;
  const segments = operation.path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'));
  const last = wordsOf(segments.at(-1) ?? '').join(' ');
  if (movements.has(last)) return true;
  if (!ambiguous.has(last)) return false;
  const isAboutMoney = segments.some((segment) => wordsOf(segment).some((word) => aboutMoney.has(word)));
  return isAboutMoney || requestFields(operation, description.resolve).some(isMoney);
}

const aboutMoney: ReadonlySet<string> = new Set('account wallet bank money fund payment invoice balance'.split(' '));
