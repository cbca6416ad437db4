import { pure } from '../incremental/pure.ts';
import { nodeAt } from '../syntax/nodeAt.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { Chunk, SourceNode } from '../syntax/sourceNode.ts';
import { resolveReference } from './uri.ts';

/** The schemas of a document that have a URI or a name of their own (JSON Schema 2020-12 §8.2). */
export interface Identifiers {
  /** By the absolute URI that `$id` gives. */
  readonly resources: ReadonlyMap<string, SourceNode>;
  /** By the URI of the resource and the name that `$anchor` or `$dynamicAnchor` gives: `file:///a.yaml#row`. */
  readonly anchors: ReadonlyMap<string, SourceNode>;
}

const none: Identifiers = { resources: new Map(), anchors: new Map() };

export const identifiersIn = pure('identifiers.identifiersIn', (document: SourceDocument): Identifiers => {
  const resources = new Map<string, SourceNode>();
  const anchors = new Map<string, SourceNode>();
  for (const chunk of document.chunks) {
    for (const offset of marksIn(chunk)) {
      const found = nodeAt(document, chunk.start + offset);
      const schema = found?.isKey ? found.node.parent : undefined;
      const value = found?.node.string;
      if (schema === undefined || value === undefined || !isSchema(schema)) continue;
      if (found?.node.key === '$id') {
        const uri = baseOf(schema);
        if (!resources.has(uri)) resources.set(uri, schema);
      } else {
        const name = `${baseOf(schema)}#${value}`;
        if (!anchors.has(name)) anchors.set(name, schema);
      }
    }
  }
  return resources.size + anchors.size === 0 ? none : { resources, anchors };
});

/** A chunk that is taken over from revision to revision is searched once. */
const marksIn = pure('identifiers.marksIn', ({ document, start, end }: Chunk): readonly number[] => {
  const text = document.slice(start, end);
  const offsets: number[] = [];
  for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$', at + 1)) {
    if (/^\$(id|anchor|dynamicAnchor)\b/.test(text.slice(at, at + 16))) offsets.push(at);
  }
  return offsets;
});

const data: ReadonlySet<string | number | undefined> = new Set(['example', 'examples', 'default', 'enum', 'const']);

/** Within a value that is data, and as the name of a property, these keys mean nothing. */
function isSchema(schema: SourceNode): boolean {
  if (schema.key === 'properties' || schema.key === 'patternProperties') return false;
  for (let node: SourceNode | undefined = schema; node !== undefined; node = node.parent) {
    if (data.has(node.key) || (typeof node.key === 'string' && node.key.startsWith('x-'))) return false;
  }
  return true;
}

/**
 * The base URI of a node: each `$id` on the way to it is resolved against the one around it. With `chunk`, only those within
 * it count: what is cached with a node depends on its chunk alone.
 */
export function baseOf(start: SourceNode, chunk?: Chunk): string {
  const ids: string[] = [];
  for (let node: SourceNode | undefined = start; node !== undefined; node = node.parent) {
    if (chunk !== undefined && node.chunk !== chunk) break;
    const id = node.kind === 'map' ? node.get('$id')?.string : undefined;
    if (id !== undefined) ids.push(id);
  }
  return ids.reduceRight((base, id) => resolveReference(base, id).uri, start.document.uri);
}
