import { singular, tokenize } from './tokenize.ts';
import {
  bankWords,
  cancelBefore,
  cancelBeforeToken,
  cancelFirst,
  cardWords,
  machineWords,
  neutralAfter,
  personWords,
  phrases,
  venueWords,
} from './vocabulary.ts';

/** Classes of sensitive data (PRODUCT.md). */
export type SensitiveClass =
  | 'credential'
  | 'token'
  | 'payment-card'
  | 'bank-account'
  | 'government-id'
  | 'health'
  | 'biometric'
  | 'demographic'
  | 'contact'
  | 'person-name'
  | 'location'
  | 'financial';

/** What is known about a property or parameter. */
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
  /** An object with properties of its own. */
  readonly hasProperties?: boolean;
}

export interface Classified {
  readonly class: SensitiveClass;
  readonly confidence: 'high' | 'medium' | 'low';
}

/** What a config adds and removes. */
export interface Vocabulary {
  readonly add: Readonly<Partial<Record<SensitiveClass, readonly string[]>>>;
  readonly remove: readonly string[];
}

export type Classifier = (field: FieldFacts) => Classified | undefined;

/** Decides from what is written whether a field holds sensitive data, and of which class. Annotations win over names. */
export function createClassifier(vocabulary: Vocabulary): Classifier {
  const index = createIndex(vocabulary);
  const removed = new Set(vocabulary.remove.map((name) => wordsOf(name).join(' ')));
  // Names repeat thousands of times within a document; what they say by themselves is computed once.
  const known = new Map<string, Match | undefined>();

  function matchOf(name: string): Match | undefined {
    if (!known.has(name)) known.set(name, findMatch(index.expand(wordsOf(name)), index));
    return known.get(name);
  }

  return (field) => {
    const annotated = fromAnnotations(field.annotations);
    if (annotated === 'none') return undefined;
    const byName = removed.has(wordsOf(field.name).join(' ')) ? undefined : fromName(field, matchOf(field.name));
    if (annotated !== undefined) return { class: byName?.class ?? annotated, confidence: 'high' };
    return byName ?? (removed.size > 0 && removed.has(wordsOf(field.name).join(' ')) ? undefined : fromFormat(field));
  };
}

function wordsOf(name: string): readonly string[] {
  return tokenize(name).map(singular);
}

interface Index {
  /** Phrases by their first word, the longest first. */
  readonly byFirst: ReadonlyMap<
    string,
    readonly { readonly words: readonly string[]; readonly class: SensitiveClass }[]
  >;
  /** Takes words apart that are written as one: `firstname`. */
  expand(words: readonly string[]): readonly string[];
}

function createIndex(vocabulary: Vocabulary): Index {
  const byFirst = new Map<string, { words: readonly string[]; class: SensitiveClass }[]>();
  const glued = new Map<string, readonly string[]>();
  for (const name of Object.keys(phrases) as SensitiveClass[]) {
    for (const phrase of [...phrases[name], ...(vocabulary.add[name] ?? []).map((added) => wordsOf(added).join(' '))]) {
      const words = phrase.split(' ');
      const list = byFirst.get(words[0]!) ?? [];
      list.push({ words, class: name });
      byFirst.set(words[0]!, list);
      if (words.length > 1 && phrase.length > 5) glued.set(words.join(''), words);
    }
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.words.length - a.words.length);
  return { byFirst, expand: (words) => words.flatMap((word) => glued.get(word) ?? [word]) };
}

