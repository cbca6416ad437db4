import { names } from './names.ts';
import { prose } from './prose.ts';

/** Parameters that hold a query or a program which the server runs. */
export const queryLanguageParameters = names('queryLanguages/queryLanguageParameters', {
  at: 'whole',
  en: 'sql, sql query, sql statement, raw sql, where, where clause, expression, script',
});

/** The parameter holds the URL of a script. */
export const urlMentions = prose('queryLanguages/urlMentions', { reads: 'topic', en: 'url|urls, uri' });

/** Parameters with the field by which a list is sorted. */
export const sortNames = names('queryLanguages/sortNames', {
  at: 'whole',
  en: 'sort, sort by, order by, ordering, sort field, sort column, orderby',
});

/** The same where the description says so. */
export const orderNames = names('queryLanguages/orderNames', { at: 'whole', en: 'order' });

/** The description of `order`: it sorts. */
export const sortTexts = prose('queryLanguages/sortTexts', {
  reads: 'topic',
  en: 'sort|sorted|sorting|sorts, ordered|ordering by',
});

/** The parameter takes a direction, and no field. */
export const directionTexts = prose('queryLanguages/directionTexts', {
  reads: 'topic',
  en: 'asc|ascending (or) desc|descending, desc|descending or asc|ascending, sort direction, direction of',
});

/** Values that are a direction. */
export const directions = names('queryLanguages/directions', { at: 'whole', en: 'asc, desc, ascending, descending' });

/** Parameters with an object of filters. */
export const filterObjects = names('queryLanguages/filterObjects', { at: 'whole', en: 'filter, where' });
