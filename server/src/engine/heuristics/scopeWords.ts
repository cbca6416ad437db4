import { tokenize } from '../sensitive/tokenize.ts';

const reading = new Set('read reader readonly view viewer list get search'.split(' '));
const writing = new Set(
  'write writer readwrite create update delete manage admin edit modify full all post put patch send execute add remove owner'.split(
    ' ',
  ),
);

/** True if a scope is for reading and nothing else: `accounts:read`, `read_only`, `Files.Read`; not `read_write`. */
export function isReadScope(scope: string): boolean {
  const words = tokenize(scope.replace(/^https?:\/\/[^/]*/, ''));
  return words.some((word) => reading.has(word)) && !words.some((word) => writing.has(word));
}
