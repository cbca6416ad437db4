import { names } from './names.ts';
import { prose } from './prose.ts';

/** Sums of money, whatever stands before the word. */
export const amounts = names('money/amounts', {
  at: 'last',
  en: 'price, fee, cost, salary, wage, subtotal, surcharge, revenue, turnover, refund, deposit, payment, payout, tax',
  de: '*betrag, *preis, *kosten, *gebuhr',
  fr: 'prix, montant',
  es: 'precio, importe',
  pt: 'preco',
  it: 'prezzo, importo',
  nl: 'bedrag, prijs',
});

/** Also of rain, load and hours: sums of money alone, behind a word of business or behind a state. */
export const vagueAmounts = names('money/vagueAmounts', { at: 'last', en: 'amount, balance, budget' });

export const businessWords = names('money/businessWords', {
  at: 'anywhere',
  en: `
    account, bank, bill, billing, card, cart, cash, charge, checkout, commission, credit, debit, deposit, discount, fee, fine
    gift, grand, gross, invoice, ledger, loan, net, order, payable, payment, payout, price, principal, purchase, receivable
    refund, sale, settlement, shipping, sub, subscription, tax, tip, transaction, transfer, wallet, withdrawal
  `,
});

/** States of an amount, whatever it is of. */
export const amountStates = names('money/amountStates', {
  at: 'anywhere',
  en: `
    approved, authorized, available, base, book, booked, captured, closing, current, due, ending, expected, final, initial
    line, item, max, maximum, min, minimum, new, old, opening, original, outstanding, overdue, paid, pending, previous
    received, remaining, requested, sent, starting, target, total, unit, unpaid
  `,
});

/** Fields that say how much to pay or to order. */
export const payableAmounts = names('money/payableAmounts', { at: 'last', en: 'amount, price, quantity' });

/** They turn a payable amount into one that may be negative, into a bound, or into something other than money. */
export const signedAmounts = names('money/signedAmounts', {
  at: 'anywhere',
  en: `
    adjustment, adjusted, correction, delta, change, difference, diff, discount, refund, credit, debit, offset, balance, net
    min, minimum, max, maximum, limit, tax, rounding, variance, gain, loss, profit, space, storage, disk, memory
  `,
});

/** Ends of last path segments of operations that move money, whatever stands in front. */
export const transfersOfMoney = names('money/transfersOfMoney', {
  at: 'last',
  en: `
    ach transfer, check transfer, cheque transfer, credit transfer, debit transfer, payment transfer
    sepa transfer, funding request
  `,
});

/** The last segment of an action that a payment allows once. */
export const singleActions = names('money/singleActions', { at: 'whole', en: 'capture, confirm, approve' });

/** Fields that say what is charged for an order. */
export const paymentFields = names('money/paymentFields', {
  at: 'last',
  en: 'payment method, payment method id, payment type, payment token, payment source, card token',
});

/** Last path segments of operations that make an order; with a field of payment, they charge for it. */
export const orders = names('money/orders', {
  at: 'whole',
  en: 'order, booking, reservation, purchase, checkout, subscription',
});

/** The description of an amount says that it has two directions. */
export const twoDirections = prose('money/twoDirections', {
  reads: 'topic',
  en: 'negative, debit|debits, credit|credits, outflow, inflow, refund|refunds, pull, pulls, withdrawal|withdrawals',
});

/** Last path segments of operations that take money away from an account. */
export const debits = names('money/debits', {
  at: 'whole',
  en: `
    transfer, wire transfer, bank transfer, money transfer, payment, payout, withdrawal, withdraw, disbursement, beneficiary
    remittance
  `,
});

/** Repositories are transferred and batteries charged as well: these move money only near a word about money. */
export const vagueMovements = names('money/vagueMovements', {
  at: 'whole',
  en: 'transfer, charge, pay, buy, purchase',
});

export const moneyPathWords = names('money/moneyPathWords', {
  at: 'anywhere',
  en: 'account, wallet, bank, money, fund, payment, invoice, balance, credit',
});

/** Last path segments that take back money, or take back what somebody said. */
export const withdrawals = names('money/withdrawals', { at: 'whole', en: 'withdraw, withdrawal' });

/** What somebody said and can take back: no money moves. */
export const statements = names('money/statements', {
  at: 'last',
  en: 'consent, application, complaint, objection, nomination, appeal, petition, proposal, submission, request',
});
