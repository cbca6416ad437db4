import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { languages, names } from '../../server/src/engine/lexicon/names.ts';
import { prose } from '../../server/src/engine/lexicon/prose.ts';
import { isNear, type Lexicon, lexicons, matching, readPage } from '../lexicons.ts';

/** The same lexicon with other phrases. */
function withPhrases({ declaration, id }: Lexicon, phrases: readonly string[]): Lexicon {
  const changed = { ...Object.fromEntries(languages.map((language) => [language, ''])), en: phrases.join(',') };
  return 'at' in declaration ? names(id, { ...declaration, ...changed }) : prose(id, { ...declaration, ...changed });
}

/** Every way to leave out one phrase, or one word of those that a phrase gives as alternatives or as optional. */
function* reductions({ phrases }: Lexicon): Generator<{ readonly left: readonly string[]; readonly out: string }> {
  for (const [index, phrase] of phrases.entries()) {
    yield { left: phrases.toSpliced(index, 1), out: phrase };
    const elements = phrase.split(' ');
    for (const [at, element] of elements.entries()) {
      const isOptional = element.startsWith('(');
      const words = (isOptional ? element.slice(1, -1) : element).split('|');
      if (!isOptional && words.length === 1) continue;
      for (const word of words) {
        const rest = words.filter((one) => one !== word).join('|');
        const reduced = isOptional ? (rest === '' ? [] : [`(${rest})`]) : [rest];
        yield {
          left: phrases.with(index, elements.toSpliced(at, 1, ...reduced).join(' ')),
          out: `${word} of ${phrase}`,
        };
      }
    }
  }
}

for (const { file, exported } of await lexicons()) {
  const page = readPage(readFileSync(file.replace(/\.ts$/, '.md'), 'utf8'));

  test(`the page of ${file.split('/').at(-1)} has a section for each lexicon`, () => {
    assert.deepEqual(page.map(({ id }) => id).sort(), exported.map(([name]) => name).sort());
  });

  test(`the lexicons of ${file.split('/').at(-1)} are called as they are exported`, () => {
    const folder = file.split('/').at(-1)?.replace(/\.ts$/, '');
    assert.deepEqual(
      exported.map(([, { id }]) => id),
      exported.map(([name]) => `${folder}/${name}`),
    );
  });

  for (const [name, lexicon] of exported) {
    const { matches = [], misses = [] } = page.find(({ id }) => id === name) ?? {};

    test(`${lexicon.id} matches its examples and none of its near misses`, () => {
      assert.deepEqual(
        matches.filter((example) => matching(lexicon, example).length === 0),
        [],
      );
      assert.deepEqual(
        misses.filter((example) => matching(lexicon, example).length > 0),
        [],
      );
      assert.deepEqual(
        misses.filter((example) => !isNear(lexicon, example)),
        [],
        'a near miss has something of a phrase in it',
      );
      assert.ok(misses.length >= Math.min(2, lexicon.phrases.length), 'too few near misses');
    });

    test(`every phrase of ${lexicon.id}, and every word in it, is needed by an example`, () => {
      const unused = [...reductions(lexicon)].filter(({ left, out }) => {
        const reduced = withPhrases(lexicon, left);
        return !matches.some((example) => example !== out && matching(reduced, example).length === 0);
      });
      assert.deepEqual(
        unused.map(({ out }) => out),
        [],
      );
    });
  }
}
