import { query } from '../../incremental/query.ts';
import { protectionWords, weakeningTexts, weakeningVerbs, weakSwitches } from '../../lexicon/protections.ts';
import { filterWords } from '../../lexicon/redirects.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { slice, wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { Parameter } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupNamed } from '../../rule/group.ts';
import { type RequestValue, requestValueNaming, servedParameters, uniqueValues } from '../../rule/requestValues.ts';
import { defineRule } from '../../rule/rule.ts';
import { weakProperties } from '../../rule/schemaParts.ts';
import { type EffectiveSchema, effectiveOf } from '../../schemas/effectiveSchema.ts';
import type { Schema } from '../../schemas/schemaUsage.ts';

export default defineRule({
  meta: {
    id: 'client-disabled-protection',
    title: 'Clients can turn off a protection',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [807, 693],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'Clients can turn off a check with "{name}". Remove the switch, or reserve it for a scope of its own.',
      many: 'Clients can turn off checks with "{name}" and {others:more switch}. Remove them, or reserve them for a scope of their own.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const { cache, nodes } = description;
      const switches = [
        ...[...cache.getEach(switchesIn, nodes.Schema)].flat(),
        ...[...cache.getEach(switchAt, servedParameters(description))].flat(),
      ];
      yield* groupNamed(uniqueValues(switches), requestValueNaming);
    },
  },
});

const switchesIn = query(
  'client-disabled-protection.switchesIn',
  (cache: ReferenceCache, schema: Schema): readonly RequestValue[] =>
    weakProperties(schema, cache, isWeakSwitch, isSwitch).map(({ property = '', node }) => ({ name: property, node })),
);

const switchAt = query(
  'client-disabled-protection.switchAt',
  (cache: ReferenceCache, parameter: Parameter): readonly RequestValue[] => {
    const { name, node, schema } = parameter;
    if (schema === undefined) return [];
    const description = proseOf('parameter', parameter, node.get('description')?.string);
    if (filterWords.find(description) !== undefined) return [];
    const saysSo = weakeningTexts.find(description) !== undefined;
    const isWeak = saysSo || (isWeakSwitch(name) && isSwitch(effectiveOf(schema, cache)));
    return isWeak ? [{ name, node }] : [];
  },
);

/** `skipValidation`, `no_verify`, `registry_verify` */
function isWeakSwitch(name: string): boolean {
  const [written, words] = [writtenWordsIn(name), wordsIn(name)];
  if (weakSwitches.matches(words)) return true;
  return weakeningVerbs.matches(written) && protectionWords.matches(slice(words, 1));
}

/** A boolean, or a text for "yes" and "no". */
function isSwitch(schema: EffectiveSchema): boolean {
  if (schema.isUnknown) return false;
  const values = schema.get('enum')?.items() ?? [];
  return schema.types.includes('boolean') || values.length === 2 || (schema.types.length === 0 && values.length === 0);
}
