import { specified } from '../lexicon/specified.ts';

/** Compiled, never run. Tried with and without `u`, because an escape that one of them allows is valid. */
export function isExpression(pattern: string): boolean {
  if (pattern.length > 10_000) return true;
  if (foreign.some((syntax) => syntax.test(pattern)) || hasUnknownProperty(pattern)) return false;
  return ['', 'u'].some((flags) => {
    try {
      return new RegExp(pattern, flags) instanceof RegExp;
    } catch {
      return false;
    }
  });
}

/** Syntax of other dialects, which JavaScript reads as other characters or, with `u`, as an error. */
const foreign: readonly RegExp[] = [
  // Start and end of the string in Ruby, Python and Perl.
  /^\(*(\?:)?\\A/,
  /(?<!\\)(?:\\\\)*\\[zZ]\)*$/,
  // POSIX: `[[:alpha:]]`.
  specified('POSIX', /\[:\^?(?:alpha|digit|alnum|upper|lower|space|punct|xdigit|word|blank|cntrl|graph|print):\]/),
  // The delimiters of PHP, Perl and JavaScript literals: nothing can match before `^` or after `$`.
  /^\/\^.*\/[a-z]*$|^\/.*\$\/[a-z]*$/s,
];

/** `\p{IsAlphabetic}`, `\p{Digit}` of Java: without `u`, ECMA-262 reads the letter p; with it, it knows no such property. */
function hasUnknownProperty(pattern: string): boolean {
  return [...pattern.matchAll(/(?<!\\)(?:\\\\)*\\[pP]\{([^{}]*)\}/g)].some(([, name = '']) => {
    if (!/^\w+(=\w+)?$/.test(name)) return true;
    try {
      return !(new RegExp(`\\p{${name}}`, 'u') instanceof RegExp);
    } catch {
      return true;
    }
  });
}

/** A pattern of another dialect in ECMA-262, where it has the same meaning there; `undefined` where that cannot be told. */
export function inEcmaScript(pattern: string): string | undefined {
  const [, within = pattern, flags = ''] = /^\/(\^.*|.*\$)\/([a-z]*)$/s.exec(pattern) ?? [];
  // Without letters, case means nothing. `s`, `x` and the like change the expression itself.
  const letters = within.replaceAll(/\\./gs, '');
  if (!/^[giu]*$/.test(flags) || (flags.includes('i') && /\p{L}/u.test(letters))) return undefined;
  const written = within
    .replace(/^(\(*(?:\?:)?)\\A/, '$1^')
    .replace(/(?<!\\)((?:\\\\)*)\\[zZ](\)*)$/, (_, before: string, after: string) => `${before}$${after}`)
    .replaceAll('(?P<', '(?<')
    .replaceAll(/\[:([a-z]+):\]/g, (all, name: string) => posixClasses[name] ?? all);
  return written !== pattern && isExpression(written) ? written : undefined;
}

/** As they are written within a class of ECMA-262. */
const posixClasses: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  xdigit: 'A-Fa-f0-9',
  word: String.raw`\w`,
  space: String.raw`\s`,
  blank: String.raw` \t`,
};
