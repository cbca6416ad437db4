import { names } from './names.ts';

/** The end of the path of an operation that returns a list, besides plurals. */
export const listActions = names('listPaths/listActions', {
  at: 'last',
  form: 'as written',
  en: '*search, *list, autocomplete, suggest, *find, *query',
});
