import { wordsOf } from '../../sensitive/tokenize.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'sequential-id',
    title: 'Ids can be counted through',
    pillar: 'design',
    owasp: 'API1:2023',
    cwe: [639],
    severity: 'information',
    confidence: 'medium',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      found:
        '"{name}" is a number, so that others can be guessed. Check who may see each, or use random ids ("format: uuid").',
    },
  },

  visit: {
    *Parameter({ name, node, in: where, schema }, { resolve }) {
      const target = schema === undefined ? undefined : resolve(schema);
      if (where !== 'path' || target?.get('type')?.string !== 'integer' || wordsOf(name).at(-1) !== 'id') return;
      yield { at: node.get('name') ?? node, message: 'found', data: { name } };
    },
  },
});
