import { names } from './names.ts';

/** The last segment of a `POST` that reads many objects at once. */
export const bulkReads = names('bulkReads/bulkReads', {
  at: 'whole',
  en: 'report, download',
});
