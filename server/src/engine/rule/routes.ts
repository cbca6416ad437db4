import { requirementText } from '../heuristics/authStrength.ts';
import { isServed } from '../heuristics/operationKind.ts';
import { pure } from '../incremental/pure.ts';
import type { OpenApiDescription, Operation } from '../openapi/model.ts';

export type Pair = readonly [Operation, Operation];

/** Bounds the time that a keystroke takes. */
const maxSteps = 20_000;

/**
 * Operations of one method whose paths match the same URL and of which neither is more specific. `/users/me` and
 * `/users/{id}` are not ambiguous, since OpenAPI matches literal paths first. `accessDiffers` selects the pairs that
 * require different credentials, or those that require the same.
 */
export function ambiguousPairs({ operations }: OpenApiDescription, accessDiffers: boolean): readonly Pair[] {
  const pairs: Pair[] = [];
  let steps = 0;
  for (const routes of comparableRoutes(operations)) {
    for (const [index, a] of routes.entries()) {
      for (const b of routes.slice(index + 1)) {
        if (++steps > maxSteps) return pairs;
        if ((a.access !== b.access) === accessDiffers && areAmbiguous(a, b)) pairs.push([a.operation, b.operation]);
      }
    }
  }
  return pairs;
}

/** True if the paths make more pairs than are compared, so that an ambiguous one may be missed. */
export function hasMorePairs({ operations }: OpenApiDescription): boolean {
  let pairs = 0;
  for (const { length } of comparableRoutes(operations)) pairs += (length * (length - 1)) / 2;
  return pairs > maxSteps;
}

interface Route {
  readonly operation: Operation;
  readonly segments: readonly string[];
  /** Segments that only numbers and UUIDs match, as written. */
  readonly numbers: ReadonlySet<string>;
  readonly access: string;
}

/** By method and number of segments. */
function comparableRoutes(operations: readonly Operation[]): Iterable<readonly Route[]> {
  const groups = new Map<string, Route[]>();
  for (const operation of operations) {
    const route = routeOf(operation);
    if (route === undefined) continue;
    const key = `${operation.method} ${route.segments.length}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [route]);
    else known.push(route);
  }
  return groups.values();
}

const routeOf = pure('routes.routeOf', (operation: Operation): Route | undefined => {
  // Routers do not tell operations apart by a query or a fragment in the path.
  if (!isServed(operation) || !operation.path.includes('{') || /[?#]/.test(operation.path)) return undefined;
  const segments = operation.path.split('/');
  return { operation, segments, numbers: numbersOf(operation), access: requirementText(operation) };
});

function numbersOf({ parameters }: Operation): ReadonlySet<string> {
  const narrow = parameters.filter(({ in: where, schema }) => {
    const type = schema?.get('type')?.string;
    return where === 'path' && (type === 'integer' || type === 'number' || schema?.get('format')?.string === 'uuid');
  });
  return new Set(narrow.map(({ name }) => `{${name}}`));
}

function areAmbiguous(a: Route, b: Route): boolean {
  let isFirstMoreSpecific = false;
  let isSecondMoreSpecific = false;
  for (const [index, left] of a.segments.entries()) {
    const right = b.segments[index] ?? '';
    if (a.numbers.has(left) && !isTemplate(right) && !/\d/.test(right)) return false;
    if (b.numbers.has(right) && !isTemplate(left) && !/\d/.test(left)) return false;
    const isLeftOpen = isTemplate(left);
    const isRightOpen = isTemplate(right);
    if (!isLeftOpen && !isRightOpen && left !== right) return false;
    // `{id}.json` and `{id}:cancel`: parts of segments are not compared.
    if ((isLeftOpen && !isWhole(left)) || (isRightOpen && !isWhole(right))) return false;
    if (isLeftOpen !== isRightOpen) {
      if (isRightOpen) isFirstMoreSpecific = true;
      else isSecondMoreSpecific = true;
    }
  }
  return isFirstMoreSpecific === isSecondMoreSpecific;
}

function isTemplate(segment: string): boolean {
  return segment.includes('{');
}

function isWhole(segment: string): boolean {
  return /^\{[^{}]*\}$/.test(segment);
}
