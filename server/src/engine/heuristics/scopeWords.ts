import { readingScopes, writingScopes } from '../lexicon/scopes.ts';
import { writtenWordsIn } from '../lexicon/words.ts';

/** True if a scope is for reading and nothing else: `accounts:read`, `read_only`, `Files.Read`; not `read_write`. */
export function isReadScope(scope: string): boolean {
  const words = writtenWordsIn(scope.replace(/^https?:\/\/[^/]*/, ''));
  return readingScopes.matches(words) && !writingScopes.matches(words);
}
