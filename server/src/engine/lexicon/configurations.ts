import { names } from './names.ts';

/** The name of a schema: a file for the software that it configures, which has to read its secrets. */
export const configurationFiles = names('configurations/configurationFiles', {
  at: 'anywhere',
  form: 'as written',
  en: 'configuration file',
});
