import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsIn, writtenWordsIn } from '../../server/src/engine/lexicon/words.ts';

const names: readonly (readonly [string, string])[] = [
  ['userPhoneNumber2', 'user phone number 2'],
  ['user_phone-number.2', 'user phone number 2'],
  ['HTTPServer', 'http server'],
  ['userIDs', 'user id'],
  ['IDsOf', 'id of'],
  ['XMLs2', 'xml 2'],
  ['oauth2Token', 'oauth 2 token'],
  ['Öffnungszeiten', 'offnungszeiten'],
  ['', ''],
];

for (const [name, expected] of names) {
  test(`words of ${JSON.stringify(name)}`, () => assert.equal(writtenWordsIn(name).join(' '), expected));
}

test('reads names of ASCII as it reads all others', () => {
  const characters = 'aBcDsS1 2_-.XID9zQ';
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  for (let count = 0; count < 20_000; count++) {
    const name = Array.from({ length: 1 + random(9) }, () => characters[random(characters.length)]).join('');
    // A name with an accent is read by expressions; the word that holds it stands apart.
    assert.deepEqual([...writtenWordsIn(name), 'e'], [...writtenWordsIn(`${name} é`)], name);
    assert.deepEqual([...wordsIn(name), 'e'], [...wordsIn(`${name} é`)], name);
  }
});
