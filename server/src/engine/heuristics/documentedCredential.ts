import { pure } from '../incremental/pure.ts';
import { query } from '../incremental/query.ts';
import { keyParameters, keyWords } from '../lexicon/credentials.ts';
import {
  basicAuthentication,
  bearerTokens,
  bodyKeys,
  headerKeys,
  oauthTokens,
  openIdLogins,
  plainBodyKeys,
  queryKeys,
  sessionCookies,
  shownParameters,
} from '../lexicon/credentialTexts.ts';
import type { ProseLexicon } from '../lexicon/prose.ts';
import { type Sentence, sentencesIn } from '../lexicon/sentences.ts';
import { wordsIn, writtenWordsIn } from '../lexicon/words.ts';
import type { OpenApiDescription, Operation, Parameter, SensitiveField } from '../openapi/model.ts';
import type { ReferenceCache } from '../openapi/referenceCache.ts';
import { fieldsIn, sharedSchema } from '../schemas/requestFields.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { textsOf } from './operationWords.ts';
import { hasRole, wantsCallers } from './roles.ts';

/** A credential that a description documents outside of security schemes, and the operations that take it. */
interface Use<Subject> {
  readonly subject: Subject;
  readonly taking: readonly Operation[];
}

/** Operations whose callers should be known, and are not required to be. */
export const exposedOperations = pure(
  'documentedCredential.exposedOperations',
  ({ operations }: OpenApiDescription): readonly Operation[] =>
    operations.filter((operation) => wantsCallers(operation) && operation.security.authentication !== 'required'),
);

/** The header or query parameter with a credential that most exposed operations take. */
export const mostUsedParameter = pure(
  'documentedCredential.mostUsedParameter',
  (description: OpenApiDescription): Use<Parameter> | undefined => {
    const uses = new Map<string, { subject: Parameter; taking: Operation[] }>();
    for (const operation of exposedOperations(description)) {
      const keys = new Set(operation.sensitiveParameters.filter(isKey).map(({ node }) => node));
      for (const parameter of operation.parameters) {
        if (!isHeaderOrQuery(parameter) || !(keys.has(parameter.node) || hasKeyName(parameter))) continue;
        const key = `${parameter.in} ${parameter.name.toLowerCase()}`;
        const use = uses.get(key);
        if (use === undefined) uses.set(key, { subject: parameter, taking: [operation] });
        else if (use.taking.at(-1) !== operation) use.taking.push(operation);
      }
    }
    // Of a header and a query parameter for the same key, the header.
    return mostUsed([...uses.values()].sort((a, b) => Number(isQuery(a.subject)) - Number(isQuery(b.subject))));
  },
);

function isQuery({ in: where }: Parameter): boolean {
  return where === 'query';
}

/** The parameter of that kind that more than half of the exposed operations take. */
export function credentialParameter(description: OpenApiDescription): Use<Parameter> | undefined {
  const most = mostUsedParameter(description);
  return most !== undefined && most.taking.length * 2 > exposedOperations(description).length ? most : undefined;
}

/**
 * The key in the query string that a missing scheme would declare. That the scheme is missing, and that the key is in the
 * URL, is one decision of the author.
 */
export const undeclaredQueryKey = pure(
  'documentedCredential.undeclaredQueryKey',
  (description: OpenApiDescription): string | undefined => {
    const { securitySchemes, operations } = description;
    const exposed = exposedOperations(description);
    if (securitySchemes.size > 0 || exposed.length === 0) return undefined;
    const use = credentialParameter(description);
    if (use !== undefined) {
      // A token that one operation takes may be what that operation is about.
      const isKey = hasKeyName(use.subject) || use.taking.length > 1;
      return use.subject.in === 'query' && isKey ? use.subject.name : undefined;
    }
    if (operations.some(({ security }) => security.undefinedSchemes.length > 0)) return undefined;
    const most = mostUsedParameter(description)?.subject;
    const told = credentialsInText(description).find(({ kind }) => kind === 'query')?.name;
    return most?.in === 'query' && most.name === told ? told : undefined;
  },
);

/** The key to the API that clients send in request bodies, which no security scheme can describe. */
export const credentialInBodies = pure(
  'documentedCredential.credentialInBodies',
  (description: OpenApiDescription): Use<string> | undefined => {
    const exposed = exposedOperations(description);
    const uses = new Map<string, { subject: string; taking: Operation[] }>();
    for (const operation of exposed) {
      for (const name of description.cache.get(keysInBody, operation)) {
        const use = uses.get(name);
        if (use === undefined) uses.set(name, { subject: name, taking: [operation] });
        else use.taking.push(operation);
      }
    }
    const most = mostUsed(uses.values());
    if (most === undefined || most.taking.length < 2) return undefined;
    // A "key" of one operation may be the key of an entry; one that all operations take opens the API.
    const share = bodyKeys.matches(writtenWordsIn(most.subject)) ? 0.5 : 0.9;
    return most.taking.length > share * exposed.length ? most : undefined;
  },
);

