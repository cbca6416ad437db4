import { names } from './names.ts';

/** Before `id` in the name of a field: the user for whom a request acts. */
export const ownerWords = names('ownership/ownerWords', {
  at: 'whole',
  en: 'owner, user, customer, created by, creator, author, sender, payer, tenant',
});

/** The end of a name that identifies an object. */
export const identifierWords = names('ownership/identifierWords', { at: 'last', en: 'id, identifier, uuid' });

/** Path segments below which accounts and their sessions are. */
export const accountSegments = names('ownership/accountSegments', {
  at: 'whole',
  en: 'account, user, session, customer, member',
});

/** Path segments below which the objects of a user are. */
export const personalSegments = names('ownership/personalSegments', { at: 'whole', en: 'my, me, order, payment' });
