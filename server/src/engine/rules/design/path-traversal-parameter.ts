import type { Parameter } from '../../openapi/model.ts';
import { wordsOf } from '../../sensitive/tokenize.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'path-traversal-parameter',
    title: 'A parameter names a file, and may leave its folder',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [22],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      found: '"{name}" names a file, and nothing keeps ".." out. Add a "pattern" without slashes and leading dots.',
    },
  },

  visit: {
    *Parameter(parameter, { resolve }) {
      if (!isNamed(parameter)) return;
      const schema = parameter.schema === undefined ? undefined : resolve(parameter.schema);
      if (
        schema === undefined ||
        [...restrictions, 'format'].some((key) => schema.has(key)) ||
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

const names: ReadonlySet<string> = new Set(
  'filename,file name,filepath,file path,dir,directory,folder path,template file,attachment name'.split(','),
);

function isNamed({ name, in: where }: Parameter): boolean {
  return (where === 'query' || where === 'path') && names.has(wordsOf(name).join(' '));
}
