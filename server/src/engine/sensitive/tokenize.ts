/** `userPhoneNumber2`, `user_phone-number.2` → user, phone, number, 2. Accents are folded, so that `contraseña` is one word. */
export function tokenize(name: string): readonly string[] {
  let words = known.get(name);
  if (words === undefined) {
    // Names repeat within a description and between them; a limit keeps what nobody asks for again from piling up.
    if (known.size >= maxKnown) known.clear();
    words = split(name);
    known.set(copyOf(name), words);
  }
  return words;
}

/** Lets the names go that were looked at; they are taken apart again when they come. */
export function forgetNames(): void {
  known.clear();
}

/** A part of a long text keeps the whole of it alive. */
function copyOf(text: string): string {
  return [...text].join('');
}

const maxKnown = 5000;
const known = new Map<string, readonly string[]>();

function split(name: string): readonly string[] {
  return name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([A-Z]{2})s(?![a-z])/g, '$1')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replaceAll(/([A-Za-z])([0-9])/g, '$1 $2')
    .replaceAll(/([0-9])([A-Za-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** The words of a name in the singular, as the vocabulary writes them. */
export function wordsOf(name: string): readonly string[] {
  return tokenize(name).map(singular);
}

/** `emails` → email, `addresses` → address, `diagnoses` → diagnosis; `address` stays. */
function singular(word: string): string {
  if (word.length <= 3 || !word.endsWith('s') || /(ss|us|is)$/.test(word)) return word;
  if (word === 'diagnoses') return 'diagnosis';
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(sses|xes|ches|shes)$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

/**
 * Takes words apart that were written as one: `firstname`, `useremail`. Only where every part is a known word of three
 * letters and more, so that `passport`, `discard` and `compass` stay whole.
 */
export function splitGlued(words: readonly string[], known: ReadonlySet<string>): readonly string[] {
  return words.flatMap((word) =>
    known.has(word) || word.length < 6 || word.length > 40 ? [word] : parts(word, known),
  );
}

function parts(word: string, known: ReadonlySet<string>): readonly string[] {
  // The fewest parts that reach each position.
  const best: (readonly string[] | undefined)[] = [[]];
  for (let end = 3; end <= word.length; end++) {
    for (let start = 0; start <= end - 3; start++) {
      const before = best[start];
      if (before === undefined || !known.has(word.slice(start, end))) continue;
      best[end] = [...before, word.slice(start, end)];
    }
  }
  return best[word.length] ?? [word];
}
