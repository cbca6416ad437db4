import { names } from './names.ts';

/** Fields that are certainly secret: they come first where several fields are named. */
export const evidentSecrets = names('personalFields/evidentSecrets', {
  at: 'anywhere',
  en: `
    password, secret, private key, access token, api key, apikey, authorization
  `,
});

/** Traits that a word or an animal has as well. */
export const sharedTraits = names('personalFields/sharedTraits', { at: 'whole', en: 'gender, sex, age' });

/** Contact data that says where something is. */
export const postalFields = names('personalFields/postalFields', {
  at: 'last',
  en: '*address, zip, zip code, postal, postal code, postcode',
});

/** In the name of a field: its address is for messages and not a place. */
export const mailFields = names('personalFields/mailFields', { at: 'anywhere', en: '*mail, mailing' });
