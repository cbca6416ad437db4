import {
  addressNames,
  allowLists,
  calledThings,
  contentAddresses,
  contentSegments,
  describedAddresses,
  fetchedTexts,
  fetchingSegments,
  inboundWords,
  loadedPages,
  outboundNames,
  outboundPurposes,
  outboundTexts,
  plainAddresses,
  processingSegments,
  requestParts,
  shownAddresses,
  sourceAddresses,
  sourceNames,
} from '../lexicon/outbound.ts';
import { clientUrls } from '../lexicon/serviceUrls.ts';
import { specified } from '../lexicon/specified.ts';
import type { Prose, SubjectKind } from '../lexicon/subject.ts';
import { wordsIn, writtenWordsIn } from '../lexicon/words.ts';
import { unescapeToken } from '../openapi/uri.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';

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

/** True if a description says that clients request the URL. */
export function isOfClients(description: Prose<SubjectKind>): boolean {
  const isLoaded = [loadedPages, fetchedTexts].some((lexicon) => lexicon.find(description) !== undefined);
  return !isLoaded && clientUrls.find(description) !== undefined;
}

/** By the name alone; what is around the field decides as well. */
export function mayBeRequested(name: string): boolean {
  const words = writtenWordsIn(name);
  return (
    [plainAddresses, describedAddresses, sourceNames].some((lexicon) => lexicon.matches(words)) ||
    isOutboundName(name, 'uri')
  );
}

/** A field of a request, and what is around it. */
interface Field<Kind extends SubjectKind> {
  readonly name: string;
  readonly format: string | undefined;
  readonly description: Prose<Kind>;
  /** Names around it, the nearest first. */
  readonly around: readonly string[];
  readonly node: SourceNode;
}

/** True if the server itself requests the URL, or connects to the host, in a field of a request. */
export function isRequestedByServer<Kind extends SubjectKind>(field: Field<Kind>): boolean {
  const { name, format, description } = field;
  if (isOutboundName(name, format)) return true;
  const words = writtenWordsIn(name);
  const isDescribed = describedAddresses.matches(words) || sourceNames.matches(words);
  if (!inboundWords.matches(words) && isDescribed && fetchedTexts.find(description) !== undefined) return true;
  if (inboundWords.matches(words) || shownAddresses.find(description) !== undefined) return false;
  if (describedAddresses.matches(words) && loadedPages.find(description) !== undefined) return true;
  if (describedAddresses.matches(words) && outboundTexts.find(description) !== undefined) return true;
  if (contentAddresses.matches(words) && isProcessed(field)) return true;
  if (sourceAddresses.matches(words) && contentSegments.matches(wordsIn(segmentsOf(field.node)[0] ?? ''))) return true;
  return plainAddresses.matches(words) && (isOfCalledThing(field) || isPartOfRequest(field));
}

/** `GET /images/analyze?imageUrl=`: what has no other content has to be loaded from its address. */
function isProcessed<Kind extends SubjectKind>({ node }: Field<Kind>): boolean {
  return processingSegments.matches(writtenWordsIn(segmentsOf(node)[0] ?? ''));
}

/** `url` next to the `headers` to send; a request with its response is over. */
function isPartOfRequest<Kind extends SubjectKind>({ node, around }: Field<Kind>): boolean {
  if (around[1]?.toLowerCase() === 'request') return false;
  const siblings = node.parent?.kind === 'map' ? node.parent.entries() : [];
  return siblings.some(({ key }) => requestParts.matches(writtenWordsIn(key)));
}

/** The segments of the path that are no parameters, the last one first. */
function segmentsOf(node: SourceNode): readonly string[] {
  return pathOf(node)
    .split('/')
    .filter((segment) => segment !== '' && !segment.startsWith('{'))
    .reverse();
}

/** The names around a field, or the end of the path whose body or parameter it is, name what the server calls. */
function isOfCalledThing<Kind extends SubjectKind>({ around, node }: Field<Kind>): boolean {
  const near = around.slice(0, 3).map(wordsIn);
  if (near.some((words) => allowLists.matches(words))) return false;
  if (near.some((words) => calledThings.matches(words))) return true;
  const [last = '', former = ''] = segmentsOf(node);
  // `/webhooks/registrations`
  if ([last, former].some((segment) => calledThings.matches(wordsIn(segment)))) return true;
  return fetchingSegments.matches(writtenWordsIn(last));
}

/** The path that a node is written at; empty for a shared one. */
function pathOf({ pointer }: SourceNode): string {
  const [, first, path = ''] = pointer.split('/');
  return first === 'paths' ? unescapeToken(path) : '';
}
