import type { Finding } from '../../engine/finding.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import type { OffsetRange } from '../../engine/syntax/sourceNode.ts';
import type { Checked } from '../workspace/analyses.ts';
import type { Past, Session } from '../workspace/session.ts';

/** What is known of a document: its text as it is, and findings with their ranges in it. */
export interface Known {
  readonly source: SourceDocument;
  readonly checks: readonly Checked[];
  readonly found: readonly { readonly finding: Finding; readonly range: OffsetRange }[];
}

/** What the check of the present text found, which has ended. */
export async function foundIn(source: SourceDocument, session: Session): Promise<Known> {
  const checks = await session.descriptionsWith(source.uri);
  const findings = checks.flatMap(({ analysis }) => analysis.findings).filter(({ document }) => document === source);
  return { source, checks, found: findings.map((finding) => ({ finding, range: finding.range })) };
}

/** What an earlier check found outside of the text that has changed since. */
export function foundBefore({ checks, source, present, change: { start, oldEnd, newEnd } }: Past): Known {
  const by = newEnd - oldEnd;
  const found = checks.flatMap(({ analysis }) =>
    analysis.findings.flatMap((finding) => {
      const { document, range } = finding;
      if (document !== source) return [];
      if (range.end < start) return [{ finding, range }];
      return range.start > oldEnd ? [{ finding, range: { start: range.start + by, end: range.end + by } }] : [];
    }),
  );
  return { source: present, checks, found };
}

/** True if a range does not touch what has changed. */
export function isOutside({ change }: Past, { start, end }: OffsetRange): boolean {
  return end < change.start || start > change.newEnd;
}
