import { names } from './names.ts';
import { prose } from './prose.ts';

/** Parameters that hold a query or a program which the server runs. */
export const queryLanguageParameters = names('queryLanguages/queryLanguageParameters', {
  at: 'whole',
  en: 'sql, sql query, sql statement, raw sql, where, where clause, expression, script',
});

/** The parameter holds the URL of a script. */
export const urlMentions = prose('queryLanguages/urlMentions', { reads: 'topic', en: 'url|urls, uri' });
