import { counted } from '../counted.ts';
import { hostFields } from '../lexicon/outbound.ts';
import { wordsIn } from '../lexicon/words.ts';
import { isCatastrophic } from '../patterns/catastrophic.ts';
import { inEcmaScript } from '../patterns/dialects.ts';
import { lengthsOf } from '../patterns/lengths.ts';
import { matches } from '../patterns/matches.ts';
import type { Resolve } from '../schemas/schemaUnit.ts';
import { lookThrough } from '../schemas/schemaView.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { type Fix, Placeholder } from '../textEdits/fix.ts';
import { samplesOf } from './samples.ts';

/** A schema that gets a pattern. */
export interface PatternPlace {
  readonly schema: SourceNode;
  /** Other nodes that hold keywords or examples of the same value: the parameter, a reference to the schema. */
  readonly holders?: readonly SourceNode[];
}

/**
 * Where a pattern is added for a parameter or the schema of a property. Nowhere for a schema that others may use, too: a
 * reference, and what stands in another document.
 */
export function placeOf(holder: SourceNode, resolve: Resolve): readonly PatternPlace[] {
  const schema = holder.get('schema') ?? holder;
  const view = lookThrough(schema, resolve);
  if (view.some((node) => node.has('$ref'))) return [];
  return [{ schema: view.at(-1)!, holders: [holder, ...view] }];
}

/**
 * Begins the patterns with `^` and ends them with `$`, where what the document shows there still matches. The finding is
 * at the first: where that one stays as it is, nothing is offered. So it is in all fixes here.
 */
export function anchorFixes(schemas: readonly SourceNode[]): readonly Fix[] {
  const wanted = [...new Set(schemas)].flatMap((schema) => {
    const at = schema.get('pattern');
    const value = anchored(at?.string ?? '');
    // Repetition that found its match at once may have to try everything before the end.
    return at !== undefined && isFitting(value, { schema }) && !isCatastrophic(value) ? [{ at, value }] : [];
  });
  if (wanted[0] === undefined || wanted[0].at.parent !== schemas[0]) return [];
  return [
    {
      title: `Anchor ${wanted.length === 1 ? 'the pattern' : counted(wanted.length, 'pattern')} with "^" and "$"`,
      safety: 'unsafe',
      patches: wanted.map(({ at, value }) => ({ op: 'replace', at, value })),
    },
  ];
}

function anchored(pattern: string): string {
  const isOneGroup = /^\([^()]*\)$/.test(pattern);
  return pattern.includes('|') && !isOneGroup ? `^(?:${pattern})$` : `^${pattern}$`;
}

/** Writes patterns of other dialects in ECMA-262, where they mean the same. */
export function dialectFixes(patterns: readonly SourceNode[]): readonly Fix[] {
  const wanted = [...new Set(patterns)].flatMap((at) => {
    const value = inEcmaScript(at.string ?? '');
    return value === undefined || at.parent === undefined || !isFitting(value, { schema: at.parent })
      ? []
      : [{ at, value }];
  });
  if (wanted[0] === undefined || wanted[0].at !== patterns[0]) return [];
  return [
    {
      title: `Write ${wanted.length === 1 ? 'the pattern' : counted(wanted.length, 'pattern')} in ECMA-262`,
      safety: 'unsafe',
      patches: wanted.map(({ at, value }) => ({ op: 'replace', at, value })),
    },
  ];
}

/** Restricts redirects to the hosts of their examples, else to a host that the author has to name. */
export function hostFixes(places: readonly PatternPlace[]): readonly Fix[] {
  const wanted = places.flatMap((place) => {
    const known = textsOf(place);
    const pattern = known.length === 0 ? unknownHost(place) : patternOfHosts(known);
    return pattern === undefined || !isFitting(pattern, place) ? [] : [{ place, pattern, isKnown: known.length > 0 }];
  });
  if (wanted[0] === undefined || wanted[0].place !== places[0]) return [];
  const isKnown = wanted.every((one) => one.isKnown);
  const where = wanted.length === 1 ? '' : ` to ${counted(wanted.length, 'URL')}`;
  return [
    {
      title: `Add "pattern"${where} with ${isKnown ? 'the hosts of the examples' : 'a host to complete'}`,
      safety: 'unsafe',
      patches: wanted.map(({ place, pattern }) => ({
        op: 'set',
        at: place.schema,
        path: ['pattern'],
        value: new Placeholder(pattern),
        after: ['format', 'type'],
      })),
    },
  ];
}

/** The same for parameters and the schemas of properties. */
export function hostFixesAt(holders: readonly SourceNode[], resolve: Resolve): readonly Fix[] {
  const [first] = holders;
  if (first === undefined || placeOf(first, resolve).length === 0) return [];
  return hostFixes(holders.flatMap((holder) => placeOf(holder, resolve)));
}

/** A name with a dot, whose last label is not a number: neither an IP address nor `localhost`. */
const hostName = String.raw`([\w-]+\.)+[A-Za-z][\w-]*`;

/** The best first: what the document shows has to match. */
const targetForms = [`^https://${hostName}([:/?#]|$)`, `^https?://${hostName}([:/?#]|$)`] as const;
const hostForm = String.raw`^${hostName}(:\d+)?$`;

