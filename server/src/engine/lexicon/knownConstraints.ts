import { names } from './names.ts';
import { prose } from './prose.ts';

/** Texts whose form a standard fixes, and with it their length. */
export const standardTexts = names('knownConstraints/standardTexts', {
  at: 'last',
  en: `
    currency, currency code, country code, iban, bic, swift code, email, email address, phone number, mobile number
    telephone, zip code, postal code, postcode, locale, language code, timezone, time zone, mac address, ip address, uuid
    guid, isbn, gtin, imei, vat number, routing number, sort code, card number, date of birth, birthdate, hostname
    domain name
  `,
  de: 'postleitzahl, plz',
});

/** Lists that a server stores or forwards, item by item. */
export const storedLists = names('knownConstraints/storedLists', {
  at: 'last',
  form: 'as written',
  en: `
    recipients, items, orders, contacts, users, members, documents, attachments, messages, notifications, invitees
    invitations, transactions, payments, records, rows, events, products, addresses, files, guests, participants
    customers, bcc, webhooks, keys, ids, uuids, emails, phones, phone numbers, urls, domains, images, photos, rooms
    actions, jobs, tasks, entries, positions, devices, subscribers, invoices, destinations, queries, vectors, evidence
  `,
});

/** Numbers with known ends: quantities that nature, a calendar or a protocol bounds, and those that cost the server. */
export const standardNumbers = names('knownConstraints/standardNumbers', {
  at: 'last',
  en: `
    percent, percentage, latitude, longitude, month, hour, minute, age, port, rating, probability, quantity, ttl, timeout
    width, height, replica, retry
  `,
});

/** Numbers that say how much work one request is: how far it searches, and how much it makes. */
export const workNumbers = names('knownConstraints/workNumbers', {
  at: 'last',
  en: `
    radius, lat span, lon span, max distance, search distance, distance mile, distance km, depth, num byte, numbyte
    max candidate, max match, max suggestion, max token, num candidate, num sample, num step, num image, num output
    num itinerary, num iteration, concurrency, pod, shard, return count
  `,
});

/** Parameters that say how long the server is to take; in a body, they may be recorded. */
export const workTimes = names('knownConstraints/workTimes', { at: 'last', en: 'duration, delay' });

/** The description says that a number is how much is made or returned. */
export const requestedAmounts = prose('knownConstraints/requestedAmounts', {
  reads: 'topic',
  en: `
    number|amount of ~8 to return|generate|create|include|retrieve|fetch|display|produce|respond|render
    number of ~8 to be returned|generated|created, number of ~4 returned, how many ~4 to return|generate|create|show
    max|maximum number|amount of results|items|records|rows|matches|candidates|events
  `,
});

/** Numbers that grow without end, whatever their description counts. */
export const endlessNumbers = names('knownConstraints/endlessNumbers', {
  at: 'last',
  en: 'id, version, timestamp',
});

/** Positions in a list, whose description says how long a page is. */
export const positionNumbers = names('knownConstraints/positionNumbers', {
  at: 'whole',
  en: 'page, page number, page index, offset',
});

/** The description says that a number counts from an epoch. */
export const epochTexts = prose('knownConstraints/epochTexts', {
  reads: 'topic',
  en: 'since|from …3 1970, epoch, unix time|timestamp',
});

/** The description says how long a text may be. */
export const statedLengths = prose('knownConstraints/statedLengths', {
  reads: 'claim',
  en: `
    # (lowercase|uppercase|decimal) character|characters|char|chars|letter|letters|digit|digits|byte|bytes
    alphanumeric|characters ~1 #
  `,
});

/** A text is a list of values, whose length is not that of a value. */
export const separatedLists = prose('knownConstraints/separatedLists', {
  reads: 'topic',
  en: 'comma|semicolon|pipe|space separated|delimited',
});

/** The description says how a number is written, and not how large it is. */
export const numberLengths = prose('knownConstraints/numberLengths', {
  reads: 'topic',
  en: 'length, decimal ~1 #, # digits, digits ~1 #',
});

/** A text holds a whole file. */
export const encodedFiles = prose('knownConstraints/encodedFiles', {
  reads: 'topic',
  en: `
    base64 ~8 file|image|picture|photo|document|audio|video
    file|image|picture|photo|document|audio|video ~8 base64, data of the …1 file
  `,
});

/** The description says which form a text has. */
export const textConstraints = prose('knownConstraints/textConstraints', {
  reads: 'claim',
  en: `
    iso #, rfc #, bcp #, e #
    one of, possible|allowed|valid|supported|accepted|available values|options, regex|regexp, regular expression
    alphanumeric, only …2 letters|numbers|digits|characters, hex|hexadecimal, base64
  `,
});

/** The description says that a text is a date with a time as RFC 3339 writes it. */
export const dateTimeTexts = prose('knownConstraints/dateTimeTexts', {
  reads: 'claim',
  en: `
    yyyy mm ddthh, rfc 3339, rfc3339, iso 8601 …2 datetime|timestamp, iso 8601 date time, datetime|timestamp …4 iso 8601
    date time …4 iso 8601
  `,
});

/** The description says that a text is a date without a time. */
export const dateTexts = prose('knownConstraints/dateTexts', {
  reads: 'claim',
  en: 'yyyy mm dd, iso 8601 date',
});

/** The description says between which ends a number lies. */
export const numberConstraints = prose('knownConstraints/numberConstraints', {
  reads: 'claim',
  en: `
    min|minimum ~4 #, at least #, from # to #, greater|more|larger than #, positive integer|number|whole, non negative
    # or more, # or less
  `,
});
