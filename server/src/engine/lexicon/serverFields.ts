import { names } from './names.ts';

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

/** Fields of a state. */
export const stateFields = names('serverFields/stateFields', { at: 'last', form: 'as written', en: 'status, state' });
