import { names } from './names.ts';

/** A value with one of these is an example. */
export const placeholderSecrets = names('placeholders/placeholderSecrets', {
  at: 'anywhere',
  form: 'as written',
  en: `
    *example*, *sample*, *dummy*, *fake*, *placeholder*, *your*, *redacted*, *secret*, *passw*, *changeme*, *test*, *demo*
    *user*, *foo*, *bar
  `,
});

/** In capitals: the reason is still to be written. */
export const unfinishedMarks = names('placeholders/unfinishedMarks', {
  at: 'whole',
  form: 'as written',
  en: 'todo, fixme, tbd, xxx',
});

/** Words that, by themselves and together, are not a reason. */
export const emptyWords = names('placeholders/emptyWords', {
  at: 'whole',
  form: 'as written',
  en: `
    a, an, the, my, our, some, your, this, that, it, is, be, to, for, of, in, on, here, now, goes, and, or
    reason, reasons, why, justification, rationale, explanation, explain, explained, comment, text, placeholder
    state, say, give, write, add, insert, enter, put, fill, describe, provide, document, tell, please
    todo, tbd, tba, fixme, xxx, done, determined, defined, written, decided
    none, no, yes, ok, okay, true, false, null, undefined, nil, na, n
    accept, accepted, ignore, ignored, suppress, suppressed, public, purpose, operation, intentional, intentionally
  `,
});

/** Values of an extension that would limit the rate, and do not. */
export const noLimits = names('placeholders/noLimits', {
  at: 'whole',
  form: 'as written',
  en: 'none, off, false, disabled, unlimited',
});
