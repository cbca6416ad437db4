import { internalized } from '../syntax/text/sharedKeys.ts';

declare const form: unique symbol;

/** What lists of names have decided about a name that is cached: of each list two bits, see `names.ts`. */
export const decisions: unique symbol = Symbol('decisions');

/** The words of a name. A list of singular words never matches words as written, so the two are different types. */
export type Words<Form extends WordForm = WordForm> = readonly string[] & {
  readonly [form]: Form;
  readonly [decisions]?: number[];
};

export type WordForm = 'singular' | 'as written';

/** The words of a name in the singular: `userPhoneNumbers` → user, phone, number. */
export function wordsIn(name: string): Words<'singular'> {
  return singularWords.get(name) ?? keep(singularWords, name, writtenWordsIn(name).map(toSingular));
}

/**
 * The words of a name as written, where verbs and nouns differ by their endings: lowercase, without accents, split at case
 * changes, digits and punctuation. `userPhoneNumber2`, `user_phone-number.2` → user, phone, number, 2.
 */
export function writtenWordsIn(name: string): Words<'as written'> {
  return writtenWords.get(name) ?? keep(writtenWords, name, split(name));
}

function keep<Form extends WordForm>(
  cache: Map<string, Words<Form>>,
  name: string,
  words: readonly string[],
): Words<Form> {
  (words as { [decisions]?: number[] })[decisions] = [];
  // Names repeat within a description and between them; the limit bounds what a long session keeps.
  if (cache.size >= maxCached) cache.clear();
  cache.set(internalized(name), words as Words<Form>);
  return words as Words<Form>;
}

/** The words of a phrase that is written as `wordsIn` would: singular, lowercase, one space between two words. */
export function wordsOfPhrase(phrase: string): Words<'singular'> {
  return phrase.split(' ') as unknown as Words<'singular'>;
}

/** Some words of a name, in the form of the name. */
export function slice<Form extends WordForm>(words: Words<Form>, start: number, end?: number): Words<Form> {
  return words.slice(start, end) as unknown as Words<Form>;
}

/** The words whose index is accepted. */
export function select<Form extends WordForm>(words: Words<Form>, isSelected: (index: number) => boolean): Words<Form> {
  return words.filter((_, index) => isSelected(index)) as unknown as Words<Form>;
}

/** Empties the caches. */
export function forgetNames(): void {
  writtenWords.clear();
  singularWords.clear();
}

const maxCached = 20_000;
const writtenWords = new Map<string, Words<'as written'>>();
const singularWords = new Map<string, Words<'singular'>>();

function split(name: string): readonly string[] {
  if (/^[ -~]*$/.test(name)) return splitAscii(/[A-Z]{2}s/.test(name) ? withoutPlurals(name) : name);
  return withoutPlurals(name.normalize('NFD').replaceAll(/\p{M}/gu, ''))
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replaceAll(/([A-Za-z])([0-9])/g, '$1 $2')
    .replaceAll(/([0-9])([A-Za-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** `userIDs` → userID */
function withoutPlurals(name: string): string {
  return name.replaceAll(/([A-Z]{2})s(?![a-z])/g, '$1');
}

/** The same as the expressions of `split`, in one pass: nearly all names are ASCII. */
function splitAscii(name: string): readonly string[] {
  // The last capital of several begins the next word: `HTTPServer`.
  return name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g)?.map((word) => word.toLowerCase()) ?? [];
}

/** `emails` → email, `addresses` → address, `diagnoses` → diagnosis; `address` and the Dutch `prijs` and `adres` stay. */
function toSingular(word: string): string {
  if (word.length <= 3 || !word.endsWith('s') || /(ss|us|is|ijs|adres)$/.test(word)) return word;
  if (word === 'diagnoses') return 'diagnosis';
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(sses|xes|ches|shes)$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}
