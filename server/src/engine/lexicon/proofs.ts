import { names } from './names.ts';

/** Fields or headers that prove more than an ordinary token does. */
export const stepUpProofs = names('proofs/stepUpProofs', {
  at: 'anywhere',
  en: `
    otp, totp, mfa, sca, pin, tan, challenge, assertion, signature, jws, biometric, authorization, consent, passcode, cvv, cvc
  `,
});

/** Headers by which the receiver of a webhook knows the sender. */
export const senderProofs = names('proofs/senderProofs', {
  at: 'anywhere',
  en: 'signature, hmac, digest, token, authorization, secret, jws',
});

/** Fields that only the owner of an account can send. */
export const ownerProofs = names('proofs/ownerProofs', {
  at: 'anywhere',
  form: 'as written',
  en: 'token, code, otp, key, hash, link, challenge, password',
});

/** Verbs that take a second factor away. */
export const removingVerbs = names('proofs/removingVerbs', {
  at: 'anywhere',
  form: 'as written',
  en: 'unregister, disable, remove, delete, deactivate, unenroll, reset',
});

/** Fields that name the user that is acted on. */
export const namedUsers = names('proofs/namedUsers', {
  at: 'whole',
  form: 'as written',
  en: 'user name, username, user id, user',
});

/** Second factors, in a path or a name. */
export const secondFactors = names('proofs/secondFactors', {
  at: 'anywhere',
  form: 'as written',
  en: 'mfa, 2 fa, totp, two factor, second factor, authenticator, passkey, otp device',
});
