import { names } from './names.ts';

/** Parameters that hold a query or a program which the server runs. */
export const queryLanguageParameters = names('queryLanguages/queryLanguageParameters', {
  at: 'whole',
  en: 'sql, sql query, sql statement, raw sql, where, where clause, expression, script',
});
