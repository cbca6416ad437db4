import { counted } from '../../counted.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import type { OpenApiDescription } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupNamed, groupReports, type Naming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { holds, type SchemaPart } from '../../schemas/schemaUnit.ts';
import type { Schema } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import type { Fix, Patch } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'closed-composition',
    title: 'Composition is rejected by "additionalProperties: false"',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [1284],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'This "additionalProperties: false" rejects {name}, because it considers only its own "properties". Use "unevaluatedProperties", or list the property here.',
      oneOld:
        'This "additionalProperties: false" rejects {name}, because it considers only its own "properties". List the property here, or remove the keyword.',
      manyOld:
        'This "additionalProperties: false" rejects {name}, and {others:more schema} reject properties in the same way. Remove the keyword, or list the properties.',
      many: 'This "additionalProperties: false" rejects {name}, and {others:more schema} reject properties in the same way. Use "unevaluatedProperties".',
    },
  },

  visit: {
    *OpenAPI(description) {
      // `unevaluatedProperties` exists since JSON Schema 2019-09, and so since OpenAPI 3.1.
      const isOld = description.version === '2.0' || description.version === '3.0';
      const naming: Naming<Rejection> = {
        at: ({ at }) => at,
        name: ({ name }) => name,
        fixes: (left) => [open(left, isOld)],
      };
      yield* groupReports(rejections(description), naming.at, function* (left) {
        for (const report of groupNamed(left, naming)) {
          if (report.message === 'many') yield isOld ? ({ ...report, message: 'manyOld' } as const) : report;
          else yield isOld ? ({ ...report, message: 'oneOld' } as const) : report;
        }
      });
    },
  },
});

interface Rejection {
  readonly at: SourceNode;
  readonly name: string;
  /** The composition. */
  readonly whole: SourceNode;
  /** Every `additionalProperties: false` that rejects a property of the composition. */
  readonly all: readonly SourceNode[];
}

function rejections({ nodes, cache }: OpenApiDescription): readonly Rejection[] {
  if (cache.select(nodes.Schema, isClosedAnywhere).length === 0) return [];
  const found = new Map<SourceNode, Rejection>();
  const all = cache.getEach(rejectionsIn, cache.select(nodes.Schema, isComposed));
  for (const rejection of [...all].flat()) if (!found.has(rejection.at)) found.set(rejection.at, rejection);
  return [...found.values()];
}

const rejectionsIn = query('closed-composition.rejectionsIn', (cache: ReferenceCache, schema: Schema) =>
  composedIn(schema).flatMap((part) => rejectionOf(part, cache.resolve) ?? []),
);

function rejectionOf(part: SchemaPart, resolve: OpenApiDescription['resolve']): Rejection | undefined {
  const rejection = rejectionIn(part.node, resolve);
  const whole = part.property ?? part.enclosing[0];
  return (
    rejection && {
      ...rejection,
      name: `${rejection.name} of ${whole === undefined ? 'the composition' : `"${whole}"`}`,
    }
  );
}

/** Without a closed schema, no composition rejects anything. */
const isClosedAnywhere = pure('closed-composition.isClosedAnywhere', (schema: Schema): boolean =>
  schema.parts.some(
    (part) => holds(part, 'additionalProperties') && part.node.get('additionalProperties')?.scalar === false,
  ),
);

const isComposed = pure('closed-composition.isComposed', (schema: Schema): boolean => composedIn(schema).length > 0);

const compositions = ['allOf', 'oneOf', 'anyOf'] as const;

const composedIn = pure('closed-composition.composedIn', (schema: Schema): readonly SchemaPart[] =>
  schema.parts.filter((part) => compositions.some((key) => holds(part, key))),
);

/**
 * The members of `allOf` apply together, and with the schema that contains them. A member of `oneOf` or `anyOf` applies
 * with these alone.
 */
function rejectionIn(node: SourceNode, resolve: OpenApiDescription['resolve']): Rejection | undefined {
  const membersOf = (key: string): readonly SourceNode[] =>
    (node.get(key)?.items() ?? []).flatMap((item) => resolve(item) ?? []);
  const together = [node, ...membersOf('allOf')];
  const alternatives = [...membersOf('oneOf'), ...membersOf('anyOf')];
  const all = namesIn([...together, ...alternatives]);
  const around = namesIn(together);
  const found = [
    ...together.flatMap((closed) => rejectedBy(closed, all) ?? []),
    ...alternatives.flatMap((closed) => rejectedBy(closed, around) ?? []),
  ];
  const [first] = found;
  return first && { ...first, whole: node, all: found.map(({ at }) => at) };
}

/** The names of the properties that some schemas describe, in order. */
function namesIn(schemas: readonly SourceNode[]): readonly string[] {
  const names = new Set<string>();
  for (const schema of new Set(schemas)) {
    schema.get('properties')?.each((key) => names.add(key));
  }
  return [...names];
}

/** A schema describes every name before the first that it rejects, so the search is linear in its own length. */
function rejectedBy(closed: SourceNode, described: readonly string[]): Pick<Rejection, 'at' | 'name'> | undefined {
  const at = closed.get('additionalProperties');
  if (at?.scalar !== false || closed.has('patternProperties')) return undefined;
  const own = closed.get('properties');
  const name = described.find((key) => own?.has(key) !== true);
  return name === undefined ? undefined : { at, name: `"${name}"` };
}

/**
 * `unevaluatedProperties` in the composition itself considers all of it. A member is opened: its other users decide
 * whether it is closed.
 */
function open(rejections: readonly Rejection[], isOld: boolean): Fix {
  const patches = new Map<SourceNode, Patch>();
  for (const { whole, all } of rejections) {
    for (const at of all) {
      const isOwn = at.parent === whole && !whole.has('unevaluatedProperties');
      patches.set(at, isOwn && !isOld ? { op: 'rename', at, key: 'unevaluatedProperties' } : { op: 'remove', at });
    }
  }
  const isRenamed = [...patches.values()].every(({ op }) => op === 'rename');
  const where = patches.size === 1 ? '' : ` at ${counted(patches.size, 'schema')}`;
  return {
    title: `${isRenamed ? 'Use "unevaluatedProperties: false"' : 'Remove "additionalProperties: false"'}${where}`,
    safety: 'unsafe',
    patches: [...patches.values()],
  };
}
