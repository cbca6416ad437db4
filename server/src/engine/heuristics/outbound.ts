import { addressNames, inboundWords, outboundNames, outboundPurposes } from '../lexicon/outbound.ts';
import { specified } from '../lexicon/specified.ts';
import { writtenWordsIn } from '../lexicon/words.ts';

/** Names next to a `callbackUrl` to which a browser returns after a login. */
export const ofLogin = specified(
  'RFC 6749, OpenID Connect, SAML 2.0',
  /authori[sz]e|client_?id|client_?secret|token_?ur[il]|issuer|jwks|saml|oidc|oauth|scope/i,
);

/** `webhookUrl`, `import_uri`; `callback` where its format says that it is an address. */
export function isOutboundName(name: string, format = ''): boolean {
  const words = writtenWordsIn(name);
  if (outboundNames.matches(words) && specified('JSON Schema', /^(uri|url|iri)$/).test(format)) return true;
  // Others call this URL.
  if (inboundWords.matches(words)) return false;
  return addressNames.matches(words) && outboundPurposes.matches(words);
}
