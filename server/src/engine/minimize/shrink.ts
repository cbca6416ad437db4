import type { PlainValue } from '../syntax/toValue.ts';
import { copyMap, isMap, type Path, type Sample, valueAt, withValue } from './sample.ts';

/** Says whether a sample still shows the finding; `undefined` when no more trials are left. */
export type Trial = (sample: Sample) => boolean | undefined;

/** Keys without which a description is none. */
const needed = new Set(['openapi', 'swagger']);

/** Removes from a sample what it does not need to show the finding. Yields before each trial. */
export function* shrink(sample: Sample, shows: Trial): Generator<undefined, Sample> {
  let best = sample;
  for (let round = 0; round < 3; round++) {
    const before = best;
    for (let index = 0; index < best.documents.length; index++) best = yield* shrinkBelow(best, index, [], shows);
    if (best === before) break;
  }
  return best;
}

function* shrinkBelow(sample: Sample, index: number, path: Path, shows: Trial): Generator<undefined, Sample> {
  let best = yield* removeChildren(sample, index, path, shows);
  // From the last to the first, so that the indexes of those that are left stay the same.
  for (const key of keysOf(valueAt(best.documents[index]?.value, path)).reverse())
    best = yield* shrinkBelow(best, index, [...path, key], shows);
  return best;
}

/** All children at once, then halves, then each. */
function* removeChildren(sample: Sample, index: number, path: Path, shows: Trial): Generator<undefined, Sample> {
  let best = sample;
  const isOnWay = (key: string | number): boolean =>
    index === best.at.document &&
    path.every((token, depth) => best.at.path[depth] === token) &&
    best.at.path[path.length] === key;
  const removable = keysOf(valueAt(best.documents[index]?.value, path)).filter(
    (key) => !isOnWay(key) && !(path.length === 0 && needed.has(String(key))),
  );
  const groups: (readonly (string | number)[])[] = removable.length === 0 ? [] : [removable.reverse()];
  for (let group = groups.shift(); group !== undefined; group = groups.shift()) {
    yield;
    const candidate = without(best, index, path, new Set(group));
    const answer = shows(candidate);
    if (answer === undefined) return best;
    if (answer) best = candidate;
    else if (group.length > 1) {
      const half = Math.ceil(group.length / 2);
      groups.unshift(group.slice(0, half), group.slice(half));
    }
  }
  return best;
}

function keysOf(value: PlainValue | undefined): (string | number)[] {
  if (Array.isArray(value)) return [...value.keys()];
  return isMap(value) ? Object.keys(value) : [];
}

function without({ documents, at }: Sample, index: number, path: Path, keys: ReadonlySet<string | number>): Sample {
  const { value } = documents[index]!;
  const held = valueAt(value, path) ?? null;
  const less: PlainValue = Array.isArray(held)
    ? held.filter((_item, position) => !keys.has(position))
    : copyMap(Object.entries(held as object).filter(([key]) => !keys.has(key)) as [string, PlainValue][]);
  const own = at.path[path.length];
  const isMoved =
    index === at.document && typeof own === 'number' && path.every((token, depth) => at.path[depth] === token);
  const moved = isMoved ? own - [...keys].filter((key) => Number(key) < own).length : own;
  return {
    documents: documents.map((one, position) =>
      position === index ? { ...one, value: withValue(value, path, less) } : one,
    ),
    at: isMoved ? { ...at, path: at.path.with(path.length, moved!) } : at,
  };
}
