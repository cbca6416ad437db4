import type { SourceDocument } from './sourceDocument.ts';
import type { NodeAt, SourceNode } from './sourceNode.ts';

/** The deepest node at an offset: `undefined` outside of the root. Between the parts of a map or sequence, the answer is that map or sequence. */
export function nodeAt(document: SourceDocument, offset: number): NodeAt | undefined {
  let node: SourceNode | undefined = document.root;
  if (node === undefined || offset < node.start || offset > node.end) return undefined;
  for (;;) {
    const next: NodeAt | undefined = node.partAt(offset);
    if (next === undefined) return { node, isKey: false };
    if (next.isKey) return next;
    node = next.node;
  }
}
