import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import type { OpenApiDescription } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { holds, type SchemaPart, typesOf } from '../../schemas/schemaUnit.ts';
import type { Schema } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'contradictory-composition',
    title: 'Members of "allOf" contradict each other',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [1284],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'The members of this "allOf" disagree about the type of {name}, so no value is valid. Correct one of them.',
      many: 'The members of this "allOf" disagree about the type of {name}, and {others:more composition} contradict themselves. Correct them.',
    },
  },

  visit: {
    *OpenAPI(description) {
      yield* groupNamed(contradictions(description), { at: ({ at }) => ({ keyOf: at }), name: ({ name }) => name });
    },
  },
});

interface Contradiction {
  readonly at: SourceNode;
  readonly name: string;
}

function contradictions({ nodes, cache }: OpenApiDescription): readonly Contradiction[] {
  return [...cache.getEach(contradictionsIn, cache.collect(nodes.Schema, composedIn))].flat();
}

const contradictionsIn = query(
  'contradictory-composition.contradictionsIn',
  ({ resolve }: ReferenceCache, { node }: SchemaPart): readonly Contradiction[] => {
    const at = node.get('allOf');
    const branches = [node, ...(at?.items() ?? []).flatMap((item) => resolve(item) ?? [])];
    const name = disagreementOf(branches, resolve);
    return at === undefined || name === undefined ? [] : [{ at, name }];
  },
);

const composedIn = pure('contradictory-composition.composedIn', (schema: Schema): readonly SchemaPart[] =>
  schema.parts.filter((part) => holds(part, 'allOf')),
);

function disagreementOf(
  branches: readonly SourceNode[],
  resolve: (node: SourceNode) => SourceNode | undefined,
): string | undefined {
  if (areDisjoint(branches.map((branch) => typesOf(branch.get('type'))))) return 'the value';
  const all = branches.flatMap((branch) => branch.get('properties') ?? []);
  // The largest is only asked for the names of the others, so that its own properties are not read.
  const largest = all.reduce<SourceNode | undefined>(
    (most, one) => (sizeOf(one) > sizeOf(most) ? one : most),
    undefined,
  );
  const types = new Map<string, (readonly string[])[]>();
  for (const properties of all.filter((one) => one !== largest)) {
    for (const { key, value } of properties.entries()) {
      const known = types.get(key) ?? [];
      types.set(key, known);
      known.push(typesOf(resolve(value)?.get('type')));
    }
  }
  for (const [key, known] of types) {
    const value = largest?.get(key);
    if (value !== undefined) known.unshift(typesOf(resolve(value)?.get('type')));
  }
  const found = [...types].find(([, all]) => all.length > 1 && areDisjoint(all));
  return found === undefined ? undefined : `"${found[0]}"`;
}

function sizeOf(properties: SourceNode | undefined): number {
  return properties?.entries().length ?? 0;
}

/** A member without types agrees with all others, and an integer is a number. */
function areDisjoint(all: readonly (readonly string[])[]): boolean {
  const declared = all.filter((types) => types.length > 0).map((types) => new Set(types));
  const [first, ...others] = declared;
  if (first === undefined) return false;
  const accepts = (types: ReadonlySet<string>, type: string): boolean =>
    types.has(type) || (type === 'integer' && types.has('number')) || (type === 'number' && types.has('integer'));
  return ![...first].some((type) => others.every((types) => accepts(types, type)));
}
