import type { Parameter } from '../openapi/model.ts';
import { viewOf } from '../schemas/schemaView.ts';
import { wordsOf } from '../sensitive/tokenize.ts';
import type { RuleContext } from './rule.ts';

/** What says which texts are meant. */
const restrictions = ['pattern', 'enum', 'const'];

/**
 * A visit of `Parameter` that reports texts called one of `names` (words in the singular, `page size`; `* file name`
 * with more before it) in one of `places`
 * that nothing restricts, under the message `found` about `{name}`; not where the parameter is `harmless`.
 */
export function freeText(
  names: readonly string[],
  places: readonly string[],
  more: readonly string[] = [],
  harmless: (parameter: Parameter) => boolean = () => false,
) {
  const known = new Set(names);
  const isKnown = (words: readonly string[]): boolean =>
    known.has(words.join(' ')) || (words.length > 2 && known.has(`* ${words.slice(-2).join(' ')}`));
  return function* (parameter: Parameter, { resolve }: RuleContext) {
    const { name, node, in: where, schema } = parameter;
    if (!places.includes(where) || !isKnown(wordsOf(name))) return;
    const target = schema === undefined ? undefined : viewOf(schema, resolve);
    if (target === undefined || (target.types.length > 0 && !target.types.includes('string'))) return;
    if ([...restrictions, ...more].some((key) => target.has(key))) return;
    if (harmless(parameter)) return;
    yield { at: node.get('name') ?? { keyOf: node }, message: 'found', data: { name } } as const;
  };
}
