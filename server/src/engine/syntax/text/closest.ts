/** Longer names are not compared: a hint for them would help no reader. */
const maxLength = 100;
/** From this many candidates on, only those that begin or end as the name does are compared. */
const maxCompared = 200;

/** Candidates in an order in which those that begin alike, and those that end alike, stand together. */
interface Order {
  readonly byStart: readonly Candidate[];
  readonly byEnd: readonly Candidate[];
}

interface Candidate {
  readonly name: string;
  readonly folded: string;
  readonly reversed: string;
}

/** Finds the closest of its candidates: made once where many names are looked up, so that each costs little. */
export class Candidates {
  readonly #all: readonly Candidate[];
  #order: Order | undefined;
  /** How many edit distances were computed. For tests. */
  compared = 0;

  constructor(names: Iterable<string>) {
    this.#all = [...names].filter(({ length }) => length <= maxLength).map(toCandidate);
  }

  /** The closest one if it is close enough to be what was meant (edit distance, case ignored). */
  closest(name: string): string | undefined {
    if (name.length > maxLength) return undefined;
    const meant = toCandidate(name);
    const whole = this.#wholeOf(meant);
    if (whole !== undefined) return whole;
    let best: string | undefined;
    let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
    for (const candidate of this.#likely(meant)) {
      this.compared++;
      const distance = editDistance(meant.folded, candidate.folded, bestDistance);
      if (distance < bestDistance) {
        best = candidate.name;
        bestDistance = distance;
      }
    }
    return best;
  }

  /** The only one of a few that begins with several letters: `missing-rate` is the beginning of a longer name. */
  #wholeOf({ folded }: Candidate): string | undefined {
    if (folded.length < 4 || this.#all.length > maxCompared) return undefined;
    const [first, ...others] = this.#all.filter((one) => one.folded.startsWith(folded));
    return others.length === 0 ? first?.name : undefined;
  }

  #likely(meant: Candidate): readonly Candidate[] {
    if (this.#all.length <= maxCompared) return this.#all;
    this.#order ??= {
      byStart: this.#all.toSorted((a, b) => compare(a.folded, b.folded)),
      byEnd: this.#all.toSorted((a, b) => compare(a.reversed, b.reversed)),
    };
    const { byStart, byEnd } = this.#order;
    return [...around(byStart, 'folded', meant), ...around(byEnd, 'reversed', meant)];
  }
}

/** The closest of `candidates`; for many names, make `Candidates` once. */
export function closest(name: string, candidates: Iterable<string>): string | undefined {
  return new Candidates(candidates).closest(name);
}

function toCandidate(name: string): Candidate {
  const folded = name.toLowerCase();
  return { name, folded, reversed: [...folded].reverse().join('') };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Those next to the place that `meant` would have. */
function around(sorted: readonly Candidate[], key: 'folded' | 'reversed', meant: Candidate): readonly Candidate[] {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]![key] < meant[key]) low = middle + 1;
    else high = middle;
  }
  const half = maxCompared / 4;
  return sorted.slice(Math.max(0, low - half), low + half);
}

/** How many letters were added, left out, changed, or swapped with the next one; given up at `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforePrevious: readonly number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let distance = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + cost);
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwapped) distance = Math.min(distance, beforePrevious[column - 2]! + 1);
      current.push(distance);
      if (distance < least) least = distance;
    }
    if (least >= limit) return limit;
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length]!;
}
