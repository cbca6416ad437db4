import type { SourceNode } from '../syntax/sourceNode.ts';
import type { Fix } from '../textEdits/fix.ts';

/** Marks properties that are only sent or only returned. */
export function markFix(keyword: 'readOnly' | 'writeOnly', schemas: readonly SourceNode[]): Fix {
  return {
    title: schemas.length === 1 ? `Mark it "${keyword}"` : `Mark ${schemas.length} properties "${keyword}"`,
    safety: 'unsafe',
    patches: schemas.map((at) => ({ op: 'set', at, path: [keyword], value: true, after: ['type'] })),
  };
}
