import { names } from './names.ts';
import { prose } from './prose.ts';

/** The end of a path or an `operationId`: the operation gives an account another password. */
export const passwordChanges = names('passwordChange/passwordChanges', {
  at: 'last',
  form: 'as written',
  en: `
    change password, update password, set password, password change
  `,
});

/** Fields that only the owner of the account can fill in: the password so far, or a code. */
export const passwordProofs = names('passwordChange/passwordProofs', {
  at: 'anywhere',
  form: 'as written',
  en: `
    current, old, existing, previous, present, otp, totp, code, token, pin, challenge, verification, mfa, signature, proof
  `,
});

/** The text says that a code comes with the new password. */
export const codeMentions = prose('passwordChange/codeMentions', {
  reads: 'topic',
  en: 'reset|verification|confirmation code|token, one time code|token',
});
