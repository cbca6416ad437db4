import { pure } from '../incremental/pure.ts';
import {
  deployments,
  listedDeployments,
  loginWords,
  namingWords,
  partsOfApi,
  providers,
  structuralWords,
  timeUnits,
  versions,
  wholeApi,
} from '../lexicon/deployments.ts';
import type { NameLexicon } from '../lexicon/names.ts';
import { sentencesIn } from '../lexicon/sentences.ts';
import { type Prose, proseOf } from '../lexicon/subject.ts';
import { select, type Words, wordsIn, writtenWordsIn } from '../lexicon/words.ts';
import type { Operation } from '../openapi/model.ts';

/** The summary and the description, as far as there are any. */
export function textsOf({ node }: Operation): readonly string[] {
  return ['summary', 'description'].flatMap((key) => node.get(key)?.string ?? []);
}

/** The sentences of the description. */
export const proseOfDescription = pure(
  'operationWords.proseOfDescription',
  (operation: Operation): Prose<'operation'> =>
    proseOf('operation', operation, operation.node.get('description')?.string),
);

/** The sentences of the summary and the description. */
export const proseOfOperation = pure('operationWords.proseOfOperation', (operation: Operation): Prose<'operation'> => {
  const summary = proseOf('operation', operation, operation.node.get('summary')?.string);
  return { ...summary, sentences: [...summary.sentences, ...proseOfDescription(operation).sentences] };
});

export function firstSentence(text: string): string {
  return text.slice(0, 200).split(/[.\n]/)[0] ?? '';
}

/** The last words of the path, and the ID. */
export function namesOf({ path, operationId = '' }: Operation): readonly Words<'as written'>[] {
  const segments = path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'));
  return [segments.at(-1) ?? '', segments.slice(-2).join('-'), operationId].map(writtenWordsIn);
}

export function lastSegment(path: string): string {
  return (
    path
      .split('/')
      .filter((segment) => segment !== '' && !segment.startsWith('{'))
      .at(-1) ?? ''
  );
}

/**
 * The statements of a text of Markdown: sentences, items, table rows and headings. Lines that are only wrapped are
 * joined, since a statement and its "not" may stand on two of them.
 */
export function statementsOf(text: string): readonly string[] {
  return text
    .replace(/<\/?(p|br|li|ul|ol|h[1-6]|tr|table|div)\b[^<>]{0,100}>/gi, '\n\n')
    .split(/\n[ \t]*\n|\n(?=[ \t]*(?:[-*+|>#]|\d+[.)]))|(?<=[.!?;])\s/)
    .map((statement) => statement.replace(/\s+/g, ' ').trim())
    .filter((statement) => statement !== '');
}

/** True for a statement about some operations only: "The login endpoint …", "`POST /login` …", "Some endpoints …". */
export function isAboutPart(statement: string): boolean {
  const sentences = sentencesIn(statement);
  const isPart = namesPath(statement) || sentences.some((sentence) => partsOfApi.matches(sentence));
  return isPart && !sentences.some((sentence) => wholeApi.matches(sentence));
}

/** `GET /orders` and `/orders`, but not `10 / minute`. */
function namesPath(statement: string): boolean {
  if (/\b(get|post|put|patch|delete) [`"']?\//i.test(statement)) return true;
  return [...statement.matchAll(/(?:^|[ `"'])\/(\{|[a-z]+)/gi)].some(([, word = '']) => !isUnit(word));
}

function isUnit(word: string): boolean {
  return timeUnits.matches(writtenWordsIn(word));
}

/** How a path relates to the first object that it names by a parameter. */
export interface PathPosition {
  /** `apart` from objects (`/token`), `beside` one (`/tokens/{id}`), or `below` one (`/cards/{id}/token`). */
  readonly place: 'apart' | 'beside' | 'below';
  /** The segments before that object; all of them if there is none. */
  readonly before: readonly string[];
}

/**
 * A path parameter names an object, and the words behind it are about that object. Exceptions are parameters that say
 * which deployment is called, before any resource: a tenant (`/{tenant}/oauth2/token`), a realm (`/realms/{realm}/…`),
 * a version (`/v{version}/health`), a provider of logins (`/auth/{provider}/callback`).
 */
export const positionOf = pure('operationWords.positionOf', ({ path }: Operation): PathPosition => {
  const segments = path.split(/[/?#]/).filter((segment) => segment !== '');
  const object = segments.findIndex((_, index) => namesObject(segments, index));
  if (object < 0) return { place: 'apart', before: segments };
  const isBelow = segments.slice(object + 1).some((segment) => !isParameter(segment));
  return { place: isBelow ? 'below' : 'beside', before: segments.slice(0, object) };
});

/** `/tenants/{tenant}/status` is about one tenant of a list, while `/{tenant}/status` is about the API. */
export const isInListedDeployment = pure('operationWords.isInListedDeployment', (operation: Operation): boolean =>
  positionOf(operation).before.some(
    (segment, index, all) => isParameter(segment) && isOneOf(all[index - 1] ?? '{}', listedDeployments),
  ),
);

function namesObject(segments: readonly string[], index: number): boolean {
  const segment = segments[index] ?? '';
  const names = [...segment.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
  if (names.length === 0) return false;
  const before = segments.slice(0, index);
  const previous = before.at(-1) ?? '';
  if (/^v\{/i.test(segment) || (names.every((name) => isOneOf(name, versions)) && !isOneOf(previous, versions)))
    return false;
  // `/realms/{realm}` names the deployment before any resource as well.
  const isPrefix = before.every((one) => one.includes('{') || isStructural(one) || isOneOf(one, listedDeployments));
  if (!isPrefix) return true;
  if (names.every((name) => isOneOf(name, deployments) || isOneOf(name, listedDeployments))) return false;
  const isWithinLogin = before.some((one) => one.includes('{') || loginWords.matches(writtenWordsIn(one)));
  return !(isWithinLogin && names.every((name) => isOneOf(name, providers)));
}

function isParameter(segment: string): boolean {
  return /^\{[^{}]*\}$/.test(segment);
}

/** `api`, `v1`, `v2.0`, `oauth2` */
function isStructural(segment: string): boolean {
  return (
    /^v?\d+([._-]\d+)*$/i.test(segment) ||
    writtenWordsIn(segment).every((word) => structuralWords.has(word) || loginWords.has(word) || /^\d+$/.test(word))
  );
}

/** `tenantId`, `tenant_name`, `realms` */
function isOneOf(name: string, nouns: NameLexicon<'singular'> | NameLexicon<'as written'>): boolean {
  const words = wordsIn(name);
  return (nouns as NameLexicon).matches(select(words, (index) => !namingWords.has(words[index] ?? '')));
}
