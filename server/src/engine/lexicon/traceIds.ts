import { names } from './names.ts';

/** A header with the ID of one of these ties a request to its entries in logs. */
export const tracedThings = names('traceIds/tracedThings', {
  at: 'anywhere',
  form: 'as written',
  en: 'request, correlation, trace, tracking, transaction, interaction, activity',
});
