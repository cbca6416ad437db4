import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Dependency } from '../../server/src/engine/incremental/dependency.ts';
import { computedFor, pure } from '../../server/src/engine/incremental/pure.ts';
import { query } from '../../server/src/engine/incremental/query.ts';
import { QueryCache } from '../../server/src/engine/incremental/queryCache.ts';
import { createRandom, type Random } from '../support/edits.ts';

interface Fact {
  readonly id: number;
}

/** The next revision of a list: facts are replaced, added, removed or moved, or the list stays the same. */
function change(facts: readonly Fact[], random: Random, next: () => Fact): readonly Fact[] {
  const list = [...facts];
  const place = random.below(list.length + 1);
  switch (random.below(6)) {
    case 0:
      return facts;
    case 1:
      list.splice(place, 1, next());
      break;
    case 2:
      list.splice(place, 0, next(), next());
      break;
    case 3:
      list.splice(place, random.below(4));
      break;
    case 4:
      list.push(...list.splice(0, place));
      break;
    default:
      // Two that are far apart.
      for (const index of [0, list.length - 1]) if (list.length > 0) list[index] = next();
  }
  return list;
}

const isThird = pure('test.isThird', ({ id }: Fact) => id % 3 === 0);
const isEven = pure('test.isEven', ({ id }: Fact) => id % 2 === 0);
const namesOf = pure('test.namesOf', ({ id }: Fact) => (id % 5 === 0 ? [`a${id}`, `b${id}`] : []));
const namesFor = query('test.namesFor', (_cache: QueryCache, fact: Fact, input: boolean): readonly string[] =>
  [...namesOf(fact), String(input)].slice(0, 2),
);

function ran(cache: QueryCache, run: () => void): readonly string[] {
  cache.log = [];
  run();
  return cache.log.map(({ query: name, key }) => `${name} ${(key as Fact).id}`);
}

test('a declared name cannot be declared again', () => {
  assert.throws(() => pure('test.isEven', () => true), /"test\.isEven" is declared twice/);
  assert.throws(() => query('test.isEven', () => true), /"test\.isEven" is declared twice/);
});

test('a query runs again only for another key or another input', () => {
  const cache = new QueryCache();
  cache.beginRevision();
  const [one, two] = [{ id: 5 }, { id: 6 }];
  assert.deepEqual(cache.get(namesFor, one, true), ['a5', 'b5']);
  assert.deepEqual(
    ran(cache, () => {
      cache.get(namesFor, one, true);
      cache.beginRevision();
      cache.get(namesFor, one, true);
      cache.get(namesFor, two, true);
      cache.get(namesFor, one, false);
    }),
    ['test.namesFor 6', 'test.namesFor 5'],
  );
});

class Source implements Dependency {
  changedAt = 0;
  refreshed = 0;
  value = 'a';

  refresh(): void {
    this.refreshed++;
  }
}

const source = new Source();
const inner = query('test.inner', (cache: QueryCache, _fact: Fact): string => {
  cache.track(source);
  return source.value;
});
const outer = query('test.outer', (cache: QueryCache, fact: Fact): string => `${cache.get(inner, fact)}!`);

test('a query runs again when a dependency has changed, and so does each query that used it', () => {
  const cache = new QueryCache();
  const fact = { id: 1 };
  cache.beginRevision();
  assert.equal(cache.get(outer, fact), 'a!');
  cache.beginRevision();
  assert.deepEqual(
    ran(cache, () => cache.get(outer, fact)),
    [],
  );
  assert.equal(source.refreshed, 1);
  source.value = 'b';
  source.changedAt = cache.beginRevision();
  assert.deepEqual(
    ran(cache, () => assert.equal(cache.get(outer, fact), 'b!')),
    ['test.outer 1', 'test.inner 1'],
  );
});

const untracked = query('test.untracked', (cache: QueryCache, _fact: Fact): number => {
  cache.markUncacheable();
  return cache.revision;
});
const usesUntracked = query('test.usesUntracked', (cache: QueryCache, fact: Fact): number =>
  cache.get(untracked, fact),
);
const failing = query('test.failing', (cache: QueryCache, _fact: Fact): number => {
  cache.markUncacheable();
  throw new Error('fails');
});

test('a query that reads something untracked is not cached, nor are those that use it', () => {
  const cache = new QueryCache();
  const fact = { id: 1 };
  for (const revision of [1, 2]) {
    cache.beginRevision();
    assert.equal(cache.get(usesUntracked, fact), revision);
  }
  assert.throws(() => cache.get(failing, fact), /fails/);
  cache.get(namesFor, fact, true);
  assert.deepEqual(
    ran(cache, () => cache.get(namesFor, fact, true)),
    [],
  );
});

test('a pure value is computed once for each object, also where it is undefined', () => {
  let count = 0;
  const counted = pure('test.counted', (_fact: Fact): undefined => {
    count++;
  });
  const fact: Fact = { id: 1 };
  counted(fact);
  counted(fact);
  assert.equal(count, 1);
  assert.deepEqual(computedFor(fact), ['test.counted']);
  assert.deepEqual(computedFor({ ...fact }), []);
});

test('lists made from facts are the same with and without a cache, whatever changes in the facts', () => {
  const random = createRandom(7);
  const cache = new QueryCache();
  let last = 0;
  const next = (): Fact => ({ id: last++ });
  let facts: readonly Fact[] = Array.from({ length: 20 }, next);
  for (let step = 0; step < 2000; step++) {
    cache.beginRevision();
    assert.deepEqual(cache.select(facts, isThird), facts.filter(isThird), `step ${step}`);
    assert.deepEqual(cache.collect(facts, namesOf), facts.flatMap(namesOf), `step ${step}`);
    const input = step < 1000;
    const each = cache.getEach(namesFor, facts, input);
    const expected = facts.map((fact) => [...namesOf(fact), String(input)].slice(0, 2));
    assert.deepEqual([...each], expected, `step ${step}`);
    facts = change(facts, random, next);
  }
});

test('for a list that differs in one fact, that fact is asked, and the result is the same list if it is not affected', () => {
  const cache = new QueryCache();
  const asked: Fact[] = [];
  const isEvenCounted = pure('test.isEvenCounted', (fact: Fact): boolean => {
    asked.push(fact);
    return fact.id % 2 === 0;
  });
  const facts: readonly Fact[] = Array.from({ length: 9 }, (_, id) => ({ id }));
  const first = cache.select(facts, isEvenCounted);
  assert.equal(asked.length, 9);
  const odd = { id: 11 };
  assert.equal(cache.select(facts.with(3, odd), isEvenCounted), first);
  assert.deepEqual(asked.slice(9), [odd]);
  const even = { id: 12 };
  assert.deepEqual(cache.select(facts.with(3, even), isEvenCounted), [
    facts[0],
    facts[2],
    even,
    ...[4, 6, 8].map((id) => facts[id]),
  ]);
});

test('facts of past revisions are released', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const cache = new QueryCache();
  const old: WeakRef<Fact>[] = [];
  let facts: readonly Fact[] = Array.from({ length: 9 }, (_, id) => ({ id }));
  for (let revision = 0; revision < 20; revision++) {
    cache.beginRevision();
    const fact = { id: revision };
    if (revision < 10) old.push(new WeakRef(fact));
    facts = facts.with(4, fact);
    cache.select(facts, isEven);
    Array.from(cache.getEach(namesFor, facts, true));
  }
  // A target that a WeakRef has returned is kept until the end of the turn.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  assert.deepEqual(
    old.map((reference) => reference.deref()?.id),
    old.map(() => undefined),
  );
});
