import { structuralWords } from '../../lexicon/deployments.ts';
import { deploymentWords, probeParts } from '../../lexicon/logins.ts';
import type { NameLexicon } from '../../lexicon/names.ts';
import {
  accountNames,
  healthNames,
  healthTitles,
  metadataNames,
  metadataTitles,
  protocolKeys,
  protocolSegments,
  registrants,
  rootNames,
  rootTitles,
  vagueProbes,
  wholeHealthTitles,
  wholeMetadataTitles,
} from '../../lexicon/roles.ts';
import { slice, type Words, writtenWordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
import { isWrite, returnsRegulatedData } from '../operationKind.ts';
import { isInListedDeployment, namesOf, positionOf } from '../operationWords.ts';
import { lastParameter } from './entrances.ts';
import { titlesOf } from './titles.ts';

/** A probe: a monitor calls it, and it has no account. */
export function isHealth(operation: Operation): boolean {
  // `/status` may be about an account as well.
  return isAboutService(operation, healthNames, healthTitles, wholeHealthTitles) && !returnsRegulatedData(operation);
}

/** Discovery documents, keys and the documentation of the API: clients read them before they have a credential. */
export function isMetadata(operation: Operation): boolean {
  const { place } = positionOf(operation);
  if (place !== 'below' && operation.path.includes('/.well-known/')) return !isWrite(operation);
  return (
    (isAboutService(operation, metadataNames, metadataTitles, wholeMetadataTitles) ||
      publishesKeys(operation) ||
      isRoot(operation)) &&
    !returnsRegulatedData(operation)
  );
}

/** `/oauth2/certs`, `/saml/metadata`; `/auth/keys` may be those of a user. */
function publishesKeys({ method, path }: Operation): boolean {
  const segments = path.split('/').filter((segment) => segment !== '');
  const last = writtenWordsIn(segments.at(-1) ?? '');
  const before = segments.slice(0, -1);
  if (method !== 'get' || path.includes('{') || !protocolKeys.matches(last)) return false;
  return before.some((segment) => protocolSegments.matches(writtenWordsIn(segment)));
}

/** `GET /`, `GET /api/v1`: what the API says of itself at its root. */
function isRoot(operation: Operation): boolean {
  const { method, path, operationId = '' } = operation;
  if (method !== 'get' || !isOfService(`${path}/x`) || path.includes('{')) return false;
  return (
    rootNames.matches(writtenWordsIn(operationId)) || titlesOf(operation).some((title) => rootTitles.matches(title))
  );
}

/** `/docs/{page}` is a part of the documentation, and `/docs/{account}` is about an account. */
function isAboutService(
  operation: Operation,
  names: NameLexicon<'as written'>,
  titles: NameLexicon<'singular'>,
  wholes: NameLexicon<'singular'>,
): boolean {
  if (isWrite(operation) || isInListedDeployment(operation)) return false;
  const { place } = positionOf(operation);
  if (place === 'below') return false;
  if (place === 'beside' && !probeParts.matches(lastParameter(operation.path))) return false;
  if (isAboutPerson(operation.path)) return false;
  const [last = noWords, pair = noWords] = namesOf(operation);
  // `/workers/status` is about workers.
  const own = vagueProbes.matches(last) && !isOfService(operation.path) ? [pair] : [last, pair];
  if (own.some((name) => isOneOf(name, names))) return true;
  const id = writtenWordsIn(operation.operationId ?? '');
  if (isOfService(`${operation.path}/x`) && isOneOf(id, names)) return true;
  // A longer title is about more than that: "Version history of a document".
  if (place !== 'apart') return false;
  return titlesOf(operation).some((title) => wholes.matches(title) || (title.length <= 5 && titles.matches(title)));
}

/** `/patients/health` */
function isAboutPerson(path: string): boolean {
  const segments = path.split('/').filter((segment) => segment !== '');
  const before = writtenWordsIn(segments.at(-2) ?? '');
  return registrants.matches(before) || accountNames.matches(before);
}

const noWords = writtenWordsIn('');

/** Only segments without a meaning of their own come before the last one that is literal. */
function isOfService(path: string): boolean {
  const segments = path.split('/').filter((segment) => segment !== '' && !/^v?\{/.test(segment));
  return segments.slice(0, -1).every((segment) => writtenWordsIn(segment).every(isNeutral));
}

function isNeutral(word: string): boolean {
  return structuralWords.has(word) || deploymentWords.has(word) || /^\d+$/.test(word);
}

/** `api/v1/health` */
function isOneOf(name: Words<'as written'>, names: NameLexicon<'as written'>): boolean {
  if (names.matches(name)) return true;
  const first = name.findIndex((word) => !deploymentWords.has(word) && !/^\d+$/.test(word));
  return first > 0 && names.matches(slice(name, first));
}
