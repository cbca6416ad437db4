import { isServed } from '../../openapi/exposure.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { methodKey, nameOf, related } from '../grouping.ts';
import { defineRule } from '../rule.ts';
import { requirementText } from '../strength.ts';

export default defineRule({
  meta: {
    id: 'ambiguous-route',
    title: 'One URL belongs to two operations that ask for different credentials',
    pillar: 'authentication',
    owasp: 'API5:2023',
    cwe: [288, 863],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      both: 'The same URL can mean "{operation}" or "{other}", which ask for different credentials, so the router decides which. Make the paths distinct, or require the same.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const pairs = ambiguousPairs(description);
      const [first, ...others] = pairs;
      if (first === undefined) return;
      const [operation, other] = first;
      yield {
        at: methodKey(other),
        message: 'both',
        data: { operation: nameOf(operation), other: nameOf(other) },
        operations: new Set(pairs.flat()).size,
        related: [
          { at: methodKey(operation), message: nameOf(operation) },
          ...related(
            others,
            ([, second]) => methodKey(second),
            ([one, second]) => `"${nameOf(one)}" or "${nameOf(second)}".`,
          ),
        ],
      };
    },
  },
});

type Pair = readonly [Operation, Operation];

/** More comparisons than this are not worth the time of a keystroke. */
const maxSteps = 20_000;

/**
 * Pairs of paths with as many segments each, where neither is the more specific: the specification has literal paths
 * come first, so that `/users/me` is no matter of luck beside `/users/{id}`.
 */
function ambiguousPairs({ operations }: OpenApiDescription): readonly Pair[] {
  const pairs: Pair[] = [];
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) {
    if (!isServed(operation) || !operation.path.includes('{')) continue;
    // A query or fragment in the path tells operations apart in a way that no router shares.
    if (/[?#]/.test(operation.path)) continue;
    // Who may come with or without is told of this already.
    if (operation.security.authentication === 'optional') continue;
    const key = `${operation.method} ${operation.path.split('/').length}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [operation]);
    else known.push(operation);
  }
  let steps = 0;
  for (const group of groups.values()) {
    const candidates = group.map((operation) => ({
      operation,
      segments: operation.path.split('/'),
      numbers: numbersOf(operation),
      text: requirementText(operation),
    }));
    if (new Set(candidates.map(({ text }) => text)).size < 2) continue;
    for (const [index, a] of candidates.entries()) {
      for (const b of candidates.slice(index + 1)) {
        if (++steps > maxSteps) return pairs;
        if (a.text !== b.text && areAmbiguous(a, b)) pairs.push([a.operation, b.operation]);
      }
    }
  }
  return pairs;
}

interface Route {
  readonly segments: readonly string[];
  /** Segments that only numbers and UUIDs match, as written. */
  readonly numbers: ReadonlySet<string>;
}

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
    // Parts of segments: `{id}.json` or `{id}:cancel` tell more than can be compared here.
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
