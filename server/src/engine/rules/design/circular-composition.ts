import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import type { OpenApiDescription } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { nameOfPart } from '../../rule/schemaParts.ts';
import { holds } from '../../schemas/schemaUnit.ts';
import type { Schema } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'circular-composition',
    title: 'Schema includes itself in its composition',
    pillar: 'design',
    owasp: 'API4:2023',
    cwe: [674],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      direct: 'The schema "{name}" includes itself, so its validation never ends. Remove this reference.',
      through:
        'The schema "{name}" includes itself through "{via}", so its validation never ends. Remove one of the references.',
      long: 'The schema "{name}" includes itself through "{via}" and {others:more schema}, so its validation never ends. Remove one of the references.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const circles = circlesIn(description);
      if (circles.length === 0) return;
      const names = new Map(description.nodes.Schema.map((schema) => [schema.node, schema]));
      for (const circle of circles) {
        const [first, second, ...others] = circle.map(({ from }) => nameOf(from, names.get(from)));
        const closing = circle.at(-1)!;
        const base = {
          at: placeOf(closing),
          related: related(circle.slice(0, -1), placeOf, ({ to }) => `Includes "${nameOf(to, names.get(to))}".`),
        };
        const name = first!;
        if (second === undefined) yield { ...base, message: 'direct', data: { name } };
        else if (others.length === 0) yield { ...base, message: 'through', data: { name, via: second } };
        else yield { ...base, message: 'long', data: { name, via: second, others: others.length } };
      }
    },
  },
});

/** From a schema to another one that applies to the same value. */
interface Inclusion {
  readonly from: SourceNode;
  /** The map that holds the `$ref`. */
  readonly reference: SourceNode;
  readonly to: SourceNode;
}

function placeOf({ reference }: Inclusion): SourceNode {
  return reference.get('$ref') ?? reference;
}

function nameOf(node: SourceNode, schema: Schema | undefined): string {
  if (schema?.name !== undefined) return schema.name;
  const [part] = schema?.parts ?? [];
  if (part !== undefined && node.parent?.key !== 'properties') return nameOfPart(part);
  return typeof node.key === 'string' ? node.key : node.pointer;
}

/** One circle for each group of schemas that include each other: the shortest through the first of them. */
function circlesIn({ nodes, cache, version }: OpenApiDescription): readonly (readonly Inclusion[])[] {
  // OAS 3.0.4 §4.7.23: before 3.1, a reference replaces its siblings.
  const siblingsApply = version !== '2.0' && version !== '3.0';
  const inclusionsOf = (from: SourceNode): readonly Inclusion[] => {
    const { own, besideReference } = cache.get(referencesAt, from);
    return (siblingsApply ? [...own, ...besideReference] : own).flatMap((reference) => {
      const to = cache.step(reference);
      return to === undefined || to.kind !== 'map' ? [] : { from, reference, to };
    });
  };
  return circularGroups(cache.collect(nodes.Schema, startsIn), inclusionsOf)
    .map((group) => shortestCircle(group, inclusionsOf))
    .filter((circle) => circle.some(({ from, reference }) => from !== reference));
}

/** Where the search begins: what is written in place may hold a circle that no other schema leads to. */
const startsIn = pure('circular-composition.startsIn', ({ node, parts }: Schema): readonly SourceNode[] => {
  const nodes = parts.flatMap((part) => (holds(part, 'not') || holds(part, 'if') ? part.node : []));
  return [node, ...nodes].filter((start) => {
    const { own, besideReference } = readReferences(start);
    return own.length > 0 || besideReference.length > 0;
  });
});

interface References {
  readonly own: readonly SourceNode[];
  /** Those below a schema that is a reference itself. */
  readonly besideReference: readonly SourceNode[];
}

const referencesAt = query('circular-composition.referencesAt', (_cache: ReferenceCache, node: SourceNode) =>
  readReferences(node),
);

