import { specified } from '../lexicon/specified.ts';
import { objectSpot, type Spot, spotBelow } from '../navigation/spots.ts';
import type { Grammar } from '../openapi/grammar.ts';
import { escapeToken } from '../openapi/uri.ts';
import { maskSecrets } from '../sensitive/mask.ts';
import type { PlainValue } from '../syntax/toValue.ts';
import { copyMap, isMap, type Sample } from './sample.ts';

/** What a word of a document is replaced by; itself, if it stays. */
export type Replace = (word: string) => string;

/** Words of the specification in names, references and media types. */
const structural = new Set(
  specified('OpenAPI Specification', [
    'components',
    'schemas',
    'schema',
    'responses',
    'response',
    'parameters',
    'examples',
    'request',
    'bodies',
    'headers',
    'security',
    'schemes',
    'definitions',
    'paths',
    'path',
    'items',
    'links',
    'callbacks',
    'webhooks',
    'properties',
    'openapi',
    'yaml',
    'enum',
    'default',
    'variables',
    'part',
    'http',
    'https',
    'application',
    'json',
    'x',
  ]),
);

/** Fields whose values the specification lists. */
const listed = new Set(specified('OpenAPI Specification', ['openapi', 'swagger', 'type', 'in', 'style', 'schemes']));

/** Fields that hold data of the API: numbers in them are somebody's. */
const data = new Set(specified('OpenAPI Specification', ['example', 'examples', 'default', 'enum', 'const', 'value']));

const words = /\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{L}+|\d{2,}/gu;

/**
 * The sample with every name and text in other words. Equal words stay equal, so that references still lead where they
 * did. Secrets are masked first, whatever `replace` says.
 */
export function redact({ documents, at }: Sample, grammar: Grammar, replace: Replace): Sample {
  const nameOf = (text: string): string => redactText(text, replace);
  const { path } = at;
  const redacted: (string | number)[] = [];

  function visit(value: PlainValue, place: Place, field: string, isData: boolean, way: number): PlainValue {
    const spot = place.spot;
    if (typeof value === 'string') return textOf(value, field, isData);
    if (typeof value === 'number') return isData ? Number(nameOf(String(value))) || 0 : value;
    if (Array.isArray(value))
      return value.map((item, index) => {
        const next = step(index, index, way);
        return visit(item, below(place, index, item), field, isData, next);
      });
    if (!isMap(value)) return value;
    return copyMap(
      Object.entries(value).map(([key, held]) => {
        const written = isField(key, spot) ? key : nameOf(key);
        const next = step(key, written, way);
        return [
          written,
          visit(held, below(place, key, held), key, isData || data.has(key) || key.startsWith('x-'), next),
        ];
      }),
    );
  }

  const starts = startsOf(documents, grammar);
  const rootOf = (index: number): Place => placeAt(starts[index]!, '', undefined);

  function below({ starts: begun, pointer, spot }: Place, key: string | number, value: PlainValue): Place {
    const next = `${pointer}/${escapeToken(String(key))}`;
    return placeAt(begun, next, spot && spotBelow(spot, key, kindOf(value), grammar));
  }

  /** Follows the way to the finding: `way` is the number of its steps that lead here, -1 beside it. */
  function step(key: string | number, written: string | number, way: number): number {
    if (way < 0 || path[way] !== key) return -1;
    redacted[way] = written;
    return way + 1;
  }

  function textOf(text: string, field: string, isData: boolean): string {
    if (!isData && listed.has(field)) return text;
    if (field !== 'pattern') return nameOf(text);
    // The letters of an expression are not words.
    return maskSecrets(text).replaceAll(/[A-Za-z]{3,}/g, (word) => redactText(word, replace));
  }

  const values = documents.map(({ name, value }, index) => ({
    name,
    value: visit(value, rootOf(index), '', false, index === at.document ? 0 : -1),
  }));
  return { documents: values, at: { ...at, path: path.map((key, depth) => redacted[depth] ?? key) } };
}

/** A place of a document, and what the specification reads there. */
interface Place {
  readonly starts: ReadonlyMap<string, Spot>;
  readonly pointer: string;
  readonly spot: Spot | undefined;
}

function placeAt(starts: ReadonlyMap<string, Spot>, pointer: string, spot: Spot | undefined): Place {
  return { starts, pointer, spot: spot ?? starts.get(pointer) };
}

/** What stands where references lead to, by document and pointer; the entry begins at its root. */
function startsOf(documents: Sample['documents'], grammar: Grammar): readonly Map<string, Spot>[] {
  const starts = documents.map((_one, index) => new Map(index === 0 ? [['', objectSpot('OpenAPI')]] : []));
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const [index, { value }] of documents.entries()) {
      const stack: { readonly value: PlainValue; readonly pointer: string; readonly spot: Spot | undefined }[] = [
        { value, pointer: '', spot: undefined },
      ];
      for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
        const { pointer } = item;
        const spot = item.spot ?? starts[index]!.get(pointer);
        if (spot?.is === 'reference' && typeof item.value === 'string') {
          const [name = '', fragment = ''] = item.value.split('#');
          const target = name === '' ? index : documents.findIndex((one) => one.name === name);
          if (target < 0 || spot.isMap || starts[target]!.has(fragment)) continue;
          starts[target]!.set(fragment, objectSpot(spot.kind));
          isNew = true;
        }
        const held = isMap(item.value)
          ? Object.entries(item.value)
          : Array.isArray(item.value)
            ? [...item.value.entries()]
            : [];
        for (const [key, one] of held) {
          const next = spot && spotBelow(spot, key, kindOf(one), grammar);
          stack.push({ value: one, pointer: `${pointer}/${escapeToken(String(key))}`, spot: next });
        }
      }
    }
  }
  return starts;
}

function kindOf(value: PlainValue): { readonly kind: 'map' | 'sequence' | 'scalar' } {
  return { kind: Array.isArray(value) ? 'sequence' : isMap(value) ? 'map' : 'scalar' };
}

/** True for a key that the specification gives; the others are names. */
function isField(key: string, spot: Spot | undefined): boolean {
  if (spot === undefined) return false;
  if (key === '$ref') return true;
  if (spot.is === 'named') return spot.kind === 'Response' && /^([1-5](\d\d|XX)|default)$/i.test(key);
  const isNames = spot.is === 'requirement' || spot.is === 'declared scopes' || spot.is === 'mapping';
  return !isNames && !key.startsWith('x-');
}

/** A text in other words. */
function redactText(text: string, replace: Replace): string {
  return maskSecrets(text).replaceAll(words, (word) => {
    const lower = word.toLowerCase();
    if (structural.has(lower)) return word;
    const replaced = replace(lower);
    if (replaced === lower) return word;
    if (word === lower) return replaced;
    return word.length > 1 && word === word.toUpperCase()
      ? replaced.toUpperCase()
      : replaced.charAt(0).toUpperCase() + replaced.slice(1);
  });
}

/** Gives each word a name that means nothing, and each number ones of its length. */
export function createReplace(kept: ReadonlySet<string> = new Set()): Replace & { readonly seen: ReadonlySet<string> } {
  const names = new Map<string, string>();
  const seen = new Set<string>();
  const replace = (word: string): string => {
    seen.add(word);
    if (kept.has(word)) return word;
    if (/^\d+$/.test(word)) return '1'.repeat(word.length);
    let name = names.get(word);
    if (name === undefined) {
      name = `zq${letters(names.size)}`;
      names.set(word, name);
    }
    return name;
  };
  return Object.assign(replace, { seen });
}

function letters(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}
