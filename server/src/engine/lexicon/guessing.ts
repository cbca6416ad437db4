import { names } from './names.ts';
import { prose } from './prose.ts';

/** Fields for a short code that a person was sent or knows: it can be guessed by trying all. */
export const shortCodes = names('guessing/shortCodes', {
  at: 'last',
  form: 'as written',
  en: `
    otp, totp, pin, one time password, one time code, verification code, security code, confirmation code, sms code
    otp code, mfa code, totp code, pin code, activation code
  `,
});

/** A field named so is a short code where the operation checks one. */
export const bareCodes = names('guessing/bareCodes', { at: 'whole', form: 'as written', en: 'code, digits' });

/** Operations that tell whether a code is right. */
export const checkingNames = names('guessing/checkingNames', {
  at: 'anywhere',
  form: 'as written',
  en: `
    verify, verification, validate, confirm, check, authenticate, authentication, activate, login, log in, signin, sign in
    unlock, registration, signup
  `,
});

/** What is checked, where the field is only called a code. */
export const checkedProofs = names('guessing/checkedProofs', {
  at: 'anywhere',
  form: 'as written',
  en: 'otp, phone, mobile, sms, email, mfa, 2 fa, totp, verification, verifications, two factor, pin',
});

/** Fields that show that a person and not a program sends the request. */
export const humanProofs = names('guessing/humanProofs', {
  at: 'anywhere',
  form: 'as written',
  en: 'captcha, recaptcha, hcaptcha, turnstile',
});

/** The text says that attempts are counted. */
export const attemptLimits = prose('guessing/attemptLimits', {
  reads: 'topic',
  en: `
    lockout, locked|blocked|suspended|disabled after, failed|wrong|incorrect|invalid …2 attempts|tries
    maximum|max …3 attempts|tries, too many …2 attempts|failures|tries, attempts …2 left|remaining, brute force
    after # …2 attempts|tries
  `,
});

/** The text begins with the sending of a code, which is checked elsewhere. */
export const codeSendings = prose('guessing/codeSendings', {
  reads: 'topic',
  en: '^ send|sends|resend|resends|make|makes|generate|generates|request|requests',
});
