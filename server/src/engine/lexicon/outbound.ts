import { names } from './names.ts';

/** Purposes for which the server itself requests a URL. */
export const outboundPurposes = names('outbound/outboundPurposes', {
  at: 'anywhere',
  form: 'as written',
  en: 'webhook, hook, callback, notify, notification, ping, postback, fetch, import',
});

/** Fields that hold such a URL without saying so, where their format is a URI. */
export const outboundNames = names('outbound/outboundNames', {
  at: 'last',
  form: 'as written',
  en: 'webhook, callback',
});

export const addressNames = names('outbound/addressNames', {
  at: 'last',
  form: 'as written',
  en: 'url, uri, endpoint',
});

/** URLs under which others call this server. */
export const inboundWords = names('outbound/inboundWords', {
  at: 'anywhere',
  form: 'as written',
  en: 'incoming, inbound',
});
