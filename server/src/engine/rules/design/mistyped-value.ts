import { query } from '../../incremental/query.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupPlaces, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { effectiveOf } from '../../schemas/effectiveSchema.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import type { Schema } from '../../schemas/schemaUsage.ts';
import { type Misfit, ownMisfitOf } from '../../schemas/values.ts';

export default defineRule({
  meta: {
    id: 'mistyped-value',
    title: 'Default or enum value contradicts its schema',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [1284],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'This value of "{keyword}" {why}, so its own schema rejects it. Correct the value or the schema.',
      many: 'This value of "{keyword}" {why}, and {others:more value} contradict their schemas. Correct the values or the schemas.',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache }) {
      yield* groupPlaces(
        [...cache.getEach(misfitsIn, nodes.Schema)].flat(),
        ({ at, keyword, why }, echo) => ({ at, message: 'one', data: { keyword, why }, echo }) as const,
        ({ at, keyword, why }, others) =>
          ({
            at,
            message: 'many',
            data: { keyword, why, others: others.length },
            related: related(
              others,
              (other) => other.at,
              (other) => `This value of "${other.keyword}" ${other.why}.`,
            ),
          }) as const,
      );
    },
  },
});

interface Contradiction extends Misfit {
  readonly keyword: string;
}

const misfitsIn = query('mistyped-value.misfitsIn', (cache: ReferenceCache, schema: Schema): readonly Contradiction[] =>
  schema.parts.flatMap((part) => contradictionsOf(part, cache)),
);

/** At most one for each keyword: where one value is mistyped, most of the list is. */
function contradictionsOf({ node }: SchemaPart, cache: ReferenceCache): readonly Contradiction[] {
  if (!node.has('enum') && !node.has('default')) return [];
  const found: Contradiction[] = [];
  // Values at this node contradict what applies there; those of the schemas behind it are theirs.
  const schema = effectiveOf(node, cache);
  for (const value of node.get('enum')?.items() ?? []) {
    const misfit = ownMisfitOf(value, schema);
    if (misfit === undefined) continue;
    found.push({ ...misfit, keyword: 'enum' });
    break;
  }
  const value = node.get('default');
  const misfit = value === undefined ? undefined : ownMisfitOf(value, schema);
  if (misfit !== undefined) found.push({ ...misfit, keyword: 'default' });
  return found;
}
