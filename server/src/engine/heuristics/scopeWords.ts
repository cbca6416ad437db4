import { deletionScopes } from '../lexicon/deletions.ts';
import type { NameLexicon } from '../lexicon/names.ts';
import { creatingScopes, deletingScopes, readingScopes, updatingScopes, writingScopes } from '../lexicon/scopes.ts';
import { specified } from '../lexicon/specified.ts';
import { wordsIn, writtenWordsIn } from '../lexicon/words.ts';
import type { Operation } from '../openapi/model.ts';

/** True if a scope is for reading and nothing else: `accounts:read`, `read_only`, `Files.Read`; not `read_write`. */
export function isReadScope(scope: string): boolean {
  const words = wordsOf(scope);
  return readingScopes.matches(words) && !writingScopes.matches(words);
}

/**
 * The scope of `declared` that allows to change what `scope` allows to read, `accounts:write` for `accounts:read`. Where
 * there is one for each kind of change, that of the method, if it is given.
 */
export function writeScopeFor(scope: string, declared: readonly string[], method?: string): string | undefined {
  const about = wordsAbout(scope);
  const candidates = declared.filter((one) => writingScopes.matches(wordsOf(one)) && wordsAbout(one) === about);
  if (candidates.length === 1) return candidates[0];
  const general = candidates.filter((one) => !kindsOfChanges.some((kind) => kind.matches(wordsOf(one))));
  const kind = method === undefined ? undefined : scopesOfMethods[method];
  return candidates.find((one) => kind?.matches(wordsOf(one))) ?? general[0];
}

const kindsOfChanges = [creatingScopes, updatingScopes, deletingScopes];

const scopesOfMethods: Readonly<Record<string, NameLexicon<'as written'>>> = {
  post: creatingScopes,
  put: updatingScopes,
  patch: updatingScopes,
  delete: deletingScopes,
};

/** What a scope allows to read or change. */
function wordsAbout(scope: string): string {
  return writingScopes.without(readingScopes.without(wordsOf(scope))).join(' ');
}

function wordsOf(scope: string) {
  return writtenWordsIn(scope.replace(/^https?:\/\/[^/]*/, ''));
}

const protocolScopes: ReadonlySet<string> = new Set(
  specified('OpenID Connect Core 1.0 §5.4, §11', ['openid', 'profile', 'email', 'offline_access', 'address', 'phone']),
);

/** A scope that asks for facts about the user or for a refresh token: it gives no right in the API. */
export function isProtocolScope(scope: string): boolean {
  return protocolScopes.has(scope);
}

/** True if every alternative needs two schemes, or a scope that is granted for deletions. */
export function asksForDeletionScope({ security }: Operation): boolean {
  const requirements = security.declaration?.requirements ?? [];
  return (
    requirements.length > 0 &&
    requirements.every(
      ({ schemes }) =>
        schemes.length > 1 ||
        schemes.some(({ scopes }) => scopes.some((scope) => deletionScopes.matches(wordsIn(scope)))),
    )
  );
}
