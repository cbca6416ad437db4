import { names } from './names.ts';
import { prose } from './prose.ts';

/** Names of security schemes, by the kind that was meant. */
export const apiKeyNames = names('schemeNames/apiKeyNames', { at: 'anywhere', form: 'as written', en: '*key' });

export const openIdNames = names('schemeNames/openIdNames', {
  at: 'anywhere',
  form: 'as written',
  en: 'oidc, openid, open id',
});

export const oauthNames = names('schemeNames/oauthNames', { at: 'anywhere', form: 'as written', en: 'oauth, o auth' });

export const jwtNames = names('schemeNames/jwtNames', { at: 'anywhere', form: 'as written', en: 'jwt' });

export const bearerNames = names('schemeNames/bearerNames', {
  at: 'anywhere',
  form: 'as written',
  en: 'bearer, *token',
});

export const certificateNames = names('schemeNames/certificateNames', {
  at: 'anywhere',
  form: 'as written',
  en: 'mtls, m tls, mutual, cert, certificate',
});

/** A scheme of that name protects nothing. */
export const openSchemes = names('schemeNames/openSchemes', {
  at: 'whole',
  form: 'as written',
  en: `
    none, public, public access, anonymous, anonymous access, no auth, no authentication, no security, open access
    always allow, always allowed, allow all, permit all, unauthenticated, unprotected, unsecured, guest
  `,
});

/** The description of such a scheme. */
export const openSchemeTexts = prose('schemeNames/openSchemeTexts', {
  reads: 'topic',
  en: `
    ^ no authentication|auth|credentials|security, ^ anonymous|public|unauthenticated access, always allowed|allows
    allows anonymous|all|any access|requests|callers
  `,
});
