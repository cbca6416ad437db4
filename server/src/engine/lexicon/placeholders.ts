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
  en: 'todo, fixme, tbd, xxx, wip',
});

/** Values of an extension that would limit the rate, and do not. */
export const noLimits = names('placeholders/noLimits', {
  at: 'whole',
  form: 'as written',
  en: 'none, off, false, disabled, unlimited',
});
