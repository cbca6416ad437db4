import { type PatternPlace, placeOf } from '../fixes/patternFixes.ts';
import { type Words, wordsIn } from '../lexicon/words.ts';
import type { Parameter } from '../openapi/model.ts';
import { viewOf } from '../schemas/schemaView.ts';
import type { Fix } from '../textEdits/fix.ts';
import type { RuleContext } from './rule.ts';

/** Keywords that say which strings are valid. */
const restrictions = ['pattern', 'enum', 'const'];

/**
 * A visit of `Parameter` that reports unrestricted strings whose name `isNamed` accepts, in one of `places`, under the
 * message `found` about `{name}`. A keyword of `more` restricts too, and `isHarmless` excludes a parameter.
 */
export function freeText(
  isNamed: (words: Words<'singular'>) => boolean,
  places: readonly string[],
  more: readonly string[] = [],
  isHarmless: (parameter: Parameter) => boolean = () => false,
  fixesOf: (places: readonly PatternPlace[]) => Iterable<Fix> = () => [],
) {
  return function* (parameter: Parameter, { resolve }: RuleContext) {
    const { name, node, in: where, schema } = parameter;
    if (!places.includes(where) || !isNamed(wordsIn(name))) return;
    const target = schema === undefined ? undefined : viewOf(schema, resolve);
    if (target === undefined || (target.types.length > 0 && !target.types.includes('string'))) return;
    if ([...restrictions, ...more].some((key) => target.has(key))) return;
    if (isHarmless(parameter)) return;
    const fixes = () => fixesOf(placeOf(node, resolve));
    yield { at: node.get('name') ?? { keyOf: node }, message: 'found', data: { name }, fixes } as const;
  };
}
