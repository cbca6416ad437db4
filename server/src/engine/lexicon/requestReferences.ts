import { names } from './names.ts';
import { prose } from './prose.ts';

/** Keys that exist to recognize a repeated request. */
export const repetitionKeys = names('requestReferences/repetitionKeys', {
  at: 'anywhere',
  en: 'idempotency, idempotent, idempotence, nonce',
});

/** What a reference of the client is to; the reference may be called this alone. */
export const referencedThings = names('requestReferences/referencedThings', {
  at: 'anywhere',
  en: `
    client, external, merchant, request, transaction, payment, instruction, message, order, unique, reference, correlation
    deduplication
  `,
});

/** The last word of a reference. */
export const referenceWords = names('requestReferences/referenceWords', {
  at: 'last',
  en: 'id, identification, identifier, reference, ref, number, key, token, uuid',
});

/** References by their whole name, of which single words say nothing, or with a name in front. */
export const requestReferences = names('requestReferences/requestReferences', {
  at: 'last',
  en: 'request id, end to end id, end to end identification, end to end reference',
});

/** The description explains how a repeated request is recognized. */
export const repetitionTexts = prose('requestReferences/repetitionTexts', {
  reads: 'claim',
  en: 'idempotency key|keys|header, idempotent, idempotently, duplicate|duplicates …3 detected|rejected|ignored',
});
