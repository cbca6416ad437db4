/** Where two lists differ: the items before `start` are the same objects, and so are those from the ends on. */
export interface Difference {
  readonly start: number;
  readonly endBefore: number;
  readonly endAfter: number;
}

/** Many columns stand over the same list, so what two versions of it differ in is found once. */
export class Differences {
  readonly #known = new WeakMap<
    readonly unknown[],
    { readonly before: readonly unknown[]; readonly difference: Difference }
  >();

  between(before: readonly unknown[], after: readonly unknown[]): Difference {
    const known = this.#known.get(after);
    if (known?.before === before) return known.difference;
    const difference = differenceBetween(before, after);
    this.#known.set(after, { before, difference });
    return difference;
  }
}

function differenceBetween(before: readonly unknown[], after: readonly unknown[]): Difference {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let [endBefore, endAfter] = [before.length, after.length];
  while (endBefore > start && endAfter > start && before[endBefore - 1] === after[endAfter - 1]) {
    endBefore--;
    endAfter--;
  }
  return { start, endBefore, endAfter };
}

/** What was worked out from each fact of a list. For the next version of the list, only new facts are asked. */
export class Column<Fact, Value> {
  #facts: readonly Fact[] = [];
  #values: Value[] = [];
  readonly #counts: (value: Value) => boolean;

  /** `counts`: whether a value shows in what is made of the column. */
  constructor(counts: (value: Value) => boolean) {
    this.#counts = counts;
  }

  get values(): readonly Value[] {
    return this.#values;
  }

  set(index: number, value: Value): void {
    this.#values[index] = value;
  }

  /** Values stand for `facts` from now on. True if one that counts came or went. If `compute` throws, nothing is changed. */
  renew(facts: readonly Fact[], differences: Differences, compute: (fact: Fact) => Value): boolean {
    if (facts === this.#facts) return false;
    const { start, endBefore, endAfter } = differences.between(this.#facts, facts);
    // Facts far from each other have changed; those between them have not.
    const isAligned = endBefore === endAfter;
    const fresh: Value[] = [];
    let isChanged = false;
    for (let index = start; index < endAfter; index++) {
      const fact = facts[index]!;
      if (isAligned && fact === this.#facts[index]) {
        fresh.push(this.#values[index]!);
        continue;
      }
      const value = compute(fact);
      fresh.push(value);
      isChanged ||= this.#counts(value) || (isAligned && this.#counts(this.#values[index]!));
    }
    if (isAligned) {
      for (let index = start; index < endAfter; index++) this.#values[index] = fresh[index - start]!;
    } else {
      isChanged ||= this.#values.slice(start, endBefore).some(this.#counts);
      this.#values = [...this.#values.slice(0, start), ...fresh, ...this.#values.slice(endBefore)];
    }
    this.#facts = facts;
    return isChanged;
  }
}
