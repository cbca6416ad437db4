import { names } from './names.ts';

/** Keys that are as often the name of a thing as a credential. */
export const ambiguousKeys = names('fieldNames/ambiguousKeys', {
  at: 'whole',
  en: 'app key, application key, account key, subscription key',
});

/** Numbers of banks and companies that are printed in directories. */
export const publicNumbers = names('fieldNames/publicNumbers', {
  at: 'whole',
  en: `
    bic, bic fi, swift, swift code, swift bic, bank swift, sort code, routing number, routing no, routing num
    routing transit number, transit number, aba, aba number, aba routing number, ifsc, ifsc code, bsb, bsb number
    bank code, bank number, bank identifier code, bank identification code, bank identification number
    ein, employer identification number
  `,
  de: 'bankleitzahl, blz',
  pt: 'cnpj',
});

/** Things that have a full name or a key without being a person. */
export const things = names('fieldNames/things', {
  at: 'whole',
  en: `
    repository, repo, project, package, branch, file, image, model, resource, organization, company, team, group, product
    article,    location
  `,
});

/** Comparisons of a query that ask whether there is a value. */
export const presenceTests = names('fieldNames/presenceTests', {
  at: 'whole',
  form: 'as written',
  en: 'empty, isnull',
});

/** Properties of programs and devices: an agent, a client or a driver with two of them is not a person. */
export const softwareFields = names('fieldNames/softwareFields', {
  at: 'whole',
  en: 'os, operating system, port, version, hostname, platform, build, uptime, architecture',
});

/** Behind "secret": the name still holds the secret itself. */
export const secretForms = names('fieldNames/secretForms', { at: 'whole', en: 'value, text, string, hash' });

/** Extensions with which authors say how sensitive a field is. */
export const sensitivityExtensions = names('fieldNames/sensitivityExtensions', {
  at: 'whole',
  form: 'as written',
  en: 'x sensitive, x sensitive data, x pii, x personal data, x data classification, x confidential, x phi',
});

/** Values of these extensions for a field that is not sensitive. */
export const insensitive = names('fieldNames/insensitive', {
  at: 'whole',
  form: 'as written',
  en: 'none, public, false, no, low, open, unclassified',
});
