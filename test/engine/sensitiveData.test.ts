import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as data from '../../server/src/engine/lexicon/sensitiveData.ts';
import { wordsIn } from '../../server/src/engine/lexicon/words.ts';
import {
  createClassifier,
  type FieldFacts,
  noVocabulary,
  type SensitiveClass,
} from '../../server/src/engine/sensitive/classify.ts';
import { readPage } from '../lexicons.ts';

/** An answer of the classifier for a field, such as `credential high`. */
function answerTo(facts: Partial<FieldFacts> & { readonly name: string }): string {
  const answer = createClassifier(noVocabulary)({ position: 'property', type: ['string'], ...facts });
  return answer === undefined ? '-' : `${answer.class} ${answer.confidence}`;
}

const pageText = readFileSync(join(import.meta.dirname, '../../server/src/engine/lexicon/sensitiveData.md'), 'utf8');
const page = readPage(pageText);

/** The class of an example of the page: `card.expiry` is a field of an object. */
function classOf(example: string): string {
  const names = example.split('.');
  return answerTo({ name: names.at(-1) ?? '', enclosing: names.slice(0, -1) }).split(' ')[0] ?? '';
}

test('the page of sensitive data has a section for each class, with near misses', () => {
  assert.deepEqual(page.map(({ id }) => id).toSorted(), Object.keys(data.phrases).toSorted());
  for (const { id, matches, misses } of page) assert.ok(matches.length >= 4 && misses.length >= 4, id);
});

for (const { id, matches, misses } of page) {
  test(`the examples of ${id} are of that class, and the near misses are not`, () => {
    assert.deepEqual(
      matches.filter((example) => classOf(example) !== id),
      [],
    );
    assert.deepEqual(
      misses.filter((example) => classOf(example) === id),
      [],
    );
  });
}

test('the page of sensitive data describes every list', () => {
  const lists = Object.entries(data).flatMap(([name, value]) => (typeof value === 'function' ? [] : name));
  assert.deepEqual(
    lists.filter((name) => !pageText.includes(`\`${name}\``)),
    [],
  );
});

const camelCase = (text: string): string => text.replaceAll(/ +(.)/g, (_all, letter: string) => letter.toUpperCase());

type Words = readonly string[] | ReadonlySet<string>;
type Form = (word: string) => Partial<FieldFacts> & { readonly name: string };

/** Asks with a word taken out of its list, and puts it back. */
function without<T>(words: Words, word: string, ask: () => T): T {
  if (words instanceof Set) {
    words.delete(word);
    try {
      return ask();
    } finally {
      words.add(word);
    }
  }
  const list = words as string[];
  const all = [...list];
  list.splice(0, list.length, ...all.filter((one) => one !== word));
  try {
    return ask();
  } finally {
    list.splice(0, list.length, ...all);
  }
}

/** Words without which every example has the same answer. The words of a list share the form of their examples. */
function unneeded(words: Words, forms: readonly Form[]): readonly string[] {
  return [...words].filter((word) =>
    forms.every((form) => answerTo(form(word)) === without(words, word, () => answerTo(form(word)))),
  );
}

const inName =
  (before: string, after = ''): Form =>
  (word) => ({ name: camelCase(`${before} ${word} ${after}`.trim()) });

test('phrases are written as names are read: singular, lowercase, one space between words', () => {
  const all = [...Object.values(data.phrases).flat(), ...data.contextual.flatMap(({ phrases }) => [...phrases])];
  assert.deepEqual(
    all.filter((phrase) => wordsIn(phrase).join(' ') !== phrase),
    [],
  );
});

for (const name of Object.keys(data.phrases) as SensitiveClass[]) {
  test(`every phrase of class ${name} is needed`, () => {
    assert.deepEqual(
      unneeded(data.phrases[name], [inName('customer'), inName('old customer'), inName('', 'value')]),
      [],
    );
  });
}

for (const { class: name, phrases, near, isFineAlone } of data.contextual) {
  test(`every word near ${[...phrases].join(', ')} of class ${name} is needed`, () => {
    const [first = ''] = phrases;
    const person = near.has('@person') ? 'employee' : near.has('@user') ? 'user' : ([...near][0] ?? '');
    const around =
      (owner: string): Form =>
      (word) => ({ name: camelCase(word), enclosing: [owner] });
    assert.deepEqual(unneeded(phrases, [around(person), around('thing')]), []);
    const owners = [...near].filter((word) => !word.startsWith('@'));
    if (!isFineAlone)
      assert.deepEqual(
        owners.filter(
          (owner) => without(near, owner, () => answerTo(around(owner)(first))) === answerTo(around(owner)(first)),
        ),
        [],
      );
  });
}

const sets: Readonly<Record<string, readonly [Words, readonly Form[]]>> = {
  neutralAfter: [data.neutralAfter, [inName('email'), inName('password'), inName('client ip')]],
  cancelFirst: [data.cancelFirst, [inName('', 'email')]],
  cancelBefore: [data.cancelBefore, [inName('user', 'email')]],
  personWords: [
    data.personWords,
    [(word) => ({ name: 'name', enclosing: [word] }), (word) => ({ name: 'age', enclosing: [word] })],
  ],
  notBeforeName: [data.notBeforeName, [inName('', 'name')]],
  machineWords: [data.machineWords, [inName('', 'address'), (word) => ({ name: 'address', enclosing: [word] })]],
  venueWords: [data.venueWords, [(word) => ({ name: 'latitude', enclosing: [word] })]],
  schemaSuffixes: [data.schemaSuffixes, [(word) => ({ name: 'name', enclosing: [camelCase(`customer ${word}`)] })]],
  vagueWords: [data.vagueWords, [(word) => ({ name: camelCase(word), description: 'The phone number of the buyer' })]],
  gluedWords: [data.gluedWords, [(word) => ({ name: `${word}email` }), (word) => ({ name: `email${word}` })]],
  wholeWords: [
    data.wholeWords,
    [
      inName('', 'address'),
      (word) => ({ name: 'latitude', enclosing: [word] }),
      inName('', 'token'),
      inName('', 'diagnosis'),
    ],
  ],
  addressWords: [data.addressWords, [inName('', 'address')]],
};
for (const [name, [words, forms]] of Object.entries(sets)) {
  test(`every word of ${name} is needed`, () => {
    assert.deepEqual(unneeded(words, forms), []);
  });
}

for (const [name, words] of Object.entries(data.cancelRightBefore)) {
  test(`every word right before ${name} is needed`, () => {
    const [phrase = ''] = data.phrases[name as SensitiveClass];
    assert.deepEqual(unneeded(words, [inName('', phrase), inName('the', phrase)]), []);
  });
}
for (const [name, words] of Object.entries(data.neutralAfterClass)) {
  test(`every word behind ${name} is needed`, () => {
    const [phrase = ''] = data.phrases[name as SensitiveClass];
    assert.deepEqual(unneeded(words, [inName(phrase)]), []);
  });
}
