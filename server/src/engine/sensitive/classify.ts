import {
  ambiguousKeys,
  insensitive,
  presenceTests,
  publicNumbers,
  secretForms,
  sensitivityExtensions,
  softwareFields,
  things,
} from '../lexicon/fieldNames.ts';
import {
  additions,
  credentialTexts,
  formTexts,
  ignoredFields,
  keysOfThings,
  openers,
  organisms,
  parameterValues,
  partialNumbers,
  positions,
} from '../lexicon/fieldTexts.ts';
import {
  addressWords,
  cancelBefore,
  cancelFirst,
  cancelRightBefore,
  contextual,
  knownWords,
  machineWords,
  neutralAfter,
  neutralAfterClass,
  notBeforeName,
  personWords,
  phrases,
  schemaSuffixes,
  vagueWords,
  venueWords,
} from '../lexicon/sensitiveData.ts';
import { specified } from '../lexicon/specified.ts';
import { proseOf } from '../lexicon/subject.ts';
import { type Words, wordsIn, wordsOfPhrase, writtenWordsIn } from '../lexicon/words.ts';
import { splitGlued } from './splitGlued.ts';

export const sensitiveClasses = specified('docs/reference/configuration.md', [
  'credential',
  'token',
  'payment-card',
  'bank-account',
  'government-id',
  'health',
  'biometric',
  'demographic',
  'contact',
  'person-name',
  'location',
  'financial',
] as const);
export type SensitiveClass = (typeof sensitiveClasses)[number];

/** Facts about a property or parameter. */
export interface FieldFacts {
  readonly name: string;
  /** Declared types, such as `['string', 'null']`. */
  readonly type?: readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly pattern?: string;
  readonly enum?: readonly (string | number | boolean | null)[];
  /** Names around it, innermost first: properties, then the schema. */
  readonly enclosing?: readonly string[];
  readonly position: 'property' | 'query' | 'path' | 'header' | 'cookie';
  /** The `x-` extensions of the schema or parameter. */
  readonly annotations?: Readonly<Record<string, unknown>>;
  /** The names of all properties of the object that it belongs to. */
  readonly siblings?: () => readonly string[];
  /** An object with properties of its own. */
  readonly hasProperties?: boolean;
}

export interface Classified {
  readonly class: SensitiveClass;
  readonly confidence: 'high' | 'medium' | 'low';
}

/** Names that the configuration adds and removes. */
export interface Vocabulary {
  readonly add: Readonly<Partial<Record<SensitiveClass, readonly string[]>>>;
  readonly remove: readonly string[];
}

export const noVocabulary: Vocabulary = { add: {}, remove: [] };

export type Classifier = (field: FieldFacts) => Classified | undefined;

/** Decides whether a field holds sensitive data, and of which class. Annotations win over names. */
export function createClassifier(vocabulary: Vocabulary): Classifier {
  const index = createIndex(vocabulary);
  const removed = new Set(vocabulary.remove.map((name) => wordsIn(name).join(' ')));
  // Names repeat thousands of times within a document, so each is read once.
  const known = new Map<string, Reading>();

  function read(name: string): Reading {
    let reading = known.get(name);
    if (reading === undefined) {
      reading = readWords(splitGlued(wordsIn(name), index.words), index);
      known.set(name, reading);
    }
    return reading;
  }

  return (field) => {
    const annotated = fromAnnotations(field.annotations);
    if (annotated === 'none') return undefined;
    const isRemoved = removed.size > 0 && removed.has(wordsIn(field.name).join(' '));
    const found = isRemoved || isNoData(field) ? undefined : (fromName(field, read) ?? fromFormat(field));
    if (annotated === undefined) return found;
    return { class: annotated === 'some' ? (found?.class ?? 'contact') : annotated, confidence: 'high' };
  };
}

interface Phrase {
  readonly class: SensitiveClass;
  readonly words: Words<'singular'>;
  /** Words of which one must be near it. */
  readonly near?: ReadonlySet<string>;
  readonly isFineAlone: boolean;
}

