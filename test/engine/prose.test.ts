import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prose } from '../../server/src/engine/lexicon/prose.ts';
import { sentencesIn } from '../../server/src/engine/lexicon/sentences.ts';
import { holdsFor, type Match, proseOf, type SubjectOf } from '../../server/src/engine/lexicon/subject.ts';

/** What is written, and its sentences with `|` where a clause begins. */
const texts: readonly (readonly [string, readonly string[]])[] = [
  ['No key needed. Limits apply!', ['no key needed', 'limits apply']],
  ['Uses keys, e.g. the one of the app. Really.', ['uses keys | e g the one of the app', 'really']],
  ['Lasts approx. 5 minutes.', ['lasts approx 5 minutes']],
  ['Costs 1.5 credits of v1 at example.com today', ['costs 1.5 credits of v1 at example com today']],
  ['Up to 1,000 calls', ['up to 1,000 calls']],
  ['See https://example.com/a.b?c=d. Then call.', ['see https://example.com/a.b?c=d', 'then call']],
  ['A text that is\nwrapped', ['a text that is wrapped']],
  ['# Limits\n\n100 calls', ['limits', '100 calls']],
  ['Needs:\n- a key\n- a scope\n1. first\n* last', ['needs', 'a key', 'a scope', 'first', 'last']],
  ['| Plan | Limit |\n| --- | --- |\n| free | 10 |', ['plan', 'limit', 'free', '10']],
  ['<p>No <b>key</b> needed</p><ul><li>free<li>open</ul>', ['no key needed', 'free', 'open']],
  ['Call `GET /a.b` now', ['call get a b now']],
  ['Before\n```sh\ncurl. me\n```\nAfter', ['before', 'after']],
  ["It isn't public and can't be. You won’t see it.", ['it is not public and can not be', 'you will not see it']],
  ['Öffentlich. Accès réservé', ['offentlich', 'acces reserve']],
  ['Free (no key), always', ['free | no key | always']],
  ['done.Next', ['done', 'next']],
  ['公開。制限なし', ['公開', '制限なし']],
  ['HTTP: use wss://a.example, 1.5k or 1,000.5', ['http | use wss://a.example | 1.5 k or 1,000.5']],
  ['cannot – CANNOT - can', ['can not | can not | can']],
  ['a\n  > - b\n  c ~ ` d', ['a', 'b c d']],
  ['😀 50%/day', ['50 % per day']],
  ['10 calls / min, 5/s, see /orders', ['10 calls per min | 5 per s | see orders']],
];

for (const [text, expected] of texts) {
  test(`sentences of ${JSON.stringify(text)}`, () => {
    const written = sentencesIn(text).map(({ words, clauses }) =>
      words.flatMap((word, index) => (index > 0 && clauses.has(index) ? ['|', word] : [word])).join(' '),
    );
    assert.deepEqual(written, expected);
  });
}

const limits = prose('test/limits', {
  reads: 'claim',
  en: `
    rate limited, limit of (about) # calls|requests per …2 minute|hour, no … required, limits ~4 # calls, we … throttle
    ^ (the) calls count, every …1-2 window
  `,
});

const claims: readonly string[] = [
  'All calls are rate limited.',
  'Rate-limited.',
  'There is a limit of 100 requests per rolling minute.',
  'There is a limit of about 100 calls per hour.',
  'No key is required.',
  'Not free of charge, rate limited.',
  'This is not paged and rate limited.',
  'It is rate limited and returns no drafts.',
  'An operation that does not page but is rate limited.',
  'Limits: 10 calls.',
  'There is a limit of two calls per minute.',
  'We always throttle.',
  'It is rate limited, and may change in the future.',
  'Calls count.',
  'The calls count.',
  'Every short window.',
];

const noClaims: readonly string[] = [
  'This operation is not rate limited.',
  "It isn't rate limited.",
  'Rate limited: no.',
  'Calls are never rate limited.',
  'There is no limit of 100 requests per minute.',
  'Is this rate limited?',
  'Rate limited unless you pay.',
  'It is planned to be rate limited.',
  'A limit of requests per minute.',
  'A limit of 100 requests, per minute.',
  'The rate. Limited offers.',
  'No key. A name is required.',
  'No key, a name is required.',
  'No key of the many that we know is required.',
  'We do not throttle.',
  'We never ever throttle.',
  'It is rate limited in the future.',
  'All calls count.',
  'Every window.',
];

test('finds claims in sentences', () => {
  const found = (text: string) => sentencesIn(text).some((sentence) => limits.matching(sentence).length > 0);
  assert.deepEqual(
    claims.filter((text) => !found(text)),
    [],
  );
  assert.deepEqual(noClaims.filter(found), []);
});

test('a topic is found in spite of a negation', () => {
  const topic = prose('test/topic', { reads: 'topic', en: 'rate limited' });
  assert.deepEqual(topic.matching(sentencesIn('This is not rate limited.')[0]!), ['rate limited']);
});

test('refuses a phrase that begins with a gap or an optional word', () => {
  for (const en of ['… limit', '(rate) limit']) {
    const bad = prose('test/bad', { reads: 'topic', en });
    assert.throws(() => bad.phrases, /begins with no word/);
  }
});

test('work grows with the length of the text, however it is written', () => {
  for (const unit of ['rate ', 'limit of ', 'no ', ', ', '<a ', '\n  ', '``` ', 'a.', '1,', 'http://', '- \n', "'"]) {
    const visits = [2000, 4000].map((length) => {
      const [first] = sentencesIn(unit.repeat(length));
      if (first === undefined) return 0;
      let count = 0;
      const words = new Proxy(first.words as string[], {
        get: (target, key) => {
          if (typeof key === 'string' && /^\d+$/.test(key)) count++;
          return Reflect.get(target, key);
        },
      });
      limits.matching({ ...first, words });
      return count;
    });
    assert.ok(visits[1]! <= visits[0]! * 2 + 200, `${unit}: ${visits}`);
  }
});

test('a match holds for its subject alone', () => {
  const [first, second] = [{}, {}] as [SubjectOf['operation'], SubjectOf['operation']];
  const match = limits.find(proseOf('operation', first, undefined, 'Rate limited.'));
  assert.equal(match?.sentence, 'Rate limited.');
  assert.equal(holdsFor(match, first), true);
  assert.equal(holdsFor(match, second), false);
  assert.equal(holdsFor(undefined, first), false);

  const api = {} as SubjectOf['introduction'];
  // @ts-expect-error A sentence of an operation says nothing about the API.
  assert.equal(holdsFor(match, api), false);
  // @ts-expect-error The texts of an API are not those of an operation.
  proseOf('operation', api);
  // @ts-expect-error The same where a rule asks for the match of an introduction.
  const forApi: Match<'introduction'> | undefined = match;
  assert.equal(forApi, match);
});
