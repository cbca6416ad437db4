/** Counts how many items of lists are looked at, and how often maps and sets are asked. */
export function countSteps(work: () => void): number {
  let steps = 0;
  const restores: (() => void)[] = [];
  const count = (prototype: object, name: PropertyKey, weigh: (self: { length?: number }) => number): void => {
    const original = Reflect.get(prototype, name) as (...args: unknown[]) => unknown;
    Reflect.set(prototype, name, function (this: { length?: number }, ...args: unknown[]) {
      steps += weigh(this);
      return original.apply(this, args);
    });
    restores.push(() => Reflect.set(prototype, name, original));
  };
  const ofLists = [
    Symbol.iterator,
    'map',
    'filter',
    'flatMap',
    'some',
    'every',
    'find',
    'findIndex',
    'reduce',
    'includes',
  ];
  for (const name of ofLists) count(Array.prototype, name, ({ length = 0 }) => length);
  for (const name of ['get', 'set', 'has']) count(Map.prototype, name, () => 1);
  for (const name of ['add', 'has']) count(Set.prototype, name, () => 1);
  try {
    work();
    return steps;
  } finally {
    for (const restore of restores.reverse()) restore();
  }
}
