import { capabilityNames, hookNames, hookReceivers, hookTitles, managingVerbs } from '../../lexicon/deeds.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
import { isWrite, receivesWebhooks } from '../operationKind.ts';
import { lastSegment, namesOf, positionOf } from '../operationWords.ts';
import { saysPublic } from '../publicAccess.ts';
import { titlesOf } from './titles.ts';

/** True if the address holds a secret that lets callers in (`/invitations/{accessToken}`); a key is for all addresses. */
export function isCapability({ path, parameters, sensitiveParameters, security }: Operation): boolean {
  // The caller proves who it is in another way.
  if (security.authentication === 'required') return false;
  const inPath = parameters.filter(({ in: where, name }) => where === 'path' && !isItem(path, name));
  if (inPath.length === 0) return false;
  const isSecret = sensitiveParameters.some(
    (field) => field.class === 'token' && inPath.some(({ node }) => node === field.node),
  );
  return isSecret || inPath.some(({ name }) => capabilityNames.matches(wordsIn(name)));
}

/** `/tokens/{token}`: the name of an item of a list. */
function isItem(path: string, name: string): boolean {
  const before =
    path
      .slice(0, path.indexOf(`{${name}}`))
      .split('/')
      .at(-2) ?? '';
  const item = wordsIn(name).at(-1);
  return writtenWordsIn(before).at(-1) !== item && wordsIn(before).at(-1) === item;
}

/** A machine reports an event: it signs its request or knows the URL, and has no account. */
export function isHook(operation: Operation): boolean {
  if (receivesWebhooks(operation)) return true;
  const { method, path, pathItem } = operation;
  if (method !== 'post' || positionOf(operation).place !== 'apart') return false;
  // What is read, changed or deleted at the same path is a resource, and this creates one.
  if (resourceMethods.some((other) => pathItem.has(other))) return false;
  const last = writtenWordsIn(lastSegment(path));
  const names = namesOf(operation).slice(0, 2);
  if (names.some((name) => hookNames.matches(name)) && !managingVerbs.matches(last)) return true;
  return titlesOf(operation).some((title) => hookTitles.matches(title) || hookReceivers.matches(title));
}

const resourceMethods = ['get', 'put', 'patch', 'delete'] as const;

/** Data for everybody: the path or the text says so, and no requirement contradicts it. */
export function isOpenData(operation: Operation): boolean {
  // The text is read last, and not at all for most operations: it is long.
  return operation.security.authentication !== 'required' && !isWrite(operation) && saysPublic(operation);
}
