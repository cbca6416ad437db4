import type { OpenApiDescription, Operation } from '../openapi/model.ts';
import { requestFields } from '../schemas/requestFields.ts';
import type { SchemaPart } from '../schemas/schemaUnit.ts';
import { wordsOf } from '../sensitive/tokenize.ts';
import { isServed } from './operationKind.ts';

const money: ReadonlySet<string> = new Set(
  'price fee cost salary wage subtotal surcharge revenue turnover refund deposit payment payout tax preis prix precio prezzo preco montant importe importo bedrag prijs'.split(
    ' ',
  ),
);

/** German joins its words. */
const compound = /(betrag|preis|kosten|gebuhr)$/;

/** Also of rain, load and hours: of money where they stand alone, or behind a word of business. */
const ambiguous: ReadonlySet<string> = new Set('amount balance budget'.split(' '));

const business: ReadonlySet<string> = new Set(
  'account bank bill billing card cart cash charge checkout commission credit debit deposit discount fee fine gift grand gross invoice ledger loan net order payable payment payout price principal purchase receivable refund sale settlement shipping sub subscription tax tip transaction transfer wallet withdrawal'.split(
    ' ',
  ),
);

/** What is said of an amount, whatever it is of. */
const states: ReadonlySet<string> = new Set(
  'approved authorized available base book booked captured closing current due ending expected final initial line item max maximum min minimum new old opening original outstanding overdue paid pending previous received remaining requested sent starting target total unit unpaid'.split(
    ' ',
  ),
);

/** ISO 4217, those that are no words. */
const currencies: ReadonlySet<string> = new Set(
  'usd eur gbp jpy chf cad aud nzd cny inr brl mxn sek nok dkk pln czk huf zar krw sgd hkd thb idr myr rub aed sar ils'.split(
    ' ',
  ),
);

/** True if a field of this name holds a sum of money: its last word says so, `taxRate` and `totalCount` do not. */
function isMoney(words: readonly string[]): boolean {
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  if (money.has(last) || compound.test(last)) return true;
  if (ambiguous.has(last)) return isOfMoney(before);
  if (last === 'total') return business.has(before);
  // `EURUSD` is a rate.
  return currencies.has(last) && before !== '' && before !== 'rate' && !currencies.has(before);
}

function isOfMoney(before: string): boolean {
  return before === '' || business.has(before) || states.has(before);
}

/** The same of a property, by what stands beside it as well: a currency says what is meant, a unit that it is something else. */
export function holdsMoney({ property = '', node, parent }: SchemaPart): boolean {
  const words = wordsOf(property);
  const last = words.at(-1) ?? '';
  if (last === 'value' && words.length === 1) return hasBeside(parent, 'currency');
  if (!isMoney(words)) return false;
  if (!ambiguous.has(last) || hasBeside(parent, 'currency')) return true;
  return !hasBeside(parent, 'unit') && !measured.test(node.get('description')?.string ?? '');
}

function hasBeside(parent: SchemaPart | undefined, word: string): boolean {
  const siblings = parent?.node.get('properties')?.entries() ?? [];
  return siblings.some(({ key }) => wordsOf(key).includes(word));
}

/** "In millimetres", "kWh", "% of the day" */
const measured =
  /%|\b(percent|(milli|centi|kilo)?(gram(me)?|met(er|re)|lit(er|re)|watt)s?|k?wh|[kmc]m|[km]g|ml|ounces?|pounds of|cups?|inch(es)?|hours?|minutes?|seconds?|days|degrees|calories)\b/i;

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
  const last = words.at(-1) ?? '';
  if (ambiguous.has(last) && !isOfMoney(words.at(-2) ?? '')) return false;
  return payable.has(last) && !words.some((word) => twoWays.has(word));
}

const movements: ReadonlySet<string> = new Set(
  'wire transfer,bank transfer,money transfer,fund transfer,payment,payout,withdrawal,withdraw,disbursement,remittance,refund'.split(
    ',',
  ),
);

/** Repositories are transferred and batteries charged as well. */
const otherwise: ReadonlySet<string> = new Set(['transfer', 'charge', 'pay']);

/** True if an operation pays, transfers or withdraws: the last word of its path says so. */
export function movesMoney(operation: Operation, description: OpenApiDescription): boolean {
  if (!isServed(operation) || operation.method !== 'post') return false;
  // What one does to a single payment is another thing.
  if (operation.path.endsWith('}')) return false;
  const segments = operation.path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'));
  const segment = segments.at(-1) ?? '';
  const last = wordsOf(segment).join(' ');
  // What is made in a list of charges costs money; what is charged may be a battery.
  if (movements.has(last) || segment === 'charges') return true;
  if (!otherwise.has(last)) return false;
  const isAboutMoney = segments.some((segment) => wordsOf(segment).some((word) => aboutMoney.has(word)));
  return isAboutMoney || requestFields(operation, description.resolve).some((name) => isMoney(wordsOf(name)));
}

const aboutMoney: ReadonlySet<string> = new Set('account wallet bank money fund payment invoice balance'.split(' '));