/**
 * Restricts the URLs, or hosts, that the server requests for its customers to HTTPS and host names. Which hosts these are
 * the customers decide, so a pattern with hosts would exclude most of them.
 */
export function targetFixes(holders: readonly SourceNode[], resolve: Resolve): readonly Fix[] {
  const places = holders.flatMap((holder) => placeOf(holder, resolve));
  const wanted = places.flatMap((place) => {
    const forms = isHostField(place) ? [hostForm] : targetForms;
    const pattern = forms.find((form) => isFitting(form, place));
    return pattern === undefined ? [] : [{ place, pattern }];
  });
  const [first] = wanted;
  if (first === undefined || holders[0] === undefined || first.place !== places[0]) return [];
  if (placeOf(holders[0], resolve)[0]?.schema !== first.place.schema) return [];
  const where = wanted.length === 1 ? '' : ` to ${counted(wanted.length, 'URL')}`;
  const isEncrypted = wanted.every(({ pattern }) => pattern === targetForms[0]);
  return [
    {
      title: `Add "pattern"${where} for ${isEncrypted ? 'HTTPS and ' : ''}host names, without IP addresses`,
      safety: 'unsafe',
      patches: wanted.map(({ place, pattern }) => ({
        op: 'set',
        at: place.schema,
        path: ['pattern'],
        value: pattern,
        after: ['format', 'type'],
      })),
    },
  ];
}

/** True for a field that is named after a host: it holds no URL. */
function isHostField({ holders = [] }: PatternPlace): boolean {
  const [field] = holders;
  const name = field?.has('in') === true ? field.get('name')?.string : field?.key;
  return hostFields.matches(wordsIn(String(name ?? '')));
}

function unknownHost(place: PatternPlace): string {
  return isHostField(place) ? hostPattern(['example.com']) : urlPattern(['https://example.com']);
}

/** More hosts than that are examples of what may be any host. */
const maxHosts = 3;

/** `undefined` where the examples are neither all URLs nor all hosts, or are many. */
function patternOfHosts(texts: readonly string[]): string | undefined {
  const starts = (form: RegExp): readonly (string | undefined)[] => [
    ...new Set(texts.map((text) => form.exec(text)?.[0])),
  ];
  const urls = starts(/^https?:\/\/[\w.-]+(:\d+)?(?=[/?#]|$)/i);
  const hosts = starts(/^[\w-]+(\.[\w-]+)+(?=(:\d+)?$)/);
  if (isComplete(urls)) return urlPattern(urls);
  return isComplete(hosts) ? hostPattern(hosts) : undefined;
}

function isComplete(starts: readonly (string | undefined)[]): starts is readonly string[] {
  return starts.length <= maxHosts && !starts.includes(undefined);
}

function urlPattern(urls: readonly string[]): string {
  return `^${oneOf(urls)}([/?#]|$)`;
}

function hostPattern(hosts: readonly string[]): string {
  return String.raw`^${oneOf(hosts)}(:\d+)?$`;
}

function oneOf(texts: readonly string[]): string {
  const escaped = texts.map((text) => text.replaceAll('.', String.raw`\.`));
  return escaped.length === 1 ? escaped[0]! : `(${escaped.join('|')})`;
}

/** A file in one folder: no slash, and neither a hidden file nor the folder above. */
const fileName = String.raw`^[^./\\][^/\\]*$`;

/** Excludes paths from the name of a file. */
export function fileNameFixes([place]: readonly PatternPlace[]): readonly Fix[] {
  if (place === undefined || !isFitting(fileName, place)) return [];
  return [
    {
      title: 'Add "pattern" without slashes and leading dots',
      safety: 'unsafe',
      patches: [{ op: 'set', at: place.schema, path: ['pattern'], value: fileName, after: ['format', 'type'] }],
    },
  ];
}

/** Relative, and no segment is hidden or the folder above. */
const filePath = String.raw`^[^./\\][^/\\]*(?:/[^./\\][^/\\]*)*$`;

/** Keeps the path of a file within a folder. */
export function filePathFixes([place]: readonly PatternPlace[]): readonly Fix[] {
  if (place === undefined || !isFitting(filePath, place)) return [];
  return [
    {
      title: 'Add "pattern" without segments that begin with a dot',
      safety: 'unsafe',
      patches: [{ op: 'set', at: place.schema, path: ['pattern'], value: filePath, after: ['format', 'type'] }],
    },
  ];
}

/** False if the document itself uses a value there that the pattern excludes, or demands another length. */
function isFitting(pattern: string, place: PatternPlace): boolean {
  const low = place.schema.get('minLength')?.scalar;
  const high = place.schema.get('maxLength')?.scalar;
  const lengths = typeof low === 'number' || typeof high === 'number' ? lengthsOf(pattern) : undefined;
  if (lengths !== undefined) {
    if (typeof low === 'number' && low > lengths.max) return false;
    if (typeof high === 'number' && high < lengths.min) return false;
  }
  return textsOf(place).every((text) => matches(pattern, text) === true);
}

/** The texts that the document itself uses there. */
function textsOf({ schema, holders = [] }: PatternPlace): readonly string[] {
  return [...new Set([schema, ...holders])].flatMap((holder) =>
    [...samplesOf(holder), ...(holder.get('enum')?.items() ?? [])].flatMap((node) => node.string ?? []),
  );
}
