import { names } from './names.ts';
import { prose } from './prose.ts';

/** Query parameters that say how many results to return. */
export const pageSizes = names('pageSizes/pageSizes', {
  at: 'whole',
  en: `
    limit, page size, page limit, per page, size, max result, max item, top, first, count, item per page, result per page
    num result, page count, perpage, pagesize, max record, max row, record per page, limit per page, result limit
  `,
});

/** Page sizes only in an operation that pages: alone they may count something else. */
export const vaguePageSizes = names('pageSizes/vaguePageSizes', { at: 'whole', en: 'top, first, size, count' });

/** The position of the first result, where a page size of `pairedPageSizes` is next to it. */
export const pairedStarts = names('pageSizes/pairedStarts', { at: 'whole', en: 'first' });

/** A page size next to a position of `pairedStarts`; alone it may be the largest value of anything. */
export const pairedPageSizes = names('pageSizes/pairedPageSizes', { at: 'whole', en: 'max' });

/** Parameters that say where in a list to go on. */
export const pagingWords = names('pageSizes/pagingWords', {
  at: 'anywhere',
  en: 'page, offset, skip, start, from, cursor, after, before, next',
});

/** In the description of a vague page size: it counts results. */
export const resultWords = prose('pageSizes/resultWords', {
  reads: 'topic',
  en: `
    page, result|results, item|items, record|records, entries, rows, elements, objects, number of, how many
    return|returns|returned, max|maximum|maximal|maximally, limit|limits|limited
  `,
});

/** In the description of a vague page size: it counts something else. */
export const otherUnits = prose('pageSizes/otherUnits', {
  reads: 'topic',
  en: `
    byte|bytes, day|days, hour|hours, minute|minutes, second|seconds, date|dates, offset, first result, pixel|pixels|px
    crop|cropped|cropping, edge, height, width, file|files, image|images
  `,
});

/** In the description of any page size: a number of something other than results. */
export const otherCounts = prose('pageSizes/otherCounts', {
  reads: 'topic',
  en: 'number of days|hours|minutes|seconds|weeks|months|bytes',
});

/** In the texts of an operation: its page size has a maximum. */
export const limitedPages = prose('pageSizes/limitedPages', {
  reads: 'topic',
  en: 'max|maximum page size, max|maximum pagesize, allowed page size, allowed pagesize',
});

/** In the introduction: all pages have a maximum. */
export const introducedLimits = prose('pageSizes/introducedLimits', {
  reads: 'claim',
  en: `
    max|maximum|limit|limits|limited|up|most …8 # …2 per|each|a page
    per page ~9 max|maximum (of) #
  `,
});
