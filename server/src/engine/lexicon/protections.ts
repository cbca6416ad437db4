import { names } from './names.ts';
import { prose } from './prose.ts';

/** First words of a switch that turns something off. */
export const weakeningVerbs = names('protections/weakeningVerbs', {
  at: 'first',
  form: 'as written',
  en: 'skip, bypass, disable, ignore, no, without, suppress',
});

/** What protects, behind a weakening verb. */
export const protectionWords = names('protections/protectionWords', {
  at: 'anywhere',
  en: `
    validation, verification, verify, auth, authentication, authorization, permission check, ssl, tls, certificate, otp, mfa
    2 fa, captcha, csrf, encryption, security, invalidate, rate limit, approval
  `,
});

/** Switches that are named after the weaker choice, or after a check that they can turn off. */
export const weakSwitches = names('protections/weakSwitches', {
  at: 'last',
  en: `
    insecure, keyless, insecure skip verify, allow untrusted, allow self signed, trust all, registry verify, verify ssl, ssl verify
    verify tls, tls verify, verify certificate, verify peer, verify host
  `,
});

/** The description says that a check is left out. */
export const weakeningTexts = prose('protections/weakeningTexts', {
  reads: 'claim',
  en: `
    skip|skips|disable|disables|bypass|bypasses ~3 otp|verification|validation|authentication|authorization|invalidation
    skip|skips|disable|disables|bypass|bypasses ~3 certificate|captcha|mfa
  `,
});
