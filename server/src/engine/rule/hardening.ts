import type { Query } from '../incremental/query.ts';
import type { OpenApiDescription } from '../openapi/model.ts';
import type { ReferenceCache } from '../openapi/referenceCache.ts';
import type { SchemaPart } from '../schemas/schemaUnit.ts';
import type { Schema } from '../schemas/schemaUsage.ts';
import { groupPlaces, groupReports, type Naming, related } from './group.ts';
import type { RuleContext } from './rule.ts';
import { partNaming } from './schemaParts.ts';

/** What hardens the schemas of requests, and is missing. */
export interface Hardening {
  /** The weak parts of a schema. */
  readonly weak: Query<ReferenceCache, Schema, readonly [], readonly SchemaPart[]>;
  /** True if the description or the domain makes known how the value is constrained. */
  isKnown(part: SchemaPart, cache: ReferenceCache): boolean;
  fixes?: Naming<SchemaPart>['fixes'];
}

/**
 * A visit of `OpenAPI` with messages as for `groupNamed`. One finding for the whole description, which names the parts with
 * a known constraint first, and none where there is none: whoever writes schemas by hand bounds what is worth it. In the
 * profile `strict` a finding for each part.
 */
export function hardening({ weak, isKnown, fixes }: Hardening) {
  const naming: Naming<SchemaPart> = fixes === undefined ? partNaming : { ...partNaming, fixes };
  return function* ({ nodes, cache }: OpenApiDescription, { config }: RuleContext) {
    const parts = [...cache.getEach(weak, nodes.Schema)].flat();
    if (config.profile === 'strict') {
      yield* groupPlaces(
        parts,
        (part) => one(part),
        (part) => one(part),
        Number.POSITIVE_INFINITY,
      );
      return;
    }
    const known = new Set(parts.filter((part) => isKnown(part, cache)));
    const sorted = [...known, ...parts.filter((part) => !known.has(part))];
    yield* groupReports(sorted, naming.at, function* (left) {
      const [first, ...others] = left;
      if (first === undefined || !known.has(first)) return;
      if (others.length === 0) yield one(first);
      else yield many(first, others);
    });
  };

  function base(part: SchemaPart, parts: readonly SchemaPart[]) {
    return { at: naming.at(part), fixes: () => naming.fixes?.(parts) ?? [] };
  }

  function one(part: SchemaPart) {
    return { ...base(part, [part]), message: 'one', data: { name: naming.name(part) } } as const;
  }

  function many(first: SchemaPart, others: readonly SchemaPart[]) {
    return {
      ...base(first, [first]),
      message: 'many',
      data: { name: naming.name(first), others: others.length },
      operations: others.length + 1,
      related: related(others, naming.at, naming.name),
    } as const;
  }
}
