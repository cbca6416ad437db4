import { names } from './names.ts';

/** Cookies that authenticate a user. */
export const sessionCookies = names('cookieNames/sessionCookies', {
  at: 'anywhere',
  en: '*sess, *session, *sessionid, *auth, *token, login, *jwt, *sid',
});

/** Cookies against cross-site request forgery: scripts have to read them. */
export const csrfCookies = names('cookieNames/csrfCookies', { at: 'anywhere', en: 'csrf, csrftoken, xsrf' });

/** Cookies that count visitors, choose a server or remember a setting. */
export const harmlessCookies = names('cookieNames/harmlessCookies', {
  at: 'anywhere',
  en: `
    consent, browser id, ga, gid, analytic, telemetry, track, tracking, locale, lang, language, theme, cf, awsalb
  `,
});
