import { names } from './names.ts';

/** Before a number without groups: it is the number of a payment card. */
export const cardTexts = names('cardTexts/cardTexts', { at: 'anywhere', en: '*card, pan, credit, payment' });