interface Index {
  /** Phrases by their first word. */
  readonly byFirst: ReadonlyMap<string, readonly Phrase[]>;
  /** Every word that names are taken apart into. */
  readonly words: ReadonlySet<string>;
}

function createIndex({ add }: Vocabulary): Index {
  const all: Phrase[] = contextual.flatMap(({ phrases: names, ...rest }) =>
    names.map((name) => ({ ...rest, words: wordsOfPhrase(name) })),
  );
  for (const name of Object.keys(phrases) as SensitiveClass[]) {
    const added = (add[name] ?? []).map((phrase) => wordsIn(phrase).join(' '));
    for (const phrase of [...phrases[name], ...added]) {
      all.push({ class: name, words: wordsOfPhrase(phrase), isFineAlone: true });
    }
  }
  const byFirst = new Map<string, Phrase[]>();
  const words = new Set(knownWords());
  for (const phrase of all) {
    const first = phrase.words[0] ?? '';
    const list = byFirst.get(first) ?? [];
    list.push(phrase);
    byFirst.set(first, list);
    for (const word of phrase.words) words.add(word);
  }
  return { byFirst, words };
}

/** The words of a name and the phrases of the vocabulary in it, the likeliest first. */
interface Reading {
  readonly words: readonly string[];
  readonly matches: readonly Match[];
}

