import { names } from './names.ts';
import { prose } from './prose.ts';

/** Last words of a parameter that say how something is named, and not what it is. */
export const namingWords = names('deployments/namingWords', {
  at: 'whole',
  form: 'as written',
  en: 'id, name, key, slug, alias, uuid, guid',
});

/** Path parameters for a version of the API. */
export const versions = names('deployments/versions', {
  at: 'last',
  en: 'version, ver, v, release',
});

/** Deployments that an API lists as well. */
export const listedDeployments = names('deployments/listedDeployments', {
  at: 'last',
  en: 'tenant, realm, environment',
});

/** Deployments that come before any resource. */
export const deployments = names('deployments/deployments', {
  at: 'last',
  en: `
    env, stage, region, locale, lang, language, instance, deployment, subdomain, basepath
  `,
});

/** Path segments about logging in. */
export const loginWords = names('deployments/loginWords', {
  at: 'anywhere',
  form: 'as written',
  en: `
    auth, authentication, authorization, oauth, openid, oidc, connect, saml, sso, login, signin, logout, signout
    callback, iam, idp, identity, idm
  `,
});

/** Path parameters within a login that name a provider of logins. */
export const providers = names('deployments/providers', {
  at: 'last',
  form: 'as written',
  en: `
    provider, idp, issuer, connection, connector, strategy, policy, authserver, server, client
  `,
});

/** Path segments without a meaning of their own. */
export const structuralWords = names('deployments/structuralWords', {
  at: 'whole',
  form: 'as written',
  en: 'api, apis, rest, public, service, services, gateway',
});

/** Behind a slash these are units and no paths. */
export const timeUnits = names('deployments/timeUnits', {
  at: 'whole',
  form: 'as written',
  en: `
    s, sec, secs, second, seconds, m, min, mins, minute, minutes, h, hour, hours, d, day, days, month, months
  `,
});

/** The sentence is about some operations. */
export const partsOfApi = prose('deployments/partsOfApi', {
  reads: 'topic',
  en: `
    some|certain|several|few|most|selected|specific|individual|these|those …2 endpoint|endpoints|operation|operations|route|routes|method|methods|call|calls|request|requests|resource|resources|api|apis
    many …2 endpoint|endpoints|operation|operations|route|routes|method|methods|resource|resources|apis
    the|our|this …1-3 endpoint|endpoints|operation|operations|route|routes|method|methods|resource|resources
  `,
});

/** The sentence is about the whole API. */
export const wholeApi = prose('deployments/wholeApi', {
  reads: 'topic',
  en: `
    all|every|each|any …3 endpoint|endpoints|operation|operations|route|routes|method|methods|request|requests|call|calls|resource|resources|api|apis
    the|our|this (rest|http|web|public) api|apis endpoint|endpoints|operation|operations|route|routes|method|methods|resource|resources
    the|our|this following endpoint|endpoints|operation|operations
  `,
});

/** In the labels of a host before its domain: an environment that is not for real use. */
export const testHosts = names('deployments/testHosts', {
  at: 'anywhere',
  form: 'as written',
  en: 'sandbox, test, tests, testing, staging, demo, beta, apibeta, qa, uat, preprod, dev, development, tryout, try out, mock',
});

/** The last words of a path segment in the URL of such a server. */
export const testPaths = names('deployments/testPaths', {
  at: 'last',
  form: 'as written',
  en: 'sandbox, tryout, try out',
});

/** The end of its description. */
export const testServers = names('deployments/testServers', {
  at: 'last',
  form: 'as written',
  en: 'demo server, test server, sandbox server, staging server, sandbox, demo environment, test environment, sandbox environment',
});

/** The introduction says where production is, or how to get there. */
export const productionTexts = prose('deployments/productionTexts', {
  reads: 'topic',
  en: 'live|production …2 endpoint|endpoints|url|urls|server|servers|environment|host|hosts, going live, go live',
});
