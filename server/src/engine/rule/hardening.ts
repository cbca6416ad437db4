import type { Query } from '../incremental/query.ts';
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
  readonly weak: Query<ReferenceCache, Schema, readonly [], readonly SchemaPart[]>;
  /** Tells of a part whether the description or the domain makes known how its value is constrained. */
  knowing(description: OpenApiDescription): (part: SchemaPart) => boolean;
  /** The fixes of some weak parts together. */
  fixes(parts: readonly SchemaPart[], description: OpenApiDescription): Iterable<Fix>;
}

/**
 * A visit of `OpenAPI` with messages as for `groupNamed`. One finding for the whole description, about the parts with a
 * known constraint, and none where there is none: nobody acts on a demand for bounds that nobody knows. In the profile
 * `strict` a finding for each weak part.
 */
export function hardening({ weak, knowing, fixes }: Hardening) {
  return function* (description: OpenApiDescription, { config }: RuleContext) {
    const { nodes, cache } = description;
    const parts = [...cache.getEach(weak, nodes.Schema)].flat();
    if (config.profile === 'strict') {
      for (const part of parts) yield one(part, description);
      return;
    }
    const known = parts.length === 0 ? [] : parts.filter(knowing(description));
    yield* groupReports(known, partNaming.at, function* (left) {
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
