import { tokenize } from '../sensitive/tokenize.ts';

/** What a field is called whose address the server itself goes to. */
const called: ReadonlySet<string> = new Set(
  'webhook hook callback notify notification ping postback fetch import'.split(' '),
);

/** What stands beside a `callbackUrl` that the browser of somebody who logs in is sent back to. */
export const ofLogin = /authori[sz]e|client_?id|client_?secret|token_?ur[il]|issuer|jwks|saml|oidc|oauth|scope/i;

/** `webhookUrl`, `import_uri`; `callback` where its format says that it is an address. */
export function isOutboundName(name: string, format = ''): boolean {
  const words = tokenize(name);
  const last = words.at(-1) ?? '';
  if (['webhook', 'callback'].includes(last) && /^(uri|url|iri)$/.test(format)) return true;
  // What others call comes in.
  if (words.includes('incoming') || words.includes('inbound')) return false;
  return ['url', 'uri', 'endpoint'].includes(last) && words.some((word) => called.has(word));
}
