import { isServed } from '../../openapi/exposure.ts';
import type { SchemaPart } from '../../openapi/schemaUnit.ts';
import { readUnit } from '../../openapi/schemaUnit.ts';
import { tokenize } from '../../sensitive/tokenize.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'leaking-error',
    title: 'An error response gives away the inside of the server',
    pillar: 'monitoring',
    owasp: 'API8:2023',
    cwe: [209, 497],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      found: 'Error responses hold "{name}", which tells attackers how the server is built. Log it, and leave it out.',
    },
  },

  visit: {
    *OpenAPI({ operations, resolve }) {
      const seen = new Set<SourceNode>();
      const uses = new Map<SourceNode, { readonly name: string; operations: number }>();
      for (const operation of operations.filter(isServed)) {
        const schemas = operation.responses
          .filter(({ status }) => /^([45]|default)/i.test(status))
          .flatMap((response) => response.schemas);
        for (const part of schemas.flatMap((schema) => leaksOf(schema, resolve))) {
          const use = uses.get(part.node);
          if (use === undefined) uses.set(part.node, { name: part.property ?? '', operations: 1 });
          else use.operations++;
        }
      }
      for (const [node, { name, operations: count }] of uses) {
        if (seen.has(node)) continue;
        seen.add(node);
        yield { at: { keyOf: node }, message: 'found', data: { name }, operations: count };
      }
    },
  },
});

const names: ReadonlySet<string> = new Set([
  'stack trace',
  'stacktrace',
  'stack',
  'backtrace',
  'exception trace',
  'sql',
  'sql query',
  'sql statement',
  'debug info',
  'server hostname',
]);

/** The properties of an error itself and of what it references directly: deeper data is seldom about the error. */
function leaksOf(schema: SourceNode, resolve: (node: SourceNode) => SourceNode | undefined): readonly SchemaPart[] {
  const node = resolve(schema);
  if (node === undefined || node.kind !== 'map') return [];
  const { parts, references } = readUnit(node, resolve);
  const deeper = references.flatMap((part) => {
    const target = resolve(part.node);
    return target === undefined || target.kind !== 'map' ? [] : readUnit(target, resolve).parts;
  });
  return [...parts, ...deeper].filter(
    ({ property, types }) =>
      property !== undefined && !types.includes('boolean') && names.has(tokenize(property).join(' ')),
  );
}
