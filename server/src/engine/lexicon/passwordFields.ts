import { names } from './names.ts';
import { prose } from './prose.ts';

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

/** The text says that a policy decides which passwords are accepted. */
export const passwordPolicies = prose('passwordFields/passwordPolicies', {
  reads: 'topic',
  en: 'password policy|policies|rules|requirements|complexity|strength, strong password|passwords',
});

/** Operations about a policy for passwords, which the server then applies. */
export const policyOperations = names('passwordFields/policyOperations', { at: 'anywhere', en: 'password policy' });
