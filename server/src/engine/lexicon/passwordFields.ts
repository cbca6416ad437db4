import { names } from './names.ts';

/** Fields that a person types a password into: `newPassword`, not `passwordHint`. */
export const passwordFields = names('passwordFields/passwordFields', {
  at: 'last',
  en: 'password, passwd, pwd, passphrase, passcode',
});

/** Behind a password: it is typed a second time. */
export const repetitions = names('passwordFields/repetitions', {
  at: 'last',
  en: 'confirmation, confirm, repeat, repeated, repetition, again',
});
