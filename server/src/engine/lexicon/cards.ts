import { names } from './names.ts';
import { prose } from './prose.ts';

/** The security code of a payment card, by its whole name. */
export const cardSecurityCodes = names('cards/cardSecurityCodes', {
  at: 'whole',
  en: `
    cvv, cvv 2, cvc, cvc 2, cvn, card cvv, card cvc, card verification code, card security code, card verification value
  `,
});

/** Doors and accounts have them as well: the code of a card only next to its number, or within a card. */
export const vagueSecurityCodes = names('cards/vagueSecurityCodes', { at: 'whole', en: 'security code' });

export const cardNumbers = names('cards/cardNumbers', {
  at: 'whole',
  en: 'card number, card no, pan, credit card number, debit card number',
});

/** Schemas and properties that are a payment card. */
export const cardObjects = names('cards/cardObjects', {
  at: 'whole',
  en: 'card, credit card, debit card, payment card, card data, card detail, card info',
});

/** In the name of a schema: a card that the API issues to its holder. */
export const cardIssuing = names('cards/cardIssuing', {
  at: 'anywhere',
  en: 'issuing, issued, issuer, virtual, generated',
});

/** The field holds the result of a check, not the code. */
export const checkResults = prose('cards/checkResults', {
  reads: 'topic',
  en: 'check|checked, result|results, whether, match|matches|matched, verification response|status',
});
