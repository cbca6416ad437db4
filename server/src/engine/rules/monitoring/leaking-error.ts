import { isServed } from '../../heuristics/operationKind.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import { internalEndings, internalNames } from '../../lexicon/errorSchemas.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { Operation, Response } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { defineRule } from '../../rule/rule.ts';
import { partsNear, type SchemaPart } from '../../schemas/schemaUnit.ts';
import type { Schema } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import type { Fix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'leaking-error',
    title: 'Error response exposes server internals',
    pillar: 'monitoring',
    owasp: 'API8:2023',
    cwe: [209, 497],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: false,
    messages: {
      found: '"{name}" in error responses reveals internals of the server. Log it, and omit it from the response.',
    },
  },

  visit: {
    *OpenAPI({ operations, nodes, cache }) {
      // Most descriptions have no such property anywhere.
      if (cache.select(nodes.Schema, mayLeak).length === 0) return;
      const leaksOf = ({ schemas }: Response): readonly SchemaPart[] =>
        schemas.flatMap((schema) => cache.get(leaksNear, schema));
      const uses = new Map<SourceNode, { readonly name: string; operations: number }>();
      for (const operation of cache.select(operations, isServed)) {
        for (const part of errorsOf(operation).flatMap(leaksOf)) {
          const use = uses.get(part.node);
          if (use === undefined) uses.set(part.node, { name: part.property ?? '', operations: 1 });
          else use.operations++;
        }
      }
      for (const [node, { name, operations: count }] of uses) {
        yield {
          at: { keyOf: node },
          message: 'found',
          data: { name },
          operations: count,
          fixes: () => [remove(node, name)],
        };
      }
    },
  },
});

const errorsOf = pure('leaking-error.errorsOf', ({ responses }: Operation): readonly Response[] =>
  responses.filter(({ status, schemas }) => /^([45]|default)/i.test(status) && schemas.length > 0),
);

const leaksNear = query('leaking-error.leaksNear', (cache: ReferenceCache, schema: SourceNode) =>
  partsNear(schema, cache.resolve).filter(isLeak),
);

const mayLeak = pure('leaking-error.mayLeak', ({ parts }: Schema): boolean => parts.some(isLeak));

function isLeak({ property, types, node }: SchemaPart): boolean {
  if (property === undefined || types.includes('boolean') || !isInternalDetail(property)) return false;
  // The property holds the validation error of a field with that name.
  return !/\bfield errors?\b/i.test(node.get('description')?.string ?? '');
}

/** `debugStackTraces` is a stack trace: the head of a compound comes last. */
function isInternalDetail(property: string): boolean {
  const words = wordsIn(property);
  return internalNames.matches(words) || internalEndings.matches(words);
}

/** The property, its mention in `required`, and its value in the example of the same schema. */
function remove(property: SourceNode, name: string): Fix {
  const schema = property.parent?.parent;
  const required = schema?.get('required');
  const mentions = required?.items().filter(({ string }) => string === name) ?? [];
  const isAll = mentions.length > 0 && mentions.length === required?.items().length;
  const removed = [property, ...(isAll && required !== undefined ? [required] : mentions), schema?.at('example', name)];
  return {
    title: `Remove "${name}"`,
    safety: 'unsafe',
    patches: removed.flatMap((at) => (at === undefined ? [] : [{ op: 'remove', at }])),
  };
}
