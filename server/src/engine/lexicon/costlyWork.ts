import { names } from './names.ts';

/** Reads that search, count or generate: each costs the server much more than a lookup. */
export const costlyReads = names('costlyWork/costlyReads', {
  at: 'anywhere',
  en: `
    search, query, find, export, report, download, analytic, aggregate, bulk, batch, dump, generate, convert, translate
    render, screenshot, scan, calculate, compute, detect, recognize
  `,
});

/** Query parameters by which a read searches through everything. */
export const searchParameters = names('costlyWork/searchParameters', {
  at: 'whole',
  form: 'as written',
  en: 'q, search, search query, search term, search text, keyword, keywords',
});

/** Operations that cost money or much time on each call: messages, exports, answers of a model. */
export const costlyActions = names('costlyWork/costlyActions', {
  at: 'whole',
  en: `
    sms, whatsapp, send sms, send email, send mail, send message, send notification, send invoice, export, completion
    chat completion, embedding, transcription
  `,
});

/** They may begin the name of such an operation. */
export const startingVerbs = names('costlyWork/startingVerbs', {
  at: 'anywhere',
  en: 'create, post, generate, run, start, request',
});
