import { names } from './names.ts';

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
