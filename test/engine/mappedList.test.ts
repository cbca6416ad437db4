import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Memory } from '../../server/src/engine/incremental/queryCache.ts';
import { createRandom, type Random } from '../support/edits.ts';

interface Fact {
  readonly id: number;
}

/** The next version of a list: facts are replaced, added, taken out, moved, or all stays as it is. */
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

test('what is made of each fact of a list is the same with a memory, whatever becomes of the list', () => {
  const random = createRandom(7);
  const memory = new Memory();
  let last = 0;
  const next = (): Fact => ({ id: last++ });
  const isThird = ({ id }: Fact): boolean => id % 3 === 0;
  const namesOf = ({ id }: Fact): readonly string[] => (id % 5 === 0 ? [`a${id}`, `b${id}`] : []);
  let facts: readonly Fact[] = Array.from({ length: 20 }, next);
  for (let step = 0; step < 2000; step++) {
    memory.begin({ resolve: (node) => node, renew: () => {} });
    assert.deepEqual(memory.select(facts, isThird), facts.filter(isThird), `step ${step}`);
    assert.deepEqual(memory.collect(facts, namesOf), facts.flatMap(namesOf), `step ${step}`);
    const inputs = [step < 1000];
    const each = memory.recallEach('each', facts, inputs, (fact) => [...namesOf(fact), String(inputs[0])].slice(0, 2));
    const expected = facts.map((fact) => [...namesOf(fact), String(inputs[0])].slice(0, 2));
    assert.deepEqual([...each], expected, `step ${step}`);
    facts = change(facts, random, next);
  }
});

test('a list that differs in one fact asks about that one, and gives the same list where it shows nothing', () => {
  const memory = new Memory();
  const asked: Fact[] = [];
  const isEven = (fact: Fact): boolean => {
    asked.push(fact);
    return fact.id % 2 === 0;
  };
  const facts: readonly Fact[] = Array.from({ length: 9 }, (_, id) => ({ id }));
  const first = memory.select(facts, isEven);
  assert.equal(asked.length, 9);
  const odd = { id: 11 };
  assert.equal(memory.select(facts.with(3, odd), isEven), first);
  assert.deepEqual(asked.slice(9), [odd]);
  const even = { id: 12 };
  assert.deepEqual(memory.select(facts.with(3, even), isEven), [
    facts[0],
    facts[2],
    even,
    ...[4, 6, 8].map((id) => facts[id]),
  ]);
});

test('facts of versions that are gone are let go', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const memory = new Memory();
  const isEven = ({ id }: Fact): boolean => id % 2 === 0;
  const old: WeakRef<Fact>[] = [];
  let facts: readonly Fact[] = Array.from({ length: 9 }, (_, id) => ({ id }));
  for (let version = 0; version < 20; version++) {
    memory.begin({ resolve: (node) => node, renew: () => {} });
    const fact = { id: version };
    if (version < 10) old.push(new WeakRef(fact));
    facts = facts.with(4, fact);
    memory.select(facts, isEven);
    Array.from(memory.recallEach('each', facts, [], ({ id }) => [id]));
  }
  // What a weak reference has shown is kept until the turn ends.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  assert.deepEqual(
    old.map((reference) => reference.deref()?.id),
    old.map(() => undefined),
  );
});
