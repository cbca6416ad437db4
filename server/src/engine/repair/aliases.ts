import type { SourceNode } from '../syntax/sourceNode.ts';
import type { Fix } from './fix.ts';

/** Says in the title how many aliases stand for what a fix changes: they change with it (YAML 1.2.2 §7.1). */
export function announceAliases(fix: Fix): Fix {
  const anchors = new Set<SourceNode>();
  for (const { at, op } of fix.patches) {
    if (op === 'comment' || op === 'recomment') continue;
    const changed = op === 'set' || op === 'append' || op === 'insert' ? at.resolved : at;
    for (let node: SourceNode | undefined = changed; node !== undefined; node = node.parent) {
      if (node.isAnchored) anchors.add(node);
    }
  }
  const count = [...anchors].reduce((sum, anchor) => sum + anchor.document.aliasesOf(anchor), 0);
  if (count === 0) return fix;
  return { ...fix, title: `${fix.title} (and at ${count} ${count === 1 ? 'alias' : 'aliases'} of it)` };
}
