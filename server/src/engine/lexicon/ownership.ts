import { names } from './names.ts';
import { prose } from './prose.ts';

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

/** Lists of persons, and of what they write to each other: others know these IDs. */
export const personObjects = names('ownership/personObjects', {
  at: 'last',
  en: 'user, member, patient, person, employee, conversation',
});

/** In a path: the object is that of the caller. */
export const ownObjects = names('ownership/ownObjects', { at: 'anywhere', en: 'my, me, self, own, admin' });

/** The text says whose objects a caller may use. */
export const objectOwnership = prose('ownership/objectOwnership', {
  reads: 'topic',
  en: `
    own|owns|owned|owner|owners, belong|belongs|belonging, authenticated|current|logged (in) user|customer|account|member
    your, permission|permissions, authorized|authorised, access to, role|roles
  `,
});
