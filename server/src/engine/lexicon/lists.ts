import { names } from './names.ts';
import { prose } from './prose.ts';

/** Parameters that limit a list, or say where in it to go on. */
export const pagingParameters = names('lists/pagingParameters', {
  at: 'anywhere',
  en: `
    page, limit, offset, skip, cursor, count, size, top, first, last id, max, start index, marker, continuation, next
    after, before, ids, range, take, row, number of
  `,
});

/** Next to a list in a response: there are further pages. */
export const pagingFields = names('lists/pagingFields', {
  at: 'anywhere',
  en: 'next, cursor, page, paging, has more, offset, continuation, limit, link, marker, range, truncated',
});

/** Last path segments of lists that grow, in the singular. */
export const histories = names('lists/histories', { at: 'last', en: 'history, log, audit' });

/** Last path segments of lists that grow as long as the API is used, in the plural. */
export const growingLists = names('lists/growingLists', {
  at: 'last',
  en: `
    transaction, position, order, invoice, visit
  `,
});

/** Last path segments of lists that stay short: parts and settings of one thing. */
export const smallLists = names('lists/smallLists', {
  at: 'last',
  en: `
    role, mapping, mapper, model, flow, scope, component, blocklist, command, setting, label, type, token, provider, config
    configuration, attribute, permission, policy, rule, tag, metadata, plan, auth, origin, credential, certificate, key
    language, country, category, region, version
  `,
});

/** Parameters that limit a list by time. */
export const dateRanges = names('lists/dateRanges', {
  at: 'whole',
  en: 'from, to, since, until, start date, end date, from date, to date, start time, end time, date from, date to',
});

/** The text says that the list is limited. */
export const limitedLists = prose('lists/limitedLists', {
  reads: 'claim',
  en: `
    paginated, pagination, pages, page of, up to #, at most #, maximum of #, last #, latest #, first #, most recent
    limited to, top #
  `,
});