interface Match {
  readonly class: SensitiveClass;
  readonly words: readonly string[];
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The phrase that stands last in the name: the head of an English compound. Of several there, the longest. */
function findMatch(words: readonly string[], index: Index): Match | undefined {
  let best: Match | undefined;
  for (let start = 0; start < words.length; start++) {
    for (const phrase of index.byFirst.get(words[start]!) ?? []) {
      if (!phrase.words.every((word, offset) => words[start + offset] === word)) continue;
      const end = start + phrase.words.length;
      const bestEnd = best === undefined ? -1 : best.before.length + best.words.length;
      // A later phrase wins, unless it is the tail of a longer one.
      if (end > bestEnd)
        best = { class: phrase.class, words: phrase.words, before: words.slice(0, start), after: words.slice(end) };
      break;
    }
  }
  return best;
}

function fromName(field: FieldFacts, match: Match | undefined): Classified | undefined {
  if (isNoData(field)) return undefined;
  if (match === undefined) return fromBareName(field);
  if (isAboutIt(match, field) || !fitsType(match, field)) return undefined;
  const phrase = match.words.join(' ');
  const around = contextOf(field);
  if (venueOnly.has(match.class) && around.some((word) => venueWords.has(word))) return undefined;
  if (weakAlone.has(phrase)) return fromWeakPhrase(match, phrase, field, around);
  if (match.class === 'location') return { class: 'location', confidence: 'low' };
  return { class: match.class, confidence: match.before.length + match.after.length <= 2 ? 'high' : 'medium' };
}

const venueOnly: ReadonlySet<SensitiveClass> = new Set(['location']);

/** Nothing that could be sensitive: flags, links, times, and objects, whose fields are looked at one by one. */
function isNoData({ type = [], format = '', hasProperties, name }: FieldFacts): boolean {
  if (hasProperties || type.includes('boolean') || (type.includes('object') && !type.includes('string'))) return true;
  if (/^(uri|url|uri-reference|iri|uri-template|hostname)$/i.test(format)) return true;
  return /^date-?time$/i.test(format) && !/birth|dob/i.test(name);
}

/** The name speaks about the thing, and does not hold it: `emailVerified`, `cardBrand`, `accountId`, `ssnLast4`. */
function isAboutIt({ before, after, words, class: name }: Match, field: FieldFacts): boolean {
  if (after.some((word) => !neutralAfter.has(word) && !/^\d$/.test(word))) return true;
  if (before.includes('last') && /^\d$/.test(before.at(-1) ?? '')) return true;
  const last = before.at(-1) ?? '';
  if (cancelFirst.has(before[0] ?? '') || before.some((word) => cancelBefore.has(word))) return true;
  if (name === 'token' && (cancelBeforeToken.has(last) || (last === 'client' && words.length === 1))) return true;
  if (name === 'credential' && words.at(-1) === 'key' && last === 'public') return true;
  if (words.join(' ') === 'secret' && after.length > 0) return true;
  // `code`, `year`, `month`, `amount` belong to some things only.
  const tail = after.at(-1);
  if (tail === 'code' && name !== 'credential' && name !== 'payment-card') return true;
  if ((tail === 'amount' || tail === 'cents') && name !== 'financial') return true;
  if (/^(year|month|date|day)$/.test(tail ?? '') && name !== 'demographic') return true;
  const isSaidToBeMasked = /\b(masked|last (4|four)|obfuscated|redacted)\b/i.test(
    field.description?.slice(0, 300) ?? '',
  );
  return isSaidToBeMasked && (name === 'payment-card' || name === 'bank-account' || name === 'government-id');
}

/** Closed sets and numbers rule classes out: an enum of token kinds, a number of tokens. */
function fitsType({ class: name }: Match, { type = [], enum: values }: FieldFacts): boolean {
  if (values !== undefined && name !== 'demographic' && name !== 'health') return false;
  const isNumeric = type.length > 0 && type.every((kind) => kind === 'integer' || kind === 'number' || kind === 'null');
  return !(isNumeric && (name === 'token' || name === 'person-name' || name === 'biometric'));
}

/** Words that mean more than one thing: what stands around them decides. */
const weakAlone: ReadonlySet<string> = new Set([
  ...'pin,secret,sid,salt,pan,cid code,security code,aba,bic,swift,bank code,tin,nin,nie,rut,rfc,nir,ein,dni,cap,rue,tel,cell,mobile'.split(
    ',',
  ),
  ...'zip,street,sex,race,iris,medical,surgery,facial,gait,pronoun,bearer,credential,coordinate,lat,lon,lng,investment,debt,balance'.split(
    ',',
  ),
  ...'compensation,pension,income,account key,encryption key,master key,app key,application key,access key,bank account,credit card'.split(
    ',',
  ),
  ...'card code,verification code,apartment,phone,nick name,author name,contact name,disability,personal number,passport,license plate'.split(
    ',',
  ),
  ...'account number,account no,account num,card number,tax code,fax,credit limit,vaccine,religious,ethnic,account holder,holder name'.split(
    ',',
  ),
  ...'full name,session id,session key,coordinate,fingerprint,debit card,retina,medication,identity card,id card,adresse,adres,account owner name,legal name'.split(
    ',',
  ),
]);

function fromWeakPhrase(
  { class: name, before, after }: Match,
  phrase: string,
  field: FieldFacts,
  around: readonly string[],
): Classified | undefined {
  const is = (words: ReadonlySet<string>): boolean => around.some((word) => words.has(word));
  const low: Classified = { class: name, confidence: 'low' };
  const medium: Classified = { class: name, confidence: 'medium' };
  const isAlone = before.length === 0 && after.length === 0;
  switch (phrase) {
    case 'pin':
      return /\b(map|project|message|comment|gpio|board|drop|push)\b/.test(before.join(' ')) || around.includes('map')
        ? undefined
        : medium;
    case 'pan':
      return isAlone || is(cardWords) ? { class: 'payment-card', confidence: 'medium' } : undefined;
    case 'security code':
      return is(cardWords) || isAlone
        ? { class: 'payment-card', confidence: 'medium' }
        : { class: 'credential', confidence: 'low' };
    case 'sid':
      return field.position === 'cookie' ? low : undefined;
    case 'salt':
      return is(new Set(['password', 'hash', 'credential'])) || before.includes('password') ? medium : undefined;
    case 'full name':
      return isAlone && !is(thingWords)
        ? { class: 'person-name', confidence: 'medium' }
        : is(personWords) || personWords.has(before.at(-1) ?? '')
          ? low
          : undefined;
    case 'session id':
    case 'session key':
      return isAlone || /^(user|login|auth|web|http)$/.test(before.at(-1) ?? '') ? medium : undefined;
    case 'fingerprint':
    case 'iris':
    case 'retina':
    case 'gait':
    case 'rue':
    case 'cap':
    case 'nin':
    case 'nie':
    case 'rut':
    case 'rfc':
    case 'nir':
    case 'dni':
    case 'ein':
    case 'race':
    case 'surgery':
    case 'legal name':
      return is(personWords) ? medium : undefined;
    case 'facial':
    case 'medical':
    case 'credential':
    case 'bearer':
      return isAlone && field.type?.includes('string') ? low : undefined;
    default:
      return medium;
  }
}

/** What has a full name without being a person. */
const thingWords: ReadonlySet<string> = new Set(
  'repository,repo,project,package,branch,file,image,model,resource,organization,company,team,group,product,location,label'.split(
    ',',
  ),
);

/** Names that say nothing by themselves. */
function fromBareName(field: FieldFacts): Classified | undefined {
  const words = wordsOf(field.name);
  const name = words.join(' ');
  const around = contextOf(field);
  const is = (set: ReadonlySet<string>): boolean => around.some((word) => set.has(word));
  if (field.enum !== undefined) return undefined;
  if (field.position === 'header' && /^(proxy )?authorization$/.test(name))
    return { class: 'token', confidence: 'high' };
  if (field.position === 'header' && /^(set )?cookie$/.test(name)) return { class: 'token', confidence: 'medium' };
  if (words.at(-1) === 'address' && !words.some((word) => machineWords.has(word)) && words.length <= 2) {
    const isPersonal =
      words.length === 1 ? !is(machineWords) && (is(personWords) || around.length === 0) : personWords.has(words[0]!);
    return isPersonal ? { class: 'contact', confidence: 'low' } : undefined;
  }
  if (name === 'number' && is(cardWords)) return { class: 'payment-card', confidence: 'medium' };
  if (/^(exp|expiry|expiration)( (month|year|date))?$/.test(name) && is(cardWords))
    return { class: 'payment-card', confidence: 'medium' };
  if (name === 'number' && is(bankWords)) return { class: 'bank-account', confidence: 'low' };
  if (name === 'name' && is(personWords) && !is(venueWords)) return { class: 'person-name', confidence: 'low' };
  if (name === 'age' && is(personWords)) return { class: 'demographic', confidence: 'low' };
  return undefined;
}

function fromFormat({ format = '', type = [], hasProperties, enum: values }: FieldFacts): Classified | undefined {
  if (hasProperties || type.includes('boolean') || values !== undefined) return undefined;
  const found = formats[format.toLowerCase()];
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
  ssn: 'government-id',
  jwt: 'token',
};

/** Words of the two innermost names around a field: farther out, everything is somebody's. */
function contextOf({ enclosing = [] }: FieldFacts): readonly string[] {
  return enclosing.slice(0, 2).flatMap((name) => wordsOf(name));
}

/** What the author says wins: `none`, a class, or nothing said. */
function fromAnnotations(annotations: FieldFacts['annotations']): SensitiveClass | 'none' | undefined {
  if (annotations === undefined) return undefined;
  for (const [key, value] of Object.entries(annotations)) {
    if (!/^x-(sensitive(-data)?|pii|personal-data|data-classification|confidential|phi)$/i.test(key)) continue;
    if (value === false || /^(none|public|false|no|low|open|unclassified)$/i.test(String(value))) return 'none';
    if (value === null || value === undefined) continue;
    const text = typeof value === 'string' ? value.toLowerCase() : '';
    const named = (Object.keys(phrases) as SensitiveClass[]).find((name) => name === text);
    if (named !== undefined) return named;
    if (/pci|card/.test(text)) return 'payment-card';
    if (/phi|health/.test(text) || /phi/i.test(key)) return 'health';
    return /secret|credential/.test(text) ? 'credential' : 'contact';
  }
  return undefined;
}
