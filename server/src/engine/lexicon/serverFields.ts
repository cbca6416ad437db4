import { names } from './names.ts';
import { prose } from './prose.ts';

/** Facts that others rely on, because the server knows them: who did something, and what was checked. */
export const serverFields = names('serverFields/serverFields', {
  at: 'whole',
  form: 'as written',
  en: `
    created by, created by id, created by user, created by user id, creator id, updated by, modified by, last modified by
    last updated by, submitted by, approved by, approved at, verified by, verified at, verified, phone verified
    phone number verified, approved, is approved, kyc status, verification status, approval status
  `,
});

/** Who wrote something, in a contribution: the author of a book is no caller. */
export const authorFields = names('serverFields/authorFields', {
  at: 'whole',
  form: 'as written',
  en: 'author, author id, author name, creator, sender, sender id, user name',
});

/** What callers write in their own name. */
export const contributions = names('serverFields/contributions', {
  at: 'anywhere',
  en: 'comment, message, review, reply, topic, discussion, ticket, feedback, rating, vote',
});

/** Values of a state that somebody else decides on. */
export const decidedStates = names('serverFields/decidedStates', {
  at: 'whole',
  form: 'as written',
  en: 'approved, verified, rejected',
});

/** Values of a state that clients set as they work: the field is theirs, whatever its other values are. */
export const clientStates = names('serverFields/clientStates', {
  at: 'whole',
  form: 'as written',
  en: 'draft, submitted, requested, open, cancelled, canceled, withdrawn, archived, published',
});

/** The description says that clients set the state. */
export const setStates = prose('serverFields/setStates', {
  reads: 'claim',
  en: 'set|change|update|use ~4 status|state ~4 to, to approve|reject ~4 set|pass|send, you can ~3 approve|reject',
});

/** Fields of a state. */
export const stateFields = names('serverFields/stateFields', { at: 'last', form: 'as written', en: 'status, state' });
