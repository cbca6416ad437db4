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
