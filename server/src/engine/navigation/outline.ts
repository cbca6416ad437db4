import { methodsOf, type ObjectKind } from '../openapi/grammar.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { OffsetRange, OwnEntry, SourceNode } from '../syntax/sourceNode.ts';
import { type Reading, rangeOfName } from './names.ts';
import { objectSpot, type Spot, spotBelow } from './spots.ts';

/** A named part of a description as an outline shows it. */
export interface OutlineItem {
  readonly name: string;
  /** What the name does not say: the id of an operation, the type of a scheme. */
  readonly detail: string;
  /** `group`: a map or list of named objects, such as `schemas`. */
  readonly kind: 'group' | 'Tag' | 'property' | ObjectKind;
  readonly isDeprecated: boolean;
  readonly range: { readonly name: OffsetRange; readonly whole: OffsetRange };
  readonly children: readonly OutlineItem[];
}

/** Kinds whose named children are worth a line: other objects end an outline. */
const withChildren: ReadonlySet<ObjectKind> = new Set(['OpenAPI', 'Components', 'PathItem', 'Operation', 'Callback']);

/** Maps that an outline shows; those within operations but for callbacks are left out. */
const shownWithin: ReadonlySet<ObjectKind> = new Set(['OpenAPI', 'Components']);

/** Callbacks hold operations with callbacks: no honest document comes near. */
const maxDepth = 30;

/** The outline of a document: paths and operations, components with the properties of schemas, tags and servers. */
export function outlineOf({ root }: SourceDocument, { grammar, starts }: Reading): readonly OutlineItem[] {
  if (root === undefined) return [];

  function below(node: SourceNode, spot: Spot, depth: number): readonly OutlineItem[] {
    return node.ownEntries().flatMap((entry): readonly OutlineItem[] => {
      const { key, value } = entry;
      if (key === '<<') return [];
      const inner = spotBelow(spot, key, value.resolved, grammar);
      if (inner === undefined) return [];
      if (inner.is === 'named') return group(entry, inner, depth);
      if (inner.is === 'object')
        return inner.kind === 'Components' ? below(value, inner, depth) : [item(entry, inner, depth)];
      if (inner.is === 'declared tags') return listed(entry, 'Tag', 'name', 'description');
      if (inner.is === 'list' && inner.kind === 'Server') return listed(entry, 'Server', 'url', 'description');
      return [];
    });
  }

  function group(entry: OwnEntry, spot: Spot & { is: 'named' }, depth: number): readonly OutlineItem[] {
    const { key, value } = entry;
    if (value.kind !== 'map') return [];
    const isShown = shownWithin.has(spot.within) || (spot.within === 'Operation' && spot.kind === 'Callback');
    if (!isShown) return [];
    const children = entriesOf(value, spot, depth + 1);
    return [{ name: key, detail: '', kind: 'group', isDeprecated: false, range: rangesOf(entry), children }];
  }

  function entriesOf(map: SourceNode, spot: Spot, depth: number): readonly OutlineItem[] {
    return map.ownEntries().flatMap((entry) => {
      const inner = spotBelow(spot, entry.key, entry.value.resolved, grammar);
      return inner?.is === 'object' ? [item(entry, inner, depth)] : [];
    });
  }

  function item(entry: OwnEntry, spot: Spot & { is: 'object' }, depth: number): OutlineItem {
    const { key, value } = entry;
    const { kind } = spot;
    const isMethod = kind === 'Operation' && methodsOf['3.2'].has(key);
    return {
      name: isMethod ? key.toUpperCase() : key,
      detail: detailOf(value, kind),
      kind,
      isDeprecated: isDeprecated(value),
      range: rangesOf(entry),
      children: value.kind === 'map' && depth < maxDepth ? childrenOf(value, spot, depth + 1) : [],
    };
  }

  function childrenOf(node: SourceNode, spot: Spot & { is: 'object' }, depth: number): readonly OutlineItem[] {
    if (withChildren.has(spot.kind)) return below(node, spot, depth);
    if (spot.kind !== 'Schema') return [];
    const properties = node.ownEntries().find(({ key }) => key === 'properties')?.value;
    return (properties?.ownEntries() ?? []).map((entry) => ({
      name: entry.key,
      detail: detailOf(entry.value, 'Schema'),
      kind: 'property',
      isDeprecated: isDeprecated(entry.value),
      range: rangesOf(entry),
      children: [],
    }));
  }

  const start = starts.get('');
  if (start !== undefined) {
    const spot = objectSpot(start);
    return spot.is === 'object' && root.kind === 'map' ? childrenOf(root, spot, 0) : [];
  }
  // A file of named objects, each of which is referred to by itself.
  return root.ownEntries().flatMap((entry) => {
    const kind = starts.get(entry.value.pointer);
    const spot = kind && objectSpot(kind);
    return spot?.is === 'object' ? [item(entry, spot, 0)] : [];
  });
}

/** The items of a list of objects, by one of their fields. */
function listed({ key, value, ...places }: OwnEntry, kind: OutlineItem['kind'], field: string, detail: string) {
  const children = value.ownItems().flatMap((one): readonly OutlineItem[] => {
    const name = one.kind === 'map' ? one.get(field) : undefined;
    if (name?.string === undefined || name.parent !== one) return [];
    const range = { name: rangeOfName({ node: name, isKey: false }), whole: { start: one.start, end: one.end } };
    const item = { name: name.string, detail: firstLine(one.get(detail)), kind, isDeprecated: false };
    return [{ ...item, range, children: [] }];
  });
  if (children.length === 0) return [];
  const range = rangesOf({ key, value, ...places });
  return [{ name: key, detail: '', kind: 'group' as const, isDeprecated: false, range, children }];
}

function detailOf(node: SourceNode, kind: ObjectKind): string {
  const reference = node.get('$ref')?.string;
  if (reference !== undefined) return reference;
  if (kind === 'Operation') return firstLine(node.get('operationId') ?? node.get('summary'));
  if (kind === 'SecurityScheme')
    return ['type', 'scheme', 'in'].flatMap((field) => node.get(field)?.string ?? []).join(' ');
  if (kind === 'Schema') return firstLine(node.get('type'));
  if (kind === 'Parameter') return ['name', 'in'].flatMap((field) => node.get(field)?.string ?? []).join(' in ');
  return firstLine(node.get('summary') ?? node.get('description'));
}

function isDeprecated(node: SourceNode): boolean {
  return node.get('deprecated')?.scalar === true;
}

function firstLine(node: SourceNode | undefined): string {
  const [line = ''] = (node?.string ?? '').trimStart().split('\n', 1);
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

function rangesOf({ keyStart, keyEnd, value }: OwnEntry): OutlineItem['range'] {
  const name = rangeOfName({ node: value, isKey: true });
  return { name, whole: { start: keyStart, end: Math.max(value.end, keyEnd) } };
}
