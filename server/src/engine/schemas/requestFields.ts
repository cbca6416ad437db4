import { query } from '../incremental/query.ts';
import type { Operation } from '../openapi/model.ts';
import type { ReferenceCache } from '../openapi/referenceCache.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { effectiveOf } from './effectiveSchema.ts';
import { hasPartsBesideReference } from './schemaUnit.ts';
import type { Direction } from './sensitiveSchemas.ts';

/** The fields of a request: parameters and the properties of the body that a client can send. */
export function requestFields({ parameters, requestSchemas }: Operation, cache: ReferenceCache): readonly string[] {
  const names = parameters.map(({ name }) => name);
  for (const schema of requestSchemas) names.push(...fieldsIn(schema, 'request', cache));
  return names;
}

/** The names of the properties that a client can send, or that a response returns. Each shared schema is read once. */
export function fieldsIn(schema: SourceNode, direction: Direction, cache: ReferenceCache): readonly string[] {
  const target = hasPartsBesideReference(schema) ? undefined : cache.resolve(schema);
  return cache.get(fieldsAt, target ?? schema, direction);
}

const fieldsAt = query(
  'requestFields.fieldsAt',
  (cache: ReferenceCache, schema: SourceNode, direction: Direction): readonly string[] => [
    ...effectiveOf(schema, cache).propertiesIn(direction).keys(),
  ],
);
