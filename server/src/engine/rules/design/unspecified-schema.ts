import { pure } from '../../incremental/pure.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming } from '../../rule/schemaParts.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import { isSent, type Schema } from '../../schemas/schemaUsage.ts';

export default defineRule({
  meta: {
    id: 'unspecified-schema',
    title: 'Schema in a request accepts any value',
    pillar: 'design',
    owasp: 'API3:2023',
    cwe: [20, 915],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" accepts anything, because its schema states at most a type. Describe its content.',
      many: '"{name}" and {others:more schema} accept any value, or any object. Describe them.',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache }) {
      yield* groupNamed(cache.collect(nodes.Schema, emptyIn), partNaming);
    },
  },
});

const emptyIn = pure('unspecified-schema.emptyIn', (schema: Schema): readonly SchemaPart[] =>
  schema.parts.filter((part) => isSent(schema, part) && isEmpty(part)),
);

/** Keywords that describe a value to readers and restrict nothing. */
const annotations: ReadonlySet<string> = new Set(
  'description title example examples default nullable readOnly writeOnly deprecated externalDocs xml $comment $id $schema name in required allowEmptyValue'.split(
    ' ',
  ),
);

/** True for no keyword but `type: object`. Branches of compositions and further properties may be open on purpose. */
function isEmpty({ node, keyword }: SchemaPart): boolean {
  if (keyword !== '' && keyword !== 'properties' && keyword !== 'items') return false;
  return node.entries().every(({ key, value }) => {
    if (key === 'type') return value.string === 'object';
    return annotations.has(key) || key.startsWith('x-');
  });
}
