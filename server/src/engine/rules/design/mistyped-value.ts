import { pure } from '../../incremental/pure.ts';
import { groupPlaces, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import type { Schema } from '../../schemas/schemaUsage.ts';
import { type Misfit, misfitOf } from '../../schemas/values.ts';

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
        cache.collect(nodes.Schema, misfitsIn),
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

const misfitsIn = pure('mistyped-value.misfitsIn', (schema: Schema): readonly Contradiction[] =>
  schema.parts.flatMap(contradictionsOf),
);

/** At most one for each keyword: where one value is mistyped, most of the list is. */
function contradictionsOf({ node }: SchemaPart): readonly Contradiction[] {
  const found: Contradiction[] = [];
  for (const value of node.get('enum')?.items() ?? []) {
    const misfit = misfitOf(value, node);
    if (misfit === undefined) continue;
    found.push({ ...misfit, keyword: 'enum' });
    break;
  }
  const value = node.get('default');
  const misfit = value === undefined ? undefined : misfitOf(value, node);
  if (misfit !== undefined) found.push({ ...misfit, keyword: 'default' });
  return found;
}
