import { names } from './names.ts';
import { prose } from './prose.ts';

/** Last path segments of operations that stop or restart the service, wherever they are. */
export const stoppingActions = names('serviceControl/stoppingActions', {
  at: 'whole',
  form: 'as written',
  en: 'shutdown, shut down, reboot, restart, factory reset, factoryreset, poweroff',
});

/** The same only below a path of the system: passwords are reset, and jobs are stopped. */
export const vagueActions = names('serviceControl/vagueActions', {
  at: 'whole',
  form: 'as written',
  en: 'stop, reset, reload, halt, kill, terminate, wipe, flush',
});

/** Path segments of the service itself. */
export const systemSegments = names('serviceControl/systemSegments', {
  at: 'whole',
  en: 'system, server, service, tool, node, cluster, gateway, daemon, admin, actuator, management, maintenance, engine, instance',
});

/** Path segments that make the whole service load its settings. */
export const reloads = names('serviceControl/reloads', { at: 'whole', form: 'as written', en: 'reload' });

/** First words of last path segments that change something. */
export const changingActions = names('serviceControl/changingActions', {
  at: 'first',
  form: 'as written',
  en: `
    reload, restart, reboot, shutdown, stop, start, delete, remove, reset, enable, disable, activate, deactivate, cancel
    revoke, approve, reject, purge, flush, clear, create, update, send, execute, trigger, launch, del, unlink, rename
    change password, add user, share, regenerate, rotate, shorten, short link, set
  `,
});

/** Last path segments of operations that make a credential. */
export const makingActions = names('serviceControl/makingActions', {
  at: 'whole',
  form: 'as written',
  en: 'generate, generate key, generate api key, generate token, generate secret',
});

/** The text says that the operation makes a picture or a page of what is there, and keeps nothing. */
export const renderings = prose('serviceControl/renderings', {
  reads: 'claim',
  en: `
    ^ generate|generates|create|creates|render|renders …4 card|image|picture|chart|graph|thumbnail|preview|visualization|barcode
    ^ generate|generates|create|creates|render|renders …4 qr code
  `,
});

/** First words of a summary of an operation that changes something. */
export const changingSummaries = names('serviceControl/changingSummaries', {
  at: 'first',
  form: 'as written',
  en: `
    reload, reloads, restart, restarts, reboot, reboots, stop, stops, start, starts, delete, deletes, remove, removes, reset
    resets, enable, enables, disable, disables, activate, activates, deactivate, deactivates, cancel, cancels, revoke, revokes
    approve, approves, reject, rejects, purge, purges, flush, flushes, clear, clears, create, creates, update, updates, send
    sends, execute, executes, trigger, triggers, launch, launches, hot reload, rename, renames, change password
    change user password, changes password, add user, add new user, adds user, share, shares, generate api key, generate key
    generate token, generates api key, regenerate, regenerates, rotate, rotates, shorten, shortens, sets
  `,
});

/** First words of a text that says the same about the future: "Will reload the gateway". */
export const futureWords = names('serviceControl/futureWords', { at: 'first', form: 'as written', en: 'will' });

/** Path parameters that say what is done, and first words of summaries of such operations. */
export const actionParameters = names('serviceControl/actionParameters', { at: 'whole', en: 'action, command' });

export const performingSummaries = names('serviceControl/performingSummaries', {
  at: 'first',
  form: 'as written',
  en: 'perform, performs, execute, executes, run, runs, send, sends',
});

/** Query parameters with the text of a message that is sent. */
export const messageTexts = names('serviceControl/messageTexts', {
  at: 'whole',
  form: 'as written',
  en: 'message, text, body, sms text, message text, message body',
});

/** Where such a message goes. */
export const messageTargets = names('serviceControl/messageTargets', {
  at: 'whole',
  form: 'as written',
  en: 'to, recipient, recipients, channel, chat id, msisdn, phone, phone number, mobile, mobile number, topic arn',
});
