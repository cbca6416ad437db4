import { names } from './names.ts';
import { prose } from './prose.ts';

/** Contacts that lead to a person: streets and post codes lead to many. */
export const personalContacts = names('urlContents/personalContacts', {
  at: 'last',
  form: 'as written',
  en: `
    phone, phone number, mobile, mobile number, telephone, telephone number, msisdn, home address, customer ip, user ip
    visitor ip, cell number
  `,
});

/** E-mail addresses, by which lists of people are also filtered. */
export const emailFields = names('urlContents/emailFields', {
  at: 'last',
  form: 'as written',
  en: 'email, email address, e mail, emails, mail address',
});

/** Names of people. */
export const personNames = names('urlContents/personNames', {
  at: 'whole',
  form: 'as written',
  en: 'first name, last name, firstname, lastname, surname, full name, birth date, birthdate, date of birth',
});

/** Whose position it is: that of the person or the device that asks. */
export const ownWords = names('urlContents/ownWords', {
  at: 'first',
  form: 'as written',
  en: 'client, user, device, driver, rider, my, current, start, pickup, home, customer',
});

export const positionWords = names('urlContents/positionWords', {
  at: 'last',
  form: 'as written',
  en: 'lat, lon, lng, latitude, longitude, location, position, coordinates',
});

/** The description says that a position is that of the person or the device that asks. */
export const ownPositions = prose('urlContents/ownPositions', {
  reads: 'topic',
  en: `
    user|users|your|rider|driver|customer|caller (current) location|position|latitude|longitude|coordinates
    latitude|longitude|location|position|coordinates of (the|your) user|device|rider|driver|customer|caller|phone
    customer|user|visitor ip
  `,
});

/** Texts that somebody wrote, in the query of an operation that stores or sends them. */
export const writtenTexts = names('urlContents/writtenTexts', {
  at: 'whole',
  form: 'as written',
  en: 'message, text, content, contents, body, comment, comments, note, notes, post, prompt, message body, message text',
});

/** Texts that a read analyzes: with a filter of the same name a list has other parameters. */
export const analyzedTexts = names('urlContents/analyzedTexts', {
  at: 'whole',
  form: 'as written',
  en: 'message, text, document, post, prompt, body, message body, email body, sms text',
});

/** The description says that such a text is a phrase to look for, and no text of somebody. */
export const searchedTexts = prose('urlContents/searchedTexts', {
  reads: 'topic',
  en: 'search|searched|searches|find|filter|filters|match|matches|matching|contains|containing|query',
});

/** Next to each other they describe a person, such as a patient. */
export const sexFields = names('urlContents/sexFields', { at: 'whole', form: 'as written', en: 'sex, gender' });

export const ageFields = names('urlContents/ageFields', { at: 'first', form: 'as written', en: 'age' });
