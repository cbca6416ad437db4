import { names } from './names.ts';

/** They deny a claim in their clause. */
export const negations = names('grammarWords/negations', {
  at: 'anywhere',
  en: 'no, not, never, none, neither, nor, without',
});

/** A negation does not reach beyond these. */
export const linkWords = names('grammarWords/linkWords', {
  at: 'anywhere',
  en: 'and, but, so, because, since, if, when, where, while, that, which, who, then, until',
});

/** A sentence with one of these has an exception. */
export const exceptions = names('grammarWords/exceptions', { at: 'anywhere', en: 'unless, except' });

/** A sentence with one of these says what happens in a case. */
export const conditions = names('grammarWords/conditions', { at: 'anywhere', en: 'if, when, whenever' });

/** A clause with one of these is about another time. */
export const postponements = names('grammarWords/postponements', {
  at: 'anywhere',
  en: 'yet, planned, soon, future, eventually, todo, tbd',
});

/** Numbers in letters. */
export const numberWords = names('grammarWords/numberWords', {
  at: 'anywhere',
  en: 'one, two, three, four, five, six, seven, eight, nine, ten, twenty, thirty, fifty, sixty, hundred, thousand, million',
});

/** A period behind these does not end a sentence. */
export const abbreviations = names('grammarWords/abbreviations', {
  at: 'last',
  en: 'approx, incl, resp, vs, cf, etc, max, min, dr, mr, inc, st',
});
