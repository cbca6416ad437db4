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
  return cache.get(fieldsAt, sharedSchema(schema, cache), direction);
}

/** The schema that a mere reference leads to: what is computed of it, is computed once for all references. */
export function sharedSchema(schema: SourceNode, cache: ReferenceCache): SourceNode {
  return (hasPartsBesideReference(schema) ? undefined : cache.resolve(schema)) ?? schema;
}

/** True if a client can send a field of that name, without a look at the other fields. */
export function takesField({ parameters, requestSchemas }: Operation, name: string, cache: ReferenceCache): boolean {
  return (
    parameters.some((parameter) => parameter.name === name) ||
    requestSchemas.some((schema) => effectiveOf(schema, cache).hasPropertyIn('request', name))
  );
}

const fieldsAt = query(
  'requestFields.fieldsAt',
  (cache: ReferenceCache, schema: SourceNode, direction: Direction): readonly string[] => [
    ...effectiveOf(schema, cache).propertiesIn(direction).keys(),
  ],
);
