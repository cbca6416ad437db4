import { names } from './names.ts';
import { prose } from './prose.ts';

/** The end of a path or an `operationId`: a message leaves the service, or a call is made. */
export const sendingNames = names('sentMessages/sendingNames', {
  at: 'anywhere',
  form: 'as written',
  en: `
    send, resend, sms, whatsapp, invite, invites, invitation, invitations, notify, voice, otp, one time password
    forgot password, forgotten password, verifications, add user, add member, dispatch
  `,
});

/** Verbs that take a message or an invitation back, list or check it, instead of sending it. */
export const otherVerbs = names('sentMessages/otherVerbs', {
  at: 'anywhere',
  form: 'as written',
  en: `
    get, list, accept, decline, reject, cancel, revoke, delete, verify, confirm, check, validate, login, status, search
    preview, schedule, pricing, price, estimate, settings, webhook, webhooks, inbound, callback, received
  `,
});

/** Fields for the address outside of the service to which the message goes. */
export const recipientFields = names('sentMessages/recipientFields', {
  at: 'whole',
  form: 'as written',
  en: `
    to, to number, to email, email, emails, e mail, email address, email addresses, user email, phone, phones
    phone number, phone numbers, mobile, mobile number, msisdn, recipient, recipients, recipient email
    recipient phone number, number, numbers, destination, invitees, invitee email
  `,
});

/** The text begins with the sending of a message. */
export const sendingTexts = prose('sentMessages/sendingTexts', {
  reads: 'topic',
  en: '^ send|sends|make|makes …6 sms|text|message|messages|email|call|whatsapp',
});
