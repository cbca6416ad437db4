import { names } from './names.ts';

/** An operationId, a title, a tag or a scope for administrators. */
export const adminNames = names('deeds/adminNames', {
  at: 'first',
  en: `
    admin, administrator, administration, superadmin, super admin, backoffice
  `,
});

/** A scheme that only administrators have. */
export const adminSchemes = names('deeds/adminSchemes', {
  at: 'anywhere',
  en: `
    admin, administrator, administration, superadmin, backoffice
  `,
});

/** Operations that move money, by the last word of a path or by an operationId. */
export const moneyNames = names('deeds/moneyNames', {
  at: 'whole',
  en: `
    payment, payout, pay, withdrawal, withdraw, disbursement, disburse, remittance, refund, cashout, cash out, topup
    top up, checkout, bank transfer, wire transfer, wire, money transfer, fund transfer, transfer fund
    transfer money, send money, send payment, create payment, make payment, create refund, create payout
    initiate payment, execute payment, capture payment, refund payment, create charge, pay invoice, pay bill
    bill payment, payment order, payment initiation, domestic payment, international payment, batch payment
    bulk payment, instant payment, purchase, donate, donation, deposit, payment intent, tip, capture, standing order
    domestic standing order, international standing order, scheduled payment, domestic scheduled payment
    create withdrawal, create transfer
  `,
});

/** Lists of movements of money; a single charge may be of a battery. */
export const moneyLists = names('deeds/moneyLists', {
  at: 'whole',
  form: 'as written',
  en: `
    charges, transfers
  `,
});

/** A title about moving money. */
export const moneyTitles = names('deeds/moneyTitles', {
  at: 'first',
  en: `
    make payment, create payment, initiate payment, execute payment, submit payment, process payment, send payment
    capture payment, refund payment, refund charge, refund transaction, create refund, issue refund, create payout
    create charge, charge card, charge customer, transfer money, transfer fund, transfer amount, send money
    send fund, withdraw, pay, deposit fund, top up, purchase
  `,
});

/** A title about the means of payment, which is stored for later: no money moves. */
export const meansTitles = names('deeds/meansTitles', {
  at: 'first',
  en: 'create payment profile, create payment method, create payment instrument, create payment card',
});

/** Who gets money. */
export const payees = names('deeds/payees', {
  at: 'anywhere',
  en: `
    beneficiary, payee, mandate, external account, payout account, payout method, payout destination
    trusted recipient, counterparty
  `,
});

/** Limits of what a user may spend or call. */
export const limitNames = names('deeds/limitNames', {
  at: 'last',
  en: `
    limit, quota, spending control, spending cap
  `,
});

/** What proves who a user is, and how it is enrolled or reset. */
export const factorNames = names('deeds/factorNames', {
  at: 'anywhere',
  form: 'as written',
  en: `
    mfa, 2 fa, two factor, second factor, multi factor, totp, pin, passcode, authenticator, authenticators, passkeys
    security questions, security question, recovery codes, recovery code, backup codes, password, change email
    change phone, email change, phone change, update email, update phone, trusted devices
  `,
});

/** What the operation does cannot be undone. */
export const destroyingVerbs = names('deeds/destroyingVerbs', {
  at: 'first',
  en: `
    delete, destroy, purge, wipe, erase, remove all, drop, clear all, close account, terminate, deactivate account
    cancel account
  `,
});

/** Operations on many objects at once. */
export const bulkNames = names('deeds/bulkNames', {
  at: 'anywhere',
  en: `
    bulk, batch, mass
  `,
});

/** The last segment of a path to many objects at once. */
export const bulkSegments = names('deeds/bulkSegments', {
  at: 'anywhere',
  en: `
    multi, multiple, many, import
  `,
});

/** Everything, to be stored elsewhere. */
export const exportNames = names('deeds/exportNames', {
  at: 'anywhere',
  en: `
    export, download all, dump, backup, takeout, data portability
  `,
});

/** What a caller asks for. */
export const searchNames = names('deeds/searchNames', {
  at: 'anywhere',
  en: `
    search, lookup, autocomplete, typeahead
  `,
});

/** The last segment of a path to what a caller asks for. */
export const searchSegments = names('deeds/searchSegments', {
  at: 'anywhere',
  en: `
    query, find, suggest, suggestion, filter, geocode
  `,
});

/** Path parameters with a secret that lets its holder in. */
export const capabilityNames = names('deeds/capabilityNames', {
  at: 'last',
  en: `
    token, secret, magic link, access key, invite code, invitation code, share code, share key, reset code
    confirmation code, verification code, activation code, activation key, reset key, verification key
    confirmation key
  `,
});

/** The last segment of a path that other machines call. */
export const hookNames = names('deeds/hookNames', {
  at: 'last',
  form: 'as written',
  en: 'webhook, hook, callback, ipn, payment notify, pay notify, payments notify',
});

/** Before the name of a hook: it is managed or sent. */
export const managingVerbs = names('deeds/managingVerbs', {
  at: 'first',
  form: 'as written',
  en: `
    create, add, register, test, fire, send, trigger, set, delete, update, verify, validate, list
  `,
});

/** A title about requests of other machines. */
export const hookTitles = names('deeds/hookTitles', {
  at: 'first',
  en: `
    receive webhook, handle webhook, process webhook, incoming webhook, inbound webhook, receive event
    receive notification, handle notification, receive callback, handle payment callback, handle incoming webhook
  `,
});

/** Anywhere in a title: the operation receives webhooks. */
export const hookReceivers = names('deeds/hookReceivers', {
  at: 'anywhere',
  en: `
    webhook handler, webhook receiver, webhook listener
  `,
});