/** The references that apply to the same value as a schema. */
function readReferences(start: SourceNode): References {
  const own: SourceNode[] = [];
  const besideReference: SourceNode[] = [];
  const seen = new Set<SourceNode>();
  const stack = [{ node: start, isBeside: false }];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { node } = item;
    if (node.kind !== 'map' || seen.has(node)) continue;
    seen.add(node);
    const isReference = node.has('$ref');
    if (isReference) (item.isBeside ? besideReference : own).push(node);
    const isBeside = item.isBeside || isReference;
    node.each((key, value) => {
      if (lists.has(key)) for (const member of value.items()) stack.push({ node: member, isBeside });
      else if (single.has(key)) stack.push({ node: value, isBeside });
      else if (key === 'dependentSchemas') value.each((_name, member) => stack.push({ node: member, isBeside }));
    });
  }
  return { own, besideReference };
}

/** JSON Schema 2020-12 §10.2: keywords that apply schemas to the same value. */
const lists = new Set(['allOf', 'anyOf', 'oneOf']);
const single = new Set(['not', 'if', 'then', 'else']);

interface Visited {
  readonly number: number;
  /** The earliest schema on the stack that is reached from here. */
  low: number;
  isOpen: boolean;
}

/** Strongly connected schemas (Tarjan), without recursion: chains may be longer than the stack. */
function circularGroups(
  starts: readonly SourceNode[],
  inclusionsOf: (node: SourceNode) => readonly Inclusion[],
): readonly (readonly SourceNode[])[] {
  const visited = new Map<SourceNode, Visited>();
  const open: SourceNode[] = [];
  const groups: SourceNode[][] = [];
  const path: { node: SourceNode; state: Visited; inclusions: readonly Inclusion[]; next: number }[] = [];
  const enter = (node: SourceNode): void => {
    const state = { number: visited.size, low: visited.size, isOpen: true };
    visited.set(node, state);
    open.push(node);
    path.push({ node, state, inclusions: inclusionsOf(node), next: 0 });
  };
  for (const start of starts) {
    if (!visited.has(start)) enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { node, state, inclusions } = top;
      const inclusion = inclusions[top.next++];
      if (inclusion !== undefined) {
        const known = visited.get(inclusion.to);
        if (known === undefined) enter(inclusion.to);
        else if (known.isOpen) state.low = Math.min(state.low, known.number);
        continue;
      }
      path.pop();
      const outer = path.at(-1);
      if (outer !== undefined) outer.state.low = Math.min(outer.state.low, state.low);
      if (state.low !== state.number) continue;
      const group = open.splice(open.lastIndexOf(node));
      for (const member of group) visited.get(member)!.isOpen = false;
      if (group.length > 1 || inclusions.some(({ to }) => to === node)) groups.push(group);
    }
  }
  return groups;
}

/** From the first schema of a group in its document, back to it. */
function shortestCircle(
  group: readonly SourceNode[],
  inclusionsOf: (node: SourceNode) => readonly Inclusion[],
): readonly Inclusion[] {
  const first = group.reduce((one, other) => (isBefore(other, one) ? other : one));
  const members = new Set(group);
  const ways = new Map<SourceNode, Inclusion>();
  const queue = [first];
  for (const node of queue) {
    for (const inclusion of inclusionsOf(node)) {
      const { to } = inclusion;
      if (!members.has(to) || ways.has(to)) continue;
      ways.set(to, inclusion);
      queue.push(to);
    }
    if (ways.has(first)) break;
  }
  const circle: Inclusion[] = [];
  for (let way = ways.get(first); way !== undefined; way = way.from === first ? undefined : ways.get(way.from)) {
    circle.unshift(way);
  }
  return circle;
}

function isBefore(a: SourceNode, b: SourceNode): boolean {
  if (a.document !== b.document) return a.document.uri < b.document.uri;
  return a.start < b.start;
}
