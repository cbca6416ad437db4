import type { SourceDocument } from './sourceDocument.ts';
import type { SourceNode } from './sourceNode.ts';

/** What stands at an offset: the deepest node that covers it, and whether it is the node's key that does. */
export interface NodeAt {
  readonly node: SourceNode;
  readonly isKey: boolean;
}

/** `undefined` outside of the root. Between the parts of a map or sequence, the answer is that map or sequence. */
export function nodeAt(document: SourceDocument, offset: number): NodeAt | undefined {
  let node = document.root;
  if (node === undefined || offset < node.start || offset > node.end) return undefined;
  for (;;) {
    const next = step(node, offset);
    if (next === undefined) return { node, isKey: false };
    if (next.isKey) return next;
    node = next.node;
  }
}

function step(node: SourceNode, offset: number): NodeAt | undefined {
  for (const { keyStart, keyEnd, value } of node.ownEntries()) {
    if (offset >= keyStart && offset <= keyEnd) return { node: value, isKey: true };
    if (offset >= value.start && offset <= value.end) return { node: value, isKey: false };
  }
  for (const item of node.ownItems()) {
    if (offset >= item.start && offset <= item.end) return { node: item, isKey: false };
  }
  return undefined;
}
