import { names } from './names.ts';
import { prose } from './prose.ts';

/** The number is not whole. */
export const partialNumbers = prose('fieldTexts/partialNumbers', {
  reads: 'claim',
  en: 'masked, obfuscated, redacted, last #',
});

/** A taxon has an ID too. */
export const organisms = prose('fieldTexts/organisms', {
  reads: 'topic',
  en: 'taxon|taxonomy|taxonomic, organism|organisms, species',
});

export const ignoredFields = prose('fieldTexts/ignoredFields', { reads: 'claim', en: 'please ignore' });

/** The field is what another operation takes as a parameter. */
export const parameterValues = prose('fieldTexts/parameterValues', { reads: 'claim', en: 'parameter value' });

/** A token with such a text marks how far a list was read, or who works on a thing: it is not a credential. */
export const positions = prose('fieldTexts/positions', {
  reads: 'topic',
  en: `
    continue|continuation, pagination, next page|set|batch, cursor, position, resume, more results
    lock|report|job|upload|track token
  `,
});

/** A key with such a text is a credential. */
export const credentialTexts = prose('fieldTexts/credentialTexts', {
  reads: 'topic',
  en: 'api, your, secret, auth|authentication|authenticate|authorization|authorize, credential|credentials',
});

/** A key with such a text is the name of a thing. */
export const keysOfThings = prose('fieldTexts/keysOfThings', {
  reads: 'topic',
  en: 'key of the|a|an|this|your, filter|filters|filtering, matching, valid values',
});

/** The field is a text that a form shows. */
export const formTexts = prose('fieldTexts/formTexts', {
  reads: 'topic',
  en: '^ (the) label|heading|placeholder|message …2 for|of|shown|displayed',
});

/** Words at the beginning of a description that do not say what the field is. */
export const openers = names('fieldTexts/openers', {
  at: 'whole',
  form: 'as written',
  en: 'the, a, an, this, your, my, its, optional, required',
});

/** In a description, what follows one of these only adds to what the field is. */
export const additions = names('fieldTexts/additions', {
  at: 'whole',
  form: 'as written',
  en: `
    of, for, that, which, used, to, in, from, with, as, on, by, is, if, when, who, will, must, can, at, has, was, or, and
  `,
});
