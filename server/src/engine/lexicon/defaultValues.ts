import { names } from './names.ts';
import { prose } from './prose.ts';

/** Fields that hold a credential. */
export const credentialFields = names('defaultValues/credentialFields', {
  at: 'last',
  en: `
    password, passphrase, secret, api key, apikey, access token, auth token, private key, secret key, refresh token
  `,
});

/** Defaults of such fields that are not a credential. */
export const emptyValues = names('defaultValues/emptyValues', {
  at: 'whole',
  form: 'as written',
  en: 'null, none, string, true, false, yes, no, on, off',
});

/** The description says that the value is for trying the API: it is meant to be known. */
export const trialTexts = prose('defaultValues/trialTexts', { reads: 'topic', en: 'sandbox, test, demo, dummy' });
