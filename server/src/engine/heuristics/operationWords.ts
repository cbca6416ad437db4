import { pure } from '../incremental/pure.ts';
import type { Operation } from '../openapi/model.ts';

/** The summary and the description, as far as there are any. */
export function textsOf({ node }: Operation): readonly string[] {
  return ['summary', 'description'].flatMap((key) => node.get(key)?.string ?? []);
}

export function firstSentence(text: string): string {
  return text.slice(0, 200).split(/[.\n]/)[0] ?? '';
}

/** The last words of the path, and the id. */
export function namesOf({ path, operationId = '' }: Operation): readonly string[] {
  const segments = path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'));
  return [segments.at(-1) ?? '', segments.slice(-2).join('-'), operationId].map((name) => wordsOf(name).join(' '));
}

export function lastSegment(path: string): string {
  return (
    path
      .split('/')
      .filter((segment) => segment !== '' && !segment.startsWith('{'))
      .at(-1) ?? ''
  );
}

/** `getUserByID` → get user by id; `forgot-password` → forgot password. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
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
  return partWords.test(statement) && !wholeWords.test(statement);
}

const partWords =
  /\b(some|certain|several|a few|(?<!too )many|most|selected|specific|individual|these|those) ([\w-]+ ){0,2}(endpoints?|operations?|routes?|methods?|calls?|requests?|resources?|apis?)\b|\b(the|our|this) (?!(rest|http|web|public|following)? ?apis? )([\w/{}`-]+ ){1,3}(endpoints?|operations?|routes?|methods?|resources?)\b|\b(get|post|put|patch|delete) [`"']?\/|(^|[ `"'])\/(?!(s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?|months?)\b)[a-z{]/i;

const wholeWords =
  /\b(all|every|each|any) ((of )?(the|our|other|its) |other )?([\w-]+ ){0,2}(endpoints?|operations?|routes?|methods?|requests?|calls?|resources?|apis?)\b/i;

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
  if (names.every((name) => isOneOf(name, deployments))) return false;
  const isWithinLogin = before.some((one) => one.includes('{') || wordsOf(one).some((word) => loginWords.has(word)));
  return !(isWithinLogin && names.every((name) => isOneOf(name, loginParts)));
}

function isParameter(segment: string): boolean {
  return /^\{[^{}]*\}$/.test(segment);
}

/** `api`, `v1`, `v2.0`, `oauth2` */
function isStructural(segment: string): boolean {
  return (
    /^v?\d+([._-]\d+)*$/i.test(segment) ||
    wordsOf(segment).every((word) => structuralWords.has(word) || loginWords.has(word))
  );
}

/** `tenantId`, `tenant_name`, `realms` */
function isOneOf(name: string, nouns: ReadonlySet<string>): boolean {
  const last = wordsOf(name)
    .filter((word) => !namingWords.has(word))
    .at(-1);
  return last !== undefined && (nouns.has(last) || nouns.has(last.replace(/s$/, '')));
}

const namingWords: ReadonlySet<string> = new Set('id name key slug alias uuid guid'.split(' '));
const versions: ReadonlySet<string> = new Set('version ver v release'.split(' '));
const listedDeployments: ReadonlySet<string> = new Set('tenant realm environment'.split(' '));
const deployments: ReadonlySet<string> = new Set([
  ...listedDeployments,
  ...'env stage region locale lang language instance deployment subdomain basepath'.split(' '),
]);
const loginWords: ReadonlySet<string> = new Set(
  'auth authentication authorization oauth oauth2 openid oidc connect saml saml2 sso login signin logout signout callback iam idp identity idm'.split(
    ' ',
  ),
);
const loginParts: ReadonlySet<string> = new Set(
  'provider idp issuer connection connector strategy policy authserver server client'.split(' '),
);
const structuralWords: ReadonlySet<string> = new Set('api apis rest public service services gateway'.split(' '));