interface Match extends Phrase {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** How many words on either side of a phrase are looked at: no name that somebody reads has as many. */
const maxAround = 100;

/** The head of an English compound comes last: later phrases go first, and of those the longest. */
function readWords(words: readonly string[], { byFirst }: Index): Reading {
  const matches: Match[] = [];
  for (let start = 0; start < words.length; start++) {
    for (const phrase of byFirst.get(words[start] ?? '') ?? []) {
      if (!phrase.words.every((word, offset) => words[start + offset] === word)) continue;
      const end = start + phrase.words.length;
      const before = words.slice(Math.max(0, start - maxAround), start);
      const match = { ...phrase, before, after: words.slice(end, end + maxAround) };
      if (!isAboutIt(match)) matches.push(match);
    }
  }
  matches.sort((a, b) => a.after.length - b.after.length || b.words.length - a.words.length);
  return { words, matches };
}

/** The field is about the thing and does not hold it: `emailVerified`, `cardBrand`, `nextPageToken`, `ssnLast4`. */
function isAboutIt({ before, after, words, class: name }: Match): boolean {
  const own = neutralAfterClass[name];
  if (after.some((word) => !neutralAfter.has(word) && !own?.has(word) && !/^(\d+|[a-z])$/.test(word))) return true;
  // `propertyTaxId`: the tax of a thing.
  if (name === 'government-id' && before.includes('property')) return true;
  // `pinAddress`: where a pin is on a map.
  if (name === 'credential' && after.includes('address')) return true;
  // `firstDigitsCardNumber`: a part that does not identify a person.
  if (before.includes('digit')) return true;
  if (cancelFirst.has(before[0] ?? '') || before.some((word) => cancelBefore.has(word))) return true;
  const last = before.at(-1) ?? '';
  if (cancelRightBefore[name]?.has(last)) return true;
  // `cardLast4`, `last4Ssn`, `ssnLastFour`: a part that does not identify a person.
  if (/^(\d|four)$/.test(last) && before.includes('last')) return true;
  return (
    words.at(-1) === 'secret' && after.length > 0 && !after.every((word) => secretForms.has(word) || /^\d+$/.test(word))
  );
}

const credentialHeaders = specified('RFC 9110 and RFC 6265', [
  'authorization',
  'proxy authorization',
  'cookie',
  'set cookie',
]);

function fromName(field: FieldFacts, read: (name: string) => Reading): Classified | undefined {
  const { name, position, enclosing = [] } = field;
  // `driver__nie`: how Django and its like compare, behind the field's name.
  const compared = position === 'query' ? comparison.exec(name)?.[1] : undefined;
  if (compared !== undefined && presenceTests.matches(writtenWordsIn(compared))) return undefined;
  const path = compared === undefined ? name : name.slice(0, -compared.length - 2);
  const found = fromPath({ ...field, name: path }, read);
  const last = path.lastIndexOf('__');
  if (found !== undefined || last <= 0) return found;
  // `task__raw_address`: a field of a related object.
  return fromPath({ ...field, name: path.slice(last + 2), enclosing: [path.slice(0, last), ...enclosing] }, read);
}

const comparison = /__([a-z]{1,12}|contained_by|[a-z]{1,12}_or_isnull)$/;

function fromPath(field: FieldFacts, read: (name: string) => Reading): Classified | undefined {
  const reading = read(field.name);
  if (field.position === 'header' && credentialHeaders.includes(reading.words.join(' '))) {
    return { class: 'token', confidence: 'high' };
  }
  if (reading.matches.length > 0) {
    const around = surroundings(field, read);
    for (const match of reading.matches) {
      const confidence = fitsType(match, field) ? confidenceIn(match, around) : undefined;
      if (confidence !== undefined) return { class: match.class, confidence };
    }
  }
  return fromAddress(field, reading, read) ?? fromDescription(field, reading, read);
}

/** Flags and links hold no sensitive data; the fields of an object are classified one by one. */
function isNoData({ type = [], format = '', hasProperties }: FieldFacts): boolean {
  if (hasProperties || type.includes('boolean') || (type.includes('object') && !type.includes('string'))) return true;
  return linkFormats.includes(format.toLowerCase());
}

const linkFormats = specified('JSON Schema; "url" is its common misspelling', [
  'uri',
  'url',
  'uri-reference',
  'iri',
  'iri-reference',
  'uri-template',
  'hostname',
]);

/** Closed sets, times and numbers rule classes out: an enum of kinds of tokens, when a password was set, how many. */
function fitsType(match: Match, field: FieldFacts): boolean {
  const { type = [], enum: values, format = '', description = '', position } = field;
  const { class: name } = match;
  if (values !== undefined && name !== 'demographic' && name !== 'health') return false;
  if (formTexts.find(proseOf('field', field, description.slice(0, 60))) !== undefined) return false;
  if (/^date-?time$/i.test(format) && name !== 'demographic') return false;
  const isNumeric = type.length > 0 && type.every((kind) => kind === 'integer' || kind === 'number' || kind === 'null');
  if (isNumeric && (name === 'token' || name === 'person-name' || name === 'biometric')) return false;
  const text = proseOf('field', field, description.slice(0, 300));
  if ((name === 'token' || name === 'credential') && ignoredFields.find(text) !== undefined) return false;
  if (isBareToken(match) && (positions.find(text) !== undefined || !isOneToken(field))) return false;
  if (name === 'credential' && isNameOfThing(match, field)) return false;
  // "The credential to look up": one of several ways to identify a user.
  if (match.words.join() === 'credential' && position !== 'property') return false;
  // `taxId` of biologists; `idCard` of a card in a path that is named `id` first.
  if (name === 'government-id' && (organisms.find(text) !== undefined || isIdOfCard(match, field))) return false;
  // They say which bank or company is meant, and are printed in directories.
  if (isPublicNumber(match) && (position === 'query' || position === 'path')) return false;
  // The name of a thing, which a parameter of another operation takes.
  if ((name === 'credential' || name === 'token') && parameterValues.find(text) !== undefined) return false;
  const isNumber = name === 'payment-card' || name === 'bank-account' || name === 'government-id';
  return !(isNumber && partialNumbers.find(text) !== undefined);
}

/** A `token` may as well mark how far a list or a log was read. */
function isBareToken({ class: name, words, before }: Match): boolean {
  return name === 'token' && words.length === 1 && before.length === 0;
}

/** `tokens` of a text or a blockchain are not credentials, and `_token` belongs with `_limit` and `_sort`. */
function isOneToken({ name, position }: FieldFacts): boolean {
  return !/^tokens$/i.test(name) && (position === 'property' || !name.startsWith('_'));
}

/** `{app_key}`, "The key of the app": the name of a thing, by its place in the path or by its description. */
function isNameOfThing({ words }: Match, field: FieldFacts): boolean {
  const { position, description } = field;
  if (!ambiguousKeys.matches(words)) return false;
  const text = proseOf('field', field, description);
  if (position === 'query' && words.join(' ') === 'application key') return credentialTexts.find(text) === undefined;
  return position === 'path' || keysOfThings.find(text) !== undefined;
}

/** `idBoard`, `idCard`: the number of a card on a board. */
function isIdOfCard({ words }: Match, { name, position }: FieldFacts): boolean {
  return words.join(' ') === 'id card' && position !== 'property' && /^id_?cards?$/i.test(name);
}

function isPublicNumber({ words, before }: Match): boolean {
  return publicNumbers.matches(words) && !before.some((word) => personWords.has(word));
}

interface Surroundings {
  /** Words of the two innermost names around a field: farther out, every field belongs to a person. */
  readonly words: readonly string[];
  /** The head of the innermost name: `customer` of `CustomerCreateRequest`, `group` of `CustomerGroup`. */
  readonly owner: string;
  /** True for the `agent` of a device, which is software like the `driver` of one. */
  isSoftware(): boolean;
}

function surroundings(
  { enclosing = [], siblings = () => [] }: FieldFacts,
  read: (name: string) => Reading,
): Surroundings {
  const names = enclosing.slice(0, 2).map((name) => read(name).words);
  let owner = '';
  let before: readonly string[] = [];
  for (const words of names) {
    const head = words.findLastIndex((word) => !schemaSuffixes.has(word) && !/^\d+$/.test(word));
    if (head < 0) continue;
    owner = words[head] ?? '';
    before = words.slice(0, head);
    break;
  }
  // Only asked about words that mean people and programs.
  const isSoftware = (): boolean =>
    notBeforeName.has(owner) &&
    (before.some((word) => machineWords.has(word)) ||
      siblings().filter((name) => softwareFields.matches(wordsIn(name))).length > 1);
  return { words: names.flat(), owner, isSoftware };
}

/** The confidence of a match in its surroundings; `undefined` where they contradict it. */
function confidenceIn(match: Match, around: Surroundings): Classified['confidence'] | undefined {
  const { class: name, before, after, near } = match;
  if (name === 'location') return around.words.some((word) => venueWords.has(word)) ? undefined : 'low';
  // Clothes are made for a gender.
  if (match.words[0] === 'gender' && things.has(around.owner)) return undefined;
  if (near === undefined) return before.length + after.length <= 2 ? 'high' : 'medium';
  const rest = [...before, ...after];
  if (near.has('@person') && isPersonal(match, around)) return 'medium';
  if (near.has('@user') && around.owner === 'user' && before.length === 0) return 'medium';
  if (rest.some((word) => near.has(word))) return 'medium';
  // `auth: { predicateKey }` is the key of something else than the login.
  const isOther = match.words.join() === 'key' && before.length > 0;
  if (!isOther && around.words.some((word) => near.has(word))) return 'medium';
  return match.isFineAlone && rest.length === 0 && !things.has(around.owner) ? 'medium' : undefined;
}

function isPersonal({ before, words }: Match, { owner, isSoftware }: Surroundings): boolean {
  const last = before.at(-1);
  if (last !== undefined) return personWords.has(last) && !(words.includes('name') && notBeforeName.has(last));
  return personWords.has(owner) && !isSoftware();
}

/** Hosts, wallets, memory, shops and people have addresses. */
function fromAddress(field: FieldFacts, { words }: Reading, read: (name: string) => Reading): Classified | undefined {
  if (words.at(-1) !== 'address' || words.length > 3 || field.enum !== undefined) return undefined;
  const before = words.slice(0, -1);
  const isOthers = (word: string): boolean => machineWords.has(word) || venueWords.has(word);
  const around = surroundings(field, read);
  if (before.some(isOthers) || isOthers(around.owner) || headOf(field.description).some(isOthers)) return undefined;
  if (/^(ip|mac|hostname)/i.test(field.format ?? '')) return undefined;
  // The description decides about a bare `address`: "Slave address", "Postal address of the buyer".
  const described = before.length > 0 ? words : headOf(field.description);
  const last = described.at(-1) === 'address' ? described.at(-2) : before.at(-1);
  if (last === undefined) return field.position === 'path' ? undefined : { class: 'contact', confidence: 'low' };
  const isPersons = personWords.has(last) || addressWords.has(last);
  if (!isPersons && !read(described.join(' ')).matches.some(({ class: name }) => name === 'contact')) return undefined;
  return { class: 'contact', confidence: 'low' };
}

/** For a vague name (`value`, `key`, `number`), the beginning of the description decides: "The API key for …". */
function fromDescription(
  field: FieldFacts,
  { words }: Reading,
  read: (name: string) => Reading,
): Classified | undefined {
  if (field.enum !== undefined || words.length > 3 || (field.type !== undefined && !field.type.includes('string'))) {
    return undefined;
  }
  // In a path, a `key` is the name of a thing.
  if (field.position === 'path' || !vagueWords.has(words.at(-1) ?? '')) return undefined;
  const match = read(headOf(field.description).join(' ')).matches.find(({ near }) => near === undefined);
  if (match === undefined || match.class === 'location' || !fitsType(match, field)) return undefined;
  return { class: match.class, confidence: 'low' };
}

/** The words of a description up to the first that only adds to them: "The phone number of …" → phone, number. */
function headOf(description = ''): readonly string[] {
  const clause = /^[^.,;:()\n]{0,60}/.exec(description)?.[0] ?? '';
  const words = clause.split(' ').filter((word) => !openers.has(word.toLowerCase()));
  const end = words.findIndex((word) => additions.has(word.toLowerCase()));
  return writtenWordsIn(words.slice(0, end < 0 ? undefined : end).join(' '));
}

function fromFormat({ format = '', enum: values }: FieldFacts): Classified | undefined {
  const found =
    values === undefined && Object.hasOwn(formats, format.toLowerCase()) ? formats[format.toLowerCase()] : undefined;
  return found === undefined ? undefined : { class: found, confidence: 'high' };
}

const formats: Readonly<Record<string, SensitiveClass>> = {
  password: 'credential',
  email: 'contact',
  'idn-email': 'contact',
  phone: 'contact',
  'phone-number': 'contact',
  tel: 'contact',
  'credit-card': 'payment-card',
  iban: 'bank-account',
  bic: 'bank-account',
  ssn: 'government-id',
  jwt: 'token',
};

/** True for an extension that states how sensitive a field is. */
export function isSensitivityKey(key: string): boolean {
  return /^x-/i.test(key) && sensitivityExtensions.matches(writtenWordsIn(key));
}

/** The author's own statement: a class, `some` for an unnamed one, `none`, or `undefined` without a statement. */
function fromAnnotations(annotations: FieldFacts['annotations']): SensitiveClass | 'some' | 'none' | undefined {
  if (annotations === undefined) return undefined;
  for (const [key, value] of Object.entries(annotations)) {
    if (!isSensitivityKey(key)) continue;
    // An object, such as `{ mask: full }`, has no text of its own.
    const text = (typeof value === 'object' ? JSON.stringify(value) : String(value)).toLowerCase();
    if (insensitive.has(text)) return 'none';
    if (value === null || value === undefined || text === 'internal') continue;
    if (Object.hasOwn(phrases, text)) return text as SensitiveClass;
    if (/pci|card/.test(text)) return 'payment-card';
    if (/phi|health/.test(text) || /phi/i.test(key)) return 'health';
    return /secret|credential/.test(text) ? 'credential' : 'some';
  }
  return undefined;
}
