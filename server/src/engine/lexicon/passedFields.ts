import { names } from './names.ts';

/** Objects that are handed to another program, which reads names that the description does not list. */
export const passedFields = names('passedFields/passedFields', {
  at: 'last',
  en: 'extra, option, parameter, param, argument, arg, override, config, configuration',
});
