import { prose } from './prose.ts';

/** The description of a number says that it has a maximum. */
export const boundPhrases = prose('bounds/boundPhrases', {
  reads: 'claim',
  en: `
    max|maximum|maximal|maximally ~8 #, at most ~8 #, up to ~8 #, between ~8 #, no more than ~8 #, not exceed|exceeding ~8 #
    capped ~8 #, limited to ~8 #, no larger|higher|greater than ~8 #
    not be (set) greater|higher|larger|more|bigger than ~5 #, less than #, allowed max
    limited to|by (the) max|system|server, impose|imposes a …3 limit, maximum allowable|allowed
  `,
});

/** The upper end of a range, with a remark behind the lower one. */
export const rangeEnds = prose('bounds/rangeEnds', {
  reads: 'claim',
  en: 'between ~8 and #, values ~8 to #',
});

/** The text of an operation says how many objects a request may hold. */
export const batchBounds = prose('bounds/batchBounds', {
  reads: 'claim',
  en: `
    # …5 per|each request|call|batch|operation, # …5 in a|an|one|the (single|same) request|call|batch|operation
    # …5 at once, # …5 at a time
  `,
});
