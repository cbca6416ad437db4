import { nodeAt } from '../syntax/nodeAt.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { OffsetRange, SourceNode } from '../syntax/sourceNode.ts';
import { aboutConfig } from './about.ts';

/** What stands at a position of `portcullis.yaml`: the id of a rule, or a key or value with what it means. */
export type ConfigExplanation = { readonly range: OffsetRange } & (
  | { readonly ruleId: string }
  | { readonly name: string; readonly text: string }
);

export function explainConfig(
  document: SourceDocument,
  offset: number,
  ruleIds: readonly string[],
): ConfigExplanation | undefined {
  const found = nodeAt(document, offset);
  if (found === undefined || (!found.isKey && found.node.kind !== 'scalar')) return undefined;
  const { node, isKey } = found;
  const range = (isKey ? node.keyRange : undefined) ?? { start: node.start, end: node.end };
  const path = pathOf(node);
  const name = isKey ? String(node.key) : (node.string ?? '');
  const isRule = isKey
    ? path.length === 2 && path[0] === 'rules'
    : path.length === 3 && path[0] === 'accept' && path[2] === 'rule';
  if (isRule) return ruleIds.includes(name) ? { range, ruleId: name } : undefined;
  const text = aboutConfig(path, isKey ? undefined : name);
  return text === undefined
    ? undefined
    : { range, name: isKey ? name : path.length === 1 && path[0] === 'profile' ? name : String(path.at(-1)), text };
}

function pathOf(node: SourceNode): readonly (string | number)[] {
  const path: (string | number)[] = [];
  for (let one: SourceNode | undefined = node; one?.key !== undefined; one = one.parent) path.unshift(one.key);
  return path;
}
