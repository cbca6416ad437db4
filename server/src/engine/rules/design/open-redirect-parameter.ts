import type { Parameter } from '../../openapi/model.ts';
import { wordsOf } from '../../sensitive/tokenize.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'open-redirect-parameter',
    title: 'A parameter decides where the browser goes next',
    pillar: 'design',
    owasp: 'API7:2023',
    cwe: [601],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      found:
        '"{name}" decides where the browser goes next, and nothing restricts it. Add an "enum", or a "pattern" with the host.',
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

/** `redirect_uri` is a word of OAuth, whose servers know the addresses of each client. */
const names: ReadonlySet<string> = new Set(
  'redirect,redirect url,redirect to,return url,return uri,return to,next url,continue url,goto,success url,cancel url'.split(
    ',',
  ),
);

function isNamed({ name, in: where }: Parameter): boolean {
  return where === 'query' && names.has(wordsOf(name).join(' '));
}
