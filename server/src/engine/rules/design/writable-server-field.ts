import { markFix } from '../../fixes/accessFixes.ts';
import { isServed, isWrite } from '../../heuristics/operationKind.ts';
import { hasRole } from '../../heuristics/roles.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import { privileges } from '../../lexicon/privileges.ts';
import {
  authorFields,
  clientStates,
  contributions,
  decidedStates,
  serverFields,
  setStates,
  stateFields,
} from '../../lexicon/serverFields.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming } from '../../rule/schemaParts.ts';
import { effectiveOf } from '../../schemas/effectiveSchema.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import { isSent, type Schema } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'writable-server-field',
    title: 'Clients can set what the server decides',
    pillar: 'design',
    owasp: 'API3:2023',
    cwe: [915, 345],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'Clients can send "{name}", which the server should decide. Mark it "readOnly", or omit it from requests.',
      many: 'Clients can send "{name}" and {others:more field}, which the server should decide. Mark them "readOnly", or omit them from requests.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache, nodes, resolve }) {
      const fields = [...cache.getEach(fieldsOf, nodes.Schema)].flat();
      if (fields.length === 0) return;
      const bodies = new Set(cache.collect(operations, bodiesOf).map((schema) => resolve(schema) ?? schema));
      yield* groupNamed(
        fields.filter(({ parent }) => parent !== undefined && bodies.has(parent.node)),
        {
          ...partNaming,
          // One habit of the author, however many fields there are.
          few: 1,
          fixes: (parts) => [
            markFix(
              'readOnly',
              parts.map(({ node }) => node),
            ),
          ],
        },
      );
    },
  },
});

/** Administrators may decide as well. */
const bodiesOf = pure('writable-server-field.bodiesOf', (operation: Operation): readonly SourceNode[] => {
  if (!isServed(operation) || !isWrite(operation) || hasRole(operation, 'administration', 'hook')) return [];
  return operation.requestSchemas.flatMap((schema) => [schema, schema.get('items') ?? schema]);
});

/** Only in a model that is returned as well: a model for requests alone has the field on purpose. */
const fieldsOf = query(
  'writable-server-field.fieldsOf',
  (cache: ReferenceCache, schema: Schema): readonly SchemaPart[] =>
    schema.usage.request && schema.usage.response
      ? schema.parts.filter((part) => isSent(schema, part) && isDecided(part, cache))
      : [],
);

function isDecided(part: SchemaPart, cache: ReferenceCache): boolean {
  const { property, node, enclosing } = part;
  if (property === undefined) return false;
  const words = writtenWordsIn(property);
  // writable-privilege reports what a person may do.
  const isFact = serverFields.matches(words) && !privileges.matches(wordsIn(property));
  if (!isFact && !stateFields.matches(words) && !authorFields.matches(words)) return false;
  const schema = effectiveOf(node, cache);
  if (schema.has('readOnly')) return false;
  if (isFact) return true;
  if (authorFields.matches(words)) return enclosing.some((name) => contributions.matches(wordsIn(name)));
  const values = (schema.get('enum')?.items() ?? []).map(({ string = '' }) => writtenWordsIn(string));
  if (!values.some((value) => decidedStates.matches(value)) || values.some((value) => clientStates.matches(value)))
    return false;
  const texts = schema.parts.map((one) => one.get('description')?.string);
  return setStates.find(proseOf('property', part, ...texts)) === undefined;
}