/** Thousands of operations stay as they are from revision to revision. */
const keysInBody = query(
  'documentedCredential.keysInBody',
  (cache: ReferenceCache, { requestSchemas }: Operation): ReadonlySet<string> =>
    new Set(requestSchemas.flatMap((schema) => cache.get(keysInSchema, sharedSchema(schema, cache)))),
);

/** A schema that thousands of operations share is read once. */
const keysInSchema = query(
  'documentedCredential.keysInSchema',
  (cache: ReferenceCache, schema: SourceNode): readonly string[] =>
    fieldsIn(schema, 'request', cache).filter((name) => {
      const words = writtenWordsIn(name);
      return bodyKeys.matches(words) || plainBodyKeys.matches(words);
    }),
);

export interface CredentialInText {
  readonly kind: 'oauth2' | 'openIdConnect' | 'bearer' | 'basic' | 'header' | 'query' | 'cookie';
  /** The name of the header, parameter or cookie, if the text shows it. */
  readonly name: string | undefined;
}

/** A longer text is a book. */
const maxRead = 20_000;
const maxRefusals = 5;

/** The credentials that the description documents in words, in the order of the text. */
export const credentialsInText = pure(
  'documentedCredential.credentialsInText',
  (description: OpenApiDescription): readonly CredentialInText[] => {
    for (const text of textsAbout(description)) {
      const found = credentialsIn(text.slice(0, maxRead));
      if (found.length > 0) return found;
    }
    return [];
  },
);

/** The introduction, then what logins and refusals say. */
function* textsAbout({ root, operations }: OpenApiDescription): Generator<string> {
  yield root.at('info', 'description')?.string ?? '';
  for (const operation of operations) if (hasRole(operation, 'login', 'token')) yield textsOf(operation).join('\n\n');
  const refusals = new Set<string>();
  for (const { responses } of operations) {
    for (const { status, node } of responses) {
      if (status === '401' && refusals.size < maxRefusals) refusals.add(node.get('description')?.string ?? '');
    }
  }
  yield* refusals;
}

const kinds: readonly (readonly [CredentialInText['kind'], ProseLexicon])[] = [
  ['openIdConnect', openIdLogins],
  ['oauth2', oauthTokens],
  ['basic', basicAuthentication],
  ['bearer', bearerTokens],
  ['cookie', sessionCookies],
  ['query', queryKeys],
  ['header', headerKeys],
];

function credentialsIn(text: string): readonly CredentialInText[] {
  const found = new Map<CredentialInText['kind'], CredentialInText>();
  for (const sentence of sentencesIn(text)) {
    const kind = kinds.find(([, lexicon]) => lexicon.matches(sentence))?.[0];
    if (kind !== undefined && !found.has(kind)) found.set(kind, { kind, name: nameIn(kind, sentence, text) });
  }
  // "Send the token in the header" says where a bearer token goes.
  if (found.has('bearer') && found.get('header')?.name === undefined) found.delete('header');
  return [...found.values()];
}

function nameIn(kind: CredentialInText['kind'], { text: sentence }: Sentence, text: string): string | undefined {
  if (kind === 'header') return /\bx-[a-z0-9-]{1,60}/i.exec(sentence)?.[0];
  if (kind === 'cookie') return /\bcookie\s+[`"'*]{0,3}([\w.-]{1,60}\w)/i.exec(sentence)?.[1];
  if (kind !== 'query') return undefined;
  // The URL of an example shows how it is written.
  const shown = [...text.matchAll(/[?&]([\w-]{1,60})=/g)].map(([, name = '']) => name);
  return shown.find((name) => shownParameters.matches(writtenWordsIn(name)));
}

function mostUsed<Subject>(uses: Iterable<Use<Subject>>): Use<Subject> | undefined {
  return [...uses].sort((a, b) => b.taking.length - a.taking.length)[0];
}

/** A password is a credential of an account, not a key to the API. */
function isKey({ name, class: kind }: SensitiveField): boolean {
  return kind === 'token' || (kind === 'credential' && keyWords.matches(wordsIn(name)));
}

function isHeaderOrQuery({ in: where }: Parameter): boolean {
  return where === 'header' || where === 'query';
}

function hasKeyName({ name }: Parameter): boolean {
  return name.toLowerCase() === 'authorization' || keyParameters.matches(writtenWordsIn(name));
}

/** "OAuth access token." */
export function isOAuthParameter({ node }: Parameter): boolean {
  return sentencesIn(node.get('description')?.string ?? '').some((sentence) => oauthTokens.matches(sentence));
}
