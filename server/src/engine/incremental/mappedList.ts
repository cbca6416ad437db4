/** Where two lists differ: the items before `start` are the same objects, and so are those from the ends on. */
export interface Difference {
  readonly start: number;
  readonly endBefore: number;
  readonly endAfter: number;
}

/** The differences between two revisions of lists. Many mapped lists are made from one list, so each is found once. */
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

/** One value for each item of a list. For the next revision of the list, values are computed for new items only. */
export class MappedList<Item, Value> {
  #items: readonly Item[] = [];
  #values: Value[] = [];
  readonly #isVisible: (value: Value) => boolean;

  /** `isVisible`: whether a value has an effect on what is made from the list. */
  constructor(isVisible: (value: Value) => boolean) {
    this.#isVisible = isVisible;
  }

  get values(): readonly Value[] {
    return this.#values;
  }

  set(index: number, value: Value): void {
    this.#values[index] = value;
  }

  /**
   * Makes the values those of `items`. Returns whether a visible value was added or removed. If `compute` throws, nothing
   * is changed.
   */
  update(items: readonly Item[], differences: Differences, compute: (item: Item) => Value): boolean {
    if (items === this.#items) return false;
    const { start, endBefore, endAfter } = differences.between(this.#items, items);
    // Of two changes that are far apart, the items between them are the same objects at the same index.
    const isAligned = endBefore === endAfter;
    const fresh: Value[] = [];
    let isChanged = false;
    for (let index = start; index < endAfter; index++) {
      const item = items[index]!;
      if (isAligned && item === this.#items[index]) {
        fresh.push(this.#values[index]!);
        continue;
      }
      const value = compute(item);
      fresh.push(value);
      isChanged ||= this.#isVisible(value) || (isAligned && this.#isVisible(this.#values[index]!));
    }
    if (isAligned) {
      for (let index = start; index < endAfter; index++) this.#values[index] = fresh[index - start]!;
    } else {
      isChanged ||= this.#values.slice(start, endBefore).some(this.#isVisible);
      this.#values = [...this.#values.slice(0, start), ...fresh, ...this.#values.slice(endBefore)];
    }
    this.#items = items;
    return isChanged;
  }
}
