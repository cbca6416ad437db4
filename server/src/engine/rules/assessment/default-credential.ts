import type { Fix } from '../../repair/fix.ts';
import { wordsOf } from '../../sensitive/tokenize.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'default-credential',
    title: 'A credential has a default value',
    pillar: 'assessment',
    owasp: 'API8:2023',
    cwe: [1392, 798],
    severity: 'error',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      found: '"{name}" has a default value, which ends up in clients and on servers. Remove the default.',
    },
  },

  visit: {
    *Schema(schema) {
      for (const { node, property } of schema.parts) {
        const at = property === undefined ? undefined : defaultOf(property, node);
        if (at !== undefined && property !== undefined) yield finding(property, at);
      }
    },
    *Parameter({ name, node, schema }) {
      const at = defaultOf(name, schema ?? node);
      if (at !== undefined) yield finding(name, at);
    },
  },
});

const names: ReadonlySet<string> = new Set([
  'password',
  'passwd',
  'passphrase',
  'secret',
  'client secret',
  'api key',
  'apikey',
  'access token',
  'auth token',
  'private key',
]);

function defaultOf(name: string, schema: SourceNode): SourceNode | undefined {
  const value = schema.get('default');
  const text = value?.string ?? '';
  // A hint in brackets or a word for nothing is no credential.
  if (!names.has(wordsOf(name).join(' ')) || text === '' || /^([<{*]|null$|none$|string$|\.\.\.)/i.test(text))
    return undefined;
  return schema.get('type')?.string === 'boolean' ? undefined : value;
}

function finding(name: string, at: SourceNode) {
  return {
    at,
    message: 'found',
    data: { name },
    fixes: (): readonly Fix[] => [{ title: 'Remove the default', safety: 'unsafe', patches: [{ op: 'remove', at }] }],
  } as const;
}
