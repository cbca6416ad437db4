import type { Checked } from './analyses.ts';

/** UTF-16 units of text of closed descriptions that stay cached; their analyses take 20 to 70 times as many bytes. */
export const keptLength = 500_000;

export interface Eviction {
  /** Descriptions to drop. */
  readonly dropped: readonly string[];
  /** Documents of the descriptions that stay. */
  readonly used: ReadonlySet<string>;
}

/** Keeps every description with an open document, and of the others the most recently checked, up to `keptLength`. */
export function evict(checked: ReadonlyMap<string, Checked>, isLive: (key: string) => boolean): Eviction {
  let length = 0;
  const used = new Set<string>();
  const dropped: string[] = [];
  for (const [key, { description }] of [...checked].reverse()) {
    const documents = [...description.documents];
    if (!isLive(key)) {
      length += documents.reduce((sum, [, { text }]) => sum + text.length, 0);
      if (length > keptLength) {
        dropped.push(key);
        continue;
      }
    }
    for (const [uri] of documents) used.add(uri);
  }
  return { dropped, used };
}
