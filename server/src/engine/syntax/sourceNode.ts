import type { SourceDocument } from './sourceDocument.ts';

export type Scalar = string | number | boolean | null;

/** How a node is written. Fixes imitate it. */
export type NodeStyle = 'block' | 'flow' | 'plain' | 'single-quoted' | 'double-quoted' | 'literal' | 'folded';

/** Half-open range of UTF-16 offsets in the text of one document. */
export interface OffsetRange {
  readonly start: number;
  readonly end: number;
}

/**
 * A stretch of text that is parsed on its own. Positions inside are relative to `start`, so that an edit elsewhere
 * moves one number and not a tree.
 */
export interface Chunk {
  readonly document: SourceDocument;
  /** UTF-16 offset in the text of the document. */
  readonly start: number;
  readonly end: number;
}

/** One `key: value` of a map, in source order. Merge keys are expanded after the map's own entries. */
export interface MapEntry {
  readonly key: string;
  /** The value with aliases followed: its position is where it is defined. */
  readonly value: SourceNode;
  /** The value as it stands in this map: an alias stays an alias, so that its position is here. */
  readonly raw: SourceNode;
}

/**
 * A node of the source text: one view over YAML and JSON, whichever parser read it.
 *
 * Nothing here throws, whatever the document holds: a question that does not fit the node is answered with `undefined`
 * or with an empty list. Aliases and merge keys are followed by `get`, `entries` and `items`; cycles end.
 */
export interface SourceNode {
  readonly kind: 'map' | 'sequence' | 'scalar' | 'alias';
  readonly style: NodeStyle;
  readonly document: SourceDocument;
  readonly chunk: Chunk;
  /** The node that holds this one in the text; `undefined` at the root. */
  readonly parent: SourceNode | undefined;

  /** UTF-16 offsets in the document's text, quotes included; empty (`start === end`) for an absent value. */
  readonly start: number;
  readonly end: number;

  /** The key under which the parent map holds this node, as a string; the index in a sequence; `undefined` at the root. */
  readonly key: string | number | undefined;
  /** Where that key stands (quotes included); `undefined` outside of maps. */
  readonly keyRange: OffsetRange | undefined;
  /** JSON Pointer (RFC 6901) of this node within its own document; `''` at the root. */
  readonly pointer: string;

  /** The value of a scalar by the YAML 1.2 core schema, or of the JSON literal; `undefined` for other kinds. */
  readonly scalar: Scalar | undefined;
  /** The scalar if it is a string, else `undefined`. */
  readonly string: string | undefined;

  /** This node, or the anchored node if this is an alias; an alias without anchor, or in a cycle, is itself. */
  readonly resolved: SourceNode;
  /** True if this node carries an anchor (`&name`) that others may refer to. */
  readonly isAnchored: boolean;

  /** The value under `key`, aliases and merge keys followed. Of duplicate keys the last one counts, as in every parser. */
  get(key: string): SourceNode | undefined;
  /** `get` along several keys and, for sequences, indexes. */
  at(...path: readonly (string | number)[]): SourceNode | undefined;
  has(key: string): boolean;
  /** Entries of a map without duplicates (the last one counts); `[]` for other kinds. */
  entries(): readonly MapEntry[];
  /** The same, one after the other and without a list: for those who look at every map. */
  each(visit: (key: string, value: SourceNode) => void): void;
  /** Every entry that the text holds, duplicates and `<<` included and aliases unfollowed, in source order. */
  ownEntries(): readonly OwnEntry[];
  /** The entry or item whose key or value covers an offset, ends included. */
  partAt(offset: number): NodeAt | undefined;
  /** Items of a sequence, aliases followed; `[]` for other kinds. */
  items(): readonly SourceNode[];
  /** Items of a sequence as written: an alias stays an alias. */
  ownItems(): readonly SourceNode[];
  /** What a map or a sequence holds, as written. */
  ownValues(): readonly SourceNode[];
}

/** A node at an offset, and whether it is the node's key that covers the offset. */
export interface NodeAt {
  readonly node: SourceNode;
  readonly isKey: boolean;
}

export interface OwnEntry {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: SourceNode;
}

/** A place to point at: a node, the key that holds it, or a part of a scalar. */
export type Place =
  | SourceNode
  | { readonly keyOf: SourceNode }
  | {
      /** The part begins and ends as many UTF-16 units behind the node's chunk as `from` and `to` say: it moves with it. */
      readonly partOf: SourceNode;
      readonly from: number;
      readonly to: number;
      readonly chunk?: Chunk;
    };

function isSourceNode(place: Place): place is SourceNode {
  return 'kind' in place;
}

export function nodeOf(place: Place): SourceNode {
  if (isSourceNode(place)) return place;
  return 'keyOf' in place ? place.keyOf : place.partOf;
}

/** The range of a place. A key that does not exist (root, sequence item) falls back to the node itself. */
export function rangeOf(place: Place): OffsetRange {
  if (isSourceNode(place)) return { start: place.start, end: place.end };
  if ('keyOf' in place) return place.keyOf.keyRange ?? { start: place.keyOf.start, end: place.keyOf.end };
  const { start } = place.chunk ?? place.partOf.chunk;
  return { start: start + place.from, end: start + place.to };
}
