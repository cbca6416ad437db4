import type { SourceNode } from '../syntax/sourceNode.ts';

/** True if the introduction says what a status means, for the whole API: "401: the key is not valid". */
export function isExplained(root: SourceNode, status: number): boolean {
  const text = root.at('info', 'description')?.string ?? '';
  return new RegExp(`(^|[^\\w.-])${status}($|[^\\w.-])`, 'm').test(text);
}
