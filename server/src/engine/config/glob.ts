import { matchSegments } from '../syntax/text/wildcards.ts';

/**
 * Matches a path with forward slashes against a glob: `*` and `?` within a segment, `**` across segments, `{a,b}`.
 * A glob without slash matches at any depth, and a glob that matches a folder matches what is in it. No regular
 * expressions: globs come from workspaces and must not take long. One that exceeds the limits matches nothing.
 */
export function matchesGlob(path: string, glob: string): boolean {
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  return (alternatives(glob) ?? []).some((pattern) => {
    const parts = pattern
      .replace(/^\.?\//, '')
      .split('/')
      .filter((part) => part !== '');
    const anchored = parts.length > 1 || pattern.startsWith('/') ? parts : ['**', ...parts];
    return matchSegments(segments, [...anchored, '**']);
  });
}

/** Limits of a glob: it expands to `maxAlternatives` patterns in `maxGroups` rounds. */
const maxLength = 1000;
const maxGroups = 8;
const maxAlternatives = 64;

/** A message for a glob that exceeds the limits; `undefined` for all others. */
export function globProblem(glob: string): string | undefined {
  if (glob.length > maxLength) return `A pattern may have ${maxLength} characters at most. Split it into several.`;
  if (alternatives(glob) !== undefined) return undefined;
  return `A pattern may have ${maxAlternatives} alternatives in ${maxGroups} pairs of braces at most. Split it into several.`;
}

/** A message for a glob that cannot match a file as its author means it. */
export function globFlaw(glob: string): string | undefined {
  if (glob.trim() === '') return 'This pattern matches nothing. Name files or folders, such as "legacy/**".';
  if (glob.includes('\\')) return 'A backslash does not separate folders. Write "/".';
  if (glob.split('/').includes('..')) return 'A pattern cannot leave the folder of this file. Name what is below it.';
  if (glob.startsWith('!')) return 'A pattern cannot exclude files. Name the files that are not checked.';
  return undefined;
}

/** Expands braces; `undefined` where there are too many. */
function alternatives(glob: string): readonly string[] | undefined {
  if (glob.length > maxLength) return undefined;
  let patterns: readonly string[] = [glob];
  for (let round = 0; round <= maxGroups; round++) {
    const expanded = patterns.flatMap((pattern) => {
      const match = /\{([^{}]*)\}/.exec(pattern);
      if (match === null) return [pattern];
      const [before, after] = [pattern.slice(0, match.index), pattern.slice(match.index + match[0].length)];
      return match[1]!.split(',').map((choice) => before + choice + after);
    });
    if (expanded.length > maxAlternatives) return undefined;
    if (expanded.every((pattern, index) => pattern === patterns[index])) return patterns;
    patterns = expanded;
  }
  return undefined;
}
