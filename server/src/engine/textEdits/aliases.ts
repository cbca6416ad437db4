import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import type { Fix } from './fix.ts';

/** Adds the number of aliases of a changed node to the title: they change with it (YAML 1.2.2 §7.1). */
export function announceAliases(fix: Fix, documents: readonly SourceDocument[]): Fix {
  // Computing the patches takes time.
  if (!documents.some((document) => document.hasAliases)) return fix;
  const nodes = new Set<SourceNode>();
  for (const { at, op } of fix.patches) {
    if (op === 'comment' || op === 'recomment') continue;
    const changed = op === 'set' || op === 'append' || op === 'insert' ? at.resolved : at;
    // What is above a node that was seen was seen as well.
    for (let node: SourceNode | undefined = changed; node !== undefined && !nodes.has(node); node = node.parent) {
      nodes.add(node);
    }
  }
  const count = [...nodes].reduce((sum, node) => sum + node.document.aliasesOf(node), 0);
  if (count === 0) return fix;
  return { ...fix, title: `${fix.title} (and at ${count} ${count === 1 ? 'alias' : 'aliases'} of it)` };
}
