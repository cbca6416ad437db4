import { type Query, query } from '../incremental/query.ts';
import type { OpenApiDescription } from '../openapi/model.ts';
import type { ReferenceCache } from '../openapi/referenceCache.ts';
import type { SchemaPart } from '../schemas/schemaUnit.ts';
import type { Schema } from '../schemas/schemaUsage.ts';
import type { Fix } from '../textEdits/fix.ts';
import { groupReports, related } from './group.ts';
import type { RuleContext } from './rule.ts';
import { partNaming } from './schemaParts.ts';

/** What hardens the schemas of requests, and is missing. */
export interface Hardening {
  /** The weak parts of a schema. */
  readonly weak: PartsIn;
  /** The weak parts of which the description or the domain makes known how their values are constrained. */
  known(description: OpenApiDescription): readonly SchemaPart[];
  /** The fixes of some weak parts together. */
  fixes(parts: readonly SchemaPart[], description: OpenApiDescription): Iterable<Fix>;
}

/**
 * A visit of `OpenAPI` with messages as for `groupNamed`. One finding for the whole description, about the parts with a
 * known constraint, and none where there is none: nobody acts on a demand for bounds that nobody knows. In the profile
 * `strict` a finding for each weak part.
 */
export function hardening({ weak, known, fixes }: Hardening) {
  return function* (description: OpenApiDescription, { config }: RuleContext) {
    if (config.profile === 'strict') {
      for (const part of partsOf(weak, description)) yield one(part, description);
      return;
    }
    yield* groupReports(known(description), partNaming.at, function* (left) {
      const [first, ...others] = left;
      if (first === undefined) return;
      if (others.length === 0) yield one(first, description);
      else yield many(first, others, description);
    });
  };

  function one(part: SchemaPart, description: OpenApiDescription) {
    return {
      at: partNaming.at(part),
      message: 'one',
      data: { name: partNaming.name(part) },
      fixes: () => fixes([part], description),
    } as const;
  }

  function many(first: SchemaPart, others: readonly SchemaPart[], description: OpenApiDescription) {
    return {
      at: partNaming.at(first),
      message: 'many',
      data: { name: partNaming.name(first), others: others.length },
      operations: others.length + 1,
      related: related(others, partNaming.at, partNaming.name),
      fixes: () => fixes([first, ...others], description),
    } as const;
  }
}

type PartsIn = Query<ReferenceCache, Schema, readonly [], readonly SchemaPart[]>;

/** The parts of all schemas. */
export function partsOf(parts: PartsIn, { nodes, cache }: OpenApiDescription): readonly SchemaPart[] {
  return [...cache.getEach(parts, nodes.Schema)].flat();
}

/** Those of the weak parts whose constraint is known by what they and their schema say: read once for each schema. */
export function knownParts(
  name: string,
  weak: PartsIn,
  isKnown: (part: SchemaPart, cache: ReferenceCache) => boolean,
): Hardening['known'] {
  const knownIn = query(name, (cache: ReferenceCache, schema: Schema) =>
    cache.get(weak, schema).filter((part) => isKnown(part, cache)),
  );
  return (description) => partsOf(knownIn, description);
}
