import { query } from '../incremental/query.ts';
import { measures } from '../lexicon/measures.ts';
import {
  amountStates,
  amounts,
  businessWords,
  orders,
  payableAmounts,
  paymentFields,
  signedAmounts,
  singleActions,
  vagueAmounts,
  vagueMovements,
} from '../lexicon/money.ts';
import { specified } from '../lexicon/specified.ts';
import { proseOf } from '../lexicon/subject.ts';
import { type Words, wordsIn } from '../lexicon/words.ts';
import type { OpenApiDescription, Operation } from '../openapi/model.ts';
import type { ReferenceCache } from '../openapi/referenceCache.ts';
import { requestFields } from '../schemas/requestFields.ts';
import type { SchemaPart } from '../schemas/schemaUnit.ts';
import { isServed } from './operationKind.ts';
import { lastSegment } from './operationWords.ts';
import { hasRole } from './roles.ts';

/** ISO 4217, without codes that are also words. */
const currencies: ReadonlySet<string> = new Set(
  specified('ISO 4217', [
    'usd',
    'eur',
    'gbp',
    'jpy',
    'chf',
    'cad',
    'aud',
    'nzd',
    'cny',
    'inr',
    'brl',
    'mxn',
    'sek',
    'nok',
    'dkk',
    'pln',
    'czk',
    'huf',
    'zar',
    'krw',
    'sgd',
    'hkd',
    'thb',
    'idr',
    'myr',
    'rub',
    'aed',
    'sar',
    'ils',
  ]),
);

/** True if a field of this name holds a sum of money: its last word says so, `taxRate` and `totalCount` do not. */
function isMoney(words: Words<'singular'>): boolean {
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  if (amounts.matches(words)) return true;
  if (vagueAmounts.matches(words)) return isOfMoney(before);
  if (last === 'total') return businessWords.has(before);
  // `EURUSD` is a rate.
  return currencies.has(last) && before !== '' && before !== 'rate' && !currencies.has(before);
}

function isOfMoney(before: string): boolean {
  return before === '' || businessWords.has(before) || amountStates.has(before);
}

/** The same for a property, also by the properties next to it: a currency makes it money, a unit something else. */
export function holdsMoney(part: SchemaPart): boolean {
  const { property = '', node, parent } = part;
  const words = wordsIn(property);
  if (words.length === 1 && words[0] === 'value') return hasBeside(parent, 'currency');
  if (!isMoney(words)) return false;
  if (!vagueAmounts.matches(words) || hasBeside(parent, 'currency')) return true;
  const description = proseOf('property', part, node.get('description')?.string);
  return !hasBeside(parent, 'unit') && measures.find(description) === undefined;
}

function hasBeside(parent: SchemaPart | undefined, word: string): boolean {
  const siblings = parent?.node.get('properties')?.entries() ?? [];
  return siblings.some(({ key }) => wordsIn(key).includes(word));
}

/** True if a field of this name says how much to pay or to order. */
export function isPayable(name: string): boolean {
  const words = wordsIn(name);
  if (vagueAmounts.matches(words) && !isOfMoney(words.at(-2) ?? '')) return false;
  return payableAmounts.matches(words) && !signedAmounts.matches(words);
}

/** True if an operation pays, transfers or withdraws: by its role, or by what it takes. */
export function movesMoney(operation: Operation, description: OpenApiDescription): boolean {
  if (!isServed(operation) || operation.method !== 'post') return false;
  return description.cache.get(movesMoneyOf, operation);
}

const movesMoneyOf = query('money.movesMoneyOf', (cache: ReferenceCache, operation: Operation): boolean => {
  const words = wordsIn(lastSegment(operation.path));
  // A payment is captured once, however often the request arrives.
  if (singleActions.matches(words)) return false;
  if (hasRole(operation, 'money')) return true;
  if (operation.path.endsWith('}')) return false;
  if (orders.matches(words)) {
    return requestFields(operation, cache).some((name) => paymentFields.matches(wordsIn(name)));
  }
  // Repositories are transferred and batteries charged as well, but not by an amount.
  return vagueMovements.matches(words) && requestFields(operation, cache).some((name) => isMoney(wordsIn(name)));
});
