import { credentialFields, emptyValues, trialTexts } from '../../lexicon/defaultValues.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import type { Fix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'default-credential',
    title: 'Credential has a default value',
    pillar: 'assessment',
    owasp: 'API8:2023',
    cwe: [1392, 798],
    severity: 'error',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 2.2.2'],
    since: '0.1.0',
    absence: false,
    marksSecret: true,
    messages: {
      found: '"{name}" has a default value, which ends up in clients and on servers. Remove the default.',
    },
  },

  visit: {
    *Schema(schema, { resolve }) {
      for (const { node, property } of schema.parts) {
        if (property === undefined) continue;
        const at = defaultOf(property, node.has('default') ? node : (resolve(node) ?? node));
        if (at !== undefined) yield finding(property, at);
      }
    },
    *Parameter({ name, node, schema }, { resolve }) {
      const at = defaultOf(name, (schema && resolve(schema)) ?? node);
      if (at !== undefined) yield finding(name, at);
    },
  },
});

function defaultOf(name: string, schema: SourceNode): SourceNode | undefined {
  const value = schema.get('default');
  const text = value?.string ?? '';
  // A hint in brackets, a word for nothing or a switch is not a credential.
  if (text === '' || /^([<{*[]|\.\.\.)/.test(text) || emptyValues.matches(writtenWordsIn(text))) return undefined;
  if (!credentialFields.matches(wordsIn(name))) return undefined;
  // A credential for trying the API is meant to be known.
  const description = proseOf('schema', schema, schema.get('description')?.string);
  if (trialTexts.find(description) !== undefined) return undefined;
  // A choice among a few values is a setting.
  return schema.get('type')?.string === 'boolean' || schema.has('enum') ? undefined : value;
}

function finding(name: string, at: SourceNode) {
  return {
    at,
    message: 'found',
    data: { name },
    fixes: (): readonly Fix[] => [{ title: 'Remove the default', safety: 'unsafe', patches: [{ op: 'remove', at }] }],
  } as const;
}
