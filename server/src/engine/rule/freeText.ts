import { type PatternPlace, placeOf } from '../fixes/patternFixes.ts';
import { type Words, wordsIn } from '../lexicon/words.ts';
import type { Parameter } from '../openapi/model.ts';
import { type EffectiveSchema, effectiveOf } from '../schemas/effectiveSchema.ts';
import type { Fix } from '../textEdits/fix.ts';
import type { RuleContext } from './rule.ts';

/**
 * A visit of `Parameter` that reports strings whose name `isNamed` accepts, in one of `places`, under the message `found`
 * about `{name}`, unless `isRestricted` says that the schema rejects what an attacker sends. `isHarmless` excludes a
 * parameter.
 */
export function freeText(
  isNamed: (words: Words<'singular'>) => boolean,
  places: readonly string[],
  isRestricted: (schema: EffectiveSchema) => boolean,
  isHarmless: (parameter: Parameter) => boolean = () => false,
  fixesOf: (places: readonly PatternPlace[]) => Iterable<Fix> = () => [],
) {
  return function* (parameter: Parameter, { cache }: RuleContext) {
    const { name, node, in: where, schema } = parameter;
    if (!places.includes(where) || !isNamed(wordsIn(name))) return;
    const target = schema === undefined ? undefined : effectiveOf(schema, cache);
    if (target === undefined || (target.types.length > 0 && !target.types.includes('string'))) return;
    if (target.isUnknown || isRestricted(target) || isHarmless(parameter)) return;
    const fixes = () => fixesOf(placeOf(node, cache.resolve));
    yield { at: node.get('name') ?? { keyOf: node }, message: 'found', data: { name }, fixes } as const;
  };
}
