import { names } from './names.ts';

/** Last path segments of lists that belong to one object. */
export const objectParts = names('batches/objectParts', {
  at: 'whole',
  en: 'tag, label, setting, permission, column, field, filter, board, cell',
});

/** Properties by which each item of a list is an object of its own. */
export const idNames = names('batches/idNames', {
  at: 'last',
  en: 'id, uuid, key, number, email, username, timestamp',
});
