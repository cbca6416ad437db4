import { pure } from '../../incremental/pure.ts';
import { debugSwitches, internalHints, internalParts, ofClients } from '../../lexicon/internalParts.ts';
import { type Prose, proseOf, type SubjectKind } from '../../lexicon/subject.ts';
import { writtenWordsIn } from '../../lexicon/words.ts';
import type { Parameter } from '../../openapi/model.ts';
import { groupNamed } from '../../rule/group.ts';
import { type RequestValue, requestValueNaming, servedParameters } from '../../rule/requestValues.ts';
import { defineRule } from '../../rule/rule.ts';
import { isSent, type Schema } from '../../schemas/schemaUsage.ts';

export default defineRule({
  meta: {
    id: 'internal-switch',
    title: 'Published parameter is for internal use',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [489, 1059],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{name}" is published, but meant for debugging or internal use. Remove it, or require a scope of its own for it.',
      many: '"{name}" and {others:more parameter} are published, but meant for debugging or internal use. Remove them, or require a scope of their own for them.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const { cache, nodes } = description;
      const parameters = servedParameters(description);
      yield* groupNamed(
        [...cache.collect(parameters, partAt), ...cache.collect(nodes.Schema, partsIn)],
        requestValueNaming,
      );
    },
  },
});

const partAt = pure('internal-switch.partAt', (parameter: Parameter): readonly RequestValue[] => {
  const { name, node, in: where } = parameter;
  if (where === 'path' || where === 'cookie') return [];
  const isSwitch = debugSwitches.matches(writtenWordsIn(name));
  const text = node.get('description')?.string ?? '';
  if (!isSwitch && !internalHints.test(text)) return [];
  const description = proseOf('parameter', parameter, text);
  if (ofClients.find(description) !== undefined) return [];
  return isSwitch || isInternal(description) ? [{ name, node }] : [];
});

const partsIn = pure('internal-switch.partsIn', (schema: Schema): readonly RequestValue[] => {
  if (!schema.usage.request) return [];
  return schema.parts.flatMap((part) => {
    const { property, node } = part;
    const text = property === undefined ? '' : (node.get('description')?.string ?? '');
    if (property === undefined || !internalHints.test(text) || !isSent(schema, part)) return [];
    const description = proseOf('property', part, text);
    return isInternal(description) && ofClients.find(description) === undefined ? [{ name: property, node }] : [];
  });
});

function isInternal(description: Prose<SubjectKind>): boolean {
  return internalParts.find(description) !== undefined;
}
