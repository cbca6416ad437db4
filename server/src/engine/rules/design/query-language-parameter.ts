import type { Parameter } from '../../openapi/model.ts';
import { wordsOf } from '../../sensitive/tokenize.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'query-language-parameter',
    title: 'A parameter holds a query of its own',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [89, 943],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      found:
        '"{name}" holds a query that the server runs, and nothing restricts it. Offer the filters that are meant as parameters.',
    },
  },

  visit: {
    *Parameter(parameter, { resolve }) {
      if (!isNamed(parameter)) return;
      const schema = parameter.schema === undefined ? undefined : resolve(parameter.schema);
      if (
        schema === undefined ||
        restrictions.some((key) => schema.has(key)) ||
        (schema.get('type')?.string ?? 'string') !== 'string'
      )
        return;
      yield {
        at: parameter.node.get('name') ?? { keyOf: parameter.node },
        message: 'found',
        data: { name: parameter.name },
      };
    },
  },
});

const restrictions = ['pattern', 'enum', 'const'];

const names: ReadonlySet<string> = new Set('sql,sql query,where,where clause,expression,script'.split(','));

function isNamed({ name, in: where }: Parameter): boolean {
  return where === 'query' && names.has(wordsOf(name).join(' '));
}
